"""Scorecards: a month previewed while it runs, closed once it is over, and never changed after that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from core.domain.month import Month
from core.domain.past_performance import PastPerformance
from core.domain.scheme import DEFAULT, Scheme
from core.domain.scorecard import Scorecard, together
from core.errors import Conflict, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.services.performance.behind import MOST, Behind, behind
from core.services.performance.card_making import Making, Signed, kpis_by_obligation, made, signed_contracts
from core.services.performance.past_performance import past_performance
from core.services.performance.scorecard_views import (
    CardSummary,
    MonthFigures,
    Proof,
    ScorecardView,
    figures,
    peers_of,
    proof,
    summary,
    view,
)
from core.services.shelf import Shelf
from core.storage.books import scorecards as cards
from core.storage.books.scorecards import ClosedCard
from core.storage.database import Database, Reading, Work

MOST_MONTHS = 36


class Closing(msgspec.Struct):
    """A month's closed cards, the hash of each; those closed before are among them as they were."""

    month: str
    cards: tuple[Proof, ...]
    new: int


class Measured(msgspec.Struct):
    """A vendor under contract."""

    vendor: str
    name: str
    contracts: list[str]


@dataclass(frozen=True, slots=True)
class ScorecardService:
    """Measures vendors by month."""

    database: Database
    shelf: Shelf

    def close(
        self, actor: Actor, month: str, *, vendor: str = "", contract: str = "",
        weights: Mapping[str, Decimal] | None = None, call: Once | None = None,
    ) -> Closing:  # fmt: skip
        """Close a month of all contracts, of one vendor's or of one; a closed one stays as it is.

        The database counts on a snapshot, so that events are taken meanwhile. Raises `Conflict` while the month is not
        over or one before it is open, `InvalidInput` for weights that do not sum to 100.
        """
        access.require(actor, "scorecard.close")
        period, scheme = Month.parse(month), DEFAULT if weights is None else Scheme.weighing(weights)
        with self.database.reading() as seen:
            some = _in_force(seen, _named(seen, actor, vendor, contract), period)
            is_closed = {one.card.contract for one in cards.of_months(seen.connection, actor.organisation_id, [month])}
            due = [one for one in some if one.number not in is_closed]
            _require_over(due, period, seen.now_ms)
            _require_in_order(seen, actor, due, period)
            making = made(seen, self.shelf, actor.organisation_id, due, period, scheme)

        def act(work: Work) -> Closing:
            return _keep(work, some, due, making, month)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, Closing, lambda: act(work))

    def card(
        self, actor: Actor, vendor: str, month: str, *, contract: str = "", site: str | None = None
    ) -> ScorecardView:
        """A vendor's month over all contracts or under one; a preview while one of them is not closed.

        A vendor's user is not told what the peers say: of two it would be the other's figure. Raises `NotFound` for
        another's vendor or contract, `InvalidInput` for a site that it does not know.
        """
        access.require(actor, "scorecard.read")
        period = Month.parse(month)
        with self.database.reading() as work:
            some = _in_force(work, _named(work, actor, vendor, contract), period)
            stored = cards.of_months(work.connection, actor.organisation_id, [month])
            ours = [one for one in stored if one.card.contract in {each.number for each in some}]
            peers = {} if actor.vendor_id is not None else peers_of(_by_vendor([one.card for one in stored]))
            if some and len(ours) == len(some):
                return view(together(one.card for one in ours), ours[0].vendor_name, ours, peers, site)
            if not some:
                raise NotFound("scorecard.absent", place="month", value=month, vendor=vendor)
            making = made(work, self.shelf, actor.organisation_id, some, period, DEFAULT)
        return view(together(making.cards.values()), some[0].vendor_name, (), peers, site)

    def closed(self, actor: Actor, *, vendor: str = "", until: str = "", months: int = 12) -> list[CardSummary]:
        """The closed months of one vendor or of all, by month and vendor; `until` is the last one, by default today's.

        A vendor's user sees his own. Raises `InvalidInput` for more months than are shown at once.
        """
        access.require(actor, "scorecard.read")
        check_limit(months, MOST_MONTHS, "months")
        with self.database.reading() as work:
            last = Month.parse(until, "until") if until else Month.of(work.now_ms, "UTC")
            wanted = [str(last.moved(-back)) for back in range(months)]
            vendor_id = _named(work, actor, vendor, "")[0].vendor_id if vendor else actor.vendor_id
            stored = cards.of_months(work.connection, actor.organisation_id, wanted, vendor_id)
        return _summaries(stored)

    def trend(self, actor: Actor, vendor: str, until: str, *, months: int = 6) -> list[MonthFigures]:
        """The figures of a vendor's closed months, the earliest first. Raises as `closed` does."""
        access.require(actor, "scorecard.read")
        last = Month.parse(until, "until")
        with self.database.reading() as work:
            vendor_id = _named(work, actor, vendor, "")[0].vendor_id
            wanted = [str(last.moved(-back)) for back in range(months)]
            stored = cards.of_months(work.connection, actor.organisation_id, wanted, vendor_id)
        by_month: dict[str, list[Scorecard]] = {}
        for one in stored:
            by_month.setdefault(one.card.month, []).append(one.card)
        return [figures(together(by_month[month])) for month in sorted(by_month)]

    def vendors(self, actor: Actor) -> list[Measured]:
        """The vendors under contract that this actor may see, with their contracts, by number."""
        access.require(actor, "scorecard.read")
        with self.database.reading() as work:
            some = signed_contracts(work.connection, actor.organisation_id, vendor_id=actor.vendor_id)
        found: dict[str, Measured] = {}
        for one in some:
            found.setdefault(one.vendor, Measured(one.vendor, one.vendor_name, [])).contracts.append(one.number)
        return [found[number] for number in sorted(found)]

    def past(self, actor: Actor, vendors: Sequence[str]) -> tuple[PastPerformance, ...]:
        """What past performance would count for these vendors in a selection today, with its evidence."""
        access.require(actor, "selection.read")
        with self.database.reading() as work:
            return past_performance(work.connection, actor.organisation_id, vendors)

    def behind(
        self, actor: Actor, vendor: str, month: str, kpi: str, *, obligation: str = "", contract: str = "",
        limit: int = MOST,
    ) -> list[Behind]:  # fmt: skip
        """The cases behind a figure, those that spoil it first. Raises `InvalidInput` for an unknown KPI."""
        access.require(actor, "scorecard.read")
        period = Month.parse(month)
        check_limit(limit, MOST)
        with self.database.reading() as work:
            some = _in_force(work, _named(work, actor, vendor, contract), period)
            kpis = kpis_by_obligation(work, self.shelf, some, period)
            return behind(work, actor.organisation_id, some, period, kpi, obligation, kpis, limit)


def _named(work: Reading, actor: Actor, vendor: str, contract: str) -> list[Signed]:
    """The contracts that are asked for, of a vendor's user his own. Raises `NotFound` for none."""
    some = signed_contracts(
        work.connection, actor.organisation_id, vendor=vendor, contract=contract, vendor_id=actor.vendor_id
    )
    if not some and (vendor or contract):
        code, value = ("contract.absent", contract) if contract else ("vendor.absent", vendor)
        raise NotFound(code, place="contract" if contract else "vendor", value=value)
    return some


def _in_force(work: Reading, some: Sequence[Signed], month: Month) -> list[Signed]:
    """Those that took effect before the month was over."""
    since = cards.first_effect_ms(work.connection, [one.id for one in some])
    return [one for one in some if since.get(one.id, work.now_ms) < month.bounds_ms(one.zone)[1]]


def _require_over(due: Sequence[Signed], month: Month, now_ms: int) -> None:
    for one in due:
        if now_ms < month.bounds_ms(one.zone)[1]:
            raise Conflict("scorecard.month_runs", place="month", value=str(month), contract=one.number)


def _require_in_order(work: Reading, actor: Actor, due: Sequence[Signed], month: Month) -> None:
    """A decision is counted in exactly one month, so months close one after another, from the first one closed on."""
    before = cards.before(work.connection, actor.organisation_id, [one.id for one in due])
    for one in due:
        last = before.get(one.id)
        if last is not None and Month.parse(last[0]).moved(1) != month:
            raise Conflict("scorecard.order", place="month", value=str(month), contract=one.number,
                           next=str(Month.parse(last[0]).moved(1)))  # fmt: skip


def _keep(work: Work, some: Sequence[Signed], due: Sequence[Signed], making: Making, month: str) -> Closing:
    """Write what is not there yet: another may have closed it since the snapshot."""
    work.alone("scorecard.close")
    there = {one.card.contract: one for one in cards.of_months(work.connection, work.organisation_id, [month])}
    new = 0
    for one in due:
        if one.number not in there:
            there[one.number] = cards.add(work, making.cards[one.id], one.vendor_id, one.id, making.feed_seq)
            new += 1
    proofs = tuple(proof(there[one.number]) for one in some if one.number in there)
    if new:
        digest = cards.digest([one.sha256 for one in proofs])
        work.audit("scorecard.close", f"{month} {new}", digest)
    return Closing(month, proofs, new)


def _by_vendor(some: Sequence[Scorecard]) -> list[Scorecard]:
    found: dict[str, list[Scorecard]] = {}
    for card in some:
        found.setdefault(card.vendor, []).append(card)
    return [together(ours) for ours in found.values()]


def _summaries(stored: Sequence[ClosedCard]) -> list[CardSummary]:
    found: dict[tuple[str, str], list[ClosedCard]] = {}
    for one in stored:
        found.setdefault((one.card.month, one.card.vendor), []).append(one)
    return [
        summary(together(one.card for one in ours), ours[0].vendor_name, [one.card.contract for one in ours])
        for _, ours in sorted(found.items())
    ]


__all__ = ["Behind", "Closing", "ScorecardService"]
