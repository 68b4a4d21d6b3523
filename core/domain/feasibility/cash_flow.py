"""What outsourcing saves month by month: one formula, for exact Decimals and for arrays of draws alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from core.domain.bill_of_quantities import HIGHEST_VAT


class Number(Protocol):
    """What the formula needs of a number: a Decimal, a float or an array of draws."""

    def __add__(self, other: Any, /) -> Any: ...
    def __radd__(self, other: Any, /) -> Any: ...
    def __sub__(self, other: Any, /) -> Any: ...
    def __rsub__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...
    def __pow__(self, other: Any, /) -> Any: ...
    def __truediv__(self, other: Any, /) -> Any: ...


N = TypeVar("N", bound=Number)

RANGES: dict[str, tuple[str, str]] = {
    "in_house_vat": ("0", str(HIGHEST_VAT)), "price_vat": ("0", str(HIGHEST_VAT)), "vat_recoverable": ("0", "1"),
    "volume": ("0", "100"), "growth": ("-0.9", "1"), "wage_growth": ("-0.9", "1"), "price_growth": ("-0.9", "1"),
    "management": ("0", "0.5"),
}  # fmt: skip
"""The least and the greatest value of a driver that is no amount; amounts lie between 0 and 10^15."""


@dataclass(frozen=True, slots=True)
class Drivers(Generic[N]):
    """Everything that moves the result: amounts a year without VAT, shares and rates as fractions.

    fixed, variable: today's cost that ends with outsourcing, apart from and at today's volume
    in_house_vat, price_vat: average VAT rate on that cost and on the price
    vat_recoverable: share of input VAT that the buyer may deduct (0 under the simplified method)
    price: the vendor's price at today's volume; management: the buyer's own management as a share of it (4 to 8 %)
    volume: 1 is today's; growth, wage_growth, price_growth: a year, applied from the second year on
    monitoring: a year; transition, severance, exit: once, at the start, after double running, at the end
    """

    fixed: N
    variable: N
    in_house_vat: N
    price: N
    price_vat: N
    vat_recoverable: N
    volume: N
    growth: N
    wage_growth: N
    price_growth: N
    management: N
    monitoring: N
    transition: N
    severance: N
    exit: N


def monthly_savings(drivers: Drivers[N], months: int, double_running: int) -> list[N]:
    """Return what is saved at the start and in each month: today's cost less the cost of outsourcing.

    In the first `double_running` months both are paid; the staff leaves after them.
    """
    flows: list[Any] = [0 - drivers.transition]
    for year in range((months + 11) // 12):
        paid = _outsourced(drivers, year) / 12
        saved = _in_house(drivers, year) / 12 - paid
        of_year = range(12 * year, min(months, 12 * year + 12))
        flows.extend(0 - paid if month < double_running else saved for month in of_year)
    flows[double_running] = flows[double_running] - drivers.severance
    flows[-1] = flows[-1] - drivers.exit
    return flows


def discount_factors(rate: Decimal, months: int) -> tuple[Decimal, ...]:
    """Return the worth today of 1 paid at the start and after each month, at a yearly rate (0.06 is six per cent)."""
    a_month = (1 + rate) ** (Decimal(-1) / 12)
    return tuple(a_month**month for month in range(months + 1))


def present_value(flows: Sequence[N], factors: Sequence[Any]) -> N:
    """Return the sum of flows, each times its discount factor."""
    total: Any = flows[0] * factors[0]
    for flow, factor in zip(flows[1:], factors[1:], strict=True):
        total = total + flow * factor
    worth: N = total
    return worth


def _volume(drivers: Drivers[N], year: int) -> Any:
    return drivers.volume * (1 + drivers.growth) ** year


def _in_house(drivers: Drivers[N], year: int) -> Any:
    cost = (drivers.fixed + drivers.variable * _volume(drivers, year)) * (1 + drivers.wage_growth) ** year
    return cost * (1 + drivers.in_house_vat * (1 - drivers.vat_recoverable))


def _outsourced(drivers: Drivers[N], year: int) -> Any:
    price = drivers.price * _volume(drivers, year) * (1 + drivers.price_growth) ** year
    burden = 1 + drivers.price_vat * (1 - drivers.vat_recoverable) + drivers.management
    return price * burden + drivers.monitoring
