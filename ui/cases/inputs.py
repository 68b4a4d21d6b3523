"""The fields of a declared form as widgets; what is typed comes back as the API takes it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.services.cases.case_views import FieldView, FormView
from ui.fields import Form
from ui.texts import language, say

WIDE = ("text", "choices", "personal", "earlier")
ONE_LINE = 120
SCORES = (1, 2, 3, 4, 5)


def asked(form: FormView, key: str, zone: str, room: Form) -> dict[str, Any]:
    """Draw all fields and return what was typed; each has room below it for what is refused there."""
    values: dict[str, Any] = {}
    narrow = [one for one in form.fields if one.type not in WIDE]
    for pair in (narrow[place : place + 2] for place in range(0, len(narrow), 2)):
        for column, one in zip(st.columns(2), pair, strict=False):
            with column:
                values[one.name] = _drawn(one, f"{key}_{one.name}", zone)
                room.room(one.name)
    for one in (each for each in form.fields if each.type in WIDE):
        values[one.name] = _drawn(one, f"{key}_{one.name}", zone)
        room.room(one.name)
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def label(one: FieldView) -> str:
    """The field's name, with a mark where it must be filled in."""
    text = one.label[language()]
    if one.known:
        return say("forms.known", label=text)
    return f"{text} :red[*]" if one.required else text


def _drawn(one: FieldView, key: str, zone: str) -> Any:
    return _WIDGETS[one.type](one, key, zone)


def _text(one: FieldView, key: str, zone: str) -> str:
    return st.text_input(label(one), key=key, max_chars=one.most or 500)


def _long(one: FieldView, key: str, zone: str) -> str:
    """What may be long has room for it; a reference has one line."""
    if one.most is not None and one.most <= ONE_LINE:
        return _text(one, key, zone)
    return st.text_area(label(one), key=key, max_chars=one.most or 500, height=72)


def _flag(one: FieldView, key: str, zone: str) -> bool | None:
    """Yes, no, or not said yet: a box that is empty would say no for the person."""
    words = {True: say("value.yes"), False: say("value.no")}
    chosen = st.segmented_control(label(one), list(words), key=key, format_func=words.__getitem__)
    return None if chosen is None else bool(chosen)


def _choice(one: FieldView, key: str, zone: str) -> str | None:
    words = {each.value: each.words[language()] for each in one.choices}
    return st.selectbox(label(one), list(words), None, format_func=words.__getitem__, key=key,
                        placeholder=say("form.choose"))  # fmt: skip


def _several(one: FieldView, key: str, zone: str) -> list[str]:
    words = {each.value: each.words[language()] for each in one.choices}
    return st.multiselect(label(one), list(words), format_func=words.__getitem__, key=key,
                          placeholder=say("form.choose"))  # fmt: skip


def _number(one: FieldView, key: str, zone: str) -> int | None:
    least = one.least if one.least is not None else 0
    return st.number_input(label(one), least, one.most, None, 1, key=key)


def _score(one: FieldView, key: str, zone: str) -> int | None:
    return st.segmented_control(label(one), SCORES, key=key)


def _money(one: FieldView, key: str, zone: str) -> str:
    return st.text_input(label(one), key=key, placeholder="1280.00").strip()


def _day(one: FieldView, key: str, zone: str) -> str | None:
    chosen = st.date_input(label(one), None, key=key, format="YYYY-MM-DD")
    return chosen.isoformat() if chosen else None


def _instant(one: FieldView, key: str, zone: str) -> str | None:
    return instant(label(one), key, zone)


def instant(shown: str, key: str, zone: str) -> str | None:
    """A day and a time on the contract's wall clock, as RFC 3339; None until both are chosen."""
    columns = st.columns([3, 2], vertical_alignment="bottom")
    on = columns[0].date_input(shown, None, key=f"{key}_day", format="YYYY-MM-DD")
    time = columns[1].time_input(shown, None, key=f"{key}_time", step=300, label_visibility="hidden")
    if on is None or time is None:
        return None
    return datetime.combine(on, time, ZoneInfo(zone)).isoformat()


_WIDGETS: Mapping[str, Callable[[FieldView, str, str], Any]] = {
    "text": _long, "personal": _text, "flag": _flag, "choice": _choice, "worker": _choice, "pause_reason": _choice,
    "earlier": _choice, "choices": _several, "number": _number, "minutes": _number, "score": _score, "money": _money,
    "days": _day, "age": _instant, "instant": _instant,
}  # fmt: skip
