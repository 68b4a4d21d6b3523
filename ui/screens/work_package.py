"""Work packages: what is outsourced, version by version, until it is released for a selection."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from core.domain.actor import Actor
from core.domain.canonical import sha256
from core.domain.reason import Reason
from core.domain.work_package import PackageContent, Scope
from core.domain.zone import house_day
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.page import MOST
from core.services.procurement.work_packages import PackageSummary, PackageView
from ui.amounts import brief
from ui.confirmation import confirm
from ui.fields import Form, still_words
from ui.house import services
from ui.package import bill, cost, scope, versions, volume
from ui.pressed import call_of, forget
from ui.session import required_actor
from ui.texts import language, say, spoken
from ui.widgets import asked_number, download, literal, tell

BUTTON = "package.create"
TABS = ("scope", "bill", "volume", "cost", "study")


def main() -> None:
    """Draw the list, or the package that the address names."""
    someone = required_actor()
    still_words()
    number = st.query_params.get("package", "")
    if not number:
        _all(someone)
        return
    try:
        view = services().work_packages.get(someone, number, asked_number("version"))
    except OutpactError as error:
        tell(error)
        st.button(say("package.back"), on_click=_back)
        return
    _one(someone, view)


def _all(someone: Actor) -> None:
    st.header(say("package.title"), anchor=False)
    st.caption(say("package.what"))
    listed = services().work_packages.list(someone, limit=MOST)
    if listed:
        _table(listed)
    else:
        st.info(say("package.empty"))
    if someone.role in ALLOWED["package.edit"]:
        with st.expander(say("package.new"), expanded=not listed):
            _new(someone)


def _table(listed: Sequence[PackageSummary]) -> None:
    rows = [
        {
            say("package.number"): one.number,
            say("place.title"): one.title,
            say("package.state_name"): say(f"package.state.{one.state}"),
            say("package.version_name"): one.version,
            say("package.ceiling_a_year"): brief(one.ceiling) if one.ceiling else "–",
            say("package.cost_a_year"): brief(one.cost) if one.cost else "–",
        }
        for one in listed
    ]
    event = st.dataframe(
        pd.DataFrame(rows), hide_index=True, on_select="rerun", selection_mode="single-cell", key="packages"
    )
    st.caption(say("package.click"))
    download(say("table.download"), rows, "work-packages.csv")
    for row, _ in event.selection.cells:
        st.query_params["package"] = listed[row].number
        st.rerun()


def _new(someone: Actor) -> None:
    form = Form()
    title = st.text_input(say("place.title"), key="new_title", placeholder=say("package.title_example"))
    form.room("title")
    if st.button(say("package.create"), type="primary"):
        empty = PackageContent(Scope((), ()))
        call = call_of(BUTTON, title.strip())
        added = form.take(lambda: services().work_packages.create(someone, title.strip(), empty, call))
        if added is not None:
            st.query_params["package"] = added.number
            st.rerun()
    else:
        forget(BUTTON)


def _one(someone: Actor, view: PackageView) -> None:
    now_ms = services().sign_in.profile(someone).now_ms
    today = house_day(now_ms)
    is_latest = view.version == view.versions
    may_edit = someone.role in ALLOWED["package.edit"] and is_latest
    st.header(f"{view.number}  {literal(view.title)}", anchor=False)
    st.caption(
        say("package.standing", state=say(f"package.state.{view.state}"), version=view.version, of=view.versions,
            sha256=view.sha256[:12])
    )  # fmt: skip
    _move(view)
    if is_latest:
        _tell_newer(view)
    bar = st.container()
    _gaps(view.gaps)
    form, key = Form(), f"{view.number}-{view.version}"
    content = _content(someone, form, view, today, key, may_edit=may_edit)
    with bar:
        _acts(someone, form, view, content, may_edit=may_edit)


def _tell_newer(view: PackageView) -> None:
    """Say that somebody else has saved a version since this person saw the last one; what he typed is not in it."""
    seen = _seen(view)
    if st.session_state.get(seen, view.versions) != view.versions:
        st.warning(say("package.newer", version=view.versions))
    st.session_state[seen] = view.versions


def _seen(view: PackageView) -> str:
    return f"{view.number}-seen"


def _move(view: PackageView) -> None:
    """To the list, and to another version."""
    columns = st.columns([1, 1, 3], vertical_alignment="bottom")
    columns[0].button(say("package.back"), on_click=_back, width="stretch")
    names = {one: say("package.version_said", version=one) for one in range(view.versions, 0, -1)}
    chosen = columns[1].selectbox(
        say("package.version_name"), list(names), view.versions - view.version,
        format_func=names.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    if chosen != view.version:
        _show(chosen if chosen != view.versions else None)
        st.rerun()


def _show(version: int | None) -> None:
    if version is not None:
        st.query_params["version"] = str(version)
    elif "version" in st.query_params:
        del st.query_params["version"]


def _back() -> None:
    st.query_params.clear()


def _gaps(gaps: Sequence[Reason]) -> None:
    """What is missing before the package can be released, each with the way to its tab."""
    if not gaps:
        return
    st.caption(say("package.gaps", count=len(gaps)))
    with st.container(horizontal=True):
        for gap in gaps:
            tab = say(f"package.tab.{gap.place.partition('.')[0]}")
            st.button(f"○ {spoken(gap.place)}", key=f"gap-{gap.place}", on_click=_open, args=(tab,))


def _open(tab: str) -> None:
    st.session_state[_tabs_key()] = tab


def _tabs_key() -> str:
    return f"package-tabs-{language()}"


def _content(
    someone: Actor, form: Form, view: PackageView, today: date, key: str, *, may_edit: bool
) -> PackageContent | None:
    """Draw all parts and return what was typed; None if any of it is refused."""
    there = view.content
    tabs = st.tabs([say(f"package.tab.{one}") for one in TABS], key=_tabs_key(), on_change="rerun")
    with tabs[0]:
        typed = scope.scope(form, there.scope, key, may_edit=may_edit)
    with tabs[1]:
        currency = bill.currency(there, key, may_edit=may_edit)
        lines = bill.bill(form, there.bill, currency, key, may_edit=may_edit)
        adjustment = bill.adjustment(form, there.adjustment, key, may_edit=may_edit)
    with tabs[2]:
        expected = volume.volume(form, there.volume, today, key, may_edit=may_edit)
        if expected is not None:
            volume.outlook(expected, typed.capacity_a_day if typed else None)
    with tabs[3]:
        st.subheader(say("package.cost"), anchor=False)
        today_cost = cost.cost(form, there.cost, currency, key, may_edit=may_edit)
        st.subheader(say("package.performance"), anchor=False)
        observed = cost.performance(form, there.performance, today, key, may_edit=may_edit)
        if may_edit:
            cost.count_from_events(someone, form, today, key)
    with tabs[4]:
        _study(someone, view)
    if form.refused or typed is None or observed is None:
        return None
    return form.take(lambda: PackageContent(typed, lines, expected, today_cost, observed, adjustment))


def _study(someone: Actor, view: PackageView) -> None:
    study = services().feasibility.get(someone, view.number, view.version)
    done = [step for step in ("core", "technical", "economic", "social", "decision") if getattr(study, step)]
    st.write(say("package.study_done", done=len(done), version=view.version))
    if study.decision is not None:
        st.write(say("package.decided", outcome=say(f"study.outcome.{study.decision.outcome}")))
    address = {"package": view.number, "version": str(view.version)}
    if st.button(say("package.to_study"), type="primary"):
        st.switch_page("screens/feasibility.py", query_params=address)


def _acts(someone: Actor, form: Form, view: PackageView, content: PackageContent | None, *, may_edit: bool) -> None:
    """Save, release, compare; nothing is saved while something is refused."""
    if may_edit:
        _save_and_release(someone, form, view, content)
    elif view.version < view.versions:
        st.info(say("package.old", of=view.versions))
    if view.versions > 1:
        with st.expander(say("package.compare")):
            versions.compare(someone, view, view.number)


def _save_and_release(someone: Actor, form: Form, view: PackageView, content: PackageContent | None) -> None:
    is_changed = content is None or sha256(content) != view.sha256
    with st.container(horizontal=True, vertical_alignment="center"):
        saves = st.button(
            say("package.save"), f"{view.number}-{view.version}-save", type="primary", disabled=not is_changed
        )
        cannot_release = is_changed or bool(view.gaps) or view.state == "released"
        releases = st.button(
            say("package.release"), f"{view.number}-{view.version}-release", disabled=cannot_release,
            help=say("package.release_help"),
        )  # fmt: skip
        if is_changed:
            st.caption(say("package.unsaved"))
    if form.refused:
        where = " · ".join(dict.fromkeys(filter(None, (spoken(one.place) for one in form.refused))))
        st.error(say("package.refused", where=where))
    if saves and content is not None:
        of = view.version
        saved = form.take(lambda: services().work_packages.revise(someone, view.number, content, of=of))
        if saved is not None:
            st.session_state[_seen(view)] = saved.versions
            _show(None)
            st.rerun()
    if releases:
        confirm(
            say("package.release_title", number=view.number),
            say("package.release_consequence", number=view.number, version=view.version), say("package.release"),
            lambda: services().work_packages.release(someone, view.number, of=view.version),
        )  # fmt: skip


main()
