"""WP-1, home cleaning in six communities: an invented package, as the demonstration uses it."""

from datetime import date
from decimal import Decimal

from core.domain.abnormally_low import LabourFloor
from core.domain.bid import Bid, PriceLine, Promise
from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.criteria_scheme import CriteriaScheme, WeightedCriterion
from core.domain.criterion import TEN
from core.domain.money import Money
from core.domain.qualification import Evidence, Requirement
from core.domain.selection_rules import RequiredLevel, SelectionRules
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


# Unit prices in the order of LINES.
PRICES = {
    "A": ("49", "17", "14", "168", "115", "13.2"),
    "B": ("46.5", "16.2", "13.2", "158", "108", "12.6"),
    "C": ("52", "17.8", "15", "180", "120", "14"),
    "D": ("23.5", "8.2", "6.6", "80", "54", "6.2"),
    "E": ("42", "14.5", "12", "145", "99", "11.5"),
}
RATED = (
    "quality", "speed", "service", "technical_standard", "management_service", "stock_policy", "flexibility",
    "financial_stability", "communication",
)  # fmt: skip
SCORES = {
    "A": (92, 90, 91, 88, 90, 82, 80, 84, 92),
    "B": (87, 88, 88, 84, 84, 86, 86, 80, 86),
    "C": (90, 86, 87, 92, 93, 88, 76, 94, 85),
    "D": (66, 80, 70, 64, 62, 70, 84, 66, 72),
    "E": (78, 93, 80, 72, 74, 76, 92, 68, 78),
}
WEIGHTS = {
    "price": 30, "quality": 15, "speed": 12, "service": 10, "technical_standard": 8, "management_service": 8,
    "stock_policy": 3, "flexibility": 6, "financial_stability": 4, "communication": 4,
}  # fmt: skip
INSURANCE = Requirement("employers_liability", Wording("雇主责任险", "employer's liability insurance"))
OPENS_MS, CLOSES_MS = 1_791_763_200_000, 1_792_800_000_000  # 12 and 24 October 2026
EXAMINED = date(2026, 10, 26)


def scheme() -> CriteriaScheme:
    """Price 30, quality 15 ...; the technical standard must reach 70."""
    least = {"technical_standard": Decimal(70)}
    lines = (WeightedCriterion(one, Decimal(WEIGHTS[one.code]), least.get(one.code)) for one in TEN)
    return CriteriaScheme(tuple(lines))


def rules(mode: str = "selection", least_bids: int = 3) -> SelectionRules:
    # 20.6 people at the Shanghai minimum wage of 2,740 and 2,131 of contributions (assumptions)
    floor = LabourFloor(Decimal("20.6"), yuan("2740"), yuan("2131"))
    return SelectionRules(
        mode=mode, bill=bill(), criteria=scheme(), closes_ms=CLOSES_MS, requirements=(INSURANCE,),
        levels=(RequiredLevel("HK-04", Decimal(90)),),
        least_bids=least_bids, low_price="government", labour_floor=floor,
    )  # fmt: skip


def bid(vendor: str, *, submitted_ms: int = OPENS_MS + 1) -> Bid:
    """The bid of A to E; the insurance of D expired in September."""
    lines = (PriceLine(line[0], yuan(price), VAT) for line, price in zip(LINES, PRICES[vendor], strict=True))
    until = date(2026, 9, 30) if vendor == "D" else date(2027, 9, 30)
    policy = Evidence(INSURANCE.code, f"policy of {vendor}", date(2025, 10, 1), until)
    return Bid(vendor, tuple(lines), (Promise("HK-04", Decimal(96)),), (policy,), submitted_ms=submitted_ms)
