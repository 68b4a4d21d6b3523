"""A statement in both languages: a name, an anchor, a term of a contract."""

import re
from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Wording:
    """One statement in zh and en; an empty one has not been written yet."""

    zh: str = ""
    en: str = ""

    @classmethod
    def in_its_language(cls, text: str) -> Self:
        """Return a text that was kept in one language: Chinese with a Han character, English with another letter.

        What has no letters, a number, is the same in both.
        """
        if _HAN.search(text):
            return cls(text, "")
        return cls("", text) if any(one.isalpha() for one in text) else cls(text, text)

    def words(self, language: str) -> str:
        """Return the statement in `language`, zh or en."""
        return self.zh if language == "zh" else self.en

    def by_language(self) -> dict[str, str]:
        """Return the statement in each language."""
        return {language: self.words(language) for language in LANGUAGES}

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


NOTHING = Wording()
