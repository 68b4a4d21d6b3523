"""What is done about a month's settlement: its fee is recorded, its statement closed for good."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.money import CURRENCIES, Money
from core.errors import InvalidInput
from core.services.performance.settlements import SettlementView
from ui.amounts import full
from ui.confirmation import confirm
from ui.fields import Form
from ui.house import services
from ui.tables import decimal
from ui.texts import say


def ask_fee(someone: Actor, view: SettlementView) -> None:
    """Ask for the fee; what is refused is told at its field."""
    made, form = view.statement, Form()
    key, fee = f"fee.{made.contract}.{made.month}", made.fee
    columns = st.columns([2, 1, 2])
    with columns[0]:
        amount = st.number_input(say("settlement.fee"), value=float(fee.amount.amount) if fee else None, step=0.01,
                                 format="%.2f", key=f"{key}.amount")  # fmt: skip
        form.room("amount", name=say("settlement.fee"))
    with columns[1]:
        first = fee.amount.currency if fee else view.currency
        place = CURRENCIES.index(first) if first in CURRENCIES else 0
        currency = st.selectbox(say("settlement.currency"), CURRENCIES, place, key=f"{key}.currency")
        form.room("currency", name=say("settlement.currency"))
    with columns[2]:
        invoice = st.text_input(say("settlement.invoice_number"), fee.invoice if fee else "", key=f"{key}.invoice")
        form.room("invoice", name=say("settlement.invoice_number"))
    form.room("month", name=say("perf.month"))
    if st.button(say("settlement.fee_button", month=made.month), key=f"{key}.record"):
        recorded = form.take(
            lambda: services().settlements.record_fee(
                someone, made.contract, made.month, _amount(amount, currency), invoice.strip()
            )
        )
        if recorded is not None:
            st.rerun()


def _amount(typed: float | None, currency: str) -> Money:
    """What was typed. Raises `InvalidInput` for nothing, which is not a fee of zero."""
    if typed is None:
        raise InvalidInput("settlement.no_amount", place="amount")
    return Money(decimal(typed), currency)


def ask_close(someone: Actor, view: SettlementView) -> None:
    """Offer the close; it cannot be undone, so the consequence names the amounts."""
    made = view.statement
    label = say("settlement.close", month=made.month)
    waits = made.total is None or made.payable is None or made.fee is None
    asked = st.button(label, type="primary", disabled=waits, key=f"close.{made.contract}.{made.month}",
                      help=say("settlement.close_waits") if waits else None)  # fmt: skip
    if asked and made.fee is not None and made.total is not None and made.payable is not None:
        confirm(
            label,
            say("settlement.close_consequence", contract=made.contract, month=made.month, fee=full(made.fee.amount),
                total=full(made.total), payable=full(made.payable)),
            say("settlement.close_verb", month=made.month),
            lambda: services().settlements.close(someone, made.contract, made.month),
        )  # fmt: skip
