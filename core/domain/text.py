"""A text that stands in both languages of a contract."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in zh and en; an empty one has not been written yet."""

    zh: str = ""
    en: str = ""

    def of(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.zh if language == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


NOTHING = Text()
