"""The monitor's queue: clocks by time to breach, counting down in the hours that count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.domain.zone import HOUSE_ZONE
from core.errors import OutpactError
from core.services.filters import Filters
from core.services.operations.views import ClockView, Tally
from ui.amounts import pct
from ui.house import services
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import at, download, duration, mark, standing, table, tell, word

FIRST = {"log": "live", "vendor": "", "obligation": "", "state": "ahead"}
"""The filters that hold unless the address says otherwise."""
SHOW: dict[str, tuple[str, bool | None]] = {
    "ahead": ("running", False), "overdue": ("running", True), "paused": ("paused", None), "missed": ("missed", None),
    "met": ("met", None),
}  # fmt: skip
"""What each choice shows: a state, and whether the due time has passed."""
ENDED = ("missed", "met")
LOGS = ("live", "imported")
SHOWN = 200
REFRESH_S = 5
ROW_PX = 34


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    st.header(say("monitor.title"), anchor=False)
    st.caption(say("monitor.what"))
    try:
        chosen = _filters(someone)
    except OutpactError as error:
        tell(error)
        return
    _live(chosen)


def _filters(someone: Actor) -> dict[str, str]:
    """Filters live in the address, so that a link shows the same thing.

    The address sets a filter once, when the screen is entered; from then on the filter sets the address. Whoever
    comes back finds the filters as they were: the browser's way back does not hand the address to the script.
    """
    watch = services().watch
    _enter("log", LOGS)
    imported = st.session_state[_key("log")] == "imported"
    vendors, obligations = watch.vendors(someone, imported=imported), watch.obligations(someone, imported=imported)
    options = {"vendor": ("", *vendors), "obligation": ("", *obligations), "state": tuple(SHOW)}
    for name, allowed in options.items():
        _enter(name, allowed)
    columns = st.columns([2, 2, 1.4])
    columns[0].selectbox(say("monitor.vendor"), options["vendor"], format_func=_all, key=_key("vendor"))
    columns[1].selectbox(
        say("monitor.obligation"), options["obligation"], key=_key("obligation"),
        format_func=lambda one: _obligation(one, obligations[one]) if one else _all(one),
    )  # fmt: skip
    columns[2].segmented_control(
        say("monitor.log"), LOGS, required=True, key=_key("log"), format_func=lambda one: say(f"monitor.log_{one}"),
        help=say("monitor.log_help"),
    )  # fmt: skip
    st.segmented_control(
        say("monitor.state"), options["state"], required=True, key=_key("state"), label_visibility="collapsed",
        format_func=lambda one: say(f"monitor.show_{one}"),
    )  # fmt: skip
    chosen: dict[str, str] = {name: st.session_state[_key(name)] for name in FIRST}
    st.session_state["monitor_left"] = chosen
    _write_address(chosen)
    return chosen


def _enter(name: str, allowed: Sequence[str]) -> None:
    """Where a filter has no value yet, or one that is no longer offered: the address's, the one left, the first."""
    left: dict[str, str] = st.session_state.get("monitor_left", FIRST)
    if st.session_state.get(_key(name)) not in allowed:
        wanted = (st.query_params.get(name), left[name], FIRST[name])
        st.session_state[_key(name)] = next(one for one in wanted if one in allowed)


def _obligation(name: str, title: Mapping[str, str]) -> str:
    """An obligation by its id and what it waits for."""
    return f"{name} {word(title, '')}".strip()


def _key(name: str) -> str:
    return f"monitor_{name}"


def _write_address(chosen: Mapping[str, str]) -> None:
    """What is not the default stands in the address; what another screen left there does not."""
    kept = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
    wanted = kept | {name: value for name, value in chosen.items() if value != FIRST[name]}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _all(value: str) -> str:
    return value or say("monitor.all")


@st.fragment(run_every=REFRESH_S)
def _live(chosen: dict[str, str]) -> None:
    """What is renewed by itself; it asks again who is there, for a session can end while the screen stays open."""
    if st.session_state.pop("to_breaches", False):
        st.switch_page("screens/breaches.py")
    if case := st.session_state.pop("opened_case", ""):
        st.switch_page("screens/case.py", query_params={"case": case})
    someone = required_actor()
    filters = Filters(chosen["vendor"], chosen["obligation"], imported=chosen["log"] == "imported")
    state, breached = SHOW[chosen["state"]]
    try:
        tally = services().watch.tally(someone, filters)
        queue = services().watch.filtered(
            someone, (state,), replace(filters, breached=breached), latest_first=state in ENDED, limit=SHOWN
        )
    except OutpactError as error:
        tell(error)
        return
    _cards(tally)
    _attainment(tally)
    _table(queue, state)


def _cards(tally: Tally) -> None:
    figures = (
        ("running", tally.running), ("due_within_hour", tally.due_within_hour), ("overdue", tally.overdue),
        ("missed_today", tally.missed_today), ("paused", tally.paused), ("breaches_open", tally.breaches_open),
    )  # fmt: skip
    with st.container(key="tiles"):
        for column, (name, value) in zip(st.columns(len(figures)), figures, strict=True):
            column.metric(say(f"monitor.{name}"), f"{value:,}", border=True, help=say(f"monitor.{name}_help"))


def _attainment(tally: Tally) -> None:
    """How many were met this month, and how many of the others nobody has decided yet (sla.md 3.20)."""
    total = tally.met_in_month + tally.missed_in_month
    with st.container(horizontal=True, vertical_alignment="center"):
        if total:
            share = pct(tally.met_in_month / total)
            st.caption(
                say("monitor.attainment", share=share, met=tally.met_in_month, total=total,
                    missed=tally.missed_in_month, undecided=tally.undecided)
            )  # fmt: skip
        else:
            st.caption(say("monitor.not_measured"))
        st.button(say("monitor.to_breaches"), type="tertiary", key="go_to_breaches", on_click=_to_breaches)


def _to_breaches() -> None:
    st.session_state["to_breaches"] = True


def _table(queue: Sequence[ClockView], state: str) -> None:
    if not queue:
        st.info(say("monitor.empty"))
        return
    zones = sorted({clock.zone for clock in queue})
    rows = [_row(clock, state, name_zone=len(zones) > 1) for clock in queue]
    columns: dict[str, Any] = {
        say("monitor.case"): st.column_config.ButtonColumn(
            type="tertiary", alignment="left", pinned=True, on_click=_open, key="clicked_case"
        ),
        say("monitor.used"): st.column_config.ProgressColumn(
            min_value=0, max_value=100, format="%d%%", color="#0F5C5C"
        ),
        say("monitor.left"): st.column_config.TextColumn(help=say("monitor.left_help")),
        say("monitor.over"): st.column_config.TextColumn(help=say("monitor.over_help")),
    }
    st.dataframe(
        table(rows, say("monitor.status")), hide_index=True, row_height=ROW_PX,
        height=min(ROW_PX * (len(rows) + 1) + 2, 640), column_config=columns,
    )  # fmt: skip
    zone = zones[0] if len(zones) == 1 else HOUSE_ZONE
    st.caption(say("monitor.shown", count=len(rows), as_of=at(queue[0].now_ms, zone), zone=zone))
    download(say("table.download"), rows, "clocks.csv")


def _open() -> None:
    """Note the case that was clicked, by its number as it was drawn: rows may have moved since."""
    st.session_state["opened_case"] = st.session_state["clicked_case"]["label"]


def _row(clock: ClockView, state: str, *, name_zone: bool) -> dict[str, object]:
    """One clock; its instants on its contract's wall clock, with the zone where several are shown."""

    def instant(at_ms: int | None) -> str:
        shown = at(at_ms, clock.zone)
        return f"{shown} {clock.zone}" if shown and name_zone else shown

    return {
        say("monitor.case"): clock.case,
        say("monitor.status"): mark(standing(clock)),
        **{say(f"monitor.{name}"): value for name, value in _times(clock, state, instant).items()},
        say("monitor.obligation"): _obligation(clock.obligation, clock.title),
        say("monitor.vendor"): clock.vendor if clock.owed_by == "vendor" else say("monitor.own"),
        say("monitor.severity"): say(f"severity.{clock.severity}"),
        say("monitor.wording"): clock.wording[language()],
    }


def _times(clock: ClockView, state: str, instant: Callable[[int | None], str]) -> dict[str, object]:
    """What is to be known of a clock in its state."""
    if state == "paused":
        return {"reason": word(clock.pause_reason, ""), "since": instant(clock.paused_ms)}
    due = {"due": instant(clock.due_ms)}
    if state == "missed":
        return {**due, "stopped": instant(clock.stopped_ms), "over": duration(clock.over_open_s)}
    if state in ENDED:
        return {**due, "stopped": instant(clock.stopped_ms)}
    used = None if clock.used_pct is None else min(100, clock.used_pct)
    return {**due, "left": duration(clock.left_open_s), "used": used}


main()
