"""The terms that were signed for contracts: the documents behind their published versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from core.domain.contract_terms import ContractTerms
from core.storage.tables import contract_drafts, contract_versions, contracts


@dataclass(frozen=True, slots=True)
class SignedTerms:
    """The terms of one published version, by the id of that version, and since when it is in force."""

    version_id: int
    since_ms: int
    terms: ContractTerms


def signed_terms(connection: Connection, contract_ids: Sequence[int]) -> dict[int, list[SignedTerms]]:
    """The versions of these contracts that a document was signed for, the earliest first; found by its hash."""
    chosen = (
        select(
            contract_versions.c.id, contract_versions.c.contract_id, contract_versions.c.effective_from_ms,
            contract_versions.c.terms.label("published"), contract_drafts.c.terms, contract_drafts.c.terms_sha256,
        )
        .join(contracts, contracts.c.id == contract_versions.c.contract_id)
        .join(
            contract_drafts,
            and_(
                contract_drafts.c.organisation_id == contracts.c.organisation_id,
                contract_drafts.c.number == contracts.c.number,
                contract_drafts.c.version == contract_versions.c.version,
            ),
        )
        .where(contract_versions.c.contract_id.in_(contract_ids))
        .order_by(contract_versions.c.effective_from_ms, contract_versions.c.id)
    )  # fmt: skip
    found: dict[int, list[SignedTerms]] = {one: [] for one in contract_ids}
    for row in connection.execute(chosen):
        if row.published.get("document_sha256", "") == row.terms_sha256:
            found[row.contract_id].append(SignedTerms(row.id, row.effective_from_ms, row.terms))
    return found


def in_force(versions: Sequence[SignedTerms], at_ms: int) -> ContractTerms | None:
    """The terms in force at an instant, or the first if they came later; None without a document."""
    begun = [one.terms for one in versions if one.since_ms <= at_ms]
    return begun[-1] if begun else versions[0].terms if versions else None
