"""Tables that a person fills in: typed columns in, plain rows out; numbers as Decimals, per cent as shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from core.domain.money import Money
from core.errors import InvalidInput
from ui.texts import language, say

T = TypeVar("T")
Row = Mapping[str, Any]
_TYPES = {
    "number": "float64", "money": "float64", "percent": "float64", "whole": "Int64", "date": "datetime64[ns]",
    "flag": "bool",
}  # fmt: skip
_STEPS: dict[str, float | int | None] = {"number": None, "percent": None, "money": 0.01, "whole": 1}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in the rows, the kind of its values, and for a choice the words of its options.

    With `takes_codes` a code may be pasted as well as its word.
    """

    name: str
    kind: str = "text"
    options: Mapping[str, str] = field(default_factory=dict)
    takes_codes: bool = False

    @property
    def type(self) -> str:
        """The pandas type of its values."""
        return _TYPES.get(self.kind, "object")

    def config(self, place: str) -> Any:
        """How Streamlit shows and edits it, headed by the words of its place.

        A pasted cell that is none of the options comes in empty, so words are the options themselves. None is
        required: Streamlit keeps a row without one to itself.
        """
        label, kinds = say(f"place.{place}.{self.name}"), st.column_config
        if self.kind == "choice":
            return kinds.SelectboxColumn(
                label,
                options=list(dict.fromkeys((*self.options.values(), *(self.options if self.takes_codes else ())))),
            )
        if self.kind in _STEPS:
            return kinds.NumberColumn(label, step=_STEPS[self.kind], format="localized")
        others = {
            "date": partial(kinds.DateColumn, format="YYYY-MM-DD"),
            "flag": partial(kinds.CheckboxColumn, default=False),
        }
        return others.get(self.kind, kinds.TextColumn)(label)

    def shown(self, value: Any) -> Any:
        """A value as it stands in the table: a code as its word."""
        return self.options.get(value, value)

    def meant(self, value: Any) -> Any:
        """What a value of the table means: a word as its code."""
        return next((code for code, word in self.options.items() if word == value), value)


def edited(
    key: str, place: str, columns: Sequence[Column], rows: Sequence[Row], *, may_edit: bool, is_fixed: bool = False
) -> list[dict[str, Any]]:
    """Let a person edit rows and return them without the empty ones.

    Streamlit begins anew where the words of the columns change: after a change of language the rows begin as they were.
    """
    held = st.session_state.setdefault(f"{key}-held", {"language": language(), "round": 0, "rows": rows, "now": rows})
    if held["language"] != language():
        held.update(language=language(), round=held["round"] + 1, rows=held["now"])
    frame = pd.DataFrame(
        {one.name: pd.Series([one.shown(row.get(one.name)) for row in held["rows"]], dtype=one.type) for one in columns}
    )
    shown = st.data_editor(
        frame, key=f"{key}-{held['round']}", hide_index=True, num_rows="fixed" if is_fixed else "dynamic",
        disabled=not may_edit, placeholder="", width="stretch",
        column_config={one.name: one.config(place) for one in columns},
    )  # fmt: skip
    rows_now = ({one.name: one.meant(row[one.name]) for one in columns} for row in _plain(shown))
    held["now"] = [row for row in rows_now if any(value not in (None, False) for value in row.values())]
    return list(held["now"])


def extend(key: str, more: Sequence[Row]) -> None:
    """Add rows to a table below what was typed."""
    replace_rows(key, [*typed_rows(key), *more])


def typed_rows(key: str) -> list[Row]:
    """The rows of a table as they were typed; none before it was drawn."""
    held = st.session_state.get(f"{key}-held")
    return [] if held is None else list(held["now"])


def replace_rows(key: str, rows: Sequence[Row]) -> None:
    """Put other rows into a table, once it was drawn."""
    held = st.session_state.get(f"{key}-held")
    if held is not None:
        held.update(round=held["round"] + 1, rows=rows, now=rows)


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: _value(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _value(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.strip() or None if isinstance(value, str) else value


def chosen(value: str | None, place: str) -> str:
    """What was chosen in a cell. Raises `InvalidInput` at `place` where nothing was."""
    if not value:
        raise InvalidInput("row.not_chosen", place=place)
    return value


def written(value: T | None, place: str) -> T:
    """What was written in a cell that may not stay empty. Raises `InvalidInput` at `place`."""
    if value is None:
        raise InvalidInput("row.missing", place=place)
    return value


def decimal(value: float | int | None) -> Decimal:
    """A number as it is written; none is zero, which what needs a number refuses."""
    return Decimal(0) if value is None else Decimal(str(value).removesuffix(".0"))


def share(percent: float | int | None) -> Decimal:
    """A share from per cent: 6 is 0.06."""
    return decimal(percent) / 100


def money(value: float | int | None, currency: str) -> Money:
    """An amount."""
    return Money(decimal(value), currency)


def percent(share: Decimal) -> float:
    """Per cent from a share."""
    return float(100 * share)


def day(value: date | None, otherwise: date) -> date:
    """A day, or another one where none was typed."""
    return value or otherwise
