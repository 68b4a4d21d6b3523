"""The account of a contract as the record shows it: what counts of its breaches, its fees and its settled months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from core.domain.breach import DEEMED_ACCEPTED, RESCINDED, UNDECIDED, Position
from core.domain.contract_terms import ContractTerms
from core.domain.month import Month
from core.domain.settlement import Account, CountedBreach, Statement, statement
from core.domain.zone import find_zone
from core.services.performance.card_making import Signed
from core.storage.books import settlements as book
from core.storage.books.signed_terms import SignedTerms, in_force, signed_terms
from core.storage.tables import breach_disputes, breaches, cases

VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with what a statement needs beside it."""

    account: Account
    versions: list[SignedTerms]
    undecided: Mapping[Month, int]
    first: Month | None
    """The month of the earliest breach that was not rescinded."""
    now_ms: int

    def statement(self, month: Month) -> Statement:
        """The month as it stands today."""
        ends_ms = month.bounds_ms(self.account.zone)[1]
        terms = in_force(self.versions, ends_ms - 1)
        return statement(self.account, month, terms, self.undecided.get(month, 0))


def opened(connection: Connection, organisation_id: int, one: Signed, now_ms: int) -> Opened:
    """Read the account of one contract."""
    versions = signed_terms(connection, [one.id])[one.id]
    by_version = {each.version_id: each.terms for each in versions}
    rows = _rows(connection, organisation_id, one.id)
    counted, undecided = [], dict[Month, int]()
    for row in rows:
        month = Month.of(row.breach_ms, one.zone)
        position = Position(row.state, VENDOR, row.objection_ends_ms, one.zone)
        if position.counts(now_ms):
            counted.append(_counted(row, one.zone, month, by_version))
        else:
            undecided[month] = undecided.get(month, 0) + 1
    account = Account(
        one.vendor, one.number, one.zone, counted, book.fees(connection, organisation_id, one.id),
        [each.statement for each in book.of_contract(connection, organisation_id, one.id)],
    )  # fmt: skip
    first = min((Month.of(row.breach_ms, one.zone) for row in rows), default=None)
    return Opened(account, versions, undecided, first, now_ms)


def _rows(connection: Connection, organisation_id: int, contract_id: int) -> list[Row[Any]]:
    """The breaches of a contract that its vendor owes and that stand, in the order in which they fell."""
    chosen = (
        select(
            breaches.c.id, breaches.c.uuid, breaches.c.obligation, breaches.c.breach_ms, breaches.c.state,
            breaches.c.objection_ends_ms, cases.c.number, cases.c.contract_version_id,
            breach_disputes.c.decision,
        )
        .join(cases, cases.c.id == breaches.c.case_id)
        .outerjoin(
            breach_disputes,
            and_(
                breach_disputes.c.organisation_id == breaches.c.organisation_id,
                breach_disputes.c.breach_id == breaches.c.id, breach_disputes.c.withdrawn_ms.is_(None),
            ),
        )
        .where(
            breaches.c.organisation_id == organisation_id, cases.c.contract_id == contract_id,
            breaches.c.owed_by == VENDOR, breaches.c.state != RESCINDED,
        )
        .order_by(breaches.c.breach_ms, breaches.c.id)
    )  # fmt: skip
    return list(connection.execute(chosen))


def _counted(row: Row[Any], zone: str, month: Month, terms: Mapping[int, ContractTerms]) -> CountedBreach:
    """A breach whose period to object is over counts as deemed accepted, also before the monitor has looked."""
    on = datetime.fromtimestamp(row.breach_ms / 1000, UTC).astimezone(find_zone(zone)).date()
    return CountedBreach(
        id=row.uuid, place=row.id, case=row.number, obligation=row.obligation, month=month, on=on, at_ms=row.breach_ms,
        state=DEEMED_ACCEPTED if row.state in UNDECIDED else row.state,
        share=row.decision.share if row.decision is not None else None, terms=terms.get(row.contract_version_id),
    )  # fmt: skip
