"""Whether an uploaded document is the approved one."""

from core.documents.clause_comparison import compare_clauses
from core.documents.contract_text import ContractText, read_contract
from core.domain.contract_draft import VersionDraft
from core.errors import Conflict
from core.storage.files import Files


def closest_edition(document: ContractText, draft: VersionDraft, files: Files) -> tuple[str, ContractText]:
    """Return the edition whose paragraphs the document shares most, and its text as it was approved."""
    shown = {one.text for one in document.paragraphs}

    def shared(edition: tuple[str, ContractText]) -> float:
        texts = {one.text for one in edition[1].paragraphs}
        return len(shown & texts) / max(len(shown | texts), 1)

    return max(((one.edition, read_contract(files.get(one.file_sha256))) for one in draft.renditions), key=shared)


def matching_edition(document: ContractText, draft: VersionDraft, files: Files) -> str:
    """Return the edition that the document is. Raises `Conflict` naming hash or clause that is not the approved one."""
    if not draft.renditions:
        raise Conflict("draft.state", place=f"{draft.number} v{draft.version}", value=draft.state, allowed="approved")
    if document.terms_hash != draft.terms_sha256:
        raise Conflict("draft.other_hash", place="property TermsSHA256", value=document.terms_hash or "—",
                       allowed=draft.terms_sha256)  # fmt: skip
    edition, expected = closest_edition(document, draft, files)
    for one in compare_clauses(document, expected, draft.terms, None):
        raise Conflict("draft.other_text", place=one.clause, value=one.document, allowed=one.record)
    return edition
