"""The audit chain, the sequences without gaps, stored answers to repeated calls, and the clock's high-water mark."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from core.storage.tables.schema import BIG_ID, instant, metadata, organisation, row_id, sha256

BY_PEOPLE = "action NOT IN ('clock.sweep', 'event.receive')"
"""What is not the mass of the record; a query finds its index only by these very words."""

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
Index(  # what one person did, the latest first; batches and sweeps, which are the mass, do not pay for it
    "ix_audit_acts", audit.c.organisation_id, audit.c.actor, audit.c.seq,
    sqlite_where=text(BY_PEOPLE), postgresql_where=text(BY_PEOPLE),
)  # fmt: skip

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
