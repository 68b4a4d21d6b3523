"""Fees of contracts by month, and closed statements: written once, read as they were written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, Select, insert, select, update

from core.domain.canonical import canonical_json
from core.domain.month import Month
from core.domain.settlement import Fee, Statement
from core.errors import Conflict
from core.storage.database import Work
from core.storage.tables import contract_fees, contracts, settlements, vendors
from core.storage.uuids import uuid7

_DECODE = msgspec.json.Decoder(Statement).decode


@dataclass(frozen=True, slots=True)
class ClosedStatement:
    """A statement as it was closed: its content with the hash, by whom and when."""

    statement: Statement
    vendor_name: str
    sha256: str
    closed_by: str
    closed_ms: int


def put_fee(work: Work, contract_id: int, month: Month, fee: Fee) -> None:
    """Record the fee of a month, in place of one that was recorded before."""
    values = {"amount": fee.amount, "invoice": fee.invoice, "by": fee.by, "at_ms": fee.at_ms}
    ours = (
        contract_fees.c.organisation_id == work.organisation_id, contract_fees.c.contract_id == contract_id,
        contract_fees.c.month == str(month),
    )  # fmt: skip
    if work.connection.execute(update(contract_fees).where(*ours).values(**values)).rowcount == 0:
        row = {"organisation_id": work.organisation_id, "contract_id": contract_id, "month": str(month), **values}
        work.connection.execute(insert(contract_fees).values(row))


def fees(connection: Connection, organisation_id: int, contract_id: int) -> dict[Month, Fee]:
    """The recorded fees of a contract, by month."""
    chosen = select(contract_fees).where(
        contract_fees.c.organisation_id == organisation_id, contract_fees.c.contract_id == contract_id
    )
    rows = connection.execute(chosen.order_by(contract_fees.c.month))
    return {Month.parse(row.month): Fee(row.amount, row.invoice, row.by, row.at_ms) for row in rows}


def add(work: Work, statement: Statement, vendor_id: int, contract_id: int) -> ClosedStatement:
    """Keep a statement for good."""
    content = canonical_json(statement)
    digest = hashlib.sha256(content.encode()).hexdigest()
    values = {
        "uuid": uuid7(work.now_ms), "organisation_id": work.organisation_id, "vendor_id": vendor_id,
        "contract_id": contract_id, "month": statement.month, "content": content, "sha256": digest,
        "closed_by": work.actor, "closed_ms": work.now_ms,
    }  # fmt: skip
    work.connection.execute(insert(settlements).values(values))
    return ClosedStatement(_DECODE(content), "", digest, work.actor, work.now_ms)


def of_contract(connection: Connection, organisation_id: int, contract_id: int) -> list[ClosedStatement]:
    """The statements of a contract, the earliest first. Raises `Conflict` for one that was changed."""
    chosen = _rows(organisation_id).where(settlements.c.contract_id == contract_id)
    return [_closed(row) for row in connection.execute(chosen)]


def closed(
    connection: Connection, organisation_id: int, contract_ids: Sequence[int], most: int
) -> list[ClosedStatement]:
    """The latest statements of these contracts, at most so many, the latest first. Raises as `of_contract`."""
    chosen = _rows(organisation_id).where(settlements.c.contract_id.in_(contract_ids))
    latest = chosen.order_by(None).order_by(settlements.c.month.desc(), contracts.c.number).limit(most)
    return [_closed(row) for row in connection.execute(latest)]


def _rows(organisation_id: int) -> Select[tuple[object, ...]]:
    return (
        select(settlements, contracts.c.number, vendors.c.name)
        .join(contracts, contracts.c.id == settlements.c.contract_id)
        .join(vendors, vendors.c.id == settlements.c.vendor_id)
        .where(settlements.c.organisation_id == organisation_id)
        .order_by(settlements.c.month, contracts.c.number)
    )


def _closed(row: Row[tuple[object, ...]]) -> ClosedStatement:
    content = str(row.content)
    if hashlib.sha256(content.encode()).hexdigest() != row.sha256:
        raise Conflict("settlement.changed", place=f"{row.number} {row.month}", value=str(row.sha256)[:12])
    return ClosedStatement(_DECODE(content), row.name, row.sha256, row.closed_by, row.closed_ms)
