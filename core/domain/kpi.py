"""A KPI: how its figure is made, what it is measured against and how many cases it asks for.

A figure is a share (0 to 1), a rate per so many cases, a mean of 1 to 5, or a median in hours. It becomes points of 100
on a declared scale, so that no vendor's points depend on another's.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.domain.bounds import require_between
from core.domain.interval import Interval, garwood, median, of_equal, of_mean, of_median, wilson
from core.domain.service_counts import Ratings

Form = Literal["share", "rate", "mean", "median"]
State = Literal["measured", "insufficient", "not_measured"]
LEAST = 30
"""Fewer cases than this are shown and not scored, unless a KPI says otherwise."""

_KEPT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI of the scheme: `best` gives 100 points, `worst` none; `per` is the base of a rate; `least` cases.

    Its weight is in points of 100; weight 0 is shown and not scored.
    """

    code: str
    form: Form
    best: Decimal
    worst: Decimal
    target: Decimal | None
    weight: Decimal = Decimal(0)
    least: int = LEAST
    per: int = 1

    def __post_init__(self) -> None:
        require_between(self.weight, 0, 100, code="scorecard.weight", place=f"weights.{self.code}")

    @property
    def is_higher_better(self) -> bool:
        """Whether more is better."""
        return self.best > self.worst

    def points(self, value: Decimal) -> Decimal:
        """Return the points of a figure, 0 to 100."""
        share = (value - self.worst) / (self.best - self.worst)
        return _kept(100 * min(max(share, Decimal(0)), Decimal(1)))


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a card with its evidence: `n` cases, the interval of 95 per cent, and what it is held against.

    `obligation` and `kpi` name an obligation of a pack where the figure is one obligation's. `promise` is the winning
    bid's, which became the contract's target; `delta` is the figure less the promise, or less the target without one.
    Below the scheme's least count the state is insufficient, and without any case not measured: neither has points.
    `value` counts every miss that was not withdrawn (sla.md 3.20). `scored`, of which the points are made, counts those
    that are accepted, deemed accepted or upheld, with earlier months' that were decided in this one (sla.md 3.14).
    """

    code: str
    state: State
    form: Form
    per: int
    least: int
    n: int
    numerator: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    target: Decimal | None = None
    promise: Decimal | None = None
    scored: Decimal | None = None
    points: Decimal | None = None
    obligation: str = ""
    kpi: str = ""
    undecided: int = 0
    withdrawn: int = 0
    adjusted: int = 0

    @property
    def name(self) -> str:
        """What tells it from the others of its card."""
        return f"{self.code} {self.obligation}".strip()

    @property
    def delta(self) -> Decimal | None:
        """The figure less what was promised, or less the target where nothing was."""
        due = self.due
        return None if self.value is None or due is None else self.value - due

    @property
    def due(self) -> Decimal | None:
        """What the figure is held against: the promise, else the target."""
        return self.target if self.promise is None else self.promise


def share(kpi: Kpi, successes: int, of: int, **named: object) -> Measure:
    """Measure a share of cases, with Wilson's interval; of no case it is not measured."""
    found = (Decimal(successes) / of, wilson(successes, of)) if of else None
    return _measure(kpi, of, Decimal(successes), found, **named)


def rate(kpi: Kpi, events: int, exposure: int, **named: object) -> Measure:
    """Measure events per `kpi.per` cases, with Garwood's interval of the events."""
    if not exposure:
        return _measure(kpi, 0, Decimal(events), None, **named)
    bounds, scale = garwood(events), kpi.per / exposure
    found = Decimal(events * kpi.per) / exposure, Interval(bounds.low * scale, bounds.high * scale)
    return _measure(kpi, exposure, Decimal(events), found, **named)


def mean(kpi: Kpi, ratings: Ratings, **named: object) -> Measure:
    """Measure mean satisfaction, with Student's interval kept within 1 to 5, or the exact one of equal ratings."""
    if not ratings.n:
        return _measure(kpi, 0, None, None, **named)
    return _measure(kpi, ratings.n, None, (ratings.mean, _of_ratings(ratings)), **named)


def _of_ratings(ratings: Ratings) -> Interval | None:
    value = float(ratings.mean)
    if ratings.n > 1 and ratings.variance == 0:
        return of_equal(ratings.n, value, 1.0, 5.0)
    bounds = of_mean(ratings.n, value, ratings.variance if ratings.n > 1 else 0.0)
    return Interval(max(1.0, bounds.low), min(5.0, bounds.high)) if bounds else None


def hours(kpi: Kpi, spread: tuple[tuple[int, int], ...], **named: object) -> Measure:
    """Measure a median in hours of tenths of hours, with the interval by ranks."""
    if not spread:
        return _measure(kpi, 0, None, None, **named)
    bounds = of_median(spread)
    kept = Interval(bounds.low / 10, bounds.high / 10) if bounds else None
    n = sum(count for _, count in spread)
    return _measure(kpi, n, None, (Decimal(str(median(spread))) / 10, kept), **named)


def _measure(
    kpi: Kpi, n: int, numerator: Decimal | None, found: tuple[Decimal, Interval | None] | None, **named: object
) -> Measure:
    state: State = "not_measured" if found is None else "measured" if n >= kpi.least else "insufficient"
    value, bounds = found or (None, None)
    return Measure(
        kpi.code, state, kpi.form, kpi.per, kpi.least, n, numerator, None if value is None else _kept(value),
        None if bounds is None else kept(bounds.low), None if bounds is None else kept(bounds.high), kpi.target,
        points=kpi.points(value) if value is not None and state == "measured" else None, **named,  # type: ignore[arg-type]
    )  # fmt: skip


def kept(value: float) -> Decimal:
    """A figure as it is stored: six digits after the point, so that equal counts give equal cards everywhere."""
    return _kept(Decimal(repr(value)))


def _kept(value: Decimal) -> Decimal:
    return value.quantize(_KEPT)
