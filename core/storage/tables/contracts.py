"""Vendors, calendars, packs and the contracts that pin them. What is published is never updated."""

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from core.domain.qualification import Evidence
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, sha256, uuid

vendors = Table(
    "vendors",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("uscc", String(18)),
    Column("found_by", String(32)),
    Column("evidence", Packed(tuple[Evidence, ...]), nullable=False, server_default="[]"),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
    UniqueConstraint("organisation_id", "uscc"),
)

calendars = Table(
    "calendars",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("name", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    sha256("sha256"),
    Column("official_through", String(10)),  # the last day whose holidays have been announced, 2026-12-31
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "name", "version"),
)

packs = Table(
    "packs",
    metadata,
    row_id(),
    organisation(),
    Column("name", String(64), nullable=False),
    sha256("sha256"),
    Column("content", LargeBinary, nullable=False),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "name", "sha256"),
)

contracts = Table(
    "contracts",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    reference("vendor_id", "vendors"),
    Column("zone", String(64), nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("state", String(32), nullable=False, server_default="active"),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
)

contract_versions = Table(
    "contract_versions",
    metadata,
    row_id(),
    organisation(),
    reference("contract_id", "contracts"),
    Column("version", Integer, nullable=False),
    instant("effective_from_ms"),
    Column("terms", JSON, nullable=False),
    sha256("terms_sha256"),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "contract_id", "version"),
)
