"""Repairs under WP-2: agreed, visited, diagnosed, explained, answered, repaired, brought back, and asked about."""

from collections.abc import Iterator
from datetime import date, timedelta

from api.cli.demo.bills import REPAIRS, STORES
from api.cli.demo.contracts import REPAIR
from api.cli.demo.demand import begin, days, dice
from api.cli.demo.record import ANNOYED, DAY, HOUR, MINUTE, MIXED, CaseRecord
from api.cli.demo.world import day_of, on

RUSH = date(2026, 11, 9), date(2026, 11, 22)
"""When the vendor falls behind: his overtime after 11.11 does not suffice."""


def records(scale: float) -> Iterator[CaseRecord]:
    """All repairs of the quarter."""
    for day, count in days(REPAIRS, scale):
        for place in range(count):
            case = f"RP-{day:%m%d}-{place + 1:02}"
            chance = dice(case)
            record = CaseRecord(case, REPAIR, chance.choice(STORES), chance)
            yield repair(record, begin(day, chance), rushed=RUSH[0] <= day <= RUSH[1])


def repair(record: CaseRecord, noticed_ms: int, *, rushed: bool = False) -> CaseRecord:
    """One repair as it usually goes; in the rush twice as much goes wrong."""
    more = 2.2 if rushed else 1.0
    slow = record.happens(0.075 * more)
    request_ms = _agreed(record, noticed_ms, late=record.happens(0.045 * more))
    visited_ms = _visited(record, request_ms, slow=slow, late=record.happens(0.05 * more))
    diagnosed_ms = _diagnosed(record, visited_ms, waits=record.happens(0.06))
    explained_ms = _explained(record, diagnosed_ms, late=record.happens(0.06 * more))
    due_ms = request_ms + 72 * HOUR + _paused_ms(record)
    answered_ms = explained_ms + record.minutes(15, 150)
    record.stop("customer.concrete_answer", answered_ms, request_ms, due_ms)
    _returned(record, max(answered_ms, diagnosed_ms + HOUR), annoyed=slow or rushed)
    return record


def _agreed(record: CaseRecord, noticed_ms: int, *, late: bool) -> int:
    """By 24:00 of the next day a visit is agreed; the centre has the request within two hours."""
    record.note("repair_notice.received", noticed_ms)
    due_ms = on(day_of(noticed_ms) + timedelta(days=2)) - 1000
    request_ms = noticed_ms + record.minutes(20, 110)
    agreed_ms = due_ms + record.minutes(560, 900) if late else request_ms + record.minutes(10, 55)
    record.note("repair_request.received_by_service_centre", request_ms)
    record.stop("visit.agreed", agreed_ms, noticed_ms, due_ms)
    return request_ms


def _visited(record: CaseRecord, request_ms: int, *, slow: bool, late: bool) -> int:
    """The technician comes in the agreed quarter of an hour, on one of the next two days; a slow case takes four."""
    agreed_ms = max(one.at_ms for one in record.events)
    wait = record.chance.choice((4, 5)) if slow else record.chance.choice((1, 1, 2))
    day = max(day_of(request_ms) + timedelta(days=wait), day_of(agreed_ms) + timedelta(days=1))
    appointed_ms = on(day, record.chance.randrange(9, 17), record.chance.choice((0, 30)))
    return kept(record, "visit", agreed_ms + MINUTE, appointed_ms, late=late)


def kept(record: CaseRecord, name: str, agreed_ms: int, appointed_ms: int, *, late: bool = False) -> int:
    """An appointment of that name, kept within a quarter of an hour or late."""
    record.note("appointment.agreed", agreed_ms, appointment=name, agreed_ms=appointed_ms)
    after_ms = record.minutes(18, 90) if late else record.minutes(0, 14) - 10 * MINUTE
    due_ms = appointed_ms + 15 * MINUTE
    return record.stop("appointment.kept", appointed_ms + after_ms, agreed_ms, due_ms, appointment=name)


def _diagnosed(record: CaseRecord, visited_ms: int, *, waits: bool) -> int:
    """The store manager confirms the diagnosis; where he takes his time, the vendor's clock stands still."""
    if not waits:
        confirmed_ms = visited_ms + record.minutes(30, 100)
    else:
        confirmed_ms = on(day_of(visited_ms) + timedelta(days=1), 10) + record.minutes(0, 300)
        reason = "store_confirmation_pending"
        record.note("pause.started", visited_ms + record.minutes(20, 40), reason=reason)
        record.note("pause.ended", confirmed_ms - MINUTE, reason=reason)
    return record.note("repair.diagnosis_confirmed", confirmed_ms, role="store_manager")


def _paused_ms(record: CaseRecord) -> int:
    """How long the store kept the vendor waiting."""
    paused = [one.at_ms for one in record.events if one.type.startswith("pause.")]
    return paused[1] - paused[0] if paused else 0


def _explained(record: CaseRecord, diagnosed_ms: int, *, late: bool) -> int:
    """The solution is explained on the day of the diagnosis, or on the next morning."""
    tomorrow_ms = on(day_of(diagnosed_ms) + timedelta(days=1))
    explained_ms = tomorrow_ms + record.minutes(540, 700) if late else diagnosed_ms + record.minutes(10, 120)
    return record.stop("customer.solution_explained", explained_ms, diagnosed_ms, tomorrow_ms - 1000)


def _returned(record: CaseRecord, answered_ms: int, *, annoyed: bool) -> None:
    """Parts, repair, return on the day agreed, and within 24 hours the question how it was."""
    listed_ms = record.note("parts.listed", answered_ms + record.minutes(5, 40))
    ready_ms = record.note("parts.prepared", on(day_of(listed_ms) + timedelta(days=1), 9) + record.minutes(0, 420))
    record.note("repair.started", ready_ms + record.minutes(20, 90))
    day = day_of(ready_ms) + timedelta(days=record.chance.choice((1, 2)))
    appointed_ms = on(day, record.chance.randrange(9, 18), record.chance.choice((0, 30)))
    brought_ms = kept(record, "return", ready_ms + 2 * HOUR, appointed_ms, late=record.happens(0.05))
    record.note("product.returned", brought_ms + MINUTE)
    asked_ms = brought_ms + (DAY + record.minutes(60, 900) if record.happens(0.07) else record.minutes(90, 1_300))
    rating = record.rating(ANNOYED if annoyed else MIXED)
    by_buyer = {"sampled_by": "buyer"} if record.happens(0.1) else {}
    record.stop("customer.feedback_recorded", asked_ms, brought_ms, brought_ms + DAY, satisfaction=rating, **by_buyer)
    record.note("case.closed", asked_ms + record.minutes(5, 60))
