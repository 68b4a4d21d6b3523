"""feasibility.monte_carlo: 10,000 draws of a three-year case with seven uncertain drivers."""

import random
from decimal import Decimal

from core.domain.cost import CostLine, TodaysCost
from core.domain.feasibility.cash_flow import Drivers, discount_factors, monthly_savings, present_value
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.uncertainty import DRIVERS, Distribution, LogNormal, Triangular
from core.domain.money import Money
from core.domain.wording import Wording
from core.feasibility.monte_carlo import simulate
from tests.bench.figure import cpu_s, median, report

DRAWS = 10_000
LOOPED = 1_000
UNCERTAIN: dict[str, Distribution] = {
    "price": LogNormal(2_200_000, 2_800_000),
    "volume": Triangular(0.8, 1, 1.3),
    "growth": Triangular(0, 0.03, 0.08),
    "wage_growth": Triangular(0.02, 0.05, 0.08),
    "price_growth": Triangular(0, 0.03, 0.06),
    "management": Triangular(0.04, 0.06, 0.08),
    "transition": LogNormal(60_000, 180_000),
}


def yuan(amount: int) -> Money:
    return Money(Decimal(amount), "CNY")


def case() -> EconomicCase:
    """Home cleaning in house at 2.9 m a year against 2.5 m outsourced."""
    wages = CostLine("labour", Wording("工资", "wages"), yuan(2_900_000), with_volume=Decimal("0.8"))
    return EconomicCase(
        cost=TodaysCost((wages,), "CNY"), price=yuan(2_488_000), price_vat=Decimal("0.06"), vat_recoverable=Decimal(1),
        months=36, discount_rate=Decimal("0.06"), management=Decimal("0.06"), monitoring=yuan(60_000),
        transition=yuan(100_000), severance=yuan(180_000), exit=yuan(40_000),
    )  # fmt: skip


def run() -> None:
    """Measure the simulation against a loop that takes one draw after the other."""
    one = case()
    simulate(one, UNCERTAIN, DRAWS)
    value = median(lambda: cpu_s(lambda: simulate(one, UNCERTAIN, DRAWS)) * 1000)
    loop = median(lambda: cpu_s(lambda: _loop(one, LOOPED)) * 1000 * DRAWS / LOOPED)
    report("feasibility.monte_carlo", value, loop)


def _loop(one: EconomicCase, draws: int) -> float:
    """The probability of being cheaper, by plain Python and the same formula."""
    exact = one.drivers
    base = {name: float(getattr(exact, name)) for name in DRIVERS}
    factors = [float(factor) for factor in discount_factors(one.discount_rate, one.months)]
    cheaper = 0
    for _ in range(draws):
        drawn = base | {name: _draw(distribution) for name, distribution in UNCERTAIN.items()}
        drivers: Drivers[float] = Drivers(**drawn)
        flows = monthly_savings(drivers, one.months, one.double_running)
        cheaper += present_value(flows, factors) > 0
    return cheaper / draws


def _draw(distribution: Distribution) -> float:
    if isinstance(distribution, LogNormal):
        return random.lognormvariate(distribution.mu, distribution.sigma)
    return random.triangular(distribution.low, distribution.high, distribution.mode)
