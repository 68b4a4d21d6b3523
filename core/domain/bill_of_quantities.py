"""The bill of quantities (报价清单): what is bought, in which unit, how much a year, at most at which unit price."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between, require_once, require_positive, require_text
from core.domain.money import Money
from core.domain.price_schedule import PricedLine, PriceSchedule
from core.domain.wording import Wording
from core.errors import InvalidInput, NotFound

UNITS = {
    "m2": Wording("m²", "m²"),
    "visit": Wording("次", "visit"),
    "person_hour": Wording("人·时", "person-hour"),
    "appliance": Wording("台", "appliance"),
    "repair_order": Wording("单", "repair order"),
    "trip": Wording("趟", "trip"),
    "seat_month": Wording("席·月", "seat-month"),
    "call": Wording("通", "call"),
    "contact": Wording("人次", "contact"),
    "ticket": Wording("件", "ticket"),
}
"""Units with their words; a buyer's own unit is its own word."""

HIGHEST_VAT = Decimal("0.20")


@dataclass(frozen=True, slots=True)
class BillLine:
    """One kind of work: quantity a year, ceiling unit price without VAT, VAT rate (0.06 is six per cent)."""

    code: str
    name: Wording
    unit: str
    quantity: Decimal
    ceiling: Money
    vat_rate: Decimal

    @property
    def unit_name(self) -> Wording:
        """The unit in words."""
        return UNITS.get(self.unit, Wording(self.unit, self.unit))

    def check(self, place: str) -> None:
        """Raise `InvalidInput` naming the field below `place` that is not allowed."""
        require_text(self.code, code="work_package.line_without_code", place=f"{place}.code")
        require_text(self.unit, code="work_package.line_without_unit", place=f"{place}.unit")
        require_positive(self.quantity, code="work_package.quantity", place=f"{place}.quantity")
        require_positive(self.ceiling.amount, code="work_package.ceiling", place=f"{place}.ceiling")
        require_between(self.vat_rate, 0, HIGHEST_VAT, code="work_package.vat_rate", place=f"{place}.vat_rate")


@dataclass(frozen=True, slots=True)
class BillOfQuantities:
    """The lines of one bill, in one currency; codes are unique."""

    lines: tuple[BillLine, ...]
    currency: str

    def __post_init__(self) -> None:
        if not self.lines:
            raise InvalidInput("work_package.no_lines", place="bill.lines")
        for index, line in enumerate(self.lines):
            line.check(f"bill.lines[{index}]")
            if line.ceiling.currency != self.currency:
                raise InvalidInput("money.two_currencies", place=f"bill.lines[{index}].ceiling",
                                   value=line.ceiling.currency, allowed=self.currency)  # fmt: skip
        require_once((line.code for line in self.lines), code="work_package.line_twice", place="bill.lines")

    def line(self, code: str) -> BillLine:
        """Return the line with this code. Raises `NotFound`."""
        for line in self.lines:
            if line.code == code:
                return line
        raise NotFound("work_package.no_line", place="bill.lines", value=code)

    @property
    def ceiling(self) -> PriceSchedule:
        """The bill at its ceiling prices: no bid may be above it."""
        lines = (PricedLine(one.code, one.quantity, one.ceiling, one.vat_rate) for one in self.lines)
        return PriceSchedule(tuple(lines), self.currency)
