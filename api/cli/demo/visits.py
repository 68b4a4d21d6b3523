"""Cleaning visits under WP-1: ordered, accepted, assigned, done, signed for, and reworked where the owner says no."""

from collections.abc import Iterator
from datetime import timedelta

from api.cli.demo.bills import COMMUNITIES, VISITS
from api.cli.demo.contracts import CLEANING
from api.cli.demo.demand import begin, days, dice
from api.cli.demo.record import ANNOYED, DAY, HOUR, MINUTE, SATISFIED, CaseRecord
from api.cli.demo.world import day_of, on

WEEKEND = 1.3
STANDARDS_S = (7_200, 7_200, 10_800, 14_400)
"""Two hours are the usual visit."""
CHAIN = ("cleaner", "crew_supervisor", "office_supervisor", "owner")


def records(scale: float) -> Iterator[CaseRecord]:
    """All visits of the quarter."""
    for day, count in days(VISITS, scale, lambda one: WEEKEND if one.weekday() >= 5 else 1.0):
        for place in range(count):
            case = f"HK-{day:%m%d}-{place + 1:02}"
            chance = dice(case)
            yield visit(CaseRecord(case, CLEANING, chance.choice(COMMUNITIES), chance), begin(day, chance))


def visit(record: CaseRecord, ordered_ms: int) -> CaseRecord:
    """One visit as it usually goes, with the usual share of what goes wrong."""
    started_ms, late = _start(record, *_booked(record, _accepted(record, ordered_ms)))
    standard_s = record.chance.choice(STANDARDS_S)
    record.events[-1].data["standard_s"] = standard_s
    share = record.chance.uniform(1.23, 1.5) if record.happens(0.025) else record.chance.uniform(0.78, 1.02)
    completed_ms = started_ms + round(standard_s * share) * 1000
    record.stop("service.completed", completed_ms, started_ms, started_ms + standard_s * 1200)
    failed = record.happens(0.045)
    signed_ms = sign_off(record, completed_ms, 3 if failed else 4, annoyed=late)
    if failed:
        signed_ms = rework(record, signed_ms, late=record.happens(0.06))
    record.note("case.closed", signed_ms + record.minutes(2, 20))
    return record


def _accepted(record: CaseRecord, ordered_ms: int) -> int:
    """The order is accepted within half an hour; of a hundred one is late, and now and then one is refused."""
    record.note("order.placed", ordered_ms)
    if record.happens(0.002):
        record.stop("order.refused", ordered_ms + record.minutes(6, 20), ordered_ms, ordered_ms + 30 * MINUTE)
        return record.note("order.accepted", ordered_ms + record.minutes(40, 60))
    taken_ms = record.minutes(33, 75) if record.happens(0.009) else record.minutes(2, 11)
    return record.stop("order.accepted", ordered_ms + taken_ms, ordered_ms, ordered_ms + 30 * MINUTE)


def _booked(record: CaseRecord, accepted_ms: int) -> tuple[int, int]:
    """The crew supervisor assigns people within two hours; the visit is booked for one of the next three days."""
    told_ms = record.note("booking.notified_to_crew", accepted_ms + record.minutes(2, 7))
    closes_ms = on(day_of(told_ms), 21, 50)
    late = record.happens(0.028) and told_ms + 200 * MINUTE < closes_ms
    taken_ms = record.minutes(123, 195) if late else min(record.minutes(10, 70), closes_ms - told_ms)
    assigned_ms = record.stop("crew.assigned", told_ms + taken_ms, told_ms, told_ms + 120 * MINUTE)
    day = day_of(told_ms) + timedelta(days=record.chance.choice((1, 1, 2, 3)))
    booked_ms = on(day, record.chance.randrange(9, 17), record.chance.choice((0, 30)))
    record.note("booking.confirmed", assigned_ms + record.minutes(2, 6), booked_start_ms=booked_ms)
    record.note(
        "dispatch.confirmed", assigned_ms + 7 * MINUTE, service_start_ms=booked_ms, service_end_ms=booked_ms + 4 * HOUR
    )
    return booked_ms, assigned_ms


def _start(record: CaseRecord, booked_ms: int, assigned_ms: int) -> tuple[int, bool]:
    """People come within a quarter of an hour of the time booked; one in thirty visits begins late, some by an hour."""
    late = record.happens(0.036)
    if not late:
        after_ms = record.minutes(0, 14) - 10 * MINUTE
    else:
        after_ms = record.minutes(62, 95) if record.happens(0.12) else record.minutes(17, 55)
    return record.stop("service.started", booked_ms + after_ms, assigned_ms, booked_ms + 15 * MINUTE), late


def sign_off(record: CaseRecord, from_ms: int, steps: int = 4, *, annoyed: bool = False) -> int:
    """The chain of signatures; with the owner's comes the satisfaction, in one case of ten asked by the buyer."""
    at_ms = from_ms
    for step in CHAIN[:steps]:
        at_ms += record.minutes(2, 5)
        record.note(
            f"acceptance.{step}_signed", at_ms, **(_opinion(record, annoyed=annoyed) if step == "owner" else {})
        )
    return at_ms


def rework(record: CaseRecord, signed_ms: int, *, late: bool) -> int:
    """The owner does not sign: rework within 24 hours, and the chain once more."""
    failed_ms = record.note("acceptance.failed", signed_ms + record.minutes(3, 8))
    if late:
        reworked_ms = failed_ms + DAY + record.minutes(20, 240)
    elif failed_ms < on(day_of(failed_ms), 14):
        reworked_ms = failed_ms + record.minutes(150, 300)
    else:
        reworked_ms = on(day_of(failed_ms) + timedelta(days=1), 9) + record.minutes(0, 240)
    record.stop("rework.completed", reworked_ms, failed_ms, failed_ms + DAY)
    owner_ms = sign_off(record, reworked_ms, annoyed=True)
    return record.note("acceptance.repeated", owner_ms + 2 * MINUTE)


def _opinion(record: CaseRecord, *, annoyed: bool) -> dict[str, str | int]:
    if record.happens(0.02):
        return {"signed_by": "office"}
    rating = record.rating(ANNOYED if annoyed else SATISFIED)
    return {"satisfaction": rating, "sampled_by": "buyer"} if record.happens(0.1) else {"satisfaction": rating}
