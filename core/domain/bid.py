"""A bid: unit prices for every line of the bill, the service levels promised, and the evidence given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from core.domain.bill_of_quantities import HIGHEST_VAT, BillOfQuantities
from core.domain.bounds import require_between, require_once, require_positive
from core.domain.money import Money
from core.domain.price_schedule import PricedLine, PriceSchedule
from core.domain.qualification import Evidence
from core.domain.reason import Reason
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class PriceLine:
    """The unit price without VAT of one line, the bidder's VAT rate, and the line's total as he wrote it, if he did."""

    code: str
    unit_price: Money
    vat_rate: Decimal
    stated: Money | None = None

    def check(self, place: str, currency: str) -> None:
        """Raise `InvalidInput` naming the field below `place` that is not allowed."""
        require_positive(self.unit_price.amount, code="selection.zero_price", place=f"{place}.unit_price")
        require_between(self.vat_rate, 0, HIGHEST_VAT, code="work_package.vat_rate", place=f"{place}.vat_rate")
        if self.unit_price.currency != currency:
            raise InvalidInput("money.two_currencies", place=f"{place}.unit_price",
                               value=self.unit_price.currency, allowed=currency)  # fmt: skip

    def excess(self, place: str, most: Money) -> Reason | None:
        """Why the unit price is above the line's ceiling; None if it is not."""
        if self.unit_price <= most:
            return None
        return Reason.of("selection.above_ceiling", place, value=str(self.unit_price), most=str(most))


@dataclass(frozen=True, slots=True)
class Promise:
    """The attainment in per cent that the bidder promises for an obligation; it becomes the target if he wins."""

    obligation: str
    pct: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What a vendor, named by his number, offers: unit prices, promises, evidence."""

    vendor: str
    lines: tuple[PriceLine, ...]
    promises: tuple[Promise, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stated_total: Money | None = None

    def received(self, at_ms: int) -> "Bid":
        """The offer as the bid that came in at this instant."""
        return Bid(self.vendor, self.lines, self.promises, self.evidence, self.stated_total, submitted_ms=at_ms)


@dataclass(frozen=True, slots=True)
class Bid(Offer):
    """An offer that came in at `submitted_ms`; a later bid takes its place."""

    submitted_ms: int = field(kw_only=True)

    def check(self, bill: BillOfQuantities) -> None:
        """Raise `InvalidInput` naming the line that is missing, unknown or not allowed: it cannot be priced."""
        place = f"bids.{self.vendor}"
        require_once((line.code for line in self.lines), code="selection.line_twice", place=f"{place}.lines")
        known, offered = {line.code for line in bill.lines}, {line.code for line in self.lines}
        for line in self.lines:
            if line.code not in known:
                raise InvalidInput("selection.line_unknown", place=f"{place}.lines.{line.code}", value=line.code)
            line.check(f"{place}.lines.{line.code}", bill.currency)
        for wanted in bill.lines:
            if wanted.code not in offered:
                raise InvalidInput("selection.line_missing", place=f"{place}.lines.{wanted.code}", value=wanted.code)
        self._check_promises(f"{place}.promises")

    def priced(self, bill: BillOfQuantities) -> PriceSchedule:
        """Return quantities times unit prices in the bill's order: this counts, whatever totals were written."""
        by_code = {line.code: line for line in self.lines}
        lines = (
            PricedLine(one.code, one.quantity, by_code[one.code].unit_price, by_code[one.code].vat_rate)
            for one in bill.lines
        )
        return PriceSchedule(tuple(lines), bill.currency)

    def corrections(self, bill: BillOfQuantities) -> tuple[Reason, ...]:
        """Return the totals that were written wrong; the unit price counts."""
        return tuple(self._corrections(self.priced(bill)))

    def promised(self, obligation: str) -> Decimal | None:
        """Return the promised attainment in per cent, None if nothing was promised."""
        return next((one.pct for one in self.promises if one.obligation == obligation), None)

    def _corrections(self, priced: PriceSchedule) -> Iterator[Reason]:
        stated = {line.code: line.stated for line in self.lines}
        for line in priced.lines:
            place = f"bids.{self.vendor}.lines.{line.code}.stated"
            yield from _correction(place, stated[line.code], line.net)
        yield from _correction(f"bids.{self.vendor}.stated_total", self.stated_total, priced.net)

    def _check_promises(self, place: str) -> None:
        require_once((one.obligation for one in self.promises), code="selection.promise_twice", place=place)
        for one in self.promises:
            require_between(one.pct, 0, 100, code="selection.promise", place=f"{place}.{one.obligation}")


def _correction(place: str, stated: Money | None, right: Money) -> Iterator[Reason]:
    if stated is not None and stated != right:
        yield Reason.of("selection.total_corrected", place, stated=str(stated), right=str(right))
