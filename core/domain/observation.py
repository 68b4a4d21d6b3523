"""Today's performance, counted from events before anything is outsourced."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Observation:
    """Of `cases` that owed an obligation from `first` to `last`, `met` were in time."""

    obligation: str
    met: int
    cases: int
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.cases:
            raise InvalidInput("work_package.observation", place=f"performance.{self.obligation}.met",
                               value=self.met, most=self.cases)  # fmt: skip

    @property
    def attainment_pct(self) -> Decimal | None:
        """Per cent of cases in time; None if there was none."""
        return Decimal(100 * self.met) / self.cases if self.cases else None
