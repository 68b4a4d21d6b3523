"""Taking in service events."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.services import access
from core.services.access import Actor
from core.services.batch import Batch, Item
from core.services.shelf import Shelf
from core.storage.database import Database


@dataclass(frozen=True, slots=True)
class EventService:
    """Receives service events for an organisation."""

    database: Database
    shelf: Shelf

    def receive(self, actor: Actor, raw: Sequence[bytes]) -> list[Item]:
        """Take in up to 500 events, in one transaction."""
        access.require(actor, "event.send")
        with self.database.unit_of_work(actor) as work:
            return Batch(work, actor.organisation_id, self.shelf, work.now_ms).take(raw)
