"""What step 3 brings to the decision: the figures and the probability that outsourcing is cheaper."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between
from core.domain.feasibility.economic import EconomicCase, EconomicFigures
from core.domain.feasibility.uncertainty import Uncertainty
from core.domain.reason import Reason, shown


@dataclass(frozen=True, slots=True)
class EconomicReview:
    """The figures and, from the simulation, the probability (0 to 1, 95 % half width) that outsourcing is cheaper.

    `case`, `uncertainty`, `draws` and `seed` are what they were computed from.
    """

    case: EconomicCase
    uncertainty: Uncertainty
    figures: EconomicFigures
    probability: Decimal
    half_width: Decimal
    least: Decimal = Decimal("0.5")
    draws: int = 10_000
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("probability", "half_width", "least"):
            require_between(getattr(self, name), 0, 1, code="feasibility.range", place=f"economic.{name}")

    @property
    def score(self) -> Decimal:
        """The probability in per cent."""
        return 100 * self.probability

    def failures(self) -> tuple[Reason, ...]:
        """Too improbable that it is cheaper."""
        if self.probability >= self.least:
            return ()
        return (Reason.of("feasibility.not_cheaper", "economic.probability",
                          value=shown(self.score), least=shown(100 * self.least)),)  # fmt: skip
