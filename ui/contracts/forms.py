"""The forms of the parts: saving one gives the draft other terms, and every refusal is told at its field."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

import streamlit as st
import yaml

from core.documents.terms import read_terms
from core.domain.actor import Actor
from core.domain.contract_terms import ContractTerms
from core.domain.guarantee import FAMILIES
from core.errors import OutpactError
from core.services.legal.draft_views import DraftView
from ui.contracts import levels, places
from ui.contracts.acts import may, note, shown
from ui.contracts.days import read_day
from ui.contracts.fields import Field, ask, ask_day, fill, keep, value_at, word
from ui.contracts.parts import ADDITIONS, GUARANTEES, LINES, OF_ALL, OF_FAMILY, OTHER, PARTS, Part, Rows
from ui.contracts.written import read_mapping
from ui.house import services
from ui.texts import say
from ui.widgets import literal

Change = Callable[[dict[str, Any]], None]
PARTICULARS = {"persons": "surety", "money": "fund", "things": "asset"}
"""Where the particulars of a guarantee stand, by what it is made of."""


def draw(someone: Actor, view: DraftView, part: Part) -> None:
    """Draw the form of a part; what cannot be edited any more, or by this person, is shown for reading."""
    forms = {"service_levels": levels.draw, "prices": _prices, "guarantees": _guarantees, OTHER: _others}
    terms = deepcopy(dict(view.terms))
    key = f"{shown(view)}.{part.name}"
    editable = may(someone, view, "revise") and _is_open(view, key)
    with st.form(key):
        effective = _effective(view, key) if part.name == "dates" else view.effective_from
        change = forms.get(part.name, _plain)(terms, part, key)
        saved, checked_for = _acts(someone, view, editable=editable)
    if editable and (saved or checked_for):
        _save(someone, view, terms, change, effective, checked_for)


def _is_open(view: DraftView, key: str) -> bool:
    """What is approved is changed by whoever says that he means to: the approval ends with it."""
    return view.state != "approved" or st.checkbox(say("contracts.reopen"), key=f"{key}.reopen")


def _acts(someone: Actor, view: DraftView, *, editable: bool) -> tuple[bool, str]:
    """The buttons of the form: whether it is saved, and for which day of signing it is checked with it, if any."""
    with st.container(key="form_acts"):
        save, day, check = st.columns([1, 1.2, 1.2], vertical_alignment="bottom")
        saved = save.form_submit_button(say("contracts.save"), disabled=not editable, width="stretch")
        if not editable or not may(someone, view, "lint", "acknowledge"):
            return saved, ""
        with day:
            planned = ask_day(say("contracts.planned"), view.linted_for or view.effective_from,
                              f"lint.{view.number}.{view.version}")  # fmt: skip
        checked = check.form_submit_button(say("contracts.save_and_lint"), type="primary", width="stretch")
    return saved, (planned or "—") if checked else ""


def _save(
    someone: Actor, view: DraftView, terms: dict[str, Any], change: Change, effective: str, checked_for: str
) -> None:
    """Take what was typed, if anything was, then check it; what is refused is told here and stays typed."""
    desk = services().desk
    try:
        change(terms)
        made, day = read_terms(terms), read_day(effective, "effective_from")
        if (made.terms_hash, effective) != (view.terms_sha256, view.effective_from):
            note(desk.revise(someone, view.number, made, day, of=view.terms_sha256))
        if checked_for:
            note(desk.lint(someone, view.number, read_day(checked_for, "signed_on")))
    except OutpactError as error:
        st.error(literal(places.told(error)))
        return
    st.rerun()


def _effective(view: DraftView, key: str) -> str:
    return ask_day(say("field.effective_from"), view.effective_from, f"{key}.effective_from")


def _plain(terms: dict[str, Any], part: Part, key: str) -> Change:
    answers: dict[Field, Any] = {}
    group = ""
    for one in part.fields:
        head = one.path.partition(".")[0]
        if part.name == "parties" and head != group:
            st.markdown(f"**{word('role', head)}**")
            group = head
        answers |= ask(terms, [one], key)
    lists = [_rows(terms, one, key) for one in part.rows]

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        for one in lists:
            one(written)

    return change


def _rows(terms: dict[str, Any], rows: Rows, key: str) -> Change:
    """The entries of a list, each with its fields, and one more below them if it is asked for."""
    name = places.named(rows.path)
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    for number in range(len(value_at(terms, rows.path) or [])):
        st.markdown(f"**{name} · {say('contracts.row', number=number + 1)}**")
        answers |= ask(terms, [one.of(rows.path, number) for one in rows.fields], key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{rows.path}.{number}.drop"):
            dropped.append(number)
    more = st.checkbox(say("contracts.new_row", name=name), key=f"{key}.{rows.path}.add")

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        keep(written, rows.path, dropped, [{}] if more else [])

    return change


def _prices(terms: dict[str, Any], part: Part, key: str) -> Change:
    """Quantity and unit price are entered; net, VAT on each line and totals are worked out."""
    lines = terms.get("prices", {}).get("lines", [])
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    for number in range(len(lines)):
        st.markdown(f"**{number + 1}**")
        item, unit, *sums, taxation, exemption = (one.of(LINES.path, number) for one in LINES.fields)
        answers |= ask(terms, [item, unit], key)
        for column, one in zip(st.columns(len(sums)), sums, strict=True):
            with column:
                answers |= ask(terms, [one], key)
        answers |= ask(terms, [taxation, exemption], key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{LINES.path}[{number}].drop"):
            dropped.append(number)
    more = st.checkbox(say("contracts.add_line"), key=f"{key}.add")
    st.caption(say("contracts.totals", **_totals(terms)))
    answers |= ask(terms, part.fields, key)

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        keep(written, LINES.path, dropped, [{"item": {}}] if more else [])
        _add_up(written)

    return change


def _totals(terms: dict[str, Any]) -> dict[str, str]:
    prices = terms.get("prices", {})
    return {name: prices.get(f"{name}_total", {}).get("amount", "—") for name in ("net", "vat", "gross")}


def _add_up(written: dict[str, Any]) -> None:
    """Net, VAT and gross of each complete line and of all; nobody types a sum."""
    counted = ContractTerms(prices=read_terms({"prices": written.get("prices", {})}).prices.counted())
    written["prices"] = dict(counted.as_dict().get("prices", {}))


def _guarantees(terms: dict[str, Any], part: Part, key: str) -> Change:
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    guarantees = terms.get("guarantees", [])
    read = read_terms({"guarantees": guarantees}).guarantees
    for number, one in enumerate(read):
        st.markdown(f"**{one.id}** · {word('guarantee', one.kind)}")
        last = one.last_day()
        st.caption(say("contracts.last_day", day=last.isoformat() if last else "—"))
        fields = [each.of(GUARANTEES.path, number) for each in (*OF_ALL, *OF_FAMILY.get(one.family, ()))]
        answers |= ask(terms, fields, key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{number}.drop"):
            dropped.append(number)
    more = st.checkbox(say("contracts.add_guarantee"), key=f"{key}.add")

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        for one in written.get("guarantees", ()):
            _of_its_family(one)
        keep(written, "guarantees", dropped, [{"id": _next_id(guarantees)}] if more else [])

    return change


def _of_its_family(one: dict[str, Any]) -> None:
    """Another kind of guarantee has other particulars: those of the kind before go with it."""
    family = FAMILIES[one.get("kind", "")]
    for other, particulars in PARTICULARS.items():
        if family and other != family:
            one.pop(particulars, None)


def _next_id(guarantees: Sequence[Mapping[str, Any]]) -> str:
    """An id that no guarantee has: others name it, and one before it may have been taken out."""
    taken = {one.get("id") for one in guarantees}
    return next(name for number in count(len(guarantees) + 1) if (name := f"G-{number}") not in taken)


def _others(terms: dict[str, Any], part: Part, key: str) -> Change:
    """The terms that were added, and what has no form of its own as YAML by the schema; each key is checked."""
    added = _rows(terms, ADDITIONS, key)
    taken = {name for one in PARTS for name in one.terms} | {"number", "version", "award"}
    rest = {name: value for name, value in terms.items() if name not in taken}
    shown = yaml.safe_dump(rest, allow_unicode=True, sort_keys=False, width=100) if rest else ""
    entered = st.text_area(say("contracts.others"), shown, height=360, key=f"{key}.yaml")

    def change(written: dict[str, Any]) -> None:
        stated = read_mapping(entered, say("part.other"))
        for name in rest:
            written.pop(name, None)
        added(written)
        written.update(stated)

    return change
