"""The rules of a selection: what is bought, who may bid, how bids are compared; frozen when it opens."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.abnormally_low import PRESETS, LabourFloor
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.bounds import require_between, require_choice, require_once
from core.domain.criteria_scheme import CriteriaScheme
from core.domain.money import Money
from core.domain.qualification import Requirement
from core.domain.wording import Wording
from core.errors import InvalidInput

MODES = {
    "public_tender": Wording("公开招标", "public tender"),
    "invited_tender": Wording("邀请招标", "invited tender"),
    "competitive_negotiation": Wording("竞争性谈判", "competitive negotiation"),
    "competitive_consultation": Wording("竞争性磋商", "competitive consultation"),
    "selection": Wording("比选", "selection"),
    "inquiry": Wording("询价", "inquiry"),
    "single_source": Wording("单一来源", "single source"),
    "direct_renewal": Wording("直接续签", "direct renewal"),
}
TENDERS = ("public_tender", "invited_tender")
"""招标 in the sense of the Bidding Law: fewer than three bidders fail it (art. 28), no talks on price (art. 43)."""

LEAST_TENDER_BIDS = 3
LATEST_MS = 7_258_118_400_000
"""The begin of the year 2200, beyond which no contract takes effect either."""
PRICE_FORMULAS = (
    "lowest_over_bid", "linear_to_max", "linear_to_min", "mean_deviation", "absolute_linear", "world_bank", "qcbs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequiredLevel:
    """The least attainment in per cent that a bid must promise for an obligation."""

    obligation: str
    least_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionTerms:
    """What a buyer states of the rules beside the bill and the criteria; prices are compared without VAT.

    `price_digits`: the price score is rounded to so many digits before it is summed. `divergence`: scores of one cell
    that lie further apart call for a recorded consensus. `least_bids`: fewer valid bids fail the selection.
    `price_target`: with the formula absolute_linear, the total from which a price gets all points.
    """

    mode: str
    closes_ms: int
    requirements: tuple[Requirement, ...] = ()
    levels: tuple[RequiredLevel, ...] = ()
    price_formula: str = "lowest_over_bid"
    price_digits: int = 2
    divergence: Decimal = Decimal(20)
    least_bids: int = 1
    low_price: str = "private"
    labour_floor: LabourFloor | None = None
    price_target: Money | None = None

    def __post_init__(self) -> None:
        require_choice(self.mode, MODES, code="selection.unknown_mode", place="rules.mode")
        require_choice(
            self.price_formula, PRICE_FORMULAS, code="selection.unknown_formula", place="rules.price_formula"
        )
        require_choice(self.low_price, PRESETS, code="selection.unknown_preset", place="rules.low_price")
        require_between(Decimal(self.price_digits), 0, 6, code="selection.range", place="rules.price_digits")
        require_between(self.divergence, 0, 100, code="selection.range", place="rules.divergence")
        least = LEAST_TENDER_BIDS if self.is_tender else 1
        require_between(Decimal(self.least_bids), least, 100, code="selection.least_bids", place="rules.least_bids")
        require_once((one.code for one in self.requirements), code="selection.twice", place="rules.requirements")
        require_once((one.obligation for one in self.levels), code="selection.twice", place="rules.levels")
        for level in self.levels:
            place = f"rules.levels.{level.obligation}"
            require_between(level.least_pct, 0, 100, code="selection.promise", place=place)

    @property
    def is_tender(self) -> bool:
        """Whether the law of tenders is meant."""
        return self.mode in TENDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionRules(SelectionTerms):
    """All that bidders and evaluators are bound by.

    `undecided_because` is why it was opened although nobody had decided to outsource: set on opening, frozen with it.
    """

    bill: BillOfQuantities
    criteria: CriteriaScheme
    undecided_because: str = ""

    def __post_init__(self) -> None:
        """The one formula that no competitor can move needs its target, below the ceiling."""
        SelectionTerms.__post_init__(self)
        if self.price_formula == "absolute_linear":
            self._check_target()

    def check_course(self) -> None:
        """Refuse what would stop a selection only after its bids were opened, when no rule can be changed any more.

        The target is compared with the ceiling under every formula, for the ranking shows them all; the floor is an
        amount in the currency of the bids; and the closing time is one that a calendar has.
        """
        require_between(Decimal(self.closes_ms), 0, LATEST_MS, code="selection.range", place="rules.closes_ms")
        if self.price_target is not None:
            self._check_target()
        floor = self.labour_floor.amount if self.labour_floor is not None else None
        if floor is not None and floor.currency != self.bill.currency:
            raise InvalidInput("money.two_currencies", place="rules.labour_floor", value=floor.currency,
                               allowed=self.bill.currency)  # fmt: skip

    def _check_target(self) -> None:
        ceiling, target = self.bill.ceiling.net, self.price_target
        if target is not None and target.currency != ceiling.currency:
            raise InvalidInput("money.two_currencies", place="rules.price_target", value=target.currency,
                               allowed=ceiling.currency)  # fmt: skip
        if target is None or target.amount <= 0 or ceiling <= target:
            raise InvalidInput("selection.price_target", place="rules.price_target", value=str(target or "-"),
                               most=str(ceiling))  # fmt: skip
