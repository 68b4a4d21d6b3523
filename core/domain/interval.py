"""Intervals of 95 per cent around what was counted: few cases give a wide one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from core.domain.distribution import beta_below, gamma_at, t_at

LEVEL = 0.95
_UPPER = (1 + LEVEL) / 2


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included, in the unit of the figure."""

    low: float
    high: float


def wilson(successes: float, of: float) -> Interval:
    """Return the score interval of a proportion; `of` is at least 1 (Wilson 1927, JASA 22:209-212)."""
    z, share = NormalDist().inv_cdf(_UPPER), successes / of
    scale = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if successes <= 0 else middle - half
    return Interval(low, 1.0 if successes >= of else middle + half)


def garwood(events: int) -> Interval:
    """Return the exact interval of the expected number of rare events (Garwood 1936, Biometrika 28:437-442)."""
    low = gamma_at(1 - _UPPER, events) if events else 0.0
    return Interval(low, gamma_at(_UPPER, events + 1))


def of_mean(n: int, mean: float, variance: float) -> Interval | None:
    """Return Student's interval of a mean by its sample variance; None for fewer than two."""
    if n < 2:
        return None
    half = t_at(_UPPER, n - 1) * math.sqrt(variance / n)
    return Interval(mean - half, mean + half)


def of_equal(n: int, value: float, least: float, most: float) -> Interval:
    """Return the exact interval of a mean on the scale `least` to `most` where all n values are the same.

    Student's would have no width; this lets the share of others be what Clopper and Pearson (1934, Biometrika
    26:404-413) allow when none of n was seen, and puts all of them at the end of the scale.
    """
    others = 1 - ((1 - LEVEL) / 2) ** (1 / n)
    return Interval(value - (value - least) * others, value + (most - value) * others)


def of_median(spread: Sequence[tuple[int, int]]) -> Interval | None:
    """Return the distribution-free interval of a median; `spread` holds (value, how often) by value.

    The bounds are order statistics (Conover, Practical Nonparametric Statistics, 3.2); None where n is too small.
    """
    n = sum(count for _, count in spread)
    rank = _lower_rank(n)
    if rank is None:
        return None
    return Interval(ranked(spread, rank), ranked(spread, n + 1 - rank))


def _lower_rank(n: int) -> int | None:
    """The highest rank r with P(Binomial(n, 1/2) < r) <= 2.5 %: by the beta function, without a sum."""
    low, high = 0, n // 2
    while low < high:
        middle = (low + high + 1) // 2
        below = 1.0 - beta_below(0.5, middle, n - middle + 1)
        low, high = (middle, high) if below <= 1 - _UPPER else (low, middle - 1)
    return low or None


def ranked(spread: Sequence[tuple[int, int]], rank: int) -> float:
    """Return the value at a rank, 1 for the lowest."""
    passed = 0
    for value, count in spread:
        passed += count
        if passed >= rank:
            return float(value)
    return float(spread[-1][0])


def median(spread: Sequence[tuple[int, int]]) -> float:
    """Return the median of values that are counted; there is at least one."""
    n = sum(count for _, count in spread)
    return (ranked(spread, (n + 1) // 2) + ranked(spread, n // 2 + 1)) / 2
