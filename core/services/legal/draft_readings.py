"""What is read of drafted versions: lists, clauses, differences, documents, and what an award offers to a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.documents.composition import PrintedClause, clause_lines, gaps
from core.domain.canonical import differences
from core.domain.contract_draft import VersionDraft
from core.errors import Conflict
from core.services import access
from core.services.access import Actor
from core.services.legal.desk import Desk
from core.services.legal.draft_views import (
    DraftSummary,
    DraftView,
    FindingView,
    Missing,
    draft_summary,
    draft_view,
    finding_view,
)
from core.services.legal.rendering import all_findings, rendered, required
from core.services.page import check_limit
from core.services.pinned_packs import PinnedPacks
from core.services.procurement.awards import AwardProposal, awarded, proposal
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.tables import users


@dataclass(frozen=True, slots=True)
class DraftReadings(Desk):
    """Shows versions; it changes nothing."""

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
        """The drafted versions of the next `limit` contracts, by number, beginning behind the number `after`."""
        access.require(actor, "draft.read")
        check_limit(limit)
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

    def missing(self, actor: Actor, number: str, version: int | None = None) -> tuple[Missing, ...]:
        """What the documents still lack, each term by its path. Nothing once they are kept."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = ContractDrafts(work).get(number, version)
            lacking = () if draft.renditions else gaps(draft.terms, required(self.library))
            return tuple(Missing(one.code, one.place, one.message("zh"), one.message("en")) for one in lacking)

    def findings_on(self, actor: Actor, number: str, signed_on: date) -> Sequence[FindingView]:
        """What the law of a day of signing says of the latest version, as `sign` will ask it; nothing is changed.

        Raises `InvalidInput` for a day before the law that is known here.
        """
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = ContractDrafts(work).get(number)
            found = all_findings(draft.terms, required(self.library), signed_on)
            return [finding_view(draft, one) for one in found]

    def people(self, actor: Actor, names: Sequence[str]) -> Mapping[str, str]:
        """What people are called, by the name that they sign in with; who is not known keeps that name."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            of_house = (users.c.organisation_id == actor.organisation_id) & users.c.name.in_(names)
            rows = work.connection.execute(select(users.c.name, users.c.display_name).where(of_house))
            called = {row.name: row.display_name for row in rows}
            return {one: called.get(one) or one for one in names}

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

    def drafted_from(self, actor: Actor, selection_number: str) -> DraftSummary | None:
        """The latest version of the contract that was drafted from the award of a selection, None before that."""
        access.require(actor, "draft.read")
        with self.database.reading_for(actor) as work:
            draft = ContractDrafts(work).of_award(selection_number)
            return draft_summary(draft) if draft is not None else None

    def award_proposal(self, actor: Actor, selection_number: str) -> AwardProposal:
        """What a draft from an award begins with and what may be negotiated. Raises `Conflict` before the award."""
        access.require(actor, "draft.edit")
        with self.database.reading_for(actor) as work:
            award = awarded(work, selection_number)
            return proposal(award, PinnedPacks(self.packs).obligations(award.content.scope.procedures))


def _shown(drafts: ContractDrafts, number: str, version: int | None) -> VersionDraft:
    if version is None:
        active = [one for one in drafts.of(number) if not one.is_open]
        return active[-1] if active else drafts.get(number)
    return drafts.get(number, version)
