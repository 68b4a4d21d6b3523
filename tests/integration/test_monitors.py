"""Several monitors at once, and clocks that jump: each milestone once, none early, feed and record whole."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from core.domain.clock import AT_RISK_PCT
from core.services.operations.monitor import MonitorService
from core.services.operations.sweep import BATCH, Sweep, Swept
from core.services.shelf import Shelf
from core.storage import migrate
from core.storage.database import Database, connect
from core.storage.tables import breach_changes, breaches, cases, clocks, milestones, outbox, watermark
from tests.instants import ms
from tests.integration.conftest import House, event

DUE = 2_000
HOUR_MS = 3_600_000
REACHED = [*(("at_risk", pct) for pct in AT_RISK_PCT), ("breach", 0)]
"""What a clock reaches that nobody stops: three warnings and the breach (sla.md 3.12, 3.14)."""


def start(house: House, *cases: str, at: str = "2026-01-12T08:00:00Z") -> None:
    for first in range(0, len(cases), BATCH):
        batch = [event(f"e-{case}", "case.started", at, case=case) for case in cases[first : first + BATCH]]
        assert {item.status for item in house.send(*batch)} == {"accepted"}


def address(house: House) -> str:
    return house.app.database.writer.url.render_as_string(hide_password=False)


def rows(house: House, *columns: Any) -> Sequence[Row[Any]]:
    with house.app.database.reading() as work:
        return work.connection.execute(select(*columns)).all()


def check_ledger(house: House, count: int) -> None:
    """Every clock has reached everything once; the feed has no gap, the messages no double, the record is whole."""
    found = rows(house, milestones.c.clock_id, milestones.c.kind, milestones.c.level)
    assert Counter((row.kind, row.level) for row in found) == dict.fromkeys(REACHED, count)
    assert len(set(found)) == len(found)
    broken = rows(house, breaches.c.clock_id)
    assert (len(broken), len(set(broken))) == (count, count)
    feed = [seq for (seq,) in rows(house, breach_changes.c.seq)]
    assert sorted(feed) == list(range(1, len(feed) + 1))
    told = Counter(topic for (topic,) in rows(house, outbox.c.topic))
    assert told["breach.changed"] == len(feed)
    assert house.app.record.verify(house.admin).reason == ""


class Crew:
    """Monitors that each have engines, connections and compiled rules of their own, as processes have."""

    def __init__(self, house: House, size: int) -> None:
        self.house = house
        self.databases = [connect(address(house), house.clock) for _ in range(size)]
        self.swept: list[Swept] = []
        self.failed: list[BaseException] = []

    def work(self) -> Swept:
        """Let all sweep at once until nothing is due; return what they did together."""
        self.swept.clear()
        begin = threading.Barrier(len(self.databases))
        threads = [threading.Thread(target=self._sweep, args=(one, begin)) for one in self.databases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert self.failed == []
        together = Swept()
        for one in self.swept:
            together.add(one)
        return together

    def _sweep(self, database: Database, begin: threading.Barrier) -> None:
        monitor = MonitorService(database, Shelf())
        try:
            begin.wait(30)
            while self.house.app.monitor._earliest() is not None:  # what another holds is skipped: ask again
                self.swept.append(monitor.sweep())
        except BaseException as error:
            self.failed.append(error)

    def close(self) -> None:
        """Give all connections back."""
        for one in self.databases:
            one.close()


@pytest.fixture
def crew(house: House) -> Iterator[Crew]:
    """Four on PostgreSQL, two on SQLite, which has one writer at a time."""
    made = Crew(house, 2 if house.app.database.turn else 4)
    yield made
    made.close()


def test_monitors_together_record_everything_once(house: House, crew: Crew) -> None:
    start(house, *(f"K-{number}" for number in range(DUE)))
    house.clock.at_ms = ms("2026-01-12T09:00:02Z")
    due = crew.work()
    check_ledger(house, DUE)

    house.clock.at_ms = ms("2026-01-12T09:05:00Z")
    ripe = crew.work()
    check_ledger(house, DUE)
    # notified on Monday at 10:05 in Berlin: three working days end on Thursday, 17:00
    house.clock.at_ms = ms("2026-01-15T16:00:01Z")
    deemed = crew.work()
    check_ledger(house, DUE)
    states = Counter(state for (state,) in rows(house, breach_changes.c.state))

    assert (due.clocks, due.milestones, due.breaches) == (DUE, DUE * len(REACHED), DUE)
    assert (ripe.clocks, ripe.ripened) == (0, DUE)
    assert (deemed.clocks, deemed.ripened) == (0, DUE)
    assert states == {"provisional": DUE, "notified": DUE, "deemed_accepted": DUE}


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_four_monitors_hold_different_clocks_at_the_same_time(
    house: House, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No monitor waits for another: all have claimed their clocks before the first lets go of its own."""
    claim, all_hold, claims = Sweep._claim, threading.Barrier(4), dict[int, set[int]]()

    def meeting(sweep: Sweep) -> Sequence[Row[Any]]:
        claimed = claim(sweep)
        if threading.get_ident() not in claims:
            claims[threading.get_ident()] = {row.id for row in claimed}
            all_hold.wait(20)
        return claimed

    monkeypatch.setattr(Sweep, "_claim", meeting)
    start(house, *(f"K-{number}" for number in range(DUE)))
    house.clock.at_ms = ms("2026-01-12T09:00:02Z")
    crew.work()

    assert [len(one) for one in claims.values()] == [BATCH] * 4
    assert len(set.union(*claims.values())) == DUE
    check_ledger(house, DUE)


def test_a_millisecond_too_early_nothing_is_found(house: House) -> None:
    start(house, "K-1")
    found = []
    for instant in ("2026-01-12T08:30:00Z", "2026-01-12T09:00:01Z"):  # half of the hour; the first late second
        for at_ms in (ms(instant) - 1, ms(instant)):
            house.clock.at_ms = at_ms
            found.append((bool(house.app.monitor.sweep()), len(house.app.watch.breaches(house.admin))))

    assert found == [(False, 0), (True, 0), (True, 0), (True, 1)]  # in between the warnings of 75 and 90 %


JUMPS = [pytest.param(-HOUR_MS, id="-1h"), pytest.param(HOUR_MS, id="+1h"), pytest.param(24 * HOUR_MS, id="+1d")]
FIRES = {
    "K-1": ("08:30:00", "08:45:00", "08:54:00", "09:00:01"),  # started 08:00, one hour
    "K-2": ("08:50:00", "09:05:00", "09:14:00", "09:20:01"),  # started 08:20
}


def by_then(at_ms: int) -> Counter[tuple[str, str, int]]:
    """What the clocks have reached once the latest instant ever seen is `at_ms`, each once."""
    return Counter(
        (case, *reached)
        for case, fires in FIRES.items()
        for reached, fire in zip(REACHED, fires, strict=True)
        if ms(f"2026-01-12T{fire}Z") <= at_ms
    )


def recorded(house: House) -> Counter[tuple[str, str, int]]:
    joined = select(cases.c.number, milestones.c.kind, milestones.c.level).join(
        clocks, clocks.c.id == milestones.c.clock_id
    )
    with house.app.database.reading() as work:
        found = work.connection.execute(joined.join(cases, cases.c.id == clocks.c.case_id)).all()
    return Counter((row.number, row.kind, row.level) for row in found)


@pytest.mark.parametrize("jump_ms", JUMPS)
def test_a_clock_that_jumps_loses_nothing_doubles_nothing_and_is_never_early(house: House, jump_ms: int) -> None:
    """The clock is wrong for two sweeps and then right again (sla.md R7)."""
    start(house, "K-1")
    house.clock.at_ms = ms("2026-01-12T08:20:00Z")
    start(house, "K-2", at="2026-01-12T08:20:00Z")
    told_ms = [
        ms("2026-01-12T08:44:30Z"), ms("2026-01-12T08:51:00Z") + jump_ms, ms("2026-01-12T08:52:00Z") + jump_ms,
        ms("2026-01-12T08:55:00Z"), ms("2026-01-12T09:00:00Z"), ms("2026-01-12T09:10:00Z"),
        ms("2026-01-12T09:20:01Z"), ms("2026-01-12T09:26:00Z"),
    ]  # fmt: skip
    for count, at_ms in enumerate(told_ms, 1):
        house.clock.at_ms = at_ms
        house.app.monitor.sweep()
        assert recorded(house) == by_then(max(told_ms[:count]))

    check_ledger(house, len(FIRES))
    assert {one.state for one in house.app.watch.breaches(house.admin)} == {"notified"}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Database]:
    """SQLite on the machine's own clock."""
    url = f"sqlite:///{tmp_path / 'outpact.db'}"
    migrate.upgrade(url)
    database = connect(url)
    yield database
    database.close()


def written_ms(database: Database) -> int:
    with database.unit_of_work_of(1, "test") as work:
        return work.now_ms


def read_ms(database: Database) -> int:
    with database.reading() as work:
        return work.now_ms


def mark(database: Database, at_ms: int) -> None:
    """Let the latest instant at which anything was written be `at_ms`."""
    with database.writer.begin() as connection:
        connection.execute(update(watermark).values(value_ms=at_ms))


def test_a_machine_whose_clock_was_set_back_stays_at_the_latest_instant_written(machine: Database) -> None:
    """Its clock now says an hour less than what was written under it before (sla.md 3.2)."""
    before_ms = written_ms(machine) + HOUR_MS
    mark(machine, before_ms)
    seen = [read_ms(machine), written_ms(machine), read_ms(machine), written_ms(machine)]
    again = connect(str(machine.writer.url))
    seen.append(written_ms(again))
    again.close()

    assert seen == [before_ms] * 5


def test_a_machine_whose_clock_is_right_moves_the_mark_by_writing_alone(machine: Database) -> None:
    now_ms = written_ms(machine)
    mark(machine, now_ms - HOUR_MS)

    assert read_ms(machine) >= now_ms
    with machine.reading() as work:
        assert work.connection.execute(select(watermark.c.value_ms)).scalar_one() == now_ms - HOUR_MS
    later_ms = written_ms(machine)
    with machine.reading() as work:
        assert work.connection.execute(select(watermark.c.value_ms)).scalar_one() == later_ms >= now_ms
