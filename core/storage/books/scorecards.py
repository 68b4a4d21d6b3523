"""Closed scorecards of one organisation: written once, read as they were written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, Select, func, insert, select

from core.domain.canonical import canonical_json
from core.domain.scorecard import Scorecard
from core.errors import Conflict
from core.storage.database import Work
from core.storage.tables import contract_versions, contracts, scorecards, vendors
from core.storage.uuids import uuid7

_DECODE = msgspec.json.Decoder(Scorecard).decode


@dataclass(frozen=True, slots=True)
class ClosedCard:
    """A card as it was closed: its content with the hash, by whom and when, and up to which change of breaches."""

    card: Scorecard
    vendor_name: str
    sha256: str
    feed_seq: int
    closed_by: str
    closed_ms: int


def add(work: Work, card: Scorecard, vendor_id: int, contract_id: int, feed_seq: int) -> ClosedCard:
    """Keep a card for good."""
    content = canonical_json(card)
    digest = hashlib.sha256(content.encode()).hexdigest()
    values = {
        "uuid": uuid7(work.now_ms), "organisation_id": work.organisation_id, "vendor_id": vendor_id,
        "contract_id": contract_id, "month": card.month, "content": content, "sha256": digest, "feed_seq": feed_seq,
        "closed_by": work.actor, "closed_ms": work.now_ms,
    }  # fmt: skip
    work.connection.execute(insert(scorecards).values(values))
    return ClosedCard(card, "", digest, feed_seq, work.actor, work.now_ms)


def of_months(
    connection: Connection, organisation_id: int, months: Sequence[str], vendor_id: int | None = None
) -> list[ClosedCard]:
    """The cards of these months, by month, vendor and contract. Raises `Conflict` for one that was changed."""
    chosen = _rows(organisation_id, vendor_id).where(scorecards.c.month.in_(months))
    return [_closed(row) for row in connection.execute(chosen)]


def of_contract(connection: Connection, organisation_id: int, contract_id: int, months: int) -> list[ClosedCard]:
    """The cards of a contract's last closed months, the earliest first."""
    last = (
        select(scorecards.c.month)
        .where(scorecards.c.organisation_id == organisation_id, scorecards.c.contract_id == contract_id)
        .order_by(scorecards.c.month.desc())
        .limit(months)
    )
    chosen = _rows(organisation_id, None).where(scorecards.c.contract_id == contract_id, scorecards.c.month.in_(last))
    return [_closed(row) for row in connection.execute(chosen)]


def latest(connection: Connection, organisation_id: int, vendor_ids: Sequence[int] | None = None) -> list[ClosedCard]:
    """All cards of each vendor's last closed month."""
    last = (
        select(scorecards.c.vendor_id, scorecards.c.month)
        .where(scorecards.c.organisation_id == organisation_id)
        .order_by(scorecards.c.vendor_id, scorecards.c.month.desc())
    )
    months: dict[int, str] = {}
    for row in connection.execute(last):
        if vendor_ids is None or row.vendor_id in vendor_ids:
            months.setdefault(row.vendor_id, row.month)
    rows = connection.execute(_rows(organisation_id, None).where(scorecards.c.month.in_(set(months.values()))))
    return [_closed(row) for row in rows if months.get(row.vendor_id) == row.month]


def before(connection: Connection, organisation_id: int, contract_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The last closed month of each contract, and the change of breaches up to which its card knows."""
    chosen = (
        select(scorecards.c.contract_id, scorecards.c.month, scorecards.c.feed_seq)
        .where(scorecards.c.organisation_id == organisation_id, scorecards.c.contract_id.in_(contract_ids))
        .order_by(scorecards.c.month)
    )
    return {row.contract_id: (row.month, row.feed_seq) for row in connection.execute(chosen)}


def first_effect_ms(connection: Connection, contract_ids: Sequence[int]) -> dict[int, int]:
    """From when each contract has been in force."""
    chosen = (
        select(contract_versions.c.contract_id, func.min(contract_versions.c.effective_from_ms).label("since_ms"))
        .where(contract_versions.c.contract_id.in_(contract_ids))
        .group_by(contract_versions.c.contract_id)
    )
    return {row.contract_id: row.since_ms for row in connection.execute(chosen)}


def digest(hashes: Sequence[str]) -> str:
    """One hash over the hashes of cards."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _rows(organisation_id: int, vendor_id: int | None) -> Select[tuple[object, ...]]:
    chosen = (
        select(scorecards, contracts.c.number, vendors.c.name)
        .join(contracts, contracts.c.id == scorecards.c.contract_id)
        .join(vendors, vendors.c.id == scorecards.c.vendor_id)
        .where(scorecards.c.organisation_id == organisation_id)
        .order_by(scorecards.c.month, vendors.c.number, contracts.c.number)
    )
    return chosen if vendor_id is None else chosen.where(scorecards.c.vendor_id == vendor_id)


def _closed(row: Row[tuple[object, ...]]) -> ClosedCard:
    content = str(row.content)
    if hashlib.sha256(content.encode()).hexdigest() != row.sha256:
        raise Conflict("scorecard.changed", place=f"{row.number} {row.month}", value=str(row.sha256)[:12])
    return ClosedCard(_DECODE(content), row.name, row.sha256, row.feed_seq, row.closed_by, row.closed_ms)
