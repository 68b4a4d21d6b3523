"""An economic case in round numbers, so that every expected figure can be worked out on paper."""

from decimal import Decimal

from core.domain.cost import CostLine, TodaysCost
from core.domain.feasibility.economic import EconomicCase
from core.domain.money import Money
from core.domain.wording import Wording


def yuan(amount: str | int) -> Money:
    return Money(Decimal(amount), "CNY")


def two_years() -> EconomicCase:
    """In house 100,000 a month; outsourced 80,000 + 5 % management + 1,000 monitoring = 85,000: 15,000 saved a month.

    Once: transition 30,000, severance 50,000 after a month of double running, exit 10,000. No interest.
    """
    wages = CostLine("labour", Wording("工资", "wages"), yuan(1_200_000), with_volume=Decimal("0.75"))
    return EconomicCase(
        cost=TodaysCost((wages,), "CNY"), price=yuan(960_000), price_vat=Decimal("0.06"), vat_recoverable=Decimal(1),
        months=24, discount_rate=Decimal(0), management=Decimal("0.05"), monitoring=yuan(12_000),
        transition=yuan(30_000), severance=yuan(50_000), exit=yuan(10_000),
    )  # fmt: skip
