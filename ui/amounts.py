"""Amounts and shares as cards and tables of the screens show them."""

from decimal import Decimal

from core.documents.wording import number
from core.domain.money import Money
from ui.texts import language

_SIGNS = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元"}
_TEN_THOUSAND, _MILLION = Decimal(10_000), Decimal(1_000_000)


def full(amount: Money) -> str:
    """An amount to the cent with its unit: 2,488,000.00 元, CNY 2,488,000.00."""
    return f"{amount.amount:,.2f} {_SIGNS[amount.currency]}" if language() == "zh" else str(amount)


def brief(amount: Money) -> str:
    """An amount in few digits: 248.8 万元, CNY 2.488 m."""
    if language() == "zh":
        if abs(amount.amount) < _TEN_THOUSAND:
            return f"{amount.amount:,.0f} {_SIGNS[amount.currency]}"
        return f"{amount.amount / _TEN_THOUSAND:,.1f} 万{_SIGNS[amount.currency]}"
    if abs(amount.amount) < _MILLION:
        return f"{amount.currency} {amount.amount:,.0f}"
    return f"{amount.currency} {amount.amount / _MILLION:,.2f} m"


def pct(share: Decimal | float, digits: int = 1) -> str:
    """A share as per cent: 83.4 %."""
    return f"{100 * float(share):,.{digits}f} %"


def count(value: Decimal) -> str:
    """A quantity with at most two decimals."""
    return number(round(value, 2))


def scale(currency: str) -> tuple[float, str]:
    """What amounts on an axis are divided by, and their unit: 万元, CNY m."""
    return (1e4, f"万{_SIGNS[currency]}") if language() == "zh" else (1e6, f"{currency} m")
