"""What is recorded can be checked: the digest covers all that was written, the evidence gives the due time again."""

import hashlib

import msgspec
from sqlalchemy import select

from core.domain.calendar import WorkingCalendar
from core.domain.zone import TZDATA_VERSION
from core.storage.tables import audit, breach_changes, events, milestones
from tests.instants import ms
from tests.integration.conftest import OFFICE, House, event

START = event("e1", "case.started", "2026-01-12T08:00:00Z")


def digests(house: House) -> list[str]:
    with house.app.database.reading() as work:
        return list(
            work.connection.execute(
                select(audit.c.digest).where(audit.c.action.in_(("event.receive", "clock.sweep"))).order_by(audit.c.seq)
            ).scalars()
        )


def recomputed(house: House, detected_at: str, received: list[str]) -> str:
    """The digest of one transaction from the rows that it left, found by its instant."""
    with house.app.database.reading() as work:
        at_ms = ms(detected_at)
        hashes = {
            row.event_id: row.body_sha256
            for row in work.connection.execute(select(events.c.event_id, events.c.body_sha256))
        }
        reached = work.connection.execute(
            select(milestones).where(milestones.c.recorded_ms == at_ms).order_by(milestones.c.id)
        ).all()
        changed = work.connection.execute(
            select(breach_changes.c.snapshot).where(breach_changes.c.at_ms == at_ms).order_by(breach_changes.c.seq)
        ).scalars()
        covered = {
            "breaches": [[one["id"], one["states"]] for one in changed],
            "events": [hashes[one] for one in received],
            "milestones": [[one.clock_id, one.cycle_no, one.kind, one.level, one.generation] for one in reached],
        }
    return hashlib.sha256(msgspec.json.encode(covered, order="sorted")).hexdigest()


def test_the_digest_of_each_transaction_covers_what_it_recorded(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:00:01Z")
    house.tick("2026-01-12T09:05:00Z")
    house.clock.at_ms = ms("2026-01-12T10:00:00Z")
    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z", evidence="photo"))

    assert digests(house) == [
        recomputed(house, "2026-01-12T08:00:00Z", ["e1"]),
        recomputed(house, "2026-01-12T09:00:01Z", []),  # three warnings and the breach
        recomputed(house, "2026-01-12T09:05:00Z", []),  # notified
        recomputed(house, "2026-01-12T10:00:00Z", ["e2"]),  # met, rescinded
    ]
    assert len(set(digests(house))) == 4


def test_the_due_time_follows_from_the_evidence(house: House) -> None:
    house.clock.at_ms = ms("2026-01-12T08:45:00Z")
    house.send(
        START,
        event("p1", "pause.started", "2026-01-12T08:10:00Z", reason="agreed"),
        event("p2", "pause.ended", "2026-01-12T08:30:00Z", reason="agreed"),
    )
    house.tick("2026-01-12T09:20:01Z")

    [clock] = house.app.watch.queue(house.admin)
    breach = house.app.watch.milestones(house.admin, clock.id)[-1]
    seen = breach["evidence"]
    calendar = WorkingCalendar.from_dict(OFFICE)
    assert calendar.due_ms(seen["started_ms"], 3600, [tuple(one) for one in seen["pauses"]]) == seen["due_ms"]
    assert seen["due_ms"] == ms("2026-01-12T09:20:00Z")
    assert (seen["tzdata"], seen["start_event"]) == (TZDATA_VERSION, ["test", "e1"])
