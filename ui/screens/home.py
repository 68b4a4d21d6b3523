"""Today: what needs the reader now, three numbers, what others have changed, and what he touched last."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.domain.actor import Actor
from core.domain.zone import HOUSE_ZONE
from core.services.home.views import Act, Figure, Home, Place, Task
from ui.desks import desks, title
from ui.home.lines import act_line, task_line
from ui.house import services
from ui.session import required_actor
from ui.texts import say
from ui.widgets import at, literal

DUE = ("soon", "overdue")
"""Tasks whose end is near or past; the others stand beside them."""
MINUTE = "%Y-%m-%d %H:%M"


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    st.header(say("home.title"), anchor=False)
    found = services().home.get(someone)
    told = {"day": found.on, "weekday": say(f"weekday.{found.on:%a}".lower()), "zone": HOUSE_ZONE}
    told["at"] = at(found.now_ms, HOUSE_ZONE)
    count = len(found.tasks)
    st.caption(say("home.what", count=count, **told) if count else say("home.what_none", **told))
    if found.figures:
        _figures(someone, found.figures)
    tasks, recent = st.columns([2.4, 1], gap="medium")
    with tasks:
        _tasks(someone, found)
    with recent:
        _recent(someone, found)


def _figures(someone: Actor, figures: Sequence[Figure]) -> None:
    with st.container(key="home_figures"):
        for column, one in zip(st.columns(len(figures)), figures, strict=True):
            with column.container(border=True):
                st.metric(say(f"home.figure.{one.code}"), f"{one.value:,}")
                _link(one.place, title(one.place.screen, someone), ":material/arrow_forward:")


def _tasks(someone: Actor, found: Home) -> None:
    due = [one for one in found.tasks if one.urgency in DUE]
    waiting = [one for one in found.tasks if one.urgency not in DUE]
    if due:
        _group("due", due, found.on)
    if waiting:
        _group("waiting", waiting, found.on)
    if not found.tasks:
        _calm(someone, found)
    if found.rest:
        with st.container(key="home_rest"):
            st.caption(say("home.rest"))
            for place in found.rest:
                _link(place, say("home.all", screen=title(place.screen, someone)), ":material/arrow_forward:")


def _group(name: str, tasks: Sequence[Task], on: date) -> None:
    st.subheader(f"{say(f'home.{name}')}　{len(tasks)}", anchor=False)
    with st.container(border=True, key=f"home_tasks_{name}"):
        for one in tasks:
            _link(one.place, task_line(one, on))


def _calm(someone: Actor, found: Home) -> None:
    """Nothing waits: say so, and where to go."""
    with st.container(border=True):
        st.markdown(f":green[● **{say('home.nothing')}**]")
        st.caption(say("home.nothing_next"))
        first = next(iter(desks(someone).values()))[0]
        _link(Place(first), title(first, someone), ":material/arrow_forward:")


def _recent(someone: Actor, found: Home) -> None:
    if found.done_since or someone.role in ("auditor", "admin"):
        _done(someone, found)
    elif found.changed:
        _acts("changed", found.changed, say("home.changed_what"))
    if found.touched:
        _acts("touched", found.touched, "")
    elif someone.role not in ("auditor", "admin"):
        st.subheader(say("home.touched"), anchor=False)
        st.caption(say("home.touched_nothing"))


def _acts(name: str, acts: Sequence[Act], what: str) -> None:
    st.subheader(say(f"home.{name}"), anchor=False)
    if what:
        st.caption(what)
    with st.container(border=True, key=f"home_acts_{name}"):
        for one in acts:
            _link(one.place, act_line(one))


def _done(someone: Actor, found: Home) -> None:
    """What people did since the reader signed in the time before this."""
    st.subheader(say("home.done"), anchor=False)
    since = (
        say("home.done_since", at=at(found.since_ms, HOUSE_ZONE, MINUTE)) if found.since_ms else say("home.done_ever")
    )
    st.caption(since if found.done_since else say("home.done_nothing"))
    if not found.done_since:
        return
    with st.container(border=True, key="home_acts_done"):
        for one in found.done_since:
            _link(one.place, f"**{one.value:,}** {literal(title(one.place.screen, someone))}")


def _link(place: Place, label: str, icon: str | None = None) -> None:
    """One click to a place."""
    st.page_link(f"screens/{place.screen}.py", label=label, icon=icon, query_params=dict(place.query),
                 width="stretch")  # fmt: skip


main()
