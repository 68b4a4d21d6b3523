"""Complaints at the seats of WP-3: soft ones about service, hard ones about the product, a few about both."""

from collections.abc import Iterator

from api.cli.demo.bills import COMMUNITIES, STORES
from api.cli.demo.contracts import ANSWERING, CLEANING, NATIONAL_DAY, REPAIR
from api.cli.demo.demand import a_month, begin, days, dice
from api.cli.demo.record import DAY, HOUR, MINUTE, MIXED, SATISFIED, CaseRecord
from api.cli.demo.repairs import kept
from api.cli.demo.world import day_of, on

COMPLAINTS = a_month(310)
KINDS, SHARES = ("soft", "hard", "mixed"), (58, 37, 5)
CONCERNED, OFTEN = ("buyer", CLEANING, REPAIR, ANSWERING), (944, 13, 36, 7)
"""Of a thousand complaints most are about goods and stores; 4 a month about visits, 11 about repairs, 2 the seats."""
HOLIDAYS = frozenset(NATIONAL_DAY)


def is_open(day: object) -> bool:
    """Whether the seats are staffed on a day."""
    return str(day) not in HOLIDAYS


def records(scale: float) -> Iterator[CaseRecord]:
    """All complaints of the quarter."""
    for day, count in days(COMPLAINTS, scale, is_open):
        for place in range(count):
            case = f"TS-{day:%m%d}-{place + 1:02}"
            chance = dice(case)
            concerns = chance.choices(CONCERNED, OFTEN)[0]
            sites = COMMUNITIES if concerns == CLEANING else STORES
            record = CaseRecord(case, ANSWERING, chance.choice(sites), chance)
            yield complaint(record, begin(day, chance), chance.choices(KINDS, SHARES)[0], concerns)


def complaint(record: CaseRecord, received_ms: int, kind: str, concerns: str) -> CaseRecord:
    """One complaint of a kind as it usually goes; `concerns` is the contract complained of, or the buyer."""
    record.note("complaint.received", received_ms, complaint_kind=kind, concerns=concerns)
    solved_ms = received_ms + (record.minutes(150, 1_750) if kind == "soft" else record.minutes(900, 2_700))
    if kind == "soft":
        _soft(record, received_ms)
        promised_ms = solved_ms + DAY
    else:
        promised_ms = _hard(record, received_ms, solved_ms, mixed=kind == "mixed")
    heard_ms = _progress(record, received_ms, solved_ms)
    due_ms = min(one for one in (heard_ms + DAY, promised_ms, solved_ms + DAY) if one >= solved_ms)
    record.stop("complaint.resolved", solved_ms, received_ms, due_ms)
    _followed_up(record, solved_ms, annoyed=kind != "soft")
    record.events.sort(key=lambda one: one.at_ms)
    return record


def _soft(record: CaseRecord, received_ms: int, *, mixed: bool = False) -> None:
    """A reaction within 15 minutes, verified within 30; too late for that, a mixed one is answered within the hour."""
    taken_ms = record.minutes(17, 45) if record.happens(0.028) else record.minutes(1, 8)
    limit_ms = HOUR if mixed and taken_ms > 15 * MINUTE else 15 * MINUTE
    record.stop("complaint.responded", received_ms + taken_ms, received_ms, received_ms + limit_ms)
    checked_ms = taken_ms + record.minutes(2, 9) if not record.happens(0.028) else record.minutes(33, 85)
    checked_ms = max(checked_ms, taken_ms + MINUTE)
    record.stop("complaint.verified", received_ms + checked_ms, received_ms, received_ms + 30 * MINUTE)


def _hard(record: CaseRecord, received_ms: int, solved_ms: int, *, mixed: bool) -> int:
    """An answer within the hour, a second one with a promise within three, often an inspection; return the promise."""
    if mixed:
        _soft(record, received_ms, mixed=True)
    else:
        taken_ms = record.minutes(63, 130) if record.happens(0.03) else record.minutes(8, 38)
        record.stop("complaint.responded", received_ms + taken_ms, received_ms, received_ms + HOUR)
    second_ms = received_ms + (record.minutes(185, 300) if record.happens(0.045) else record.minutes(95, 155))
    broken = record.happens(0.04)
    promised_ms = solved_ms - record.minutes(60, 400) if broken else solved_ms + record.minutes(30, 600)
    promised_ms = max(promised_ms, second_ms + HOUR)
    record.stop("complaint.second_response", second_ms, received_ms, received_ms + 3 * HOUR, promised_ms=promised_ms)
    if not record.happens(0.4):
        return promised_ms
    visit_ms = on(day_of(received_ms), 9) + DAY
    if second_ms < visit_ms < solved_ms - 3 * HOUR:
        late = record.happens(0.05)
        kept(record, "inspection", second_ms + 5 * MINUTE, visit_ms + record.minutes(0, 60), late=late)
    return promised_ms


def _progress(record: CaseRecord, received_ms: int, solved_ms: int) -> int:
    """The customer hears at least once a day how it stands; return when he last did before the solution."""
    heard_ms = received_ms
    while solved_ms - heard_ms > 20 * HOUR:
        late = record.happens(0.04)
        wait_ms = record.minutes(1_450, 1_600) if late else record.minutes(960, 1_380)
        if heard_ms + wait_ms >= solved_ms:
            break
        told_ms = record.stop("complaint.progress_told", heard_ms + wait_ms, heard_ms, heard_ms + DAY)
        heard_ms = told_ms
    return heard_ms


def _followed_up(record: CaseRecord, solved_ms: int, *, annoyed: bool) -> None:
    """Within 24 hours the customer is asked whether he is content; one in ten is asked by the buyer."""
    taken_ms = DAY + record.minutes(30, 600) if record.happens(0.045) else record.minutes(120, 1_320)
    by_buyer = {"sampled_by": "buyer"} if record.happens(0.1) else {}
    rating = record.rating(MIXED if annoyed else SATISFIED)
    asked_ms = record.stop(
        "complaint.follow_up", solved_ms + taken_ms, solved_ms, solved_ms + DAY, satisfaction=rating, **by_buyer
    )
    record.note("case.closed", asked_ms + record.minutes(5, 90))
