"""Step 1, core or not (OS-01): strategic value against own strength, knowledge at risk, and the way back."""

from dataclasses import dataclass, fields
from decimal import Decimal

from core.domain.bounds import require_between
from core.domain.reason import Reason

HIGH = 4
LOW = 2


@dataclass(frozen=True, slots=True)
class CoreReview:
    """Four answers from 1 (very low) to 5 (very high); `reason` is why a core activity is looked at all the same.

    Strategic value and own advantage both high: keep. High value without advantage: partner. Else outsource, but no
    more than a partner where much knowledge is at risk and the way back is hard. The cuts, 4 and 2, are ours.
    """

    strategic_value: int
    own_advantage: int
    knowledge_at_risk: int
    reversibility: int
    reason: str = ""

    def __post_init__(self) -> None:
        for one in fields(self)[:4]:
            value = getattr(self, one.name)
            require_between(Decimal(value), 1, 5, code="feasibility.score", place=f"core.{one.name}")

    @property
    def is_core(self) -> bool:
        """Whether the activity carries the business."""
        return self.strategic_value >= HIGH

    @property
    def outcome(self) -> str:
        """Return keep, partner or outsource."""
        if self.is_core:
            return "keep" if self.own_advantage >= HIGH else "partner"
        return "partner" if self.knowledge_at_risk >= HIGH and self.reversibility <= LOW else "outsource"

    def failures(self) -> tuple[Reason, ...]:
        """A core activity that nobody gave a reason to outsource goes no further."""
        if self.is_core and not self.reason.strip():
            return (Reason.of("feasibility.core_without_reason", "core.reason", value=self.strategic_value),)
        return ()
