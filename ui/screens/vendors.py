"""The register of vendors: who they are by their code, where they were found, what they proved and until when."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from core.domain.actor import Actor
from core.domain.qualification import Evidence
from core.domain.uscc import checked_uscc
from core.domain.vendor import CHANNELS
from core.domain.zone import house_day
from core.services.access import ALLOWED
from core.services.page import MOST
from core.services.performance.standings import StandingView
from core.services.procurement.vendors import VendorView
from ui.choice import choose, tell_absent
from ui.fields import Form, still_words
from ui.house import services
from ui.requirements import PROVED, requirement_word
from ui.session import required_actor
from ui.texts import say
from ui.vendor.standing import show_standing, standing_row
from ui.widgets import SHAPES, colours, download, literal

STATES = {"stands": "met", "soon": "at_risk", "expired": "missed", "later": "paused", "none": "cancelled"}
"""How evidence stands, and the state whose colour and shape it has."""


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    now_ms = services().sign_in.profile(someone).now_ms
    today = house_day(now_ms)
    st.header(say("vendor.title"), anchor=False)
    st.caption(say("vendor.what", today=today))
    known = services().vendors.list(someone, limit=MOST)
    _register(known, {one.vendor: one for one in services().standings.all(someone)}, today)
    may_edit = someone.role in ALLOWED["vendor.edit"]
    if may_edit:
        with st.expander(say("vendor.new"), expanded=not known):
            _new(someone)
    if known:
        _one(someone, known, today, may_edit=may_edit)


def _register(known: Sequence[VendorView], standings: Mapping[str, StandingView], today: date) -> None:
    if not known:
        st.info(say("vendor.empty"))
        return
    rows = [_row(one, standings.get(one.number), today) for one in known]
    _coloured(rows, say("vendor.evidence_state"))
    download(say("table.download"), rows, "vendors.csv")


def _row(one: VendorView, standing: StandingView | None, today: date) -> dict[str, object]:
    last_days = [each.valid_until for each in one.evidence if each.valid_until is not None and each.stands(today)]
    return {
        say("vendor.number"): one.number,
        say("vendor.name"): one.name,
        **standing_row(standing),
        say("vendor.uscc"): one.uscc or "",
        say("vendor.found_by"): say(f"vendor.channel.{one.found_by}") if one.found_by else "",
        say("vendor.evidence"): len(one.evidence),
        say("vendor.next_expiry"): f"{min(last_days)}" if last_days else "",
        say("vendor.evidence_state"): _mark(_worst(one, today)),
    }


def _worst(one: VendorView, today: date) -> str:
    found = {_state(each, one, today) for each in one.evidence}
    return next((state for state in ("expired", "soon", "stands", "later") if state in found), "none")


def _state(evidence: Evidence, one: VendorView, today: date) -> str:
    """How one document stands; it counts as expired only if no other proves the same today."""
    if evidence.is_expired(today):
        same = (each for each in one.evidence if each.requirement == evidence.requirement)
        return "later" if any(each.stands(today) for each in same) else "expired"
    if not evidence.stands(today):
        return "later"
    return "soon" if evidence in one.expiring else "stands"


def _mark(state: str) -> str:
    return f"{SHAPES[STATES[state]]} {say('vendor.state.' + state)}"


def _coloured(rows: list[dict[str, object]], column: str) -> None:
    by_mark = {_mark(state): colours()[colour] for state, colour in STATES.items()}
    style = pd.DataFrame(rows).style.map(
        lambda value: f"color: {by_mark.get(str(value), '')}; font-weight: 600", subset=[column]
    )
    st.dataframe(style, hide_index=True)


def _new(someone: Actor) -> None:
    form, turn = Form(), st.session_state.get("new_round", 0)
    new = "new" if not turn else f"new{turn}"  # a widget forgets what was typed only under another key
    added = st.session_state.pop("new_vendor", None)
    if added is not None:
        st.success(say("vendor.registered", number=literal(added.number), name=literal(added.name)))
    columns = st.columns([1, 2])
    with columns[0]:
        number = st.text_input(say("vendor.number"), key=f"{new}_number")
        form.room("number")
    with columns[1]:
        name = st.text_input(say("vendor.name"), key=f"{new}_name")
        form.room("name")
    uscc, found_by = _facts(form, new, "", None)
    if st.button(say("vendor.register"), type="primary") and not form.refused:
        added = form.take(
            lambda: services().vendors.register(someone, number.strip(), name.strip(), uscc=uscc, found_by=found_by)
        )
        if added is not None:
            st.session_state["new_vendor"] = added
            st.session_state["new_round"] = turn + 1
            st.query_params["vendor"] = added.number
            st.rerun()


def _facts(form: Form, key: str, uscc: str, found_by: str | None) -> tuple[str, str]:
    """Code and channel; a code is checked as soon as it is typed."""
    columns = st.columns([2, 1])
    with columns[0]:
        typed = st.text_input(say("vendor.uscc"), uscc, key=f"{key}_uscc", help=say("vendor.uscc_help")).strip()
        form.room("uscc")
        if typed and form.take(lambda: checked_uscc(typed)):
            st.caption(f":green[● {say('vendor.uscc_right')}]")
    with columns[1]:
        words = {one: say(f"vendor.channel.{one}") for one in CHANNELS}
        chosen = st.selectbox(
            say("vendor.found_by"), CHANNELS, CHANNELS.index(found_by) if found_by in CHANNELS else None,
            key=f"{key}_found_by", format_func=words.__getitem__, placeholder=say("form.choose"),
        )  # fmt: skip
        form.room("found_by")
    return typed, chosen or ""


def _one(someone: Actor, known: Sequence[VendorView], today: date, *, may_edit: bool) -> None:
    numbers = [one.number for one in known]
    st.subheader(say("vendor.one"), anchor=False)
    names = {one.number: f"{one.number} · {one.name}" for one in known}
    chosen = choose("vendor", names, say("vendor.choose"))
    if chosen not in names:
        tell_absent(chosen)
        return
    one = known[numbers.index(chosen)]
    st.markdown(f"**{literal(one.name)}**")
    show_standing(someone, one.number, today)
    if may_edit:
        _describe(someone, one)
    _evidence(one, today)
    if may_edit:
        _prove(someone, one, today)


def _describe(someone: Actor, one: VendorView) -> None:
    form = Form()
    uscc, found_by = _facts(form, one.number, one.uscc or "", one.found_by)
    changed = (uscc.upper(), found_by) != (one.uscc or "", one.found_by or "")
    if st.button(say("vendor.describe"), disabled=not changed) and not form.refused:
        done = form.take(lambda: services().vendors.describe(someone, one.number, uscc=uscc, found_by=found_by))
        if done is not None:
            st.rerun()


def _evidence(one: VendorView, today: date) -> None:
    if not one.evidence:
        st.info(say("vendor.no_evidence"))
        return
    rows: list[dict[str, object]] = [
        {
            say("vendor.requirement_name"): requirement_word(each.requirement),
            say("vendor.document"): each.document,
            say("vendor.valid_from"): f"{each.valid_from}",
            say("vendor.valid_until"): f"{each.valid_until}" if each.valid_until else say("vendor.without_end"),
            say("vendor.evidence_state"): _mark(_state(each, one, today)),
        }
        for each in one.evidence
    ]
    _coloured(rows, say("vendor.evidence_state"))
    for each in one.expiring:
        if each.valid_until is not None:
            left = (each.valid_until - today).days
            name = literal(requirement_word(each.requirement))
            st.warning(say("vendor.expires", name=name, until=each.valid_until, days=left))


def _prove(someone: Actor, one: VendorView, today: date) -> None:
    form = Form()
    st.markdown(say("vendor.add_evidence"))
    columns = st.columns(2)
    words = {one: requirement_word(one) for one in PROVED}
    requirement = columns[0].selectbox(
        say("vendor.requirement_name"), PROVED, format_func=lambda one: words.get(one, one),
        key=f"{one.number}_requirement", accept_new_options=True, help=say("vendor.requirement_help"),
        placeholder=say("form.choose"),
    )  # fmt: skip
    with columns[1]:
        document = st.text_input(say("vendor.document"), key=f"{one.number}_document", help=say("vendor.document_help"))
        form.room(f"evidence.{requirement}.document")
    columns = st.columns(2)
    first = columns[0].date_input(say("vendor.valid_from"), today, format="YYYY-MM-DD", key=f"{one.number}_from")
    with columns[1]:
        last = st.date_input(say("vendor.valid_until"), None, format="YYYY-MM-DD", key=f"{one.number}_until")
        form.room(f"evidence.{requirement}.valid_until")
    if st.button(say("vendor.prove")):
        evidence = form.take(lambda: Evidence(requirement or "", document, first, last))
        if evidence is None:
            return
        if form.take(lambda: services().vendors.prove(someone, one.number, evidence)) is not None:
            st.rerun()


main()
