"""What a decision table answers to a form: as it is shown, and what its event keeps of it."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from core.domain.case_form import CaseForm
from core.domain.event import Scalar
from core.services.cases.case_views import DecisionView
from core.sla.decision import Decision


def stored(form: CaseForm, decided: Decision, view: DecisionView) -> dict[str, Scalar]:
    """What the event keeps of an answer: the outcome, the rules and the amounts."""
    kept: dict[str, Scalar] = {form.outcome: decided.outcome, "rule": decided.rule}
    if decided.law:
        kept["law_rule"] = str(decided.law["rule"])
    amounts = {"fee_cents": view.fee_cents, "difference_cents": view.difference_cents}
    return kept | {name: amount for name, amount in amounts.items() if amount is not None}


def decision_view(decided: Decision, data: Mapping[str, Any]) -> DecisionView:
    """An answer as the desks are shown it, with the amounts that `data` give it."""
    return DecisionView(
        decided.outcome, decided.rule, decided.obligation, dict(decided.cites), dict(decided.answer), decided.law,
        _fee_cents(decided, data), _difference_cents(data),
    )  # fmt: skip


def _fee_cents(decided: Decision, data: Mapping[str, Any]) -> int | None:
    """The fee on the stated amount: at least 10 % is rounded up to the cent (CX-03), exactly 10 % half up (RT-07)."""
    rate, amount = decided.answer.get("fee_pct"), data.get("order_cents")
    if rate is None or amount is None:
        return None
    rounding = ROUND_CEILING if decided.answer.get("rounding") == "up_to_the_cent" else ROUND_HALF_UP
    return int((Decimal(amount) * Decimal(rate) / 100).to_integral_value(rounding))


def _difference_cents(data: Mapping[str, Any]) -> int | None:
    """What was charged less the price list (CD-13)."""
    if "charged_cents" not in data or "price_list_cents" not in data:
        return None
    return int(data["charged_cents"]) - int(data["price_list_cents"])
