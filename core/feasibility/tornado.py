"""Which uncertain driver moves the result most: each set to its 10th and 90th percentile, the others left alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.uncertainty import Distribution, LogNormal, check_uncertain
from core.feasibility.cash_flow import Floats, present_savings
from core.feasibility.monte_carlo import triangular_quantile

_EXTREMES = np.array([0.1, 0.9])


@dataclass(frozen=True, slots=True)
class Bar:
    """A driver's 10th and 90th percentile and the net present value at each."""

    driver: str
    low: float
    high: float
    npv_at_low: float
    npv_at_high: float

    @property
    def swing(self) -> float:
        """How far apart the two values lie."""
        return abs(self.npv_at_high - self.npv_at_low)


def tornado(case: EconomicCase, uncertain: Mapping[str, Distribution]) -> tuple[Bar, ...]:
    """Return one bar for each uncertain driver, the widest first. Raises `InvalidInput` naming a wrong driver."""
    check_uncertain(uncertain)
    return tuple(sorted((_bar(case, *one) for one in uncertain.items()), key=lambda bar: (-bar.swing, bar.driver)))


def _bar(case: EconomicCase, driver: str, distribution: Distribution) -> Bar:
    ends = _ends(distribution)
    worth = np.broadcast_to(present_savings(case, {driver: ends}), (2,))
    return Bar(driver, float(ends[0]), float(ends[1]), float(worth[0]), float(worth[1]))


def _ends(distribution: Distribution) -> Floats:
    if isinstance(distribution, LogNormal):
        return np.array([distribution.p10, distribution.p90])
    return triangular_quantile(distribution, _EXTREMES)
