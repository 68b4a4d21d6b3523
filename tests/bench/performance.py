"""performance.*: a month of many cases counted, measured and closed."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.clock import MET, MISSED, Clock
from core.domain.month import Month
from core.domain.service_case import ServiceCase
from core.now import VirtualClock
from core.storage.books import cases
from core.storage.tables import breaches, clocks, events
from tests.bench.figure import cpu_s, report, wall_s
from tests.bench.world import house

Measure = Callable[[Callable[[], object]], float]
CASES = 100_000
FEW = 20_000
CHUNK = 10_000
ZONE = "Europe/Berlin"
FIRST = Month(2026, 1)
MINUTE_MS = 60_000
LATE, FAILED, COMPLAINT = 25, 20, 50
"""One case in so many is late, fails its first acceptance, is a complaint."""


def run() -> None:
    """Measure the close of a month, its memory, and what earlier months add."""
    with tempfile.TemporaryDirectory() as folder:
        app, admin, clock = house(Path(folder))
        fill(app, admin, FIRST, CASES)
        before_mib = _forgotten_peak_mib()
        taken = _close_s(app, admin, clock, FIRST, CASES)
        memory = _peak_mib() - before_mib
        report("performance.month_close_100k", taken, wall_s(lambda: _looped(app, admin)))
        report("performance.month_close_memory", memory, None)
        app.stop()
    with tempfile.TemporaryDirectory() as folder:
        app, admin, clock = house(Path(folder))
        taken_s = []
        for n in range(6):
            month = FIRST.moved(n)
            fill(app, admin, month, FEW)
            taken_s.append(_close_s(app, admin, clock, month, FEW, measure=cpu_s))
        report("performance.month_close_growth", sum(taken_s[-2:]) / sum(taken_s[:2]), None)
        app.stop()


def _close_s(
    app: App, admin: Actor, clock: VirtualClock, month: Month, count: int, *, measure: Measure = wall_s
) -> float:
    clock.at_ms = month.bounds_ms(ZONE)[1]
    taken = measure(lambda: app.scorecards.close(admin, str(month)))
    card = app.scorecards.card(admin, "V-1", str(month))
    on_time = next(one for one in card.kpis if one.code == "on_time")
    complaints = -(-count // COMPLAINT)
    if (on_time.n, card.cases) != (count, count - complaints):
        raise AssertionError(f"{on_time.n} clocks and {card.cases} cases of {count}")
    return taken


def fill(app: App, admin: Actor, month: Month, count: int) -> None:
    """Store a month of cases at four sites: a clock each, an acceptance with satisfaction, rework and complaints."""
    begin_ms = month.bounds_ms(ZONE)[0] + MINUTE_MS
    for first in range(0, count, CHUNK):
        with app.database.unit_of_work_of(admin.organisation_id, "bench") as work:
            numbers = range(first, min(first + CHUNK, count))
            new = [(ServiceCase(f"{month}-{n}", 1, 1, 1, begin_ms + n), f"{month}-{n}") for n in numbers]
            cases.add(work.connection, admin.organisation_id, new)
            ids = [case.id for case, _ in new]
            for place, (case, _) in enumerate(new):
                case.state.facts = {"site": f"site {place % 4}", "standard_s": 7200}
            cases.save(work.connection, [case for case, _ in new])
            rows = [_clock(admin.organisation_id, one, n, begin_ms) for one, n in zip(ids, numbers, strict=True)]
            work.connection.execute(insert(clocks), rows)
            late = [row for row in rows if row["state"] == MISSED]
            stored = select(clocks.c.id, clocks.c.case_id).where(clocks.c.case_id.in_([row["case_id"] for row in late]))
            of_case = {row.case_id: row.id for row in work.connection.execute(stored)}
            work.connection.execute(insert(breaches), [_breach(row, of_case[row["case_id"]]) for row in late])
            told = [
                one
                for case_id, n in zip(ids, numbers, strict=True)
                for one in _events(admin.organisation_id, case_id, f"{month}-{n}", n, begin_ms + n)
            ]
            work.connection.execute(insert(events), told)


def _clock(organisation_id: int, case_id: int, n: int, begin_ms: int) -> dict[str, Any]:
    state = MISSED if n % LATE == 0 else MET
    due_ms = begin_ms + n * 20_000
    clock = Clock("T-01", "", 0, "vendor", begin_ms + n, state, due_ms, breached=state == MISSED, stopped_ms=due_ms)
    return cases.projection(clock) | {
        "organisation_id": organisation_id, "case_id": case_id, "contract_version_id": 1, "vendor_id": 1,
        "obligation": "T-01", "match": "", "cycle_no": 0, "next_fire_ms": None,
    }  # fmt: skip


def _breach(row: dict[str, Any], clock_id: int) -> dict[str, Any]:
    return {
        "uuid": f"b{clock_id}", "organisation_id": row["organisation_id"], "case_id": row["case_id"],
        "clock_id": clock_id, "vendor_id": 1, "obligation": "T-01", "owed_by": "vendor", "kind": "deadline",
        "dedupe_key": f"clock:{clock_id}", "breach_ms": row["due_ms"], "detected_ms": row["due_ms"],
        "state": "accepted", "evidence": {},
    }  # fmt: skip


def _events(organisation_id: int, case_id: int, number: str, n: int, at_ms: int) -> list[dict[str, Any]]:
    told: list[tuple[str, dict[str, Any]]] = [("case.started", {"contract": "C-1"}), ("service.completed", {})]
    if n % COMPLAINT == 0:
        told += [("complaint.received", {}), ("complaint.resolved", {})]
    if n % FAILED == 0:
        told += [("acceptance.failed", {}), ("rework.completed", {})]
    told += [("acceptance.owner_signed", {"satisfaction": 3 + n % 3})]
    return [
        {
            "organisation_id": organisation_id, "source": "bench", "event_id": f"{number}.{place}", "case_id": case_id,
            "type": event_type, "occurred_ms": at_ms + place * MINUTE_MS, "received_ms": at_ms,
            "effective_ms": at_ms + place * MINUTE_MS, "precedence": 0, "data": content, "body_sha256": "0" * 64,
        }
        for place, (event_type, content) in enumerate(told)
    ]  # fmt: skip


def _looped(app: App, admin: Actor) -> int:
    """The baseline: the clocks and events of the month read row by row."""
    with app.database.reading() as work:
        rows = 0
        for table in (clocks, events):
            chosen = select(table).where(table.c.organisation_id == admin.organisation_id)
            rows += sum(1 for _ in work.connection.execute(chosen))
        return rows


def _forgotten_peak_mib() -> float:
    """Forget how much memory the process ever held, and return what it holds now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _peak_mib()


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(one for one in lines if one.startswith("VmHWM")).split()[1]) / 1024
