"""The rows and tables of a report in one language, as its template prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.documents.lines import Lines, line
from core.documents.wording import figures, number
from core.domain.money import Money
from core.domain.wording import Language, Wording


@dataclass(frozen=True, slots=True)
class ReportTables:
    """Makes the parts of a report from its words by key."""

    words: Mapping[str, Wording]
    language: Language

    def word(self, key: str, **values: object) -> str:
        """The words of a key, with its values filled in."""
        return self.words[key].words(self.language).format(**values)

    def say(self, key: str, **values: object) -> Lines:
        """The words of a key as a line."""
        return self.text(self.word(key, **values))

    def text(self, said: str) -> Lines:
        """A text as a line; nothing is a dash."""
        return (line(self.language, said or "–"),)

    def money(self, amount: Money) -> str:
        """An amount in figures."""
        return figures(amount, self.language)

    def fact(self, key: str, value: str) -> dict[str, Lines]:
        """A row of a label and its value."""
        return {"label": self.say(key), "value": self.text(value)}

    def table(self, form: str, title: str, rows: Sequence[Any], note: str = "", **more: Any) -> dict[str, Any]:
        """A table in one of the forms that the template knows: facts, four, bars."""
        note_lines = self.text(note) if note else ()
        return {"form": form, "title": self.say(title), "note": note_lines, "rows": tuple(rows), **more}

    def four(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
        """A table of four columns."""
        cells = [{"cells": tuple(self.text(one) for one in each)} for each in rows]
        return self.table("four", title, cells, head=tuple(self.say(key) for key in heads))


def percent(share: Decimal | None) -> str:
    """A share in per cent; none is a dash."""
    return "–" if share is None else f"{number(round(100 * share, 2))}%"
