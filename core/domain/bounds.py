"""Checks on Decimals that name the place and the value they refuse; NaN and infinity are never allowed."""

from collections.abc import Iterable
from decimal import Decimal

from core.domain.money import LARGEST
from core.errors import InvalidInput

MOST_DECIMALS = 30


def require_number(value: Decimal, *, place: str) -> None:
    """Refuse what is no number, 10^15 and more either way, and more than 30 decimals: 1E+999999 takes a megabyte."""
    if not value.is_finite() or not -LARGEST < value < LARGEST:
        raise InvalidInput("number.no_end", place=place, value=str(value)[:60])
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        raise InvalidInput("number.too_fine", place=place, value=str(value)[:60], most=MOST_DECIMALS)


def require_between(value: Decimal, least: Decimal | int, most: Decimal | int, *, code: str, place: str) -> None:
    """Refuse a value outside `least` to `most`, both included."""
    if not (value.is_finite() and least <= value <= most):
        raise InvalidInput(code, place=place, value=str(value)[:60], least=str(least), most=str(most))
    require_number(value, place=place)


def require_positive(value: Decimal, *, code: str, place: str) -> None:
    """Refuse zero and less, and what `require_number` does."""
    if not (value.is_finite() and value > 0):
        raise InvalidInput(code, place=place, value=str(value)[:60])
    require_number(value, place=place)


def require_text(value: str, *, code: str, place: str) -> None:
    """Refuse an empty text."""
    if not value.strip():
        raise InvalidInput(code, place=place)


def require_choice(value: str, allowed: Iterable[str], *, code: str, place: str) -> None:
    """Refuse a word that is none of `allowed`."""
    if value not in (choices := tuple(allowed)):
        raise InvalidInput(code, place=place, value=value[:60], allowed=", ".join(choices))


def require_once(values: Iterable[str], *, code: str, place: str) -> None:
    """Refuse a value that stands twice; `place` is the list, the error names the second one's index."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise InvalidInput(code, place=f"{place}[{index}]", value=value)
        seen.add(value)
