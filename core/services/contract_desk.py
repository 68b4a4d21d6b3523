"""The contract desk: a version of a contract from its terms to the day its clocks run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.documents.composition import PrintedClause, clause_lines
from core.documents.contract_text import read_contract
from core.documents.library import Library
from core.domain.award_terms import terms_from_award
from core.domain.bid import Bid
from core.domain.canonical import differences
from core.domain.contract_draft import Signature, VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.terms.scope import WorkPackageTerms
from core.domain.work_package import PackageContent
from core.domain.zone import day_start_ms
from core.errors import Conflict, InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.draft_views import DraftSummary, DraftView, draft_summary, draft_view
from core.services.drafting import DraftSheet, begin, require_later, stated, watched, with_vendor
from core.services.once import Once, perform
from core.services.pinned_packs import PinnedPacks
from core.services.publication import publish
from core.services.rendering import all_findings, keep_editions, rendered, required
from core.services.signed_document import matching_edition
from core.sla.packs import Pack
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.database import Database, Work
from core.storage.files import Files

MOST = 500


@dataclass(frozen=True, slots=True)
class ContractDeskService:
    """Keeps drafted versions; each step is one transaction with its audit entry, and nothing is done by halves."""

    database: Database
    files: Files
    packs: Mapping[str, Pack]
    library: Callable[[], Library] | None

    def draft(self, actor: Actor, sheet: DraftSheet, call: Once | None = None) -> DraftView:
        """Begin a version of a contract, the first or, if the number is known, the next.

        Raises `Conflict` while another draft of the contract is open, `InvalidInput` naming what cannot be agreed.
        """
        access.require(actor, "draft.edit")
        return self._perform(actor, call, lambda work: draft_view(begin(work, self.packs, sheet)))

    def draft_from(
        self,
        actor: Actor,
        *,
        package: WorkPackageTerms,
        content: PackageContent,
        bid: Bid,
        packs: Sequence[str],
        limits: Mapping[str, str],
        sheet: DraftSheet,
        call: Once | None = None,
    ) -> DraftView:
        """Begin a contract from a work package, the awarded bid, rule packs and negotiated limits.

        `sheet.terms` holds the remaining terms; vendor number and name come from bid and register.
        """
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            chosen = PinnedPacks(self.packs).obligations(packs)
            terms = terms_from_award(package, content, bid, chosen, limits, with_vendor(work, sheet.terms, bid.vendor))
            return draft_view(begin(work, self.packs, replace(sheet, terms=terms, vendor_number=bid.vendor)))

        return self._perform(actor, call, act)

    def amend(self, actor: Actor, number: str, effective_from: date, call: Once | None = None) -> DraftView:
        """Begin the next version of an active contract with its present terms and a day of effect of its own."""
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            before = ContractDrafts(work).get(number)
            sheet = DraftSheet(
                before.terms, before.vendor_number, effective_from, before.calendar_name, before.calendar
            )
            return draft_view(begin(work, self.packs, sheet))

        return self._perform(actor, call, act)

    def revise(
        self,
        actor: Actor,
        number: str,
        terms: ContractTerms,
        effective_from: date | None = None,
        call: Once | None = None,
    ) -> DraftView:
        """Take other terms; what was found and approved no longer counts. Raises `Conflict` once signed."""
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            contract = Contracts(work).find(number)
            agreed, pins = PinnedPacks(self.packs).agree(work, terms, contract)
            day = effective_from or draft.effective_from
            require_later(contract, day)
            draft.revise(stated(agreed, draft.number, draft.version, day), pins, day, by=work.actor)
            return _done(work, "draft.revise", draft)

        return self._perform(actor, call, act)

    def lint(self, actor: Actor, number: str, signed_on: date, call: Once | None = None) -> DraftView:
        """Look at the terms by the law in force on the planned day of signing, and at the documents made of them."""
        access.require(actor, "draft.edit")
        library = required(self.library)

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.lint(all_findings(draft.terms, library, signed_on), signed_on=signed_on)
            return _done(work, "draft.lint", draft)

        return self._perform(actor, call, act)

    def acknowledge(
        self, actor: Actor, number: str, rule: str, path: str, reason: str, call: Once | None = None
    ) -> DraftView:
        """Accept a warning for a reason. Raises `NotFound` for no such finding, `Conflict` for an error."""
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.acknowledge(rule, path, reason, by=work.actor, at_ms=work.now_ms)
            return _done(work, "draft.acknowledge", draft)

        return self._perform(actor, call, act)

    def approve(self, actor: Actor, number: str, call: Once | None = None) -> DraftView:
        """Approve what was linted; all editions are rendered and kept.

        Raises `Forbidden` for anybody who wrote in the draft, `Conflict` naming the finding that stands in the way.
        """
        access.require(actor, "draft.approve")
        library = required(self.library)

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.require_approvable(work.actor)
            renditions, clauses = keep_editions(draft.terms, library, self.files)
            draft.approve(renditions, clauses, by=work.actor, at_ms=work.now_ms)
            return _done(work, "draft.approve", draft)

        return self._perform(actor, call, act)

    def sign(self, actor: Actor, number: str, signed: bytes, signed_on: date, call: Once | None = None) -> DraftView:
        """Record the signed document (docx); it has to be the approved one, but for what is written in by hand.

        Raises `Malformed` for what is no docx, `Conflict` naming the clause that is not the approved one, or the rule
        of the law on the day of signing that stands against it.
        """
        access.require(actor, "draft.sign")
        document, library = read_contract(signed), required(self.library)

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            _require_past(draft, signed_on, work.now_ms)
            edition = matching_edition(document, draft, self.files)
            found = all_findings(draft.terms, library, signed_on)
            kept = self.files.put(signed)
            draft.sign(Signature(signed_on, kept, edition, work.actor, work.now_ms), found)
            return _done(work, "draft.sign", draft)

        return self._perform(actor, call, act)

    def activate(self, actor: Actor, number: str, call: Once | None = None) -> DraftView:
        """Publish a signed version: from its day of effect the clocks run by its limits."""
        access.require(actor, "draft.activate")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.activate(at_ms=work.now_ms)
            published = publish(work, watched(draft, PinnedPacks(self.packs).pinned(work, draft.packs)))
            if published.version != draft.version:
                raise Conflict("draft.overtaken", place=number, value=draft.version, found=published.version)
            return _done(work, "draft.activate", draft)

        return self._perform(actor, call, act)

    def get(self, actor: Actor, number: str, version: int | None = None) -> DraftView:
        """One drafted version, by default the latest. Raises `NotFound`."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            return draft_view(ContractDrafts(work).get(number, version))

    def shown(self, actor: Actor, number: str) -> DraftView:
        """The version that `render` shows when none is named: the active one, else the latest draft."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            return draft_view(_shown(ContractDrafts(work), number, None))

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[DraftSummary]:
        """Drafted versions by contract number, beginning behind `after`."""
        access.require(actor, "draft.read")
        if not 1 <= limit <= MOST:
            raise InvalidInput("list.bad_limit", place="limit", value=limit, most=MOST)
        with self.database.reading_for(actor) as work:
            return [draft_summary(one) for one in ContractDrafts(work).list(after, limit)]

    def changes(self, actor: Actor, number: str, version: int | None = None) -> tuple[str, ...]:
        """The paths at which a version differs from the one before it; none for the first."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = ContractDrafts(work).get(number, version)
            before = next((one for one in ContractDrafts(work).of(number) if one.version == draft.version - 1), None)
            return differences(before.terms, draft.terms) if before is not None else ()

    def clauses(self, actor: Actor, number: str, version: int | None = None) -> tuple[PrintedClause, ...]:
        """The clauses as they will print, zh and en, each with why it is in."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            return clause_lines(ContractDrafts(work).get(number, version).terms, required(self.library))

    def render(self, actor: Actor, number: str, edition: str, version: int | None = None) -> bytes:
        """The document of a version, by default of the one that is active, else of the latest draft.

        Once approved it is the file that was kept then. Raises `InvalidInput` naming what a draft still lacks.
        """
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = _shown(ContractDrafts(work), number, version)
            kept = draft.rendition(edition)
            if kept is not None:
                return self.files.get(kept.file_sha256)
            return rendered(draft.terms, required(self.library), edition)[0]

    def signed(self, actor: Actor, number: str, version: int | None = None) -> bytes:
        """The signed document as it was uploaded. Raises `Conflict` before it is signed."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = _shown(ContractDrafts(work), number, version)
            if draft.signature is None:
                raise Conflict("draft.not_signed", place=number, value=draft.state)
            return self.files.get(draft.signature.file_sha256)

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], DraftView]) -> DraftView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, DraftView, lambda: act(work))


def _done(work: Work, action: str, draft: VersionDraft) -> DraftView:
    work.session.flush()
    work.audit(action, f"{draft.number} v{draft.version}", draft.terms_sha256)
    return draft_view(draft)


def _require_past(draft: VersionDraft, signed_on: date, now_ms: int) -> None:
    if day_start_ms(str(draft.calendar["tz"]), signed_on) > now_ms:
        raise InvalidInput("draft.signed_later", place="signed_on", value=signed_on.isoformat())


def _shown(drafts: ContractDrafts, number: str, version: int | None) -> VersionDraft:
    if version is None:
        active = [one for one in drafts.of(number) if not one.is_open]
        return active[-1] if active else drafts.get(number)
    return drafts.get(number, version)


__all__ = ["MOST", "ContractDeskService", "DraftSheet"]
