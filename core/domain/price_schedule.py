"""Quantities at unit prices: the net, the VAT rounded per line, and the sums of the lines."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.money import Money


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A quantity at a unit price without VAT; `vat_rate` 0.06 is six per cent, 0 is exempt."""

    code: str
    quantity: Decimal
    unit_price: Money
    vat_rate: Decimal

    @property
    def net(self) -> Money:
        """Quantity times unit price, to the cent."""
        return self.unit_price.times(self.quantity)

    @property
    def vat(self) -> Money:
        """The line's VAT, to the cent."""
        return self.net.share(self.vat_rate)


@dataclass(frozen=True, slots=True)
class PriceSchedule:
    """Priced lines in one currency; each total is the sum of the rounded lines."""

    lines: tuple[PricedLine, ...]
    currency: str

    @property
    def net(self) -> Money:
        """The total without VAT."""
        return Money.total((line.net for line in self.lines), self.currency)

    @property
    def vat(self) -> Money:
        """The VAT of all lines."""
        return Money.total((line.vat for line in self.lines), self.currency)

    @property
    def gross(self) -> Money:
        """The total with VAT."""
        return self.net + self.vat
