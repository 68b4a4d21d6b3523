"""What a rule of law says about terms that were drafted."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
Status = Literal["V2", "V1", "S", "U", "house"]
"""Read in two public copies that agree, in one, only in a secondary page, not verified; or no rule of law at all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about `path`: an error blocks approval, a warning needs an acknowledgement with a reason."""

    rule: str
    severity: Severity
    path: str
    message_zh: str
    message_en: str
    status: Status

    def message(self, language: str) -> str:
        """Return what it says in `language`, zh or en."""
        return self.message_zh if language == "zh" else self.message_en
