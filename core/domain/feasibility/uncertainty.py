"""How uncertain a driver is: a triangular or a lognormal distribution in the driver's own unit."""

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from decimal import Decimal

from core.domain.feasibility.cash_flow import RANGES, Drivers
from core.domain.money import LARGEST
from core.errors import InvalidInput

P90 = 1.2815515655446004
"""The standard normal number below which 90 % lie."""


@dataclass(frozen=True, slots=True)
class Triangular:
    """Least, most likely and greatest value."""

    low: float
    mode: float
    high: float

    def check(self, place: str) -> None:
        """Raise `InvalidInput` if the three are not finite and in order."""
        _check_order(place, self.low, self.mode, self.high)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """The values below which 10 % and 90 % lie, both above zero; the long tail is upwards."""

    p10: float
    p90: float

    @property
    def mu(self) -> float:
        """The mean of the logarithm."""
        return (math.log(self.p10) + math.log(self.p90)) / 2

    @property
    def sigma(self) -> float:
        """The standard deviation of the logarithm."""
        return (math.log(self.p90) - math.log(self.p10)) / (2 * P90)

    def check(self, place: str) -> None:
        """Raise `InvalidInput` if the two are not finite, above zero and in order."""
        _check_order(place, self.p10, self.p90)
        if self.p10 <= 0:
            raise InvalidInput("feasibility.lognormal_zero", place=place, value=self.p10)
        if self.p90 > WIDEST * self.p10:
            raise InvalidInput("feasibility.lognormal_wide", place=place, value=f"{self.p10:g}, {self.p90:g}",
                               most=WIDEST)  # fmt: skip


Distribution = Triangular | LogNormal
DRIVERS = tuple(one.name for one in fields(Drivers))
WIDEST = 1000
"""How many times the lower end of a lognormal driver its upper end may be: beyond it nothing is known."""


def check_uncertain(uncertain: Mapping[str, Distribution]) -> None:
    """Raise `InvalidInput` naming a driver that does not exist or whose distribution is not allowed."""
    for name, distribution in uncertain.items():
        place = f"economic.uncertain.{name}"
        if name not in DRIVERS:
            raise InvalidInput("feasibility.unknown_driver", place=place, value=name, allowed=", ".join(DRIVERS))
        distribution.check(place)
        _check_range(place, name, *astuple(distribution))


def _check_range(place: str, name: str, *values: float) -> None:
    """A driver is drawn within the range that the exact case allows."""
    least, most = RANGES.get(name, ("0", f"{LARGEST:f}"))
    for value in values:
        if not float(least) <= value <= float(most):
            raise InvalidInput("feasibility.range", place=place, value=f"{value:g}", least=least, most=most)


def _check_order(place: str, *values: float) -> None:
    if not all(map(math.isfinite, values)) or list(values) != sorted(values):
        raise InvalidInput("feasibility.distribution", place=place, value=", ".join(map(str, values)))


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Which drivers are uncertain and how, each named once."""

    triangular: Mapping[str, Triangular] = field(default_factory=dict)
    lognormal: Mapping[str, LogNormal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.triangular:
            if name in self.lognormal:
                raise InvalidInput("feasibility.twice", place=f"economic.uncertain.{name}", value=name)
        check_uncertain(self.drivers)

    @property
    def drivers(self) -> dict[str, Distribution]:
        """Every uncertain driver with its distribution."""
        return {**self.triangular, **self.lognormal}

    def check_around(self, base: Drivers[Decimal]) -> None:
        """Raise `InvalidInput` naming a driver whose value in the case lies outside the range that is drawn."""
        for name, one in self.drivers.items():
            value, ends = float(getattr(base, name)), astuple(one)
            if not ends[0] <= value <= ends[-1]:
                raise InvalidInput("feasibility.base_outside", place=f"economic.{name}", value=_plain(value),
                                   least=_plain(ends[0]), most=_plain(ends[-1]))  # fmt: skip


def _plain(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
