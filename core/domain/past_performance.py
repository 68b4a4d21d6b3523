"""Past performance as a criterion of a selection: filled from closed scorecards, frozen with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.domain.review import CardPin
from core.domain.scorecard import Score

Basis = Literal["scorecard", "peers", "neutral"]
NEUTRAL = Decimal(60)
"""What a newcomer gets where no vendor has a score: between the anchors, so that being new neither helps nor bars."""
_LEAST, _MOST = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class PastPerformance:
    """What counts for a vendor, 0 to 100: his latest closed scorecard, else the peers' mean, else 60.

    Without a score of his own the interval is the whole scale; `cards` are the evidence, a newcomer has none.
    """

    vendor: str
    score: Decimal
    low: Decimal
    high: Decimal
    basis: Basis
    month: str
    cards: tuple[CardPin, ...]


@dataclass(frozen=True, slots=True)
class LatestScore:
    """The last closed month of a vendor with its cards."""

    score: Score
    month: str
    cards: tuple[CardPin, ...]


def past_scores(vendors: Sequence[str], latest: Mapping[str, LatestScore]) -> tuple[PastPerformance, ...]:
    """Return what counts for each vendor; the peers are all vendors whose latest month has a score."""
    known = [one.score.points for one in latest.values() if one.score.points is not None]
    mean = round(sum(known, Decimal(0)) / len(known), 2) if known else NEUTRAL
    basis: Basis = "peers" if known else "neutral"
    return tuple(_of(vendor, latest.get(vendor), mean, basis) for vendor in vendors)


def _of(vendor: str, last: LatestScore | None, mean: Decimal, basis: Basis) -> PastPerformance:
    points, low, high = (last.score.points, last.score.low, last.score.high) if last else (None, None, None)
    if last is None or points is None or low is None or high is None:
        return PastPerformance(vendor, mean, _LEAST, _MOST, basis, "", ())
    return PastPerformance(vendor, points, low, high, "scorecard", last.month, last.cards)
