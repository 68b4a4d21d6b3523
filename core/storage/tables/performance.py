"""Closed scorecards, reviews, what was decided of vendors' standing and of contracts' renewal."""

from decimal import Decimal

from sqlalchemy import BigInteger, Column, Date, Index, String, Table, Text, UniqueConstraint

from core.domain.renewal import Sureness
from core.domain.review import CardPin, Decision, Reply
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, sha256, uuid

scorecards = Table(
    "scorecards",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    reference("vendor_id", "vendors"),
    reference("contract_id", "contracts"),
    Column("month", String(7), nullable=False),
    Column("content", Text, nullable=False),
    sha256("sha256"),
    Column("feed_seq", BigInteger, nullable=False),  # up to which change of breaches the card knows their states
    Column("closed_by", String(255), nullable=False),
    instant("closed_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "contract_id", "month"),
    Index(None, "organisation_id", "vendor_id", "month"),
)

reviews = Table(
    "reviews",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    reference("vendor_id", "vendors"),
    Column("first", String(7), nullable=False),
    Column("last", String(7), nullable=False),
    Column("cards", Packed(tuple[CardPin, ...]), nullable=False),
    Column("score", Packed(Decimal)),
    Column("suggested", String(1)),
    Column("assessment", Text, nullable=False),
    Column("created_by", String(255), nullable=False),
    instant("created_ms"),
    Column("state", String(16), nullable=False),
    instant("sent_ms", nullable=True),
    instant("reply_by_ms", nullable=True),
    Column("reply", Packed(Reply)),
    Column("decision", Packed(Decision)),
    instant("closed_ms", nullable=True),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
    Index(None, "organisation_id", "vendor_id"),
)

standing_acts = Table(
    "standing_acts",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    reference("vendor_id", "vendors"),
    Column("act", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(255), nullable=False),
    instant("at_ms"),
    Column("grade", String(1)),
    Column("expires_on", Date),
    Column("review", String(64), nullable=False),
    UniqueConstraint("organisation_id", "uuid"),
    Index(None, "organisation_id", "vendor_id"),
)

renewal_decisions = Table(
    "renewal_decisions",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    reference("contract_id", "contracts"),
    Column("choice", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("cards", Packed(tuple[CardPin, ...]), nullable=False),
    Column("sureness", Packed(tuple[Sureness, ...]), nullable=False),
    Column("by", String(255), nullable=False),
    instant("at_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    Index(None, "organisation_id", "contract_id"),
)
