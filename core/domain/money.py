"""Money: a Decimal amount in one currency; there is no conversion (architecture, decision 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from typing import Self

from core.errors import InvalidInput

CENT = Decimal("0.01")
CURRENCIES = ("CNY", "USD", "EUR", "HKD")
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, kept to the cent (half up)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            allowed = ", ".join(CURRENCIES)
            raise InvalidInput("money.unknown_currency", place="currency", value=self.currency[:60], allowed=allowed)
        if not self.amount.is_finite() or not -LARGEST < self.amount < LARGEST:
            raise InvalidInput("money.not_an_amount", place="amount", value=str(self.amount)[:60])
        object.__setattr__(self, "amount", self.amount.quantize(CENT, ROUND_HALF_UP))

    @classmethod
    def parse(cls, text: str, currency: str, place: str = "amount") -> Self:
        """Read `1234.50`. Raises `InvalidInput` naming `place` for what is no amount or finer than a cent."""
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise InvalidInput("money.not_an_amount", place=place, value=text[:60]) from None
        if not amount.is_finite() or not -LARGEST < amount < LARGEST:
            raise InvalidInput("money.not_an_amount", place=place, value=text[:60])
        if amount != amount.quantize(CENT):
            raise InvalidInput("money.finer_than_a_cent", place=place, value=text[:60])
        return cls(amount, currency)

    @classmethod
    def total(cls, some: Iterable["Money"], currency: str) -> Self:
        """The sum of amounts, all in `currency`; of none it is zero."""
        amount = Decimal(0)
        for one in some:
            amount += one._in(currency)
        return cls(amount, currency)

    def __add__(self, other: "Money") -> Self:
        return type(self)(self.amount + other._in(self.currency), self.currency)

    def __sub__(self, other: "Money") -> Self:
        return type(self)(self.amount - other._in(self.currency), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < other._in(self.currency)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= other._in(self.currency)

    def times(self, quantity: Decimal | int) -> Self:
        """Return `quantity` times this amount, as a unit price is multiplied."""
        return type(self)(self.amount * quantity, self.currency)

    def share(self, rate: Decimal) -> Self:
        """Return `rate` of this amount; 0.05 is five per cent."""
        return type(self)(self.amount * rate, self.currency)

    def share_rounded_up(self, rate: Decimal) -> Self:
        """Return `rate` of this amount, a broken cent rounded up (CX-03)."""
        return type(self)((self.amount * rate).quantize(CENT, ROUND_UP), self.currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.2f}"

    def _in(self, currency: str) -> Decimal:
        if self.currency != currency:
            raise InvalidInput("money.two_currencies", place="currency", value=self.currency, allowed=currency)
        return self.amount
