"""The quarter's cases as they come in, batch by batch, the monitor sweeping behind them every half hour."""

from collections.abc import Iterator

from api.cli.demo import care, complaints, repairs, story, tickets, visits
from api.cli.demo.record import MINUTE, CaseRecord
from api.cli.demo.traffic import batches, in_order, receive
from api.cli.demo.world import Chapter, World

SWEEP_MS = 30 * MINUTE


def chapter(world: World) -> Chapter:
    """Some 5,000 cases over six communities and four stores."""
    swept_ms = 0
    for batch in batches(in_order(told(world))):
        yield batch[-1].at_ms
        receive(world, batch)
        if batch[-1].at_ms - swept_ms >= SWEEP_MS:
            swept_ms = batch[-1].at_ms
            world.app.monitor.sweep()


def told(world: World) -> Iterator[CaseRecord]:
    """All cases of the quarter that are told as they happen."""
    yield from visits.records(world.scale)
    yield from repairs.records(world.scale)
    yield from complaints.records(world.scale)
    yield from tickets.records(world)
    yield from care.records(world.scale)
    yield from story.records(world)
