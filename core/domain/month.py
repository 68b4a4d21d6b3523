"""A calendar month in a contract's zone: the period of a scorecard (sla.md 3.20)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from core.domain.zone import day_start_ms, find_zone
from core.errors import InvalidInput

_WRITTEN = re.compile("([0-9]{4})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1970, 2199


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str, place: str = "month") -> Self:
        """Read `2026-10`. Raises `InvalidInput` naming what was written instead."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not (FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12):
            raise InvalidInput("scorecard.bad_month", place=place, value=text[:60])
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, at_ms: int, zone: str) -> Self:
        """The month that the wall clock of `zone` shows."""
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(find_zone(zone))
        return cls(local.year, local.month)

    def moved(self, months: int) -> "Month":
        """The month so many months later, or earlier where it is negative."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def bounds_ms(self, zone: str) -> tuple[int, int]:
        """Return [begin, end) in UTC milliseconds on the wall clock of `zone`."""
        return self._begins_ms(zone), self.moved(1)._begins_ms(zone)

    def _begins_ms(self, zone: str) -> int:
        return day_start_ms(zone, date(self.year, self.number, 1))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"
