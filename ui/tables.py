"""Tables that a person fills in: typed columns in, plain rows out; numbers as Decimals, per cent as shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.domain.money import Money
from ui.texts import language, say

Row = Mapping[str, Any]
_TYPES = {
    "number": "float64", "money": "float64", "percent": "float64", "whole": "Int64", "date": "datetime64[ns]",
    "flag": "bool",
}  # fmt: skip
_STEPS: dict[str, float | int | None] = {"number": None, "percent": None, "money": 0.01, "whole": 1}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in the rows, the kind of its values, and for a choice the words of its options."""

    name: str
    kind: str = "text"
    options: Mapping[str, str] | None = None

    @property
    def type(self) -> str:
        """The pandas type of its values."""
        return _TYPES.get(self.kind, "object")

    def config(self, place: str, *, required: bool) -> Any:
        """How Streamlit shows and edits it, headed by the words of its place."""
        label, kinds = say(f"place.{place}.{self.name}"), st.column_config
        if self.kind == "choice":
            words = self.options or {}
            return kinds.SelectboxColumn(
                label, options=list(words), format_func=lambda one: words.get(str(one), str(one)), required=required
            )
        if self.kind in _STEPS:
            return kinds.NumberColumn(label, step=_STEPS[self.kind], format="localized")
        others = {
            "date": partial(kinds.DateColumn, format="YYYY-MM-DD"),
            "flag": partial(kinds.CheckboxColumn, default=False),
        }
        return others.get(self.kind, kinds.TextColumn)(label)


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
        {one.name: pd.Series([row.get(one.name) for row in held["rows"]], dtype=one.type) for one in columns}
    )
    shown = st.data_editor(
        frame, key=f"{key}-{held['round']}", hide_index=True, num_rows="fixed" if is_fixed else "dynamic",
        disabled=not may_edit, placeholder="", width="stretch",
        column_config={one.name: one.config(place, required=not is_fixed) for one in columns},
    )  # fmt: skip
    held["now"] = [row for row in _plain(shown) if any(value not in (None, False) for value in row.values())]
    return list(held["now"])


def extend(key: str, more: Sequence[Row]) -> None:
    """Add rows to a table below what was typed."""
    held = st.session_state[f"{key}-held"]
    held.update(round=held["round"] + 1, rows=[*held["now"], *more])


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: _value(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _value(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.strip() or None if isinstance(value, str) else value


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
