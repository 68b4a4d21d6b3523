"""WP-1, home cleaning in six communities: an invented package, as the demonstration uses it."""

from datetime import date
from decimal import Decimal

from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.money import Money
from core.domain.volume import Peak, Volume
from core.domain.wording import Wording

LINES = (
    ("daily", "日常保洁", "daily cleaning", "person_hour", 21_600, "53"),
    ("deep", "深度保洁", "deep cleaning", "m2", 38_000, "18.5"),
    ("window", "擦窗", "window cleaning", "m2", 24_000, "15.5"),
    ("hood", "油烟机清洗", "range hood", "appliance", 900, "185"),
    ("aircon", "空调挂机清洗", "wall air conditioner", "appliance", 1_200, "125"),
    ("new_home", "开荒保洁", "first cleaning of a new home", "m2", 12_000, "14.5"),
)
VAT = Decimal("0.06")


def yuan(text: str) -> Money:
    return Money(Decimal(text), "CNY")


def bill() -> BillOfQuantities:
    lines = (
        BillLine(code, Wording(zh, en), unit, Decimal(quantity), yuan(ceiling), VAT)
        for code, zh, en, unit, quantity, ceiling in LINES
    )
    return BillOfQuantities(tuple(lines), "CNY")


def volume() -> Volume:
    """760 visits a month, 60 % more in the four weeks before Spring Festival, 6 February 2027."""
    festival = Peak(Wording("春节前", "before Spring Festival"), date(2027, 1, 9), date(2027, 2, 5), Decimal("1.6"))
    return Volume(Decimal(760), "visit", date(2026, 10, 1), peaks=(festival,))
