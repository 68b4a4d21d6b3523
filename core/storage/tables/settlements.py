"""The fees of contracts by month, and the statements that were settled on them."""

from sqlalchemy import Column, Index, String, Table, Text, UniqueConstraint

from core.domain.money import Money
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, sha256, uuid

contract_fees = Table(
    "contract_fees",
    metadata,
    row_id(),
    organisation(),
    reference("contract_id", "contracts"),
    Column("month", String(7), nullable=False),
    Column("amount", Packed(Money), nullable=False),
    Column("invoice", String(100), nullable=False),
    Column("by", String(255), nullable=False),
    instant("at_ms"),
    UniqueConstraint("organisation_id", "contract_id", "month"),
)

settlements = Table(
    "settlements",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    reference("vendor_id", "vendors"),
    reference("contract_id", "contracts"),
    Column("month", String(7), nullable=False),
    Column("content", Text, nullable=False),
    sha256("sha256"),
    Column("closed_by", String(255), nullable=False),
    instant("closed_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "contract_id", "month"),
    Index(None, "organisation_id", "vendor_id", "month"),
)
