"""What moves a drafted version on: other terms, findings, approval, signing, activation."""

from dataclasses import dataclass
from datetime import date

from core.documents.contract_text import read_contract
from core.domain.contract_draft import Signature, VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.zone import day_start_ms
from core.errors import Conflict, InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.legal.desk import Desk, done
from core.services.legal.draft_views import DraftView
from core.services.legal.drafting import registered_name, require_later, stated, watched, with_award
from core.services.legal.publication import publish
from core.services.legal.rendering import all_findings, keep_editions, required
from core.services.legal.signed_document import matching_edition
from core.services.once import Once
from core.services.pinned_packs import PinnedPacks
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.database import Work


@dataclass(frozen=True, slots=True)
class DraftSteps(Desk):
    """Takes a version from draft to active."""

    def revise(
        self,
        actor: Actor,
        number: str,
        terms: ContractTerms,
        effective_from: date | None = None,
        call: Once | None = None,
        *,
        of: str = "",
    ) -> DraftView:
        """Take other terms; what was found and approved no longer counts.

        `of` is the hash of the terms that the new ones were made from. Raises `Conflict` once signed, or if somebody
        has changed those meanwhile.
        """
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.require_of(of)
            contract = Contracts(work).find(number)
            agreed, pins = PinnedPacks(self.packs).agree(work, with_award(terms, draft.terms.award), contract)
            day = effective_from or draft.effective_from
            require_later(contract, day)
            draft.revise(stated(agreed, draft.number, draft.version, day), pins, day, by=work.actor)
            return done(work, "draft.revise", draft)

        return self.perform(actor, call, act)

    def lint(self, actor: Actor, number: str, signed_on: date, call: Once | None = None) -> DraftView:
        """Look at the terms by the law in force on the planned day of signing, and at the documents made of them."""
        access.require(actor, "draft.edit")
        library = required(self.library)

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.lint(all_findings(draft.terms, library, signed_on), signed_on=signed_on)
            return done(work, "draft.lint", draft)

        return self.perform(actor, call, act)

    def acknowledge(
        self, actor: Actor, number: str, rule: str, path: str, reason: str, call: Once | None = None, *, of: str = ""
    ) -> DraftView:
        """Accept a warning about the terms with the hash `of` for a reason.

        Raises `NotFound` for no such finding, `Conflict` for an error or for terms that were changed meanwhile.
        """
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.require_of(of)
            draft.acknowledge(rule, path, reason, by=work.actor, at_ms=work.now_ms)
            return done(work, "draft.acknowledge", draft)

        return self.perform(actor, call, act)

    def approve(self, actor: Actor, number: str, call: Once | None = None, *, of: str = "") -> DraftView:
        """Approve what was linted, the terms with the hash `of` and no others; all editions are rendered and kept.

        Raises `Forbidden` for anybody who wrote in the draft, `Conflict` naming the finding that stands in the way, or
        the name that the vendor does not have in the register.
        """
        access.require(actor, "draft.approve")
        library = required(self.library)

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.require_of(of)
            draft.require_approvable(work.actor)
            registered_name(work, draft)
            renditions, clauses = keep_editions(draft.terms, library, self.files)
            draft.approve(renditions, clauses, by=work.actor, at_ms=work.now_ms)
            return done(work, "draft.approve", draft)

        return self.perform(actor, call, act)

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
            return done(work, "draft.sign", draft)

        return self.perform(actor, call, act)

    def activate(self, actor: Actor, number: str, call: Once | None = None) -> DraftView:
        """Publish a signed version: from its day of effect the clocks run by its limits."""
        access.require(actor, "draft.activate")

        def act(work: Work) -> DraftView:
            draft = ContractDrafts(work).change(number)
            draft.activate(at_ms=work.now_ms)
            packs = PinnedPacks(self.packs).pinned(work, draft.packs)
            published = publish(work, watched(draft, registered_name(work, draft), packs))
            if published.version != draft.version:
                raise Conflict("draft.overtaken", place=number, value=draft.version, found=published.version)
            return done(work, "draft.activate", draft)

        return self.perform(actor, call, act)


def _require_past(draft: VersionDraft, signed_on: date, now_ms: int) -> None:
    if day_start_ms(str(draft.calendar["tz"]), signed_on) > now_ms:
        raise InvalidInput("draft.signed_later", place="signed_on", value=signed_on.isoformat())
