"""Prices so low that the bidder is asked how he can do the work: always a question, never an exclusion by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_positive
from core.domain.money import Money


@dataclass(frozen=True, slots=True)
class LabourFloor:
    """The least that the people cost: headcount x (minimum wage + employer's contributions) x months."""

    headcount: Decimal
    minimum_wage: Money
    contributions: Money
    months: int = 12

    def __post_init__(self) -> None:
        require_positive(self.headcount, code="selection.floor", place="labour_floor.headcount")
        require_positive(self.minimum_wage.amount, code="selection.floor", place="labour_floor.minimum_wage")
        require_positive(Decimal(self.months), code="selection.floor", place="labour_floor.months")

    @property
    def amount(self) -> Money:
        """The floor for the whole term."""
        return (self.minimum_wage + self.contributions).times(self.headcount * self.months)


@dataclass(frozen=True, slots=True)
class Preset:
    """Shares below which a price is asked about; None leaves a test out."""

    of_mean: Decimal | None = None
    of_mean_of_others: Decimal | None = None
    of_next: Decimal | None = None
    of_ceiling: Decimal | None = None


PRESETS = {
    "private": Preset(of_mean_of_others=Decimal("0.60"), of_next=Decimal("0.70")),
    "government": Preset(of_mean=Decimal("0.50"), of_next=Decimal("0.50"), of_ceiling=Decimal("0.45")),
}
"""By regime: private practice, 40 % below the mean of the others or 30 % below the next; Chinese government procurement
(财库〔2026〕2号, as reported), half of the mean or of the next lowest, or 45 % of the ceiling."""


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """A bidder is asked because his price lies below `bound`; `test` names which one."""

    vendor: str
    test: str
    price: Money
    bound: Money


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """What the bidder said, and whether a person accepted it, with the reason."""

    vendor: str
    explanation: str
    accepted: bool
    reason: str
    decided_by: str
    decided_ms: int


def price_questions(
    prices: Mapping[str, Money], preset: Preset, ceiling: Money, floor: Money | None = None
) -> tuple[PriceQuestion, ...]:
    """Return whom to ask and why; `prices` are totals without VAT by vendor. Equal to a bound is not below it."""
    return tuple(
        PriceQuestion(vendor, test, price, bound)
        for vendor, price in prices.items()
        for test, bound in _bounds(vendor, prices, preset, ceiling, floor)
        if price < bound
    )


def _bounds(
    vendor: str, prices: Mapping[str, Money], preset: Preset, ceiling: Money, floor: Money | None
) -> Iterator[tuple[str, Money]]:
    others = [price for name, price in prices.items() if name != vendor]
    above = [price for price in others if prices[vendor] <= price]
    if preset.of_mean is not None:
        yield "mean", _mean([*others, prices[vendor]]).share(preset.of_mean)
    if preset.of_mean_of_others is not None and others:
        yield "mean_of_others", _mean(others).share(preset.of_mean_of_others)
    if preset.of_next is not None and above:
        yield "next", min(above).share(preset.of_next)
    if preset.of_ceiling is not None:
        yield "ceiling", ceiling.share(preset.of_ceiling)
    if floor is not None:
        yield "labour_floor", floor


def _mean(prices: list[Money]) -> Money:
    return Money.total(prices, prices[0].currency).share(Decimal(1) / len(prices))
