"""The case desk: what waits for the reader, cases found by number, and a new case."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.domain.actor import VENDOR, Actor
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.cases.case_list import CaseRow
from core.services.cases.case_views import DecisionView, Sent
from core.services.legal.contracts import ContractView
from core.services.once import once
from core.services.operations.views import ClockView
from ui.cases.acts import SHOWN, fill_in
from ui.fields import still_words
from ui.house import services
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import at, download, duration, mark, standing, table, tell, word

PAGE = 100
MINUTE = "%Y-%m-%d %H:%M"


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    if case := st.session_state.pop("opened_case", ""):
        st.switch_page("screens/case.py", query_params={"case": case})
    st.header(say("cases.title"), anchor=False)
    st.caption(say("cases.what_vendor" if someone.role == VENDOR else "cases.what"))
    _waiting(someone)
    _cases(someone)
    if someone.role in ALLOWED["case.act"]:
        with st.expander(say("cases.new")):
            _new(someone)


def _waiting(someone: Actor) -> None:
    """A vendor's user: his limits by time left. The buyer: his own, and what stands still until he has acted."""
    if someone.role == VENDOR:
        waiting, title, none = services().watch.queue(someone, limit=PAGE), "cases.todo", "cases.nothing_to_do"
    else:
        waiting, title, none = services().case_list.waiting(someone), "cases.own", "cases.nothing_waits"
    with st.container(border=True):
        st.markdown(f"**{say(title)}**　{len(waiting)}")
        if not waiting:
            st.caption(say(none))
            return
        rows = [_clock(one) for one in waiting]
        _clickable(rows, "clicked_waiting")


def _clock(one: ClockView) -> dict[str, object]:
    reason = word(one.pause_reason, "")
    return {
        say("monitor.case"): one.case,
        say("monitor.status"): mark(standing(one)),
        say("cases.awaits"): f"{one.obligation} {word(one.title, '')}",
        say("monitor.left"): duration(one.left_open_s) if one.left_open_s is not None else reason,
        say("cases.due"): at(one.due_ms, one.zone, MINUTE),
        say("monitor.vendor"): one.vendor,
    }


def _clickable(rows: list[dict[str, object]], key: str) -> None:
    """A table whose first column opens the case that is clicked."""
    column = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", pinned=True, on_click=_open, args=(key,), key=key
    )
    st.dataframe(table(rows, say("monitor.status")), hide_index=True, column_config={say("monitor.case"): column})


def _open(key: str) -> None:
    st.session_state["opened_case"] = st.session_state[key]["label"]


def _cases(someone: Actor) -> None:
    st.subheader(say("cases.list"), anchor=False)
    columns = st.columns([2, 3], vertical_alignment="bottom")
    number = columns[0].text_input(say("cases.number"), key="cases_number", placeholder=say("cases.number_example"))
    words = {one: say(f"cases.show_{one}") for one in ("open", "closed", "all")}
    shown = columns[1].segmented_control(
        say("cases.show"), list(words), default="open", required=True, key="cases_show",
        format_func=words.__getitem__,
    )  # fmt: skip
    is_open = {"open": True, "closed": False}.get(str(shown))
    found = services().case_list.find(someone, number=number.strip(), is_open=is_open, limit=PAGE)
    if not found:
        st.info(say("cases.none"))
        return
    rows = [_row(one) for one in found]
    _clickable(rows, "clicked_case")
    st.caption(say("cases.shown", count=len(found)))
    download(say("table.download"), rows, "cases.csv")


def _row(one: CaseRow) -> dict[str, object]:
    awaited = one.awaits or one.paused
    quiet = say("cases.ended" if one.closed else "cases.quiet")
    return {
        say("monitor.case"): one.number,
        say("monitor.status"): quiet if one.closed or awaited is None else mark(standing(awaited)),
        say("cases.kind"): one.kind.get(language(), ""),
        say("cases.site"): one.site,
        say("cases.awaits"): f"{awaited.obligation} {word(awaited.title, '')}" if awaited else "",
        say("cases.due"): at(awaited.due_ms, one.zone, MINUTE) if awaited else "",
        say("monitor.vendor"): one.vendor,
        say("cases.contract"): one.contract,
        say("cases.opened"): at(one.opened_ms, one.zone, MINUTE),
    }


def _new(someone: Actor) -> None:
    known = [one for one in services().contracts.list(someone, limit=500) if one.state == "active"]
    if not known:
        st.info(say("cases.no_contract"))
        return
    by_number = {one.number: one for one in known}
    names = {one.number: f"{one.number} · {one.title} · {one.vendor}" for one in known}
    columns = st.columns(3)
    chosen = columns[0].selectbox(
        say("cases.contract"), list(by_number), None, format_func=names.__getitem__,
        key="new_contract", placeholder=say("form.choose"),
    )  # fmt: skip
    if not chosen:
        st.caption(say("cases.choose_contract"))
        return
    offered = services().case_desk.kinds(someone, chosen)
    kinds = {one.key: one.title[language()] for one in offered if one.yours}
    key = columns[1].selectbox(
        say("cases.kind"), list(kinds), None, format_func=kinds.__getitem__,
        key=f"new_kind_{chosen}", placeholder=say("form.choose"),
    )  # fmt: skip
    site = columns[2].selectbox(
        say("cases.site"), _sites(someone, chosen), None, key=f"new_site_{chosen}", accept_new_options=True,
        placeholder=say("cases.site_example"),
    )  # fmt: skip
    if not kinds:
        st.info(say("cases.no_kind"))
    if key:
        _opening(someone, by_number[chosen], key, site or "")


def _sites(someone: Actor, contract: str) -> Sequence[str]:
    """Sites of earlier cases, so that one site is written in one way."""
    found = services().case_list.find(someone, limit=500)
    return sorted({one.site for one in found if one.site and one.contract == contract})


def _opening(someone: Actor, contract: ContractView, kind: str, site: str) -> None:
    turn = st.session_state.setdefault("new_turn", 0)
    key = f"new_{contract.number}_{kind}_{turn}"

    def send(values: dict[str, Any], stated: str) -> Sent:
        call = once(key, f"screen {contract.number} {kind}"[:255], repr((values, site, stated)).encode())
        return services().case_desk.open(someone, contract.number, kind, values, site=site, at=stated, call=call)

    def answer(values: dict[str, Any]) -> DecisionView:
        return services().case_desk.answer(someone, kind, values, contract=contract.number)

    try:
        form = services().case_desk.opening(someone, contract.number, kind)
    except OutpactError as error:
        tell(error)
        return
    sent = fill_in(form, key, contract.zone, send, answer)
    if sent is not None:
        st.session_state["new_turn"] = turn + 1
        st.session_state[SHOWN] = sent
        st.switch_page("screens/case.py", query_params={"case": sent.number})


main()
