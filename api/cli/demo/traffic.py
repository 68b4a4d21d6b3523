"""Events on their way in: grouped so that what was in time is never received too late, and sent by the operator."""

from collections.abc import Iterable, Iterator

from api.cli.demo.record import MINUTE, CaseRecord, Told
from api.cli.demo.world import World
from core.errors import Conflict
from core.services.operations.batch import REFUSED
from core.services.operations.envelope import MAX_BATCH

WINDOW_MS = 45 * MINUTE
GRACE_MS = 4 * MINUTE
"""How long after its due time a stop that was in time may be received at the latest: a minute less than the grace."""


def in_order(records: Iterable[CaseRecord]) -> list[Told]:
    """All events in the order of time."""
    return sorted((one for record in records for one in record.events), key=lambda one: (one.at_ms, one.id))


def batches(ordered: Iterable[Told]) -> Iterator[list[Told]]:
    """Group events so that each is received within 45 minutes, and none that was in time counts as late."""
    batch: list[Told] = []
    until_ms = 0
    for one in ordered:
        if batch and (one.at_ms > until_ms or len(batch) == MAX_BATCH):
            yield batch
            batch = []
        if not batch:
            until_ms = one.at_ms + WINDOW_MS
        batch.append(one)
        if one.due_ms is not None and one.since_ms < batch[0].at_ms:  # its clock is known since an earlier batch
            until_ms = min(until_ms, one.due_ms + GRACE_MS)
    if batch:
        yield batch


def receive(world: World, batch: Iterable[Told]) -> None:
    """Send events as the operator's systems do. Raises `Conflict` naming one that is refused: the story is wrong."""
    for item in world.app.events.receive(world.operator, [one.encoded() for one in batch]):
        if item.status == REFUSED:
            raise Conflict("launch.demo_refused", place=item.id, value=str(item.error))
