"""Cases, their events and their clocks: hot rows, never mapped to entities."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, false, text

from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, sha256, uuid

cases = Table(
    "cases",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(128), nullable=False),
    reference("contract_id", "contracts"),
    reference("contract_version_id", "contract_versions"),
    reference("vendor_id", "vendors"),
    instant("opened_ms"),
    Column("facts", JSON, nullable=False),
    Column("state", JSON, nullable=False),  # last event key, pauses, progress
    Column("closed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
    Index(None, "organisation_id", "contract_id", "opened_ms"),
)

events = Table(
    "events",
    metadata,
    row_id(),
    organisation(),
    Column("source", String(255), nullable=False),
    Column("event_id", String(255), nullable=False),
    reference("case_id", "cases"),
    Column("type", String(128), nullable=False),
    instant("occurred_ms"),
    instant("received_ms"),
    instant("effective_ms"),
    Column("precedence", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    sha256("body_sha256"),
    Column("flags", Text, nullable=False, server_default=""),
    UniqueConstraint("organisation_id", "source", "event_id"),
    Index("ix_events_replay", "organisation_id", "case_id", "effective_ms", "precedence", "event_id"),
    Index("ix_events_of_type", "organisation_id", "type", "effective_ms"),  # a month's outcomes, for its scorecard
)

clocks = Table(
    "clocks",
    metadata,
    row_id(),
    organisation(),
    reference("case_id", "cases"),
    Column("obligation", String(32), nullable=False),
    Column("match", String(255), nullable=False, server_default=""),
    Column("cycle_no", Integer, nullable=False, server_default="0"),
    reference("contract_version_id", "contract_versions"),
    reference("vendor_id", "vendors"),
    Column("owed_by", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    instant("started_ms"),
    instant("due_ms", nullable=True),
    instant("not_before_ms", nullable=True),
    instant("stopped_ms", nullable=True),
    Column("breached", Boolean, nullable=False, server_default=false()),
    Column("generation", Integer, nullable=False, server_default="0"),
    Column("warned_pct", Integer, nullable=False, server_default="0"),
    instant("next_fire_ms", nullable=True),
    Column("detail", JSON, nullable=False, server_default=text("'{}'")),  # what only the replay of this clock needs
    UniqueConstraint("organisation_id", "case_id", "obligation", "match", "cycle_no"),
)

# The monitor asks only for clocks that time can still change, the earliest first.
_FIRES = clocks.c.next_fire_ms.is_not(None)
Index("ix_clocks_next_fire_ms", clocks.c.next_fire_ms, sqlite_where=_FIRES, postgresql_where=_FIRES)
Index("ix_clocks_state_due", clocks.c.organisation_id, clocks.c.state, clocks.c.due_ms)
