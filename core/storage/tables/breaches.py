"""What clocks reached, the breaches that follow and the messages about them."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from core.domain.breach import DISPUTED
from core.domain.dispute import Decision, Proof
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, uuid

milestones = Table(
    "milestones",
    metadata,
    row_id(),
    organisation(),
    reference("clock_id", "clocks"),
    Column("cycle_no", Integer, nullable=False, server_default="0"),
    Column("kind", String(16), nullable=False),
    Column("level", Integer, nullable=False, server_default="0"),
    Column("generation", Integer, nullable=False, server_default="0"),
    instant("at_ms"),  # contract time
    instant("detected_ms"),
    instant("recorded_ms"),
    Column("evidence", JSON, nullable=False),
    UniqueConstraint("organisation_id", "clock_id", "cycle_no", "kind", "level", "generation"),
)

breaches = Table(
    "breaches",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    reference("case_id", "cases"),
    reference("clock_id", "clocks", nullable=True),
    reference("vendor_id", "vendors"),
    Column("obligation", String(32), nullable=False),
    Column("owed_by", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("dedupe_key", String(512), nullable=False),
    instant("breach_ms"),
    instant("detected_ms"),
    Column("state", String(32), nullable=False, server_default="provisional"),
    instant("next_fire_ms", nullable=True),
    Column("evidence", JSON, nullable=False),
    Column("cause", Text, nullable=False, server_default=""),
    instant("notified_ms", nullable=True),
    instant("objection_ends_ms", nullable=True),  # the last second in which the vendor can object
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "dedupe_key"),
    Index(None, "organisation_id", "case_id"),
    Index(None, "organisation_id", "vendor_id", "breach_ms"),
)
_FIRES = breaches.c.next_fire_ms.is_not(None)
Index("ix_breaches_next_fire_ms", breaches.c.next_fire_ms, sqlite_where=_FIRES, postgresql_where=_FIRES)
_DISPUTED = text(f"state = '{DISPUTED}'")
Index(  # what waits for the buyer's decision
    "ix_breaches_disputed", breaches.c.organisation_id, breaches.c.breach_ms,
    sqlite_where=_DISPUTED, postgresql_where=_DISPUTED,
)  # fmt: skip

breach_disputes = Table(
    "breach_disputes",
    metadata,
    row_id(),
    organisation(),
    reference("breach_id", "breaches"),
    Column("ground", String(32), nullable=False),
    Column("statement", Text, nullable=False),
    Column("evidence", Packed(tuple[Proof, ...]), nullable=False),
    Column("raised_by", String(255), nullable=False),
    instant("raised_ms"),
    instant("withdrawn_ms", nullable=True),
    Column("decision", Packed(Decision)),
    Column("decided_by", String(255)),
    instant("decided_ms", nullable=True),
)
_STANDS = breach_disputes.c.withdrawn_ms.is_(None)
Index(  # one dispute a breach: what was withdrawn makes room for another
    "uq_breach_disputes_standing", breach_disputes.c.organisation_id, breach_disputes.c.breach_id, unique=True,
    sqlite_where=_STANDS, postgresql_where=_STANDS,
)  # fmt: skip

breach_changes = Table(
    "breach_changes",
    metadata,
    row_id(),
    organisation(),
    Column("seq", BigInteger, nullable=False),  # without gaps: a reader that saw n knows that it missed none before
    reference("breach_id", "breaches"),
    Column("state", String(32), nullable=False),
    instant("at_ms"),
    Column("snapshot", JSON, nullable=False),
    UniqueConstraint("organisation_id", "seq"),
    Index(None, "breach_id"),
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    organisation(),
    Column("topic", String(64), nullable=False),
    Column("payload", JSON, nullable=False),
    reference("milestone_id", "milestones", nullable=True),
    instant("created_ms"),
    instant("deliver_after_ms"),
    instant("sent_ms", nullable=True),
)
_UNSENT = outbox.c.sent_ms.is_(None)
Index("ix_outbox_deliver_after_ms", outbox.c.deliver_after_ms, sqlite_where=_UNSENT, postgresql_where=_UNSENT)
