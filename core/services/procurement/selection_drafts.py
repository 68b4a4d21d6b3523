"""What a buyer states of a selection's rules; the bill of quantities the service knows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.criteria_scheme import CriteriaScheme, WeightedCriterion
from core.domain.criterion import PAST_PERFORMANCE, TEN, Criterion
from core.domain.selection_rules import SelectionRules, SelectionTerms
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDraft(SelectionTerms):
    """The rules but for the bill; `weights` and `minima` by criterion, `own` criteria beside the ten that ship."""

    weights: Mapping[str, Decimal]
    minima: Mapping[str, Decimal] | None = None
    own: tuple[Criterion, ...] = ()

    def rules(self, bill: BillOfQuantities) -> SelectionRules:
        """The rules for this bill. Raises `InvalidInput` naming the field."""
        terms = {one.name: getattr(self, one.name) for one in fields(SelectionTerms)}
        return SelectionRules(bill=bill, criteria=CriteriaScheme(tuple(self._criteria())), **terms)

    def _criteria(self) -> Iterator[WeightedCriterion]:
        known = {one.code: one for one in (*TEN, PAST_PERFORMANCE, *self.own)}
        minima = self.minima or {}
        for place, given in (("weights", self.weights), ("minima", minima)):
            for code in given:
                if code not in known or code not in self.weights:
                    allowed = known if place == "weights" else self.weights
                    raise InvalidInput("selection.unknown_criterion", place=f"rules.{place}.{code}", value=code,
                                       allowed=", ".join(allowed))  # fmt: skip
        for code, weight in self.weights.items():
            yield WeightedCriterion(known[code], weight, minima.get(code))
