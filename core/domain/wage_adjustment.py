"""How a unit price follows the minimum wage or another wage that the bill names."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between, require_positive
from core.domain.money import Money


@dataclass(frozen=True, slots=True)
class WageAdjustment:
    """`labour_share` of the price follows the wage once that has changed by more than `threshold` (0.05 is 5 %).

    New price = price x (1 + labour share x change of the wage).
    """

    labour_share: Decimal
    threshold: Decimal

    def __post_init__(self) -> None:
        for name, value in (("labour_share", self.labour_share), ("threshold", self.threshold)):
            require_between(value, 0, 1, code="work_package.share", place=f"adjustment.{name}")

    def adjusted(self, price: Money, wage_before: Money, wage_now: Money) -> Money:
        """Return the unit price at the present wage, to the cent."""
        require_positive(wage_before.amount, code="work_package.wage", place="adjustment.wage_before")
        change = (wage_now - wage_before).amount / wage_before.amount
        if abs(change) <= self.threshold:
            return price
        return price.share(1 + self.labour_share * change)
