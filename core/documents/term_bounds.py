"""What no contract can state: a number without end or below zero, a day out of all time, amounts in two currencies."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.bounds import require_number
from core.domain.contract_terms import ContractTerms
from core.domain.money import LARGEST, Money
from core.errors import InvalidInput

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)
_DISCOUNTS = "prices.lines["
"""Where an amount may lie below zero."""


def check_bounds(terms: ContractTerms) -> None:
    """Raise `InvalidInput` naming the path of the first value that no contract can state."""
    currency = ""
    for place, value in _values(terms, ""):
        if isinstance(value, Money):
            currency = currency or value.currency
            _check_money(value, place, currency)
        elif isinstance(value, Decimal):
            _check_decimal(value, place)
        elif isinstance(value, date):
            _check_between(value, FIRST_DAY, LAST_DAY, place)
        elif isinstance(value, int) and not isinstance(value, bool):
            _check_between(value, 0, int(LARGEST), place)


def _check_money(value: Money, place: str, currency: str) -> None:
    if value.currency != currency:
        raise InvalidInput("money.two_currencies", place=f"{place}.currency", value=value.currency, allowed=currency)
    if value.amount < 0 and not place.startswith(_DISCOUNTS):
        raise InvalidInput(
            "terms.outside", place=f"{place}.amount", value=str(value.amount), least="0", most=_shown(LARGEST)
        )


def _check_decimal(value: Decimal, place: str) -> None:
    require_number(value, place=place)
    _check_between(value, 0, LARGEST, place)


def _check_between(value: Any, least: Any, most: Any, place: str) -> None:
    if not least <= value <= most:
        raise InvalidInput("terms.outside", place=place, value=str(value)[:60], least=str(least), most=_shown(most))


def _shown(most: Any) -> str:
    return f"{most:f}" if isinstance(most, Decimal) else str(most)


def _values(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value) and not isinstance(value, Money):
        for one in fields(value):
            yield from _values(getattr(value, one.name), f"{place}.{one.name}" if place else one.name)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _values(one, f"{place}[{number}]")
    elif not isinstance(value, str):
        yield place, value
