"""How disputes are decided: one mode, one forum."""

from dataclasses import dataclass
from typing import Literal

from core.domain.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class Dispute:
    """Arbitration by `institutions` (exactly one makes a valid agreement) or litigation in `court`.

    `city` is where the arbitration is held, `rules` what it follows; `wording` is what the parties add.
    """

    mode: Literal["", "arbitration", "litigation"] = ""
    negotiate_days: int | None = None
    institutions: tuple[Wording, ...] = ()
    city: Wording = NOTHING
    rules: Wording = NOTHING
    seat: Wording = NOTHING
    court: Wording = NOTHING
    wording: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class LanguagePrecedence:
    """Which language prevails where both are printed; "equal" is both with equal force (CC 466)."""

    prevails: Literal["", "zh", "en", "equal"] = ""
