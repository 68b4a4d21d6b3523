"""Who is on a case, as the registry lets the reader see it, and the dispatch order (派工单)."""

from collections.abc import Sequence

import streamlit as st

import contract_templates
from core.domain.actor import Actor
from core.errors import Conflict, OutpactError
from core.services.access import ALLOWED
from core.services.cases.case_people import CustomerView, OrderView, PeopleView
from core.services.cases.workers import WorkerView
from core.services.operations.views import CaseView
from ui.house import services
from ui.texts import language, say, say_if_known
from ui.widgets import at, literal, tell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MINUTE = "%Y-%m-%d %H:%M"


def people(someone: Actor, case: CaseView) -> None:
    """The section of the case screen."""
    if someone.role not in ALLOWED["case.people"]:
        return
    try:
        view = services().case_people.people(someone, case.number)
    except OutpactError as error:
        tell(error)
        return
    if view.customer is None and not view.workers:
        return
    st.subheader(say("people.title"), anchor=False)
    st.caption(say(f"people.state_{view.state}"))
    columns = st.columns(2)
    with columns[0].container(border=True):
        _customer(view)
    with columns[1].container(border=True):
        _workers(view.workers)
    if view.state not in ("booked", "matching"):
        _order(someone, case)


def _customer(view: PeopleView) -> None:
    st.markdown(f"**{say('people.customer')}**")
    if view.customer is None:
        st.caption(say("people.no_customer"))
        return
    lines(view.customer)


def lines(customer: CustomerView) -> None:
    """Each field with its value, or that it is not shown."""
    for name in ("name", "phone", "address", "relay"):
        value = getattr(customer, name)
        shown = literal(value) if value else f":gray[{say('people.hidden')}]"
        part = f" :gray[{say('people.masked')}]" if name in customer.masked else ""
        st.markdown(f"{say(f'people.{name}')}　{shown}{part}")


def _workers(workers: Sequence[WorkerView]) -> None:
    st.markdown(f"**{say('people.workers')}**")
    if not workers:
        st.caption(say("people.no_workers"))
    for one in workers:
        phone = f" · {literal(one.phone)}" if one.phone else ""
        st.markdown(f"{literal(one.name)} · {say('people.badge')} {literal(one.badge)} · {literal(one.number)}{phone}")
        for each in one.certificates:
            until = f"{each.valid_until}" if each.valid_until else say("vendor.without_end")
            name = say_if_known(f"vendor.requirement.{each.requirement}", each.requirement)
            st.caption(f"{literal(name)} {literal(each.document)} · {say('people.until', until=until)}")


def _order(someone: Actor, case: CaseView) -> None:
    """Opened on request alone: each look at an address is logged."""
    opened = f"order_{case.number}"
    if not st.session_state.get(opened):
        if st.button(say("order.open"), key=f"{opened}_open", help=say("order.logged")):
            st.session_state[opened] = True
            st.rerun()
        return
    try:
        order = services().case_people.dispatch_order(someone, case.number)
    except Conflict as error:
        tell(error)
        return
    with st.container(border=True):
        _shown(order)
        with st.container(horizontal=True):
            is_printed = st.button(say("order.print"), key=f"{opened}_print")
            is_closed = st.button(say("order.close"), key=f"{opened}_close")
        if is_printed:
            made = services().case_people.order_document(
                someone, case.number, contract_templates.load_order(), "zh" if language() == "zh" else "en"
            )
            st.download_button(say("order.download"), made, f"{case.number}.docx", DOCX, on_click="ignore")
        if is_closed:
            del st.session_state[opened]
            st.rerun()


def _shown(order: OrderView) -> None:
    zone = order.zone
    st.subheader(f"{say('order.title')} · {literal(order.number)}", anchor=False)
    time = f"{at(order.service_start_ms, zone, MINUTE)} – {at(order.service_end_ms, zone, '%H:%M')}"
    st.markdown(
        "　".join(one for one in (f"**{time}**", literal(order.wanted), literal(order.site)) if one)
        + f"　:gray[{zone}]"
    )
    columns = st.columns(2)
    with columns[0]:
        st.markdown(f"**{say('people.customer')}**")
        lines(order.customer)
    with columns[1]:
        _workers([order.worker])
    st.caption(
        say(
            "order.window",
            begins=at(order.address_from_ms, zone, MINUTE),
            ends=at(order.address_until_ms, zone, MINUTE),
        )
    )
