"""The quarter's cases as they come in, batch by batch, the monitor sweeping behind them."""

from collections.abc import Iterator

from api.cli.demo import care, complaints, repairs, story, tickets, visits
from api.cli.demo.demand import FIRST
from api.cli.demo.record import MINUTE, CaseRecord
from api.cli.demo.traffic import batches, in_order, receive
from api.cli.demo.world import Chapter, World, at

BUSY_MS, IDLE_MS = 30 * MINUTE, 60 * MINUTE
"""How often the monitor looks while events come in, and in the quiet hours."""


def chapter(world: World) -> Chapter:
    """Some 5,000 cases over six communities and four stores."""
    swept_ms = at(f"{FIRST} 00:00")
    for batch in batches(in_order(told(world))):
        while swept_ms + IDLE_MS < batch[0].at_ms:  # nothing has happened that has not come in
            yield (swept_ms := swept_ms + IDLE_MS)
            world.app.monitor.sweep()
        yield (received_ms := batch[-1].at_ms)
        receive(world, batch)
        if received_ms - swept_ms >= BUSY_MS:
            swept_ms = received_ms
            world.app.monitor.sweep()


def told(world: World) -> Iterator[CaseRecord]:
    """All cases of the quarter that are told as they happen."""
    yield from visits.records(world.scale)
    yield from repairs.records(world.scale)
    yield from complaints.records(world.scale)
    yield from tickets.records(world)
    yield from care.records(world.scale)
    yield from story.records(world)
