"""The criteria of a draft: weights that make 100, and the minimum that each must reach."""

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from core.domain.criteria_scheme import WeightedCriterion
from core.domain.criterion import PAST_PERFORMANCE, PRICE, TEN, Criterion
from core.domain.selection_rules import SelectionRules
from ui.fields import Form
from ui.tables import decimal
from ui.texts import language, say

USUAL = {
    "price": 30, "quality": 15, "speed": 12, "service": 10, "technical_standard": 8, "management_service": 8,
    "stock_policy": 3, "flexibility": 6, "financial_stability": 4, "communication": 4,
}  # fmt: skip
"""Where a draft's weights begin."""
OFFERED = (*TEN, PAST_PERFORMANCE)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights and minima by criterion; `own` are criteria beside those that ship."""

    weights: dict[str, Decimal]
    minima: dict[str, Decimal]
    own: tuple[Criterion, ...]


def ask_weights(form: Form, now: SelectionRules | None, key: str) -> Weights:
    """Ask for them two criteria a row; one of no weight and no minimum is left out."""
    lines = {line.criterion.code: line for line in now.criteria.lines} if now else {}
    every = (*(line.criterion for line in lines.values()), *(one for one in OFFERED if one.code not in lines))
    weights: dict[str, Decimal] = {}
    minima: dict[str, Decimal] = {}
    columns = []
    for place, one in enumerate(every):
        left = 2 * (place % 2)
        if not left:  # a row of its own for two criteria, so that on a phone each stands with its minimum
            columns = st.columns([2, 1, 2, 1], gap="small")
        weight = columns[left].number_input(
            one.name.words(language()), value=_weight(one, lines.get(one.code), is_new=now is None), step=1.0,
            format="%g", key=f"{key}.weight.{one.code}",
        )  # fmt: skip
        minimum = columns[left + 1].number_input(
            say("selection.minimum"), value=_minimum(lines.get(one.code)), step=5.0, format="%g",
            key=f"{key}.minimum.{one.code}", disabled=one.code == PRICE,
        )  # fmt: skip
        if weight or minimum is not None:
            weights[one.code] = decimal(weight)
        if minimum is not None:
            minima[one.code] = decimal(minimum)
    _total(sum(weights.values(), Decimal(0)))
    st.caption(say("rules.past_what"))
    form.room("criteria", "rules.weights", "rules.minima", name=say("selection.criteria"))
    return Weights(weights, minima, tuple(one for one in every if one not in OFFERED))


def _weight(one: Criterion, line: WeightedCriterion | None, *, is_new: bool) -> float:
    return float(line.weight) if line else float(USUAL.get(one.code, 0)) if is_new else 0.0


def _minimum(line: WeightedCriterion | None) -> float | None:
    return None if line is None or line.minimum is None else float(line.minimum)


def _total(total: Decimal) -> None:
    key = "rules.sum_right" if total == 100 else "rules.sum_wrong"
    st.markdown(say(key, total=f"{total:f}"))
