"""How much work comes: a volume a month with seasons and growth, and dated peaks."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.domain.bounds import require_between, require_positive
from core.domain.wording import Wording
from core.errors import InvalidInput

EVEN = (Decimal(1),) * 12
_STEEPEST = Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Peak:
    """Days, both included, on which `factor` times the usual volume comes; 1.60 is 60 % more."""

    name: Wording
    first: date
    last: date
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Volume:
    """Units a month from the month of `since` on; `seasons` are 12 factors from January, `growth` is per year."""

    per_month: Decimal
    unit: str
    since: date
    seasons: tuple[Decimal, ...] = EVEN
    growth: Decimal = Decimal(0)
    peaks: tuple[Peak, ...] = ()

    def __post_init__(self) -> None:
        require_positive(self.per_month, code="work_package.volume", place="volume.per_month")
        require_between(self.growth, -_STEEPEST, 10, code="work_package.growth", place="volume.growth")
        if len(self.seasons) != 12:
            raise InvalidInput("work_package.seasons", place="volume.seasons", value=len(self.seasons))
        for index, factor in enumerate(self.seasons):
            require_between(factor, 0, 100, code="work_package.factor", place=f"volume.seasons[{index}]")
        self._check_peaks()

    def expected_on(self, day: date) -> Decimal:
        """Return the units expected on one day."""
        years = max(0, day.year - self.since.year - ((day.month, day.day) < (self.since.month, self.since.day)))
        usual = self.per_month / monthrange(day.year, day.month)[1]
        return usual * self.seasons[day.month - 1] * (1 + self.growth) ** years * self._peak_factor(day)

    def expected_between(self, first: date, last: date) -> Decimal:
        """Return the units expected from `first` to `last`, both included."""
        return sum((self.expected_on(day) for day in _days(first, last)), Decimal(0))

    def days_beyond(self, capacity: Decimal, first: date, last: date) -> tuple[date, ...]:
        """Return the days on which more is expected than the capacity committed for a day."""
        return tuple(day for day in _days(first, last) if self.expected_on(day) > capacity)

    def _peak_factor(self, day: date) -> Decimal:
        return next((peak.factor for peak in self.peaks if peak.first <= day <= peak.last), Decimal(1))

    def _check_peaks(self) -> None:
        for index, peak in enumerate(self.peaks):
            place = f"volume.peaks[{index}]"
            require_between(peak.factor, 0, 100, code="work_package.factor", place=f"{place}.factor")
            if peak.last < peak.first:
                raise InvalidInput("work_package.peak_reversed", place=f"{place}.last",
                                   value=str(peak.last), first=str(peak.first))  # fmt: skip
            for earlier, other in enumerate(self.peaks[:index]):
                if peak.first <= other.last and other.first <= peak.last:
                    raise InvalidInput("work_package.peaks_overlap", place=place,
                                       value=str(peak.first), other=f"volume.peaks[{earlier}]")  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
