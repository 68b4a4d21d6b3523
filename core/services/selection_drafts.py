"""What a buyer states of a selection's rules, and a bidder of his bid; the rest the services know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.domain.abnormally_low import LabourFloor
from core.domain.bid import Bid, PriceLine, Promise
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.criteria_scheme import CriteriaScheme, WeightedCriterion
from core.domain.criterion import PAST_PERFORMANCE, TEN, Criterion
from core.domain.money import Money
from core.domain.qualification import Evidence, Requirement
from core.domain.selection_rules import RequiredLevel, SelectionRules
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class RulesDraft:
    """The rules but for the bill; `weights` and `minima` by criterion, `own` criteria beside the ten that ship."""

    mode: str
    weights: Mapping[str, Decimal]
    closes_ms: int
    minima: Mapping[str, Decimal] | None = None
    own: tuple[Criterion, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    levels: tuple[RequiredLevel, ...] = ()
    price_formula: str = "lowest_over_bid"
    price_digits: int = 2
    divergence: Decimal = Decimal(20)
    least_bids: int = 1
    low_price: str = "private"
    labour_floor: LabourFloor | None = None
    price_target: Money | None = None

    def rules(self, bill: BillOfQuantities) -> SelectionRules:
        """The rules for this bill. Raises `InvalidInput` naming the field."""
        return SelectionRules(
            self.mode, bill, CriteriaScheme(tuple(self._criteria())), self.closes_ms, self.requirements, self.levels,
            self.price_formula, self.price_digits, self.divergence, self.least_bids, self.low_price,
            self.labour_floor, self.price_target,
        )  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class BidDraft:
    """A vendor's unit prices, promises and evidence."""

    vendor: str
    lines: tuple[PriceLine, ...]
    promises: tuple[Promise, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stated_total: Money | None = None

    def bid(self, at_ms: int) -> Bid:
        """The bid as it came in."""
        return Bid(self.vendor, self.lines, at_ms, self.promises, self.evidence, self.stated_total)
