"""Holds a contract document against the record and against the rules that are enforced."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from core.documents.clause_comparison import COVER, ClauseDifference, compare_clauses, only_in_rules
from core.documents.comparison import ABSENT
from core.documents.contract_text import FOOTER, ContractText, read_contract
from core.domain.contract_draft import VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.duration import Limit
from core.errors import Conflict, NotFound
from core.services import access
from core.services.access import Actor
from core.services.legal.signed_document import closest_edition
from core.services.shelf import InForce, Shelf
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.database import Database, Work
from core.storage.files import Files

OF_VERSION = "term.version"
"""The clause of the library that says from when a version holds."""


class Verified(msgspec.Struct):
    """What a document was held against, and every clause at which document, record and rules are not one.

    `document_version` is None for a hash that no version has; `version` is the latest in force or on its way, and
    `file` says whether the bytes are those that were rendered, those that were signed, or others.
    """

    number: str
    document_version: int | None
    version: int
    state: str
    effective_from: str
    edition: str
    document_sha256: str
    record_sha256: str
    file: str
    is_same: bool
    rules_compared: bool
    differences: list[ClauseDifference]


@dataclass(frozen=True, slots=True)
class VerificationService:
    """Compares; it changes nothing."""

    database: Database
    files: Files
    shelf: Shelf

    def verify(self, actor: Actor, content: bytes, on: date | None = None) -> Verified:
        """Hold a docx against the latest version of its contract: the active one, or its own if that is on its way.

        With a day `on` it is held against the version that was in force on that day. Raises `Malformed` for what is
        no docx, `NotFound` for a document of no contract of this organisation or a day before its first version.
        """
        access.require(actor, "contract.verify")
        document = read_contract(content)
        with self.database.reading_for(actor) as work:
            own, reference = _versions(ContractDrafts(work), document, on)
            edition, expected = closest_edition(document, reference, self.files)
            force = self._force(work, reference)
            found = self._differences(document, expected, own, reference, force)
            is_same = not found and document.terms_hash == reference.terms_sha256
            return Verified(
                reference.number, own.version if own else None, reference.version, reference.state,
                reference.effective_from.isoformat(), edition, document.terms_hash, reference.terms_sha256,
                _file(content, own), is_same, force is not None, found,
            )  # fmt: skip

    def _differences(
        self,
        document: ContractText,
        expected: ContractText,
        own: VersionDraft | None,
        reference: VersionDraft,
        force: InForce | None,
    ) -> list[ClauseDifference]:
        terms = reference.terms
        found = list(compare_clauses(document, expected, terms, _limits(force) if force else None))
        if own is not None:  # what names its own version does so rightly, unless it was changed by hand
            touched = {one.clause for one in compare_clauses(document, self._text(document, own), own.terms, None)}
            found = [one for one in found if one.clause not in _naming(own, reference) or one.clause in touched]
        if force is not None:
            found += [*only_in_rules(terms, _words(force)), *_bases(terms, force)]
        return [*found, *_hashes(document, own, reference)]

    def _text(self, document: ContractText, draft: VersionDraft) -> ContractText:
        return closest_edition(document, draft, self.files)[1]

    def _force(self, work: Work, reference: VersionDraft) -> InForce | None:
        """The compiled version that the clocks run by, once it is published."""
        contract = Contracts(work).find(reference.number)
        for one in contract.versions if contract is not None else ():
            if one.version == reference.version and not reference.is_open and one.id is not None:
                return self.shelf.version(work.connection, one.id)
        return None


def _versions(
    drafts: ContractDrafts, document: ContractText, on: date | None
) -> tuple[VersionDraft | None, VersionDraft]:
    """The version that the document carries the hash of, and the one to hold it against."""
    own = drafts.by_hash(document.terms_hash) if document.terms_hash else None
    number = own.number if own else document.properties.get("ContractNumber", "")
    known = [one for one in drafts.of(number) if one.renditions]
    if not known:
        if own is not None or drafts.of(number):
            raise Conflict("verify.not_approved", place="file", value=number)
        raise NotFound("verify.unknown_document", place="file", value=number or ABSENT)
    own = own if own is not None and own.renditions else None
    active = [one for one in known if not one.is_open]
    if on is not None:
        return own, _in_force(active, number, on)
    if own is not None and own.is_open:
        return own, own
    return own, (active or known)[-1]


def _in_force(active: Sequence[VersionDraft], number: str, on: date) -> VersionDraft:
    """The last version that had taken effect by the day, in the contract's own days."""
    if not active:
        raise NotFound("verify.never_in_force", place="on", value=number)
    begun = [one for one in active if one.effective_from <= on]
    if not begun:
        raise NotFound("verify.nothing_in_force", place="on", value=number, on=str(on),
                       first=str(active[0].effective_from))  # fmt: skip
    return begun[-1]


def _naming(own: VersionDraft, reference: VersionDraft) -> set[str]:
    """Where a document says which version it is: on cover and foot, and in the clause on its day of effect."""
    pins = (*own.clauses, *reference.clauses)
    return {COVER, FOOTER, *(one.number for one in pins if one.clause == OF_VERSION)}


def _limits(force: InForce) -> dict[str, Limit]:
    return {name: one.limit for name, one in force.terms.timings.items()}


def _words(force: InForce) -> dict[str, str]:
    limits = _limits(force)
    return {
        name: " / ".join(dict.fromkeys(limits[name].words(one) for one in ("zh", "en"))) if name in limits else ABSENT
        for name in force.obligations
    }


def _bases(terms: ContractTerms, force: InForce) -> list[ClauseDifference]:
    """Limits that are counted otherwise than the annex says, and obligations that nothing watches."""
    found: list[ClauseDifference] = []
    for one in terms.service_levels:
        place, timing = f"service_levels.{one.obligation}", force.terms.timings.get(one.obligation)
        if one.obligation not in force.obligations:
            found.append(ClauseDifference(place, one.limit or one.obligation, one.limit or one.obligation, ABSENT))
        elif timing is not None and timing.basis != one.basis:
            found.append(ClauseDifference(f"{place}.basis", one.basis, one.basis, timing.basis))
    return found


def _hashes(document: ContractText, own: VersionDraft | None, reference: VersionDraft) -> list[ClauseDifference]:
    """A hash that no version has, or a footer that prints another one than the document carries."""
    found: list[ClauseDifference] = []
    if own is None:
        shown = document.terms_hash or ABSENT
        found.append(ClauseDifference("property TermsSHA256", shown, reference.terms_sha256))
    if document.footer_hash != document.terms_hash:
        found.append(ClauseDifference("footer", document.footer_hash or ABSENT, document.terms_hash or ABSENT))
    return found


def _file(content: bytes, own: VersionDraft | None) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if own is not None and own.signature is not None and own.signature.file_sha256 == sha256:
        return "signed"
    if own is not None and any(one.file_sha256 == sha256 for one in own.renditions):
        return "rendered"
    return "other"
