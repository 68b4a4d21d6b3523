"""Versions of contracts on their way from draft to active; the terms and what was said of them are packed."""

from sqlalchemy import JSON, Column, Date, Index, Integer, String, Table, UniqueConstraint

from core.domain.contract_draft import Acknowledgement, Approval, ClausePin, PackPin, Rendition, Signature
from core.domain.contract_terms import ContractTerms
from core.domain.finding import Finding
from core.storage.packed import Packed
from core.storage.tables.schema import instant, metadata, organisation, row_id, sha256, uuid

contract_drafts = Table(
    "contract_drafts",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("vendor_number", String(64), nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("calendar_name", String(64), nullable=False),
    Column("calendar", JSON, nullable=False),
    Column("terms", Packed(ContractTerms), nullable=False),
    sha256("terms_sha256"),
    Column("packs", Packed(tuple[PackPin, ...]), nullable=False),
    Column("authors", Packed(tuple[str, ...]), nullable=False),
    Column("state", String(16), nullable=False),
    Column("linted_for", Date),
    Column("findings", Packed(tuple[Finding, ...]), nullable=False),
    Column("acknowledgements", Packed(tuple[Acknowledgement, ...]), nullable=False),
    Column("approval", Packed(Approval)),
    Column("renditions", Packed(tuple[Rendition, ...]), nullable=False),
    Column("clauses", Packed(tuple[ClausePin, ...]), nullable=False),
    Column("signature", Packed(Signature)),
    instant("created_ms"),
    instant("activated_ms", nullable=True),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number", "version"),
    Index(None, "organisation_id", "terms_sha256"),
)
