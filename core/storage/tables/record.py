"""The audit chain, the sequences without gaps, stored answers to repeated calls, and the clock's high-water mark."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from core.storage.tables.schema import BIG_ID, instant, metadata, organisation, row_id, sha256

audit = Table(
    "audit",
    metadata,
    row_id(),
    organisation(),
    Column("seq", BigInteger, nullable=False),
    instant("at_ms"),
    Column("actor", String(255), nullable=False),
    Column("action", String(64), nullable=False),
    Column("resource", Text, nullable=False),
    sha256("digest"),
    sha256("previous_hash"),
    sha256("hash"),
    UniqueConstraint("organisation_id", "seq"),
)

sequences = Table(
    "sequences",
    metadata,
    Column("organisation_id", BIG_ID, primary_key=True, autoincrement=False),
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    row_id(),
    organisation(),
    Column("key", String(255), nullable=False),
    Column("actor", String(255), nullable=False),
    Column("route", String(255), nullable=False),
    sha256("body_hash"),
    Column("status", Integer, nullable=False),
    Column("response", LargeBinary, nullable=False),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "key"),
)

watermark = Table(
    "watermark",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value_ms", BigInteger, nullable=False),
)
