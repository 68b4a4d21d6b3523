"""The workers whom a vendor may send: his own register; to the buyer name, badge and certificates."""

from datetime import date

import streamlit as st

from core.domain.actor import Actor
from core.domain.case_people import ON_SITE
from core.domain.qualification import Evidence
from core.domain.zone import house_day
from core.services.access import ALLOWED
from core.services.cases.workers import WorkerView
from core.services.page import MOST
from ui.fields import Form, still_words
from ui.house import services
from ui.session import required_actor
from ui.texts import say, say_if_known
from ui.widgets import download

KINDS = (ON_SITE, "training")


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    now_ms = services().sign_in.profile(someone).now_ms
    today = house_day(now_ms)
    may_edit = someone.role in ALLOWED["worker.edit"]
    st.header(say("workers.title"), anchor=False)
    st.caption(say("workers.what_vendor" if may_edit else "workers.what"))
    found = services().workers.list(someone, limit=MOST)
    if not found:
        st.info(say("workers.none"))
    else:
        rows = [_row(one, today, shows_phone=may_edit) for one in found]
        st.dataframe(rows, hide_index=True)
        download(say("table.download"), [{k: v for k, v in row.items() if k != say("people.phone")} for row in rows],
                 "workers.csv")  # fmt: skip
    if may_edit:
        _change(someone, found, today)
        with st.expander(say("workers.add"), expanded=not found):
            _add(someone, today)


def _row(one: WorkerView, today: date, *, shows_phone: bool) -> dict[str, object]:
    standing = [each for each in one.certificates if each.requirement == ON_SITE and each.stands(today)]
    until = [each.valid_until for each in standing if each.valid_until is not None]
    state = "left" if not one.active else "may_go" if standing else "no_certificate"
    row: dict[str, object] = {
        say("workers.number"): one.number,
        say("people.name"): one.name,
        say("people.badge"): one.badge,
        say("workers.state"): say(f"workers.{state}"),
        say("workers.until"): f"{max(until)}" if until else say("vendor.without_end") if standing else "",
    }
    return row | ({say("people.phone"): one.phone} if shows_phone else {})


def _change(someone: Actor, found: list[WorkerView], today: date) -> None:
    if not found:
        return
    with st.expander(say("workers.change")):
        names = {one.number: f"{one.number} · {one.name}" for one in found}
        number = st.selectbox(say("workers.one"), list(names), format_func=names.__getitem__, key="worker_one")
        one = next(each for each in found if each.number == number)
        form = Form()
        certificate = _certificate(f"change_{number}", today, form)
        with st.container(horizontal=True):
            is_renewed = st.button(say("workers.renew"), key="worker_renew")
            is_turned = st.button(say("workers.leave" if one.active else "workers.back"), key="worker_active")
        if is_renewed:
            made = form.take(lambda: Evidence(*certificate))
            if made is not None:
                kept = [each for each in one.certificates if (each.requirement, each.document) != certificate[:2]]
                if form.take(lambda: services().workers.change(someone, number, certificates=[*kept, made])):
                    st.rerun()
        if is_turned:
            services().workers.change(someone, number, active=not one.active)
            st.rerun()


def _add(someone: Actor, today: date) -> None:
    form = Form()
    columns = st.columns(3)
    typed: dict[str, str] = {}
    for column, name in zip(columns, ("name", "phone", "badge"), strict=True):
        with column:
            typed[name] = st.text_input(say(f"people.{name}"), key=f"worker_{name}")
            form.room(name)
    certificate = _certificate("add", today, form)
    if st.button(say("workers.add_button"), type="primary"):
        made = form.take(lambda: [Evidence(*certificate)] if certificate[1] else [])
        if made is None:
            return
        name, phone, badge = (typed[one] for one in ("name", "phone", "badge"))
        added = form.take(lambda: services().workers.add(someone, name, phone, badge, made))
        if added is not None:
            for one in ("name", "phone", "badge"):
                del st.session_state[f"worker_{one}"]
            st.rerun()


def _certificate(key: str, today: date, form: Form) -> tuple[str, str, date, date | None]:
    columns = st.columns([2, 2, 1.5, 1.5])
    kind = columns[0].selectbox(
        say("workers.certificate"), KINDS, key=f"{key}_kind",
        format_func=lambda one: say_if_known(f"vendor.requirement.{one}", one),
    )  # fmt: skip
    document = columns[1].text_input(say("workers.document"), key=f"{key}_document")
    first = columns[2].date_input(say("vendor.valid_from"), today, format="YYYY-MM-DD", key=f"{key}_from")
    last = columns[3].date_input(say("vendor.valid_until"), None, format="YYYY-MM-DD", key=f"{key}_until")
    form.room(f"evidence.{kind}", "certificates")
    return kind, document.strip(), first, last


main()
