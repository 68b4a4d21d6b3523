"""Selections as they are shown; what a bid says stays out of sight until the selection closes."""

from decimal import Decimal

import msgspec

from core.domain.abnormally_low import PriceAnswer, PriceQuestion
from core.domain.bid import Bid, Promise
from core.domain.gate import GateReport
from core.domain.money import Money
from core.domain.past_performance import PastPerformance
from core.domain.qualification import Evidence
from core.domain.reason import Reason
from core.domain.selection import Award, Selection
from core.domain.selection_rules import SelectionRules
from core.storage.books.vendors import Vendors
from core.storage.database import Work

UNSEALED = ("closed", "evaluated", "awarded")
"""What fails before its gates stays sealed."""


class SelectionSummary(msgspec.Struct):
    """A selection as a list shows it."""

    number: str
    title: str
    state: str
    package: str
    mode: str | None
    opened_ms: int | None
    closes_ms: int | None
    bidders: int


class OfferedLine(msgspec.Struct):
    """One line of the bill as it was offered: quantity times unit price, without VAT."""

    code: str
    unit_price: Money
    net: Money
    vat_rate: Decimal


class BidView(msgspec.Struct):
    """A standing bid; `alias` is the letter by which screens and evaluators call the bidder."""

    vendor: str
    name: str
    alias: str
    submitted_ms: int
    lines: tuple[OfferedLine, ...]
    net: Money
    gross: Money
    promises: tuple[Promise, ...]
    evidence: tuple[Evidence, ...]
    corrections: tuple[Reason, ...]


class SelectionView(msgspec.Struct):
    """A selection as far as it has come; `bids` is empty and `bidders` a count until it closes."""

    number: str
    title: str
    state: str
    package: str
    package_version: int
    created_ms: int
    rules: SelectionRules | None
    rules_sha256: str | None
    opened_ms: int | None
    bidders: int
    bids: tuple[BidView, ...]
    questions: tuple[PriceQuestion, ...]
    answers: tuple[PriceAnswer, ...]
    gates: tuple[GateReport, ...]
    failure: Reason | None
    award: Award | None
    past: tuple[PastPerformance, ...]
    now_ms: int


class Receipt(msgspec.Struct):
    """What a bidder gets for his bid: when it came, its hash, and the totals that were corrected."""

    selection: str
    vendor: str
    submitted_ms: int
    sha256: str
    net: Money
    corrections: tuple[Reason, ...]


def summary(selection: Selection) -> SelectionSummary:
    """Sum a selection up."""
    rules = selection.rules
    return SelectionSummary(
        selection.number, selection.title, selection.state, selection.package_number, rules.mode if rules else None,
        selection.opened_ms, rules.closes_ms if rules else None, len(selection.standing_bids),
    )  # fmt: skip


def view(work: Work, selection: Selection) -> SelectionView:
    """Show a selection."""
    is_unsealed = selection.state in UNSEALED or bool(selection.gates)
    return SelectionView(
        number=selection.number, title=selection.title, state=selection.state, package=selection.package_number,
        package_version=selection.package_version, created_ms=selection.created_ms, rules=selection.rules,
        rules_sha256=selection.rules_sha256, opened_ms=selection.opened_ms, bidders=len(selection.standing_bids),
        bids=bid_views(work, selection) if is_unsealed else (),
        questions=selection.questions if is_unsealed else (), answers=tuple(selection.answers),
        gates=tuple(selection.gates), failure=selection.failure, award=selection.award,
        past=tuple(selection.past), now_ms=work.now_ms,
    )  # fmt: skip


def bid_views(work: Work, selection: Selection) -> tuple[BidView, ...]:
    """Show the standing bids in the order in which vendors first bid."""
    bill, letters = selection.frozen_rules.bill, aliases(selection)
    names = Vendors(work).names(letters)
    shown = []
    for bid in selection.standing_bids:
        priced = bid.priced(bill)
        lines = tuple(OfferedLine(one.code, one.unit_price, one.net, one.vat_rate) for one in priced.lines)
        shown.append(
            BidView(
                bid.vendor, names[bid.vendor], letters[bid.vendor], bid.submitted_ms, lines, priced.net,
                priced.gross, bid.promises, bid.evidence, bid.corrections(bill),
            )
        )  # fmt: skip
    return tuple(shown)


def aliases(selection: Selection) -> dict[str, str]:
    """Bidders as letters, A for the first: A to Z, then AA, AB and so on."""
    return {bid.vendor: _letters(place) for place, bid in enumerate(selection.standing_bids)}


def receipt(selection: Selection, bid: Bid, digest: str) -> Receipt:
    """The receipt of a bid."""
    bill = selection.frozen_rules.bill
    return Receipt(selection.number, bid.vendor, bid.submitted_ms, digest, bid.priced(bill).net, bid.corrections(bill))


def _letters(place: int) -> str:
    more, letter = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + letter)
