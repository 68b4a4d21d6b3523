"""The monitor's queue: clocks by time to breach, counting down in the hours that count."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.views import ClockView, Tally
from ui.house import services
from ui.session import required_actor
from ui.texts import say
from ui.widgets import HOUSE_ZONE, at, download, duration, mark, standing, table, tell

RUNNING = ("running",)
FIRST = {"vendor": "", "obligation": "", "state": "ahead"}
"""The filters that hold unless the address says otherwise."""
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
    """Filters live in the address, so that a link shows the same thing.

    The address sets a filter once, when the screen is entered; from then on the filter sets the address. Whoever
    comes back finds the filters as they were: the browser's way back does not hand the address to the script.
    """
    left: dict[str, str] = st.session_state.get("monitor_left", FIRST)
    options: dict[str, Sequence[str]] = {
        "vendor": ["", *services().watch.vendors(someone)],
        "obligation": ["", *services().watch.obligations(someone)],
        "state": list(SHOW),
    }
    for name, allowed in options.items():
        if st.session_state.get(_key(name)) not in allowed:
            asked = st.query_params.get(name)
            st.session_state[_key(name)] = asked if asked in allowed else left[name] if left[name] in allowed else FIRST[name]
    columns = st.columns([2, 2, 3])
    columns[0].selectbox(say("monitor.vendor"), options["vendor"], format_func=_all, key=_key("vendor"))
    columns[1].selectbox(say("monitor.obligation"), options["obligation"], format_func=_all, key=_key("obligation"))
    columns[2].segmented_control(
        say("monitor.state"), options["state"], required=True, key=_key("state"),
        format_func=lambda one: say(f"monitor.show_{one}"),
    )  # fmt: skip
    chosen: dict[str, str] = {name: st.session_state[_key(name)] for name in options}
    st.session_state["monitor_left"] = chosen
    _write_address(chosen)
    return chosen


def _key(name: str) -> str:
    return f"monitor_{name}"


def _write_address(chosen: Mapping[str, str]) -> None:
    """What is not the default stands in the address; what another screen left there does not."""
    language = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
    wanted = language | {name: value for name, value in chosen.items() if value != FIRST[name]}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _all(value: str) -> str:
    return value or say("monitor.all")


@st.fragment(run_every=REFRESH_S)
def _live(chosen: dict[str, str]) -> None:
    """What is renewed by itself; it asks again who is there, for a session can end while the screen stays open."""
    if case := st.session_state.pop("opened_case", ""):
        st.switch_page("screens/case.py", query_params={"case": case})
    someone = required_actor()
    try:
        tally = services().watch.tally(someone)
        states, breached = SHOW[chosen["state"]]
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
        say("monitor.case"): st.column_config.ButtonColumn(
            type="tertiary", alignment="left", pinned=True, on_click=_open, key="clicked_case"
        ),
        say("monitor.used"): st.column_config.ProgressColumn(
            min_value=0, max_value=100, format="%d%%", color="#0F5C5C"
        ),
        say("monitor.left"): st.column_config.TextColumn(help=say("monitor.left_help")),
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
