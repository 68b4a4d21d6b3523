"""How prices are scored and which are asked about: formula, digits, target, abnormally low prices, labour floor."""

from typing import Any

import streamlit as st

from core.domain.abnormally_low import PRESETS, LabourFloor
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.selection_rules import PRICE_FORMULAS, SelectionRules
from ui.amounts import full
from ui.fields import Form
from ui.tables import decimal, money
from ui.texts import say

TARGETED = "absolute_linear"
"""The formula that needs a target."""


def ask_price(form: Form, now: SelectionRules | None, bill: BillOfQuantities, key: str) -> dict[str, Any]:
    """Ask for the fields of the rules that are about the price, by name."""
    formulas = {one: say(f"formula.{one}") for one in PRICE_FORMULAS}
    presets = {one: say(f"preset.{one}") for one in PRESETS}
    left, right = st.columns([2, 1])
    with left:
        formula = st.selectbox(
            say("selection.formula"), PRICE_FORMULAS, PRICE_FORMULAS.index(now.price_formula) if now else 0,
            format_func=formulas.__getitem__, key=f"{key}.formula",
        )  # fmt: skip
        form.room("rules.price_formula", name=say("selection.formula"))
    with right:
        digits = st.number_input(
            say("rules.price_digits"), value=now.price_digits if now else 2, step=1, key=f"{key}.digits",
            help=say("rules.price_digits_help"),
        )  # fmt: skip
        form.room("rules.price_digits", name=say("rules.price_digits"))
    target = None
    if formula == TARGETED:
        target = st.number_input(
            say("rules.price_target", ceiling=full(bill.ceiling.net)), step=1000.0, format="%.2f",
            value=float(now.price_target.amount) if now and now.price_target else None, key=f"{key}.target",
        )  # fmt: skip
        form.room("rules.price_target", name=say("rules.price_target_name"))
    preset = st.selectbox(
        say("selection.low_price"), list(presets), list(presets).index(now.low_price) if now else 0,
        format_func=presets.__getitem__, key=f"{key}.preset",
    )  # fmt: skip
    floor = _floor(form, now.labour_floor if now else None, bill.currency, key)
    return {
        "price_formula": formula, "price_digits": int(digits), "low_price": preset, "labour_floor": floor,
        "price_target": None if target is None else money(target, bill.currency),
    }  # fmt: skip


def _floor(form: Form, now: LabourFloor | None, currency: str, key: str) -> LabourFloor | None:
    """Ask whether a price below what the people cost is asked about, and what they cost."""
    if not st.toggle(say("rules.has_floor"), now is not None, key=f"{key}.floor", help=say("rules.floor_help")):
        return None
    begun = {
        "headcount": float(now.headcount) if now else None,
        "minimum_wage": float(now.minimum_wage.amount) if now else None,
        "contributions": float(now.contributions.amount) if now else None,
        "months": float(now.months) if now else 12.0,
    }
    typed = {
        name: column.number_input(say(f"place.labour_floor.{name}"), value=value, format="%g", key=f"{key}.{name}")
        for column, (name, value) in zip(st.columns(4), begun.items(), strict=True)
    }
    form.room("labour_floor")
    floor = form.take(
        lambda: LabourFloor(
            decimal(typed["headcount"]), money(typed["minimum_wage"], currency),
            money(typed["contributions"], currency), int(typed["months"] or 0),
        )
    )  # fmt: skip
    if floor is not None:
        st.caption(say("rules.floor_is", amount=full(floor.amount)))
    return floor
