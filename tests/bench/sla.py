"""calendar.* and sla.*: due times, and a storm of clocks that fall due at once."""

import tempfile
from pathlib import Path

from sqlalchemy import insert, text

from core.bootstrap import settle
from core.domain.calendar import WorkingCalendar
from core.domain.clock import AT_RISK_PCT, Clock, overdue_ms
from core.domain.service_case import ServiceCase
from core.storage.books import cases
from core.storage.database import Database
from core.storage.tables import clocks
from tests.bench.figure import cpu_s, median, report, wall_s
from tests.bench.world import OFFICE, START_MS, house
from tests.oracle import walked_due_ms

CALLS = 50_000
STORM = 200_000
OPEN = 1_000_000
CHUNK = 20_000
HOUR_MS = 3_600_000


def run() -> None:
    """Measure due times, the drain of a storm and a poll at rest."""
    _calendar()
    with tempfile.TemporaryDirectory() as folder:
        _drain(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _idle(Path(folder))


def _calendar() -> None:
    calendar = WorkingCalendar.from_dict(OFFICE)
    starts = [START_MS + 997_000 * n for n in range(CALLS)]
    pauses = [(START_MS + HOUR_MS, START_MS + 2 * HOUR_MS), (START_MS + 3 * HOUR_MS, START_MS + 4 * HOUR_MS)]

    def due(some: list[tuple[int, int]]) -> None:
        for start_ms in starts:
            calendar.due_ms(start_ms, 7_200, some)

    due([])
    plain = CALLS / median(lambda: cpu_s(lambda: due([])))
    few = starts[:20]
    walked = len(few) / median(lambda: cpu_s(lambda: [walked_due_ms(OFFICE, one, 7_200) for one in few]))
    report("calendar.due", plain, walked)
    report("calendar.due_2_pauses", CALLS / median(lambda: cpu_s(lambda: due(pauses))), plain)


def _clocks(database: Database, organisation_id: int, count: int) -> float:
    """Store `count` running clocks that are due in one hour, and return the seconds that took."""

    def chunk(first: int) -> None:
        with database.unit_of_work_of(organisation_id, "bench") as work:
            new = [(ServiceCase(f"B-{first + n}", 1, 1, 1, START_MS), f"{first + n}") for n in range(CHUNK)]
            cases.add(work.connection, organisation_id, new)
            rows = [_row(organisation_id, case.id) for case, _ in new]
            work.connection.execute(insert(clocks), rows)

    def all_of_them() -> None:
        for first in range(0, count, CHUNK):
            chunk(first)

    return wall_s(all_of_them)


def _row(organisation_id: int, case_id: int) -> dict[str, object]:
    due_ms = START_MS + HOUR_MS
    clock = Clock("T-02", "", 1, "vendor", START_MS, due_ms=due_ms, marks=(), warned=len(AT_RISK_PCT))
    return cases.projection(clock) | {
        "organisation_id": organisation_id, "case_id": case_id, "contract_version_id": 1, "vendor_id": 1,
        "obligation": "T-02", "match": "", "cycle_no": 1, "next_fire_ms": overdue_ms(due_ms),
    }  # fmt: skip


def _drain(folder: Path) -> None:
    app, admin, clock = house(folder)
    stored_s = _clocks(app.database, admin.organisation_id, STORM)
    clock.at_ms = START_MS + 2 * HOUR_MS
    settle()  # as in the process that serves
    report("sla.drain_200k_sqlite", wall_s(app.monitor.sweep), stored_s)
    with app.database.reading() as work:
        breached = work.connection.execute(text("SELECT count(*) FROM breaches")).scalar_one()
    app.stop()
    if breached != STORM:
        raise AssertionError(f"{breached} breaches of {STORM}")


def _idle(folder: Path) -> None:
    app, admin, _ = house(folder)
    _clocks(app.database, admin.organisation_id, CHUNK)
    few = median(lambda: wall_s(app.monitor.sweep) * 1000)
    app.stop()
    with tempfile.TemporaryDirectory() as other:
        app, admin, _ = house(Path(other))
        _clocks(app.database, admin.organisation_id, OPEN)
        report("sla.idle_poll_1m", median(lambda: wall_s(app.monitor.sweep) * 1000, 20), few)
        app.stop()
