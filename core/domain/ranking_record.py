"""A ranking as it is kept: totals with everything they were made of, and how firm they are.

Equal contents give equal canonical JSON, so that a stored ranking can be compared byte for byte with one made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.domain.gate import GateReport
from core.domain.money import Money
from core.domain.wording import Wording
from core.messages import sentence

Points = Mapping[str, Decimal]
"""By criterion, or by vendor."""
CENTI = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RankedCriterion:
    """A criterion of the frozen rules with its points of 100."""

    code: str
    name: Wording
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """A vendor's place: price without VAT, joint scores (0 to 100), points by criterion, and their sum."""

    vendor: str
    rank: int
    price: Money
    scores: Points
    points: Points
    total: Decimal


@dataclass(frozen=True, slots=True)
class Lead:
    """By how many points the first of two vendors is ahead, and what each criterion adds to that."""

    first: str
    second: str
    lead: Decimal
    differences: Points

    def words(self, language: str, names: Mapping[str, str], criteria: Mapping[str, str]) -> str:
        """Say who is ahead and why, what matters most first; what rounds to nothing is left out."""
        rounded = {code: value.quantize(CENTI) for code, value in self.differences.items()}
        order = sorted((code for code, value in rounded.items() if value), key=lambda code: -abs(rounded[code]))
        said = (", " if language == "en" else "，").join(f"{criteria[code]} {rounded[code]:+}" for code in order)
        lead = self.lead.quantize(CENTI)
        values = {"first": names[self.first], "second": names[self.second], "lead": lead, "differences": said or "0"}
        return sentence("scoring.lead" if lead else "scoring.level", language, values)


@dataclass(frozen=True, slots=True)
class Acceptability:
    """In which share of all weightings a vendor takes the first, second ... rank."""

    vendor: str
    shares: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class WeightInterval:
    """Between which weights, in points of 100, the winner stays; who wins `below` and `above`, None if nobody else."""

    criterion: str
    weight: Decimal
    lowest: Decimal
    highest: Decimal
    below: str | None
    above: str | None


@dataclass(frozen=True, slots=True)
class ScoreFlip:
    """The smallest change of any one joint score (0 to 100) from which `new_winner` draws level."""

    vendor: str
    criterion: str
    score: Decimal
    change: Decimal
    new_winner: str


@dataclass(frozen=True, slots=True)
class Variant:
    """The ranking with one thing changed: who leads, all totals, and whether the winner or the order is another one.

    `changed` names it: the vendor or evaluator left out, the price formula used, the excluded vendor counted in.
    """

    changed: str
    winners: tuple[str, ...]
    totals: Points
    changes_winner: bool
    changes_order: bool


@dataclass(frozen=True, slots=True)
class EvaluatorTotals:
    """What one evaluator's sheet alone gives each ranked vendor, without the price."""

    evaluator: str
    totals: Points


@dataclass(frozen=True, slots=True)
class Robustness:
    """How firm the ranking is; `half_width` is that of a share near one half, at 95 per cent.

    `kendall_w` is the evaluators' agreement, 0 to 1, None with fewer than two evaluators or vendors.
    """

    draws: int
    seed: int
    half_width: Decimal
    acceptability: tuple[Acceptability, ...]
    intervals: tuple[WeightInterval, ...]
    flip: ScoreFlip | None
    without_vendor: tuple[Variant, ...]
    without_evaluator: tuple[Variant, ...]
    formulas: tuple[Variant, ...]
    counted_in: tuple[Variant, ...]
    kendall_w: Decimal | None
    evaluators: tuple[EvaluatorTotals, ...]


@dataclass(frozen=True, slots=True)
class RankingRecord:
    """The ranking of the admitted bids by the frozen rules; the others stand in `excluded` with their reasons."""

    selection: str
    rules_sha256: str
    price_formula: str
    price_digits: int
    price_base: Money
    criteria: tuple[RankedCriterion, ...]
    standings: tuple[Standing, ...]
    excluded: tuple[GateReport, ...]
    leads: tuple[Lead, ...]
    robustness: Robustness

    @property
    def totals(self) -> dict[str, Decimal]:
        """The total of each ranked vendor, the best first."""
        return {one.vendor: one.total for one in self.standings}

    @property
    def winners(self) -> tuple[str, ...]:
        """Who is first; several, if they are level and ask the same price."""
        return tuple(one.vendor for one in self.standings if one.rank == 1)
