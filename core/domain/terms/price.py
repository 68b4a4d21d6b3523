"""The price: lines with net, VAT rate and gross, VAT rounded to the cent on each line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Self

from core.domain.money import Money
from core.domain.security import Base
from core.domain.wording import NOTHING, Wording

ServiceClass = Literal["", "general", "construction", "transport", "postal", "telecom", "real_estate_lease",
                       "repair", "movable_lease", "goods"]  # fmt: skip
Taxation = Literal["general", "simplified", "exempt"]
RateChange = Literal["", "net_price_stays", "gross_price_stays"]
Regime = Literal["", "private", "government", "statutory_tender"]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the bill of quantities for the whole period of the estimate; `vat_rate` 0.06 is six per cent."""

    item: Wording = NOTHING
    unit: Wording = NOTHING
    quantity: Decimal | None = None
    unit_price: Money | None = None
    net: Money | None = None
    vat_rate: Decimal | None = None
    vat: Money | None = None
    gross: Money | None = None
    service_class: ServiceClass = "general"
    taxation: Taxation = "general"
    exemption: Wording = NOTHING

    @classmethod
    def of(cls, item: Wording, unit: Wording, quantity: Decimal, unit_price: Money, vat_rate: Decimal) -> Self:
        """Price `quantity` units: net, then VAT rounded to the cent on this line, then gross."""
        net = unit_price.times(quantity)
        vat = net.share(vat_rate)
        return cls(item, unit, quantity, unit_price, net, vat_rate, vat, net + vat)

    def counted(self) -> Self:
        """Return the line with net, VAT and gross worked out, unchanged while quantity, price or rate is open."""
        if self.quantity is None or self.unit_price is None or self.vat_rate is None:
            return self
        made = self.of(self.item, self.unit, self.quantity, self.unit_price, self.vat_rate)
        return replace(self, net=made.net, vat=made.vat, gross=made.gross)


@dataclass(frozen=True, slots=True)
class Prices:
    """All lines and their totals; `per` names the time that the quantities are for (a year of the term).

    `gross_total` is the price of that time, `contract_total` the gross price of the whole term, both with VAT.
    """

    lines: tuple[PriceLine, ...] = ()
    net_total: Money | None = None
    vat_total: Money | None = None
    gross_total: Money | None = None
    contract_total: Money | None = None
    per: Wording = NOTHING
    estimated: bool = False
    includes: Wording = NOTHING
    adjustment: Wording = NOTHING
    rate_change: RateChange = ""
    regime: Regime = ""

    def counted(self) -> Self:
        """Return the prices with every line and all totals worked out."""
        lines = tuple(one.counted() for one in self.lines)
        net, vat, gross = (_sum(getattr(one, name) for one in lines) for name in ("net", "vat", "gross"))
        return replace(self, lines=lines, net_total=net, vat_total=vat, gross_total=gross)

    def total(self) -> Money | None:
        """Return the gross amount of the whole contract, or of the priced time if no other is stated."""
        return self.contract_total if self.contract_total is not None else self.gross_total

    def base(self, name: Base) -> Money | None:
        """Return what a share by this name is taken of: the net total, the gross price of the priced time, or all."""
        if name == "net_total":
            return self.net_total
        return self.gross_total if name == "annual_estimate" else self.total()


@dataclass(frozen=True, slots=True)
class Payment:
    """When and how the price is paid: days after an event, day of settlement, interest on late payment."""

    interval: Wording = NOTHING
    days: int | None = None
    from_event: Literal["", "invoice_confirmed", "settlement_confirmed", "acceptance", "delivery"] = ""
    invoice: Literal["", "special_vat", "ordinary"] = ""
    method: Wording = NOTHING
    settlement_day: int | None = None
    confirm_days: int | None = None
    late_rate_per_day: Decimal | None = None


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    stated = [one for one in amounts if one is not None]
    return Money.total(stated, stated[0].currency) if stated else None
