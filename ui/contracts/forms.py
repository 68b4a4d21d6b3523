"""The forms of the parts: saving one gives the draft other terms, and every refusal names its path."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

import streamlit as st
import yaml

from core.documents.terms import read_terms
from core.domain.actor import Actor
from core.domain.contract_terms import ContractTerms
from core.domain.obligation import Obligation
from core.errors import OutpactError
from core.services.legal.draft_views import DraftView
from ui.contracts.days import read_day
from ui.contracts.fields import Field, ask, fill, word
from ui.contracts.parts import OTHER, PARTS, Part
from ui.contracts.steps import note, shown
from ui.contracts.written import read_mapping
from ui.house import services
from ui.texts import language, say
from ui.widgets import tell

LINE = (Field("item", "text"), Field("unit", "text"), Field("quantity"), Field("unit_price", "money"),
        Field("vat_rate", "share"))  # fmt: skip
GUARANTEE = (
    Field("kind", "choice", "guarantee"), Field("guarantor.name", "text"), Field("claim", "text"),
    Field("amount", "money"), Field("share", "share"), Field("performance.begins_on"), Field("performance.due_on"),
    Field("call", "text"), Field("release", "text"),
)  # fmt: skip
OF_SURETY = (Field("surety.manner", "choice", "manner"), Field("surety.agreed_until"))
OF_MONEY = (Field("fund.form", "choice", "money_form"), Field("fund.base", "choice", "base"), Field("fund.expires_on"))
Change = Callable[[dict[str, Any]], None]


def draw(someone: Actor, view: DraftView, part: Part) -> None:
    """Draw the form of a part; what cannot be edited any more, or by this person, is shown for reading."""
    forms = {"service_levels": _levels, "prices": _prices, "guarantees": _guarantees, OTHER: _others}
    terms = deepcopy(dict(view.terms))
    key = f"{shown(view)}.{part.name}"
    with st.form(key):
        effective = _effective(view, key) if part.name == "dates" else view.effective_from
        change = forms.get(part.name, _plain)(terms, part, key)
        may = any(one.act == "revise" and someone.role in one.roles for one in view.next)
        saved = st.form_submit_button(say("contracts.save"), type="primary", disabled=not may)
    if saved and may:
        _save(someone, view, terms, change, effective)


def _save(someone: Actor, view: DraftView, terms: dict[str, Any], change: Change, effective: str) -> None:
    try:
        change(terms)
        made = read_terms(terms)
        note(services().desk.revise(someone, view.number, made, read_day(effective), of=view.terms_sha256))
    except OutpactError as error:
        tell(error)
        return
    st.rerun()


def _effective(view: DraftView, key: str) -> str:
    return st.text_input(say("field.effective_from"), view.effective_from, key=f"{key}.effective_from")


def _plain(terms: dict[str, Any], part: Part, key: str) -> Change:
    answers: dict[Field, Any] = {}
    group = ""
    for one in part.fields:
        head = one.path.partition(".")[0]
        if part.name == "parties" and head != group:
            st.markdown(f"**{word('role', head)}**")
            group = head
        answers |= ask(terms, [one], key)
    return lambda written: fill(written, answers)


def _levels(terms: dict[str, Any], part: Part, key: str) -> Change:
    """A row for each level: what may be negotiated, target and credit; the text comes from the rule pack."""
    known = {one.id: one for pack in services().packs.values() for one in pack.obligations.values()}
    levels = terms.get("service_levels", [])
    st.caption(say("contracts.limit_form"))
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    for number, level in enumerate(levels):
        place = f"service_levels[{number}]"
        st.markdown(f"**{level['obligation']}** · {word('severity', level.get('severity', ''))}")
        st.caption(_range(known.get(level["obligation"])))
        first, second, third = st.columns(3)
        with first:
            if level.get("limit"):
                answers |= ask(terms, [Field(f"{place}.limit")], key)
        with second:
            answers |= ask(terms, [Field(f"{place}.target", "share")], key)
        with third:
            answers |= ask(terms, [Field(f"{place}.credit.amount", "money", called="credit_amount")], key)
            answers |= ask(terms, [Field(f"{place}.credit.free", "number", called="credit_free")], key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{place}.drop"):
            dropped.append(number)
    have = {one["obligation"] for one in levels}
    more = {name: _named(known, name) for name in ("", *sorted(name for name in known if name not in have))}
    added = st.selectbox(say("contracts.add_level"), list(more), key=f"{key}.add", format_func=more.__getitem__)

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        for one in written.get("service_levels", ()):
            _name_credit(one)
        _keep(written, "service_levels", dropped, [{"obligation": added}] if added else [])

    return change


def _name_credit(level: dict[str, Any]) -> None:
    """An amount is for each miss; without one that is no credit any more."""
    credit = level.get("credit", {})
    if credit.get("amount"):
        credit["kind"] = "each"
    elif credit.get("kind") == "each":
        del credit["kind"]


def _range(obligation: Obligation | None) -> str:
    if obligation is None or obligation.kind not in ("deadline", "recurring"):
        return say("contracts.no_limit")
    default = obligation.limit.words(language())
    if obligation.negotiable is None:
        return say("contracts.fixed_limit", limit=default)
    least, most = obligation.negotiable
    return say("contracts.range", least=least.words(language()), most=most.words(language()), limit=default)


def _named(known: dict[str, Obligation], name: str) -> str:
    return f"{name} {known[name].clause(language())[:40]}" if name else say("contracts.nothing_added")


def _prices(terms: dict[str, Any], part: Part, key: str) -> Change:
    """Quantity and unit price are entered; net, VAT on each line and totals are worked out."""
    lines = terms.get("prices", {}).get("lines", [])
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    for number in range(len(lines)):
        place = f"prices.lines[{number}]"
        st.markdown(f"**{number + 1}**")
        answers |= ask(terms, [Field(f"{place}.{one.path}", one.kind) for one in LINE[:2]], key)
        for column, one in zip(st.columns(3), LINE[2:], strict=True):
            with column:
                answers |= ask(terms, [Field(f"{place}.{one.path}", one.kind)], key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{place}.drop"):
            dropped.append(number)
    more = st.checkbox(say("contracts.add_line"), key=f"{key}.add")
    st.caption(say("contracts.totals", **_totals(terms)))
    answers |= ask(terms, part.fields, key)

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        _keep(written, "prices.lines", dropped, [{"item": {}}] if more else [])
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
        extra = {"persons": OF_SURETY, "money": OF_MONEY}.get(one.family, ())
        fields = [Field(f"guarantees[{number}].{f.path}", f.kind, f.words) for f in (*GUARANTEE, *extra)]
        answers |= ask(terms, fields, key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.{number}.drop"):
            dropped.append(number)
    more = st.checkbox(say("contracts.add_guarantee"), key=f"{key}.add")

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        _keep(written, "guarantees", dropped, [{"id": _next_id(guarantees)}] if more else [])

    return change


def _next_id(guarantees: Sequence[Mapping[str, Any]]) -> str:
    """An id that no guarantee has: others name it, and one before it may have been taken out."""
    taken = {one.get("id") for one in guarantees}
    return next(name for number in count(len(guarantees) + 1) if (name := f"G-{number}") not in taken)


def _others(terms: dict[str, Any], part: Part, key: str) -> Change:
    """What has no form of its own, as YAML by the schema of the terms; each key is checked on saving."""
    taken = {name for one in PARTS for name in one.terms} | {"number", "version", "signing_place", "award"}
    rest = {name: value for name, value in terms.items() if name not in taken}
    shown = yaml.safe_dump(rest, allow_unicode=True, sort_keys=False, width=100)
    entered = st.text_area(say("contracts.others"), shown, height=520, key=f"{key}.yaml")

    def change(written: dict[str, Any]) -> None:
        stated = read_mapping(entered, say("part.other"))
        for name in rest:
            written.pop(name, None)
        written.update(stated)

    return change


def _keep(written: dict[str, Any], path: str, dropped: list[int], added: list[Any]) -> None:
    """Take out the entries that were marked, and put new ones at the end."""
    head, _, last = path.rpartition(".")
    owner = written.setdefault(head, {}) if head else written
    kept = [one for number, one in enumerate(owner.get(last, [])) if number not in dropped]
    owner[last] = [*kept, *added]
