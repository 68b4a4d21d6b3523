"""Step 5: what the four steps recommend, and what a person decides."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between
from core.domain.feasibility.triggers import Triggers
from core.domain.reason import Reason
from core.errors import InvalidInput

OUTCOMES = ("outsource", "pilot", "keep")


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the steps weigh (fractions that sum to 1) and from which score the recommendation changes."""

    technical: Decimal = Decimal("0.3")
    economic: Decimal = Decimal("0.5")
    social: Decimal = Decimal("0.2")
    outsource_from: Decimal = Decimal(70)
    pilot_from: Decimal = Decimal(50)

    def __post_init__(self) -> None:
        for name in ("technical", "economic", "social"):
            require_between(getattr(self, name), 0, 1, code="feasibility.range", place=f"weighing.{name}")
        if (total := self.technical + self.economic + self.social) != 1:
            raise InvalidInput("feasibility.weights", place="weighing", value=str(total))
        require_between(self.outsource_from, 0, 100, code="feasibility.range", place="weighing.outsource_from")
        require_between(self.pilot_from, 0, self.outsource_from, code="feasibility.range", place="weighing.pilot_from")

    def score(self, technical: Decimal, economic: Decimal, social: Decimal) -> Decimal:
        """Return the weighted score of the three steps, 0 to 100 like each of them."""
        return self.technical * technical + self.economic * economic + self.social * social

    def outcome(self, score: Decimal, core: str) -> str:
        """Return what a score recommends where no gate failed; what step 1 would not outsource is a pilot at most."""
        if score < self.pilot_from:
            return "keep"
        return "outsource" if score >= self.outsource_from and core == "outsource" else "pilot"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the steps say: outsource, pilot or keep, the weighted score (0 to 100), what failed and why."""

    outcome: str
    score: Decimal
    failures: tuple[Reason, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, and the recommendation that lay before him."""

    outcome: str
    reason: str
    decided_by: str
    decided_ms: int
    recommendation: Recommendation
    triggers: Triggers
