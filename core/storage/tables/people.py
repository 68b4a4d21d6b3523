"""The people of cases, apart from all that is appended or fed: customers by case, and the vendors' workers."""

from sqlalchemy import Boolean, Column, String, Table, Text, UniqueConstraint, true

from core.domain.qualification import Evidence
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, reference, row_id

case_contacts = Table(
    "case_contacts",
    metadata,
    row_id(),
    organisation(),
    reference("case_id", "cases"),
    Column("relay", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    instant("created_ms"),
    instant("changed_ms"),
    UniqueConstraint("organisation_id", "case_id"),
    UniqueConstraint("organisation_id", "relay"),
)

workers = Table(
    "workers",
    metadata,
    row_id(),
    organisation(),
    reference("vendor_id", "vendors"),
    Column("number", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("badge", Text, nullable=False),
    Column("certificates", Packed(tuple[Evidence, ...]), nullable=False, server_default="[]"),
    Column("active", Boolean, nullable=False, server_default=true()),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "number"),
    UniqueConstraint("organisation_id", "vendor_id", "badge"),
)
