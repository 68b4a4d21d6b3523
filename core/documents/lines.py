"""Lines of a document: the same statement once in each language that is printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.documents.library import Library
from core.documents.phrasing import Unprintable, printed
from core.documents.wording import day
from core.domain.party import Party
from core.domain.wording import LANGUAGES, Language, Wording
from core.errors import InvalidInput

Edition = Literal["zh", "en", "bilingual"]
EDITIONS: tuple[Edition, ...] = ("zh", "en", "bilingual")
Line = Mapping[str, object]
"""`text`, and whether it is the Chinese (`zh`) or the English one (`en`); what is the same in both is neither."""
Lines = tuple[Line, ...]
_TO: tuple[tuple[Language, str], ...] = (("zh", "至"), ("en", " to "))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in the languages of an edition, Chinese first."""

    library: Library
    edition: Edition

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that are printed."""
        return LANGUAGES if self.edition == "bilingual" else (self.edition,)

    def lines(self, value: object, place: str = "") -> Lines:
        """Return a value once in each language, or once where it is the same in both.

        Raises `InvalidInput` at `place` if it is absent or not translated.
        """
        try:
            said = [(language, printed(value, language)) for language in self.languages]
        except Unprintable:
            raise InvalidInput("document.not_stated", place=place) from None
        if len(said) == 2 and said[0][1] == said[1][1]:
            return (line(None, said[0][1]),)
        return tuple(line(language, text) for language, text in said)

    def name(self, party: Party, place: str) -> Lines:
        """Return a party's name; where English stands alone the Chinese name follows, which is the one in law."""
        said = self.lines(party.name, place)
        return (*said, line("zh", party.name.zh)) if self.edition == "en" and party.name.zh else said

    def word(self, group: str, choice: str) -> Wording:
        """Return the word for a choice."""
        return self.library.words[group][choice]

    def words(self, group: str, choice: str) -> Lines:
        """Return the lines of the word for a choice."""
        return self.lines(self.word(group, choice), f"words {group}.{choice}")

    def filled(self, name: str, under: str = "", **values: object) -> Wording:
        """Return a label with its values filled in, each printed in its language; "" in one that is not printed.

        Raises `InvalidInput` naming the value below `under` that is absent or not translated.
        """
        return Wording(*(self._filled(name, one, under or name, values) for one in LANGUAGES))

    def _filled(self, name: str, language: Language, under: str, values: Mapping[str, object]) -> str:
        said: dict[str, str] = {}
        for key, value in values.items():
            try:
                said[key] = printed(value, language)
            except Unprintable:
                if language not in self.languages:
                    return ""
                raise InvalidInput("document.not_stated", place=f"{under}.{key}") from None
        return self.word("label", name).words(language).format_map(said)

    def label(self, name: str, under: str = "", **values: object) -> Lines:
        """Return the lines of a label with its values filled in. Raises as `filled`."""
        return self.lines(self.filled(name, under, **values) if values else self.word("label", name))

    def short(self, name: str) -> str:
        """Return a label on one line: 合同编号 Contract No."""
        return self.joined(self.word("label", name))

    def joined(self, text: Wording) -> str:
        """Return a text in all its languages on one line."""
        return " ".join(filter(None, (text.words(language) for language in self.languages)))


def line(language: Language | None, text: str) -> Line:
    """Return one line as the template reads it; None is for what is the same in both languages."""
    return {"zh": language == "zh", "en": language == "en", "text": text}


def span(begins_on: date, ends_on: date) -> Wording:
    """Return from when to when."""
    zh, en = (f"{day(begins_on, one)}{to}{day(ends_on, one)}" for one, to in _TO)
    return Wording(zh, en)


def enumeration(some: tuple[Wording, ...]) -> Wording:
    """Return several texts as one; a language that one of them lacks is not stated."""
    zh = "、".join(one.zh for one in some) if all(one.zh for one in some) else ""
    return Wording(zh, ", ".join(one.en for one in some) if all(one.en for one in some) else "")
