"""One transaction of the monitor: what time alone has made of at most 500 clocks (decision 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Row, select, update

from core.services.shelf import Shelf
from core.sla.outcome import Outcome
from core.sla.replay import reach
from core.storage.books.breaches import Ledger
from core.storage.books.cases import move_clocks, read_clock
from core.storage.books.reached import Reached, reached_on
from core.storage.database import Work
from core.storage.rows import by_due
from core.storage.tables import cases, clocks

BATCH = 500
POSTPONED_MS = 60_000
"""When a clock that could not be read is tried again; it must not hold up the others (reliability D4)."""

log = structlog.get_logger()


@dataclass(slots=True)
class Swept:
    """What a sweep has done."""

    clocks: int = 0
    milestones: int = 0
    breaches: int = 0
    ripened: int = 0

    def add(self, other: "Swept") -> None:
        """Count another transaction's work in."""
        self.clocks += other.clocks
        self.milestones += other.milestones
        self.breaches += other.breaches
        self.ripened += other.ripened

    def __bool__(self) -> bool:
        return bool(self.clocks or self.ripened)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Milestones, breaches, messages, audit entry and the clocks' next instants of one organisation."""

    work: Work
    shelf: Shelf

    def run(self, given: Sequence[Row[Any]] | None = None) -> Swept:
        """Claim what is due, or take the clocks `given`, and record what they have reached; false if there is none."""
        work = self.work
        rows = self._claim() if given is None else given
        ledger = Ledger(work.connection, work.organisation_id, work.now_ms, self.shelf.period(work.connection))
        ledger.record(self._reach(rows))
        swept = Swept(len(rows), len(ledger.milestones), ledger.breaches, ledger.ripen(BATCH))
        if swept:
            work.audit("clock.sweep", f"clocks:{len(rows)}", ledger.close(work.range))
        return swept

    def _claim(self) -> Sequence[Row[Any]]:
        """Take the clocks that have waited longest; another monitor skips them until this transaction ends."""
        chosen = (
            select(clocks, cases.c.number)
            .join(cases, cases.c.id == clocks.c.case_id)
            .where(by_due(clocks, self.work.organisation_id), clocks.c.next_fire_ms <= self.work.now_ms)
            .order_by(clocks.c.next_fire_ms)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=clocks)
        )
        return self.work.connection.execute(chosen).all()

    def _reach(self, rows: Sequence[Row[Any]]) -> list[Reached]:
        reached, moved = [], []
        for row in rows:
            try:
                clock, outcome = read_clock(row), Outcome()
                force = self.shelf.version(self.work.connection, row.contract_version_id)
                clock.is_live = force.is_live
                reach(clock, self.work.now_ms, force.terms.decide, outcome)
            except Exception:
                log.exception("clock.unreadable", clock=row.id)
                self._postpone(row.id)
                continue
            moved.append(clock)
            reached.extend(
                reached_on(row.case_id, row.number, row.vendor_id, clock, force.version_id, outcome.milestones)
            )
        move_clocks(self.work.connection, moved)
        return reached

    def _postpone(self, clock_id: int) -> None:
        live = clocks.c.next_fire_ms.is_not(None)
        later = update(clocks).where(clocks.c.id == clock_id, live).values(next_fire_ms=self.work.now_ms + POSTPONED_MS)
        self.work.connection.execute(later)
