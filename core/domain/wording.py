"""A statement in both languages: a name, an anchor, a term of a contract."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wording:
    """One statement in zh and en; an empty one has not been written yet."""

    zh: str = ""
    en: str = ""

    def words(self, language: str) -> str:
        """Return the statement in `language`, zh or en."""
        return self.zh if language == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


NOTHING = Wording()
