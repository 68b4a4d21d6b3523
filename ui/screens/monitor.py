"""The monitor's queue: clocks by time to breach, counting down in the hours that count."""

from collections.abc import Sequence

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.views import ClockView, Tally
from ui.house import services
from ui.session import required_actor
from ui.texts import say
from ui.widgets import HOUSE_ZONE, at, download, duration, mark, standing, table, tell

RUNNING, DEFAULT = ("running",), "ahead"
SHOW: dict[str, tuple[tuple[str, ...], bool | None]] = {
    "ahead": (RUNNING, False), "overdue": (RUNNING, True), "paused": (("paused",), None), "missed": (("missed",), None),
    "met": (("met",), None),
}  # fmt: skip
"""What each choice shows: states, and whether the due time has passed."""
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
    """Filters live in the address, so that a link shows the same thing."""
    vendors = services().watch.vendors(someone)
    obligations = services().watch.obligations(someone)
    columns = st.columns([2, 2, 3])
    asked = st.query_params
    chosen = {
        "vendor": columns[0].selectbox(
            say("monitor.vendor"), ["", *vendors], _place(asked.get("vendor"), vendors), format_func=_all
        ),
        "obligation": columns[1].selectbox(
            say("monitor.obligation"), ["", *obligations], _place(asked.get("obligation"), obligations),
            format_func=_all
        ),
        "state": columns[2].segmented_control(
            say("monitor.state"), list(SHOW), default=_shown(asked.get("state")), required=True,
            format_func=lambda one: say(f"monitor.show_{one}"),
        ),
    }  # fmt: skip
    for name, value in chosen.items():
        if value and value != DEFAULT:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
    return {name: value or "" for name, value in chosen.items()}


def _shown(wanted: str | None) -> str:
    return wanted if wanted in SHOW else DEFAULT


def _place(wanted: str | None, some: Sequence[str]) -> int:
    return some.index(wanted) + 1 if wanted in some else 0


def _all(value: str) -> str:
    return value or say("monitor.all")


@st.fragment(run_every=REFRESH_S)
def _live(chosen: dict[str, str]) -> None:
    """What is renewed by itself; it asks again who is there, for a session can end while the screen stays open."""
    someone = required_actor()
    try:
        tally = services().watch.tally(someone)
        states, breached = SHOW[chosen["state"] or DEFAULT]
        queue = services().watch.queue(
            someone, states=states, breached=breached, vendor=chosen["vendor"],
            obligation=chosen["obligation"], limit=SHOWN,
        )  # fmt: skip
    except OutpactError as error:
        tell(error)
        return
    _cards(tally)
    _table(queue)


def _cards(tally: Tally) -> None:
    figures = (
        ("running", tally.running), ("due_within_hour", tally.due_within_hour), ("missed_today", tally.missed_today),
        ("paused", tally.paused), ("breaches_open", tally.breaches_open),
    )  # fmt: skip
    for column, (name, value) in zip(st.columns(len(figures)), figures, strict=True):
        column.metric(say(f"monitor.{name}"), f"{value:,}", border=True, help=say(f"monitor.{name}_help"))


def _table(queue: Sequence[ClockView]) -> None:
    if not queue:
        st.info(say("monitor.empty"))
        return
    zones = sorted({clock.zone for clock in queue})
    rows = [_row(clock, name_zone=len(zones) > 1) for clock in queue]
    columns = {
        say("monitor.used"): st.column_config.ProgressColumn(
            min_value=0, max_value=100, format="%d%%", color="#0F5C5C"
        ),
        say("monitor.left"): st.column_config.TextColumn(help=say("monitor.left_help")),
    }
    clicked = st.session_state.get("queue_cases", [])  # the rows as they stood when the person clicked
    st.session_state["queue_cases"] = [clock.case for clock in queue]
    event = st.dataframe(
        table(rows, say("monitor.status")), hide_index=True, row_height=ROW_PX,
        height=min(ROW_PX * (len(rows) + 1) + 2, 640), column_config=columns, on_select="rerun",
        selection_mode="single-cell", key="queue",
    )  # fmt: skip
    zone = zones[0] if len(zones) == 1 else HOUSE_ZONE
    st.caption(say("monitor.shown", count=len(rows), as_of=at(queue[0].now_ms, zone), zone=zone))
    download(say("table.download"), rows, "clocks.csv")
    for row, _ in event.selection.cells:
        if row < len(clicked):
            st.switch_page("screens/case.py", query_params={"case": clicked[row]})


def _row(clock: ClockView, *, name_zone: bool) -> dict[str, object]:
    """One clock; its due time on its contract's wall clock, with the zone where several are shown."""
    due = at(clock.due_ms, clock.zone)
    return {
        say("monitor.status"): mark(standing(clock)),
        say("monitor.case"): clock.case,
        say("monitor.obligation"): clock.obligation,
        say("monitor.vendor"): clock.vendor if clock.owed_by == "vendor" else say("monitor.own"),
        say("monitor.due"): f"{due} {clock.zone}" if due and name_zone else due,
        say("monitor.left"): duration(clock.left_open_s),
        say("monitor.used"): None if clock.used_pct is None else min(100, clock.used_pct),
        say("monitor.severity"): say(f"severity.{clock.severity}"),
    }


main()
