"""A bid as it came in on paper: vendor, a price per line, promises, evidence; the receipt shows its hash."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.bid import Offer
from core.domain.money import Money
from core.domain.selection_rules import SelectionRules
from core.domain.zone import house_day
from core.services.page import MOST
from core.services.procurement.selection_views import Receipt, SelectionView
from core.services.procurement.vendors import VendorView
from ui.amounts import full
from ui.fields import Form
from ui.house import services
from ui.selection.offered_lines import ask_lines, correction, refuse_missing, totals
from ui.selection.offered_proofs import ask_evidence, ask_promises
from ui.selection.parts import day
from ui.tables import money
from ui.texts import language, say
from ui.widgets import literal


def bid_form(someone: Actor, view: SelectionView, rules: SelectionRules) -> None:
    """Draw the form for one vendor's bid and take it; what was typed stays until it is taken."""
    key = f"bid.{view.number}"
    _receipt(st.session_state.get(f"{key}.receipt"))
    known = {one.number: one for one in services().vendors.list(someone, limit=MOST)}
    if not known:
        st.info(say("bid.no_vendor"))
        return
    key += f".{st.session_state.setdefault(f'{key}.round', 0)}"
    barred = {one.vendor for one in services().standings.all(someone) if one.bar is not None}
    titles = {one.number: f"{one.number} · {one.name}{_mark(one.number in barred)}" for one in known.values()}
    number = st.selectbox(
        say("bid.vendor"), list(titles), None, format_func=titles.__getitem__, placeholder=say("form.choose"),
        key=f"{key}.vendor", help=say("bid.vendor_help"),
    )  # fmt: skip
    if number is not None and _may_bid(someone, number):
        _vendors_bid(someone, view, rules, known[number], f"{key}.{number}")


def _mark(is_barred: bool) -> str:
    return f" · ■ {say('perf.blocked')}" if is_barred else ""


def _may_bid(someone: Actor, vendor: str) -> bool:
    """Whether his standing or a block does not keep the vendor out; why it does, or what to know of him, is said."""
    standing = services().standings.get(someone, vendor)
    if standing.warning is not None:
        st.warning(literal(standing.warning.words(language())))
    if standing.bar is not None:
        st.error(literal(standing.bar.words(language())))
    return standing.bar is None


def _vendors_bid(someone: Actor, view: SelectionView, rules: SelectionRules, vendor: VendorView, key: str) -> None:
    form, bill = Form({one.code: one.name.words(language()) for one in rules.bill.lines}), rules.bill
    form.room(
        f"vendor {vendor.number}", f"bids.{vendor.number}", name=literal(vendor.name)
    )  # such as why he may not bid
    st.markdown(f"**{say('bid.prices')}**")
    lines = ask_lines(form, bill, vendor.number, key)
    priced = totals(bill, lines)
    stated = _stated_total(priced.net if len(lines) == len(bill.lines) else None, bill.currency, key)
    form.room(f"bids.{vendor.number}.total", name=say("package.net"))
    st.markdown(f"**{say('bid.promises')}**")
    promises = ask_promises(form, rules, vendor.number, key)
    st.markdown(f"**{say('bid.evidence')}**")
    on = house_day(view.now_ms)
    evidence = ask_evidence(form, rules, vendor, on, key)
    st.caption(say("bid.consequence", vendor=literal(vendor.name), closes=day(rules.closes_ms)))
    if st.button(say("bid.take"), type="primary"):
        refuse_missing(form, bill, lines, vendor.number)
        if not form.refused:
            _take(form, someone, view, Offer(vendor.number, tuple(lines.values()), promises, evidence, stated))


def _stated_total(right: Money | None, currency: str, key: str) -> Money | None:
    """Ask for the sum as the bidder wrote it."""
    typed = st.number_input(say("bid.stated_total"), value=None, step=1.0, format="%.2f", key=f"{key}.stated_total")
    stated = None if typed is None else money(typed, currency)
    if right is not None:
        correction(stated, right)
    return stated


def _take(form: Form, someone: Actor, view: SelectionView, offer: Offer) -> None:
    taken = form.take(lambda: services().selections.receive(someone, view.number, offer))
    if taken is not None:
        st.session_state[f"bid.{view.number}.receipt"] = taken
        st.session_state[f"bid.{view.number}.round"] += 1
        st.rerun()


def _receipt(taken: Receipt | None) -> None:
    """What is handed to the bidder: when his bid came, its hash and its total."""
    if taken is None:
        return
    st.success(
        say("bid.receipt", vendor=literal(taken.vendor), at=day(taken.submitted_ms), total=full(taken.net),
            sha=taken.sha256)
    )  # fmt: skip
    for one in taken.corrections:
        st.warning(one.words(language()))
