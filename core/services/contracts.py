"""Contracts in their least form: parties, packs pinned by hash, negotiated limits, calendar, day of effect."""

from dataclasses import dataclass

from core.services import access
from core.services.access import Actor
from core.services.publication import ContractDraft, Publication, check_terms
from core.storage.database import Database


@dataclass(frozen=True, slots=True)
class ContractService:
    """Publishes contract versions; what is published never changes."""

    database: Database

    def publish(self, actor: Actor, draft: ContractDraft) -> int:
        """Publish the next version of a contract and return its number; the same terms again change nothing.

        Raises `InvalidInput` naming the obligation whose limit or basis is not negotiable like that.
        """
        access.require(actor, "contract.publish")
        check_terms(draft)
        with self.database.unit_of_work(actor) as work:
            return Publication(work, actor.organisation_id, draft).publish()
