"""A version of a contract on its way: draft, linted, approved by another person, signed, active (OS-14, OS-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.domain.bounds import require_text
from core.domain.contract_terms import ContractTerms
from core.domain.finding import Finding
from core.errors import Conflict, Forbidden, NotFound

DraftState = Literal["draft", "linted", "approved", "signed", "active"]
STATES: tuple[DraftState, ...] = ("draft", "linted", "approved", "signed", "active")


@dataclass(frozen=True, slots=True)
class PackPin:
    """A rule pack by the hash of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Why a warning is accepted: an acknowledgement belongs to what the finding says, and ends with it."""

    rule: str
    path: str
    message_en: str
    reason: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, and when."""

    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """An edition as it was rendered at approval: the hash of its bytes and of its normalised text."""

    edition: str
    file_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class ClausePin:
    """A clause of the library by its version, under its number in this contract."""

    clause: str
    version: int
    number: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The signed document: the day of signing, its hash, who recorded it and when."""

    on: date
    file_sha256: str
    edition: str
    by: str
    at_ms: int


@dataclass(eq=False)
class VersionDraft:
    """One version of a contract before it is published: its terms, what law says of them, and who answers for it.

    `authors` are all who wrote in it; none of them may approve it. `linted_for` is the day of signing that the
    findings are for.
    """

    organisation_id: int
    uuid: str
    number: str
    version: int
    vendor_number: str
    effective_from: date
    calendar_name: str
    calendar: Mapping[str, Any]
    terms: ContractTerms
    packs: tuple[PackPin, ...]
    authors: tuple[str, ...]
    created_ms: int
    terms_sha256: str = ""
    state: DraftState = "draft"
    linted_for: date | None = None
    findings: tuple[Finding, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    approval: Approval | None = None
    renditions: tuple[Rendition, ...] = ()
    clauses: tuple[ClausePin, ...] = ()
    signature: Signature | None = None
    activated_ms: int | None = None
    id: int | None = None

    def __post_init__(self) -> None:
        self.terms_sha256 = self.terms.terms_hash

    def require_of(self, terms_sha256: str) -> None:
        """Raise `Conflict` if these are not the terms of that hash, which somebody has read; `""` asks for none."""
        if terms_sha256 not in ("", self.terms_sha256):
            raise Conflict("draft.changed", place=f"{self.number} v{self.version}", value=terms_sha256[:12],
                           present=self.terms_sha256[:12])  # fmt: skip

    def revise(self, terms: ContractTerms, packs: tuple[PackPin, ...], effective_from: date, *, by: str) -> None:
        """Take other terms: what was found and approved no longer counts. Raises `Conflict` once it is signed."""
        self._require("draft", "linted", "approved")
        self.terms, self.packs, self.effective_from = terms, packs, effective_from
        self.terms_sha256 = terms.terms_hash
        self.authors = tuple(dict.fromkeys((*self.authors, by)))
        self.state, self.findings, self.linted_for = "draft", (), None
        self.approval, self.renditions, self.clauses = None, (), ()

    def lint(self, findings: tuple[Finding, ...], *, signed_on: date) -> None:
        """Keep what was found for a signing on `signed_on`; what was acknowledged and is found again stays so."""
        self._require("draft", "linted")
        said = {(one.rule, one.path, one.message_en) for one in findings}
        self.acknowledgements = tuple(
            one for one in self.acknowledgements if (one.rule, one.path, one.message_en) in said
        )
        self.findings, self.linted_for, self.state = findings, signed_on, "linted"

    def acknowledge(self, rule: str, path: str, reason: str, *, by: str, at_ms: int) -> None:
        """Accept a warning for a reason. Raises `NotFound` without such a finding, `Conflict` for an error."""
        self._require("linted")
        require_text(reason, code="draft.no_reason", place="reason")
        found = next((one for one in self.findings if (one.rule, one.path) == (rule, path)), None)
        if found is None:
            raise NotFound("draft.no_such_finding", place=path, value=rule)
        if found.severity == "error":
            raise Conflict("draft.error_stands", place=path, rule=rule)
        kept = (one for one in self.acknowledgements if (one.rule, one.path) != (rule, path))
        self.acknowledgements = (*kept, Acknowledgement(rule, path, found.message_en, reason.strip(), by, at_ms))

    def acknowledgement(self, finding: Finding) -> Acknowledgement | None:
        """Return why `finding` is accepted, if what it says was."""
        said = (finding.rule, finding.path, finding.message_en)
        return next((one for one in self.acknowledgements if (one.rule, one.path, one.message_en) == said), None)

    def require_approvable(self, by: str) -> None:
        """Raise `Forbidden` for an author, `Conflict` naming the first finding that stands in the way."""
        self._require("linted")
        if by in self.authors:
            raise Forbidden("draft.own_draft", place="approve", value=by)
        for one in self.findings:
            if one.severity == "error":
                raise Conflict("draft.error_stands", place=one.path, rule=one.rule)
            if one.severity == "warning" and self.acknowledgement(one) is None:
                raise Conflict("draft.warning_stands", place=one.path, rule=one.rule)

    def approve(
        self, renditions: tuple[Rendition, ...], clauses: tuple[ClausePin, ...], *, by: str, at_ms: int
    ) -> None:
        """Approve what was linted, with the documents that were made of it. Raises as `require_approvable`."""
        self.require_approvable(by)
        self.approval, self.renditions, self.clauses = Approval(by, at_ms), renditions, clauses
        self.state = "approved"

    def sign(self, signature: Signature, findings: tuple[Finding, ...]) -> None:
        """Record the signed document; `findings` are those of the law on the day of signing.

        Raises `Conflict` if that law finds an error, or a warning that nobody has accepted.
        """
        self._require("approved")
        for one in findings:
            if one.severity == "error" or (one.severity == "warning" and self.acknowledgement(one) is None):
                raise Conflict("draft.law_of_the_day", place=one.path, rule=one.rule, on=str(signature.on))
        self.signature, self.state = signature, "signed"

    def activate(self, *, at_ms: int) -> None:
        """Bring a signed version into force."""
        self._require("signed")
        self.activated_ms, self.state = at_ms, "active"

    @property
    def is_open(self) -> bool:
        """Whether it has still to come into force."""
        return self.state != "active"

    def rendition(self, edition: str) -> Rendition | None:
        """Return an edition as it was approved."""
        return next((one for one in self.renditions if one.edition == edition), None)

    def _require(self, *allowed: DraftState) -> None:
        if self.state not in allowed:
            raise Conflict("draft.state", place=f"{self.number} v{self.version}", value=self.state,
                           allowed=", ".join(allowed))  # fmt: skip
