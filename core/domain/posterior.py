"""What a figure leaves open: draws from its posterior, the score's interval, and how sure a statement is.

A share of n cases has the posterior Beta(1 + k, 1 + n - k) (Bayes; uniform prior), a rate Gamma(k + 1/2) per exposure
(Jeffreys 1946), a mean Student's t around it; the draws are seeded, so that equal counts say the same everywhere.
"""

import math
import random
from collections.abc import Callable, Sequence
from decimal import Decimal

from core.domain.distribution import beta_below, gamma_below, t_at, t_below
from core.domain.interval import LEVEL, Interval
from core.domain.kpi import Kpi, Measure

DRAWS = 4_000
SEED = 0
Part = tuple[Measure, Kpi]

WORDS = (
    (0.99, "virtually_certain"), (0.90, "very_likely"), (0.66, "likely"), (0.33, "as_likely_as_not"),
    (0.10, "unlikely"), (0.01, "very_unlikely"), (0.0, "exceptionally_unlikely"),
)  # fmt: skip
"""From which probability on which word is said (Mastrandrea et al. 2010, the scale of the IPCC)."""


def word(probability: float) -> str:
    """Return the word for a probability, 0 to 1."""
    return next(said for least, said in WORDS if probability >= least)


def score_draws(parts: Sequence[Part]) -> list[float]:
    """Return draws of the score of measured figures, weighted as in the scheme, sorted."""
    chance = random.Random(SEED)  # noqa: S311 - no secret: the same counts have to give the same interval
    weight = float(sum((kpi.weight for _, kpi in parts), Decimal(0)))
    drawn = [(_draw(measure, chance), kpi) for measure, kpi in parts]
    scores = []
    for _ in range(DRAWS):
        total = sum(float(kpi.weight) * _points(kpi, draw()) for draw, kpi in drawn)
        scores.append(total / weight)
    return sorted(scores)


def score_interval(parts: Sequence[Part]) -> Interval:
    """Return the interval that holds 95 per cent of the draws."""
    draws = score_draws(parts)
    cut = round(len(draws) * (1 - LEVEL) / 2)
    return Interval(draws[cut], draws[-1 - cut])


def in_band(draws: Sequence[float], least: Decimal, below: Decimal | None) -> float:
    """Return the share of draws from `least` on that stay under `below`."""
    inside = sum(float(least) <= one and (below is None or one < float(below)) for one in draws)
    return inside / len(draws)


def at_target(measure: Measure, kpi: Kpi) -> float | None:
    """Return the probability that the true figure is at its promise or target, or better; None if it has neither.

    Of a target of no event at all there is none: whatever was seen, a true rate of exactly 0 has no probability.
    """
    due, value = measure.due, measure.value
    if due is None or value is None or (due == 0 and measure.form == "rate"):
        return None
    at_most = _below(measure, float(due), float(value))
    if at_most is None:
        return None
    return 1.0 - at_most if kpi.is_higher_better else at_most


def _below(measure: Measure, due: float, value: float) -> float | None:
    if measure.form == "share":
        k = float(measure.numerator or 0)
        return beta_below(due, 1 + k, 1 + measure.n - k)
    if measure.form == "rate":
        return gamma_below(due * measure.n / measure.per, float(measure.numerator or 0) + 0.5)
    spread = _standard_error(measure, value)
    if measure.form == "median" or spread is None:
        return None
    return t_below((due - value) / spread, measure.n - 1) if spread else float(value <= due)


def _standard_error(measure: Measure, value: float) -> float | None:
    """What Student's interval says of it: half its width by the quantile; the upper or lower half, which is uncut."""
    if measure.low is None or measure.high is None or measure.n < 2:
        return None
    half = max(value - float(measure.low), float(measure.high) - value)
    return half / t_at((1 + LEVEL) / 2, measure.n - 1)


def _draw(measure: Measure, chance: random.Random) -> Callable[[], float]:
    """A source of draws of what is scored."""
    value, n = float(measure.scored or 0), measure.n
    if measure.form == "share":
        k = value * n
        return lambda: chance.betavariate(1 + k, 1 + n - k)
    if measure.form == "rate":
        return lambda: chance.gammavariate(value * n / measure.per + 0.5, 1.0) * measure.per / n
    spread = _standard_error(measure, float(measure.value or 0)) or 0.0
    freedom = max(1, n - 1)
    return lambda: value + spread * chance.gauss() / math.sqrt(chance.gammavariate(freedom / 2, 2) / freedom)


def _points(kpi: Kpi, value: float) -> float:
    share = (value - float(kpi.worst)) / (float(kpi.best) - float(kpi.worst))
    return 100 * min(1.0, max(0.0, share))
