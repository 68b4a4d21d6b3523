"""Taking in service events."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import InvalidInput, OutpactError, Unavailable
from core.services import access
from core.services.access import Actor
from core.services.operations.batch import REFUSED, Batch, Item
from core.services.operations.envelope import peek_id, refusal
from core.services.shelf import Shelf
from core.storage.database import Database
from core.storage.retry import once_more

OUT_OF_REACH = (Unavailable, OperationalError, InterfaceError, PoolTimeout)
"""What no event is to blame for: the caller is told to come back."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class EventService:
    """Receives service events for an organisation."""

    database: Database
    shelf: Shelf

    def receive(self, actor: Actor, raw: Sequence[bytes]) -> list[Item]:
        """Take in up to 500 events, in one transaction; one that fails unforeseen costs no other its place."""
        access.require(actor, "event.send")
        try:
            return once_more(partial(self._take, actor, raw))
        except OUT_OF_REACH:
            raise
        except Exception as error:
            if len(raw) > 1:
                return [item for one in raw for item in self.receive(actor, [one])]
            log.exception("event.failed", id=peek_id(raw[0]))
            return [Item(peek_id(raw[0]), REFUSED, error=refusal(_told(error)))]

    def _take(self, actor: Actor, raw: Sequence[bytes]) -> list[Item]:
        with self.database.unit_of_work(actor) as work:
            return Batch(work, actor.organisation_id, self.shelf, work.now_ms).take(raw)


def _told(error: Exception) -> OutpactError:
    return error if isinstance(error, OutpactError) else InvalidInput("event.failed")
