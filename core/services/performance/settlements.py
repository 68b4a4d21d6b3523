"""Settlements: the fee of a month recorded, its statement previewed, and closed for good once the month is over."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from core.domain.canonical import sha256
from core.domain.money import Money
from core.domain.month import Month
from core.domain.plain_text import check_name
from core.domain.settlement import Fee, Statement
from core.errors import Conflict, InvalidInput, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.services.performance.account import Opened, opened
from core.services.performance.card_making import Signed, signed_contracts
from core.storage.books import scorecards as cards
from core.storage.books import settlements as book
from core.storage.books.signed_terms import in_force
from core.storage.database import Database, Work

LONGEST_INVOICE = 100


class SettlementView(msgspec.Struct):
    """The statement of a contract's month; a preview, which still changes, while `sha256` is empty.

    `currency` is the contract's, empty where it names none.
    """

    name: str
    statement: Statement
    currency: str
    sha256: str
    closed_by: str
    closed_ms: int | None
    now_ms: int

    @property
    def is_closed(self) -> bool:
        """Whether it never changes any more."""
        return bool(self.sha256)


@dataclass(frozen=True, slots=True)
class SettlementService:
    """Settles contracts month by month."""

    database: Database

    def record_fee(
        self, actor: Actor, contract: str, month: str, amount: Money, invoice: str, call: Once | None = None
    ) -> SettlementView:
        """Record what the vendor is owed for a month that is over; until it is settled it can be recorded anew.

        Raises `InvalidInput` for a negative amount, another currency than the contract's or no invoice, `Conflict`
        while the month runs, before the contract took effect, or once the month or a later one is settled.
        """
        access.require(actor, "settlement.fee")
        period = Month.parse(month)
        if amount.amount < 0:
            raise InvalidInput("settlement.negative", place="amount", value=str(amount))
        check_name(invoice, "invoice", LONGEST_INVOICE)

        def act(work: Work, one: Signed) -> SettlementView:
            known = opened(work.connection, work.organisation_id, one, work.now_ms)
            currency = _currency(known, period)
            if currency and amount.currency != currency:
                raise InvalidInput("settlement.currency", place="currency", value=amount.currency, allowed=currency)
            _require_over(work, one, period)
            settled = known.account.settled
            if settled and period <= Month.parse(settled[-1].month):
                raise Conflict("settlement.fee_settled", place="month", value=month, last=settled[-1].month)
            fee = Fee(amount, invoice, work.actor, work.now_ms)
            book.put_fee(work, one.id, period, fee)
            work.audit("settlement.fee", f"{contract} {month}", sha256(fee))
            return _preview(opened(work.connection, work.organisation_id, one, work.now_ms), one, period)

        return self._perform(actor, contract, call, act)

    def close(self, actor: Actor, contract: str, month: str, call: Once | None = None) -> SettlementView:
        """Close the statement of a month that is over; months close in order, from that of the first breach on.

        Raises `Conflict` for a month that runs, was closed before, is not the next, or waits for a fee.
        """
        access.require(actor, "settlement.close")
        period = Month.parse(month)

        def act(work: Work, one: Signed) -> SettlementView:
            known = opened(work.connection, work.organisation_id, one, work.now_ms)
            _require_over(work, one, period)
            _require_in_order(known, period)
            made = known.statement(period)
            if made.waits_for:
                raise Conflict("settlement.no_fee", place="month", value=month, months=", ".join(made.waits_for))
            kept = book.add(work, made, one.vendor_id, one.id)
            work.audit("settlement.close", f"{contract} {month}", kept.sha256)
            return _closed(kept, one, _currency(known, period), work.now_ms)

        return self._perform(actor, contract, call, act)

    def get(self, actor: Actor, contract: str, month: str) -> SettlementView:
        """The statement of a month as it was closed, or a preview. Raises `NotFound`, also for another's contract."""
        access.require(actor, "settlement.read")
        period = Month.parse(month)
        with self.database.reading_for(actor) as work:
            one = _contract(work, contract, actor.vendor_id)
            for kept in book.of_contract(work.connection, work.organisation_id, one.id):
                if kept.statement.month == month:
                    return _closed(kept, one, kept.statement.fee.amount.currency if kept.statement.fee else "",
                                   work.now_ms)  # fmt: skip
            return _preview(opened(work.connection, work.organisation_id, one, work.now_ms), one, period)

    def list(self, actor: Actor, *, vendor: str = "", contract: str = "", limit: int = 100) -> list[SettlementView]:
        """Closed statements, the latest month first; a vendor's user sees his own. Raises `NotFound`."""
        access.require(actor, "settlement.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            some = signed_contracts(
                work.connection, work.organisation_id, vendor=vendor, contract=contract, vendor_id=actor.vendor_id
            )
            if not some and (vendor or contract):
                place = "contract" if contract else "vendor"
                raise NotFound(f"{place}.absent", place=place, value=contract or vendor)
            by_number = {one.number: one for one in some}
            kept = book.closed(work.connection, work.organisation_id, [one.id for one in some], limit)
            return [
                _closed(one, by_number[one.statement.contract], one.statement.fee.amount.currency, work.now_ms)
                for one in kept
                if one.statement.fee is not None
            ]

    def _perform(
        self, actor: Actor, contract: str, call: Once | None, act: Callable[[Work, Signed], SettlementView]
    ) -> SettlementView:
        """One act about a contract at a time, so that a fee does not change under a statement."""
        with self.database.unit_of_work(actor) as work:

            def alone() -> SettlementView:
                one = _contract(work, contract, actor.vendor_id)
                work.alone(f"settlement.{one.id}")
                return act(work, one)

            return perform(work, call, SettlementView, alone)


def _contract(work: Work, contract: str, vendor_id: int | None) -> Signed:
    some = signed_contracts(work.connection, work.organisation_id, contract=contract, vendor_id=vendor_id)
    if not some:
        raise NotFound("contract.absent", place="contract", value=contract)
    return some[0]


def _require_over(work: Work, one: Signed, month: Month) -> None:
    """The month lies in the past, and not before the contract."""
    begins_ms, ends_ms = month.bounds_ms(one.zone)
    if work.now_ms < ends_ms:
        raise Conflict("settlement.month_runs", place="month", value=str(month), contract=one.number)
    since_ms = cards.first_effect_ms(work.connection, [one.id]).get(one.id, begins_ms)
    if ends_ms <= since_ms:
        first = str(Month.of(since_ms, one.zone))
        raise Conflict("settlement.before_contract", place="month", value=str(month), contract=one.number, first=first)


def _require_in_order(known: Opened, month: Month) -> None:
    """Months are settled one after another, from that of the first breach on: each cap rests on those before."""
    number, settled = known.account.contract, known.account.settled
    if any(one.month == str(month) for one in settled):
        raise Conflict("settlement.closed", place="month", value=str(month), contract=number)
    due = Month.parse(settled[-1].month).moved(1) if settled else known.first
    if due is not None and (due < month if not settled else due != month):
        raise Conflict("settlement.order", place="month", value=str(month), contract=number, next=str(due))


def _currency(known: Opened, month: Month) -> str:
    """The currency of the contract's prices, else of its credits; empty where it names no money."""
    terms = in_force(known.versions, month.bounds_ms(known.account.zone)[1] - 1)
    if terms is None:
        return ""
    prices = (terms.prices.gross_total, terms.prices.contract_total, terms.prices.net_total)
    by_level = (one.credit.amount for one in terms.service_levels)
    return next((one.currency for one in (*prices, *by_level) if one is not None), "")


def _preview(known: Opened, one: Signed, month: Month) -> SettlementView:
    return SettlementView(one.vendor_name, known.statement(month), _currency(known, month), "", "", None, known.now_ms)


def _closed(kept: book.ClosedStatement, one: Signed, currency: str, now_ms: int) -> SettlementView:
    return SettlementView(
        one.vendor_name, kept.statement, currency, kept.sha256, kept.closed_by, kept.closed_ms, now_ms
    )
