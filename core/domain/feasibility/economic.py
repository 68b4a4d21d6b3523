"""Step 3, economic feasibility (OS-03): the cost in house against the cost outsourced, over the term."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from core.domain.bounds import require_between, require_positive
from core.domain.cost import TodaysCost
from core.domain.feasibility.cash_flow import RANGES, Drivers, discount_factors, monthly_savings, present_value
from core.domain.feasibility.returns import irr, payback_period, roi
from core.domain.money import Money
from core.domain.reason import Reason
from core.errors import InvalidInput

LONGEST_MONTHS = 240


@dataclass(frozen=True, slots=True)
class EconomicCase:
    """Today's cost against a vendor's price; amounts without VAT, price and monitoring a year, the rest once.

    `double_running` are the months in which both are paid; rates are fractions a year; see `cash_flow.Drivers`.
    """

    cost: TodaysCost
    price: Money
    price_vat: Decimal
    vat_recoverable: Decimal
    months: int
    discount_rate: Decimal
    management: Decimal
    monitoring: Money
    transition: Money
    severance: Money
    exit: Money
    double_running: int = 1
    volume: Decimal = Decimal(1)
    growth: Decimal = Decimal(0)
    wage_growth: Decimal = Decimal(0)
    price_growth: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        _between(Decimal(self.months), 1, LONGEST_MONTHS, "months")
        _between(Decimal(self.double_running), 0, self.months, "double_running")
        _between(self.discount_rate, 0, 1, "discount_rate")
        for name in (one.name for one in fields(self) if one.name in RANGES):
            least, most = RANGES[name]
            _between(getattr(self, name), Decimal(least), Decimal(most), name)
        require_positive(self.volume, code="feasibility.not_positive", place="economic.volume")
        require_positive(self.price.amount, code="feasibility.zero_price", place="economic.price")
        require_positive(self.cost.saved.amount, code="feasibility.nothing_saved", place="economic.cost.lines")
        self._check_amounts()

    @property
    def drivers(self) -> Drivers[Decimal]:
        """The exact numbers that the formula starts from."""
        saved, variable = self.cost.saved.amount, self.cost.saved_with_volume.amount
        return Drivers(
            fixed=saved - variable, variable=variable, in_house_vat=self.cost.saved_vat.amount / saved,
            price=self.price.amount, price_vat=self.price_vat, vat_recoverable=self.vat_recoverable,
            volume=self.volume, growth=self.growth, wage_growth=self.wage_growth, price_growth=self.price_growth,
            management=self.management, monitoring=self.monitoring.amount, transition=self.transition.amount,
            severance=self.severance.amount, exit=self.exit.amount,
        )  # fmt: skip

    @property
    def flows(self) -> tuple[Money, ...]:
        """What is saved at the start and in each month, to the cent."""
        flows = monthly_savings(self.drivers, self.months, self.double_running)
        return tuple(Money(flow, self.price.currency) for flow in flows)

    @property
    def npv(self) -> Money:
        """The present value of all savings: above zero, outsourcing is cheaper."""
        return Money(self._worth(self.drivers), self.price.currency)

    @property
    def vat_lost(self) -> Money:
        """Input VAT a year that the buyer cannot deduct on the price, less what he cannot deduct today."""
        lost = self.price.share(self.price_vat) - self.cost.saved_vat
        return lost.share(1 - self.vat_recoverable)

    def break_even_price(self) -> Money | None:
        """The yearly price at which both cost the same; None if even a free service would not be cheaper."""
        factor = self._zero_of("price")
        return None if factor is None else self.price.share(factor)

    def break_even_volume(self) -> Decimal | None:
        """The volume, 1 is today's, at which both cost the same; None if there is none above zero."""
        factor = self._zero_of("volume")
        return None if factor is None else self.volume * factor

    def _zero_of(self, driver: str) -> Decimal | None:
        """The multiple of one driver at which the present value is nil: it is linear in price and in volume."""
        drivers = self.drivers
        at_none = self._worth(replace(drivers, **{driver: Decimal(0)}))
        slope = self._worth(drivers) - at_none
        return -at_none / slope if slope and -at_none / slope > 0 else None

    def _worth(self, drivers: Drivers[Decimal]) -> Decimal:
        flows = monthly_savings(drivers, self.months, self.double_running)
        return present_value(flows, discount_factors(self.discount_rate, self.months))

    def _check_amounts(self) -> None:
        for one in fields(self):
            value: Any = getattr(self, one.name)
            if isinstance(value, Money):
                place = f"economic.{one.name}"
                if value.amount < 0:
                    raise InvalidInput("feasibility.negative", place=place, value=str(value.amount))
                if value.currency != self.cost.currency:
                    raise InvalidInput("money.two_currencies", place=place,
                                       value=value.currency, allowed=self.cost.currency)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EconomicFigures:
    """The figures of one case; `irr` is None where no single rate exists, and `irr_reason` says why."""

    npv: Money
    irr: float | None
    irr_reason: Reason | None
    payback_months: int | None
    roi: Decimal | None
    break_even_price: Money | None
    break_even_volume: Decimal | None
    vat_lost: Money


def economic_figures(case: EconomicCase) -> EconomicFigures:
    """Return net present value, rates, payback and break-even points of a case."""
    amounts = [flow.amount for flow in case.flows]
    rate, reason = _rate(amounts)
    return EconomicFigures(
        case.npv, rate, reason, payback_period(amounts), roi(amounts),
        case.break_even_price(), case.break_even_volume(), case.vat_lost,
    )  # fmt: skip


def _rate(amounts: list[Decimal]) -> tuple[float | None, Reason | None]:
    try:
        return irr(amounts), None
    except InvalidInput as none:
        named = {name: str(value) for name, value in none.values.items()}
        return None, Reason.of(none.code, none.place, **named)


def _between(value: Decimal, least: Decimal | int, most: Decimal | int, name: str) -> None:
    require_between(value, least, most, code="feasibility.range", place=f"economic.{name}")
