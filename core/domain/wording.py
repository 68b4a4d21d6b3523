"""A short text for people in both languages, such as the name of a criterion or an anchor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in Chinese and in English; neither is empty where it is shown."""

    zh: str
    en: str

    def words(self, language: str) -> str:
        """Return the text in `language`, zh or en."""
        return self.zh if language == "zh" else self.en
