"""When cases begin: so many on a day by the package's volume, at minutes that follow the rhythm of a day."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from api.cli.demo.world import on
from core.domain.volume import Volume

SEED = 20_261_001
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
QUARTER = tuple(FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1))
RHYTHM = (6, 10, 11, 9, 7, 8, 9, 10, 9, 8, 8, 3)
"""How the cases of a day are spread over the hours from 08:00 to 20:00."""
Weigh = Callable[[date], float]


def dice(case: str) -> Random:
    """The chance of one case: the same whatever else is told."""
    return Random(f"{SEED}:{case}")  # noqa: S311 - a story, not a secret


def days(volume: Volume, scale: float, weigh: Weigh = lambda day: 1.0) -> Iterator[tuple[date, int]]:
    """Each day of the quarter with its number of cases.

    A month has what the volume expects of it, spread over its days by the peaks and by `weigh`; 0 is a day without.
    """
    for month in (10, 11, 12):
        of_month = [day for day in QUARTER if day.month == month]
        expected = float(volume.expected_between(of_month[0], of_month[-1])) * scale
        weights = [float(volume.expected_on(day)) * weigh(day) for day in of_month]
        total, before, passed = sum(weights), 0, 0.0
        for day, weight in zip(of_month, weights, strict=True):
            passed += weight
            upto = round(expected * passed / total)
            yield day, upto - before
            before = upto


def begin(day: date, chance: Random) -> int:
    """An instant (UTC ms) between 08:00 and 20:00 of a day."""
    hour = chance.choices(range(8, 20), RHYTHM)[0]
    return on(day, hour, chance.randrange(60)) + chance.randrange(60) * 1000


def a_month(count: int) -> Volume:
    """So many cases a month, without season."""
    return Volume(Decimal(count), "case", FIRST)
