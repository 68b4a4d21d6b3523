"""What all acts of the contract desk share: where drafts are kept, what they are made of, and how an act is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.documents.library import Library
from core.domain.contract_draft import VersionDraft
from core.services.access import Actor
from core.services.legal.draft_views import DraftView, draft_view
from core.services.once import Once, perform
from core.sla.packs import Pack
from core.storage.database import Database, Work
from core.storage.files import Files


@dataclass(frozen=True, slots=True)
class Desk:
    """Keeps drafted versions; each act is one transaction with its audit entry, and nothing is done by halves."""

    database: Database
    files: Files
    packs: Mapping[str, Pack]
    library: Callable[[], Library] | None

    def perform(self, actor: Actor, call: Once | None, act: Callable[[Work], DraftView]) -> DraftView:
        """Act in one transaction, once for a call that is repeated."""
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, DraftView, lambda: act(work))


def done(work: Work, action: str, draft: VersionDraft) -> DraftView:
    """Put what was done to a draft on record, and show it."""
    work.session.flush()
    work.audit(action, f"{draft.number} v{draft.version}", draft.terms_sha256)
    return draft_view(draft)
