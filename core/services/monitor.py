"""The monitor: what time alone has made of the clocks, at most 500 in one transaction (architecture, decision 6)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from core.services.shelf import Shelf
from core.sla.outcome import Outcome
from core.sla.replay import reach
from core.storage.books.breaches import Ledger, Reached, reached_on
from core.storage.books.cases import move_clocks, read_clock
from core.storage.database import Database, Work
from core.storage.tables import breaches, cases, clocks

BATCH = 500
ACTOR = "monitor"


@dataclass(slots=True)
class Swept:
    """What a sweep has done."""

    clocks: int = 0
    milestones: int = 0
    breaches: int = 0
    ripened: int = 0


@dataclass(frozen=True, slots=True)
class MonitorService:
    """Claims clocks and provisional breaches whose instant has come. Several may run at once on PostgreSQL."""

    database: Database
    shelf: Shelf

    def sweep(self, most: int | None = None) -> Swept:
        """Work off all that is due now, or at most `most` clocks, transaction by transaction."""
        swept = Swept()
        while most is None or swept.clocks < most:
            organisation_id = self._earliest()
            if organisation_id is None or not self._step(organisation_id, swept):
                return swept
        return swept

    def lag_ms(self) -> int:
        """How long the oldest due clock has been waiting; 0 when none is (sla.md R9)."""
        with self.database.reading() as work:
            oldest = work.connection.execute(select(func.min(clocks.c.next_fire_ms))).scalar()
            return max(0, work.now_ms - oldest) if oldest is not None else 0

    def _earliest(self) -> int | None:
        """The organisation with the clock or breach that has waited longest."""
        with self.database.reading() as work:
            for table in (clocks, breaches):
                chosen = select(table.c.organisation_id).where(table.c.next_fire_ms <= work.now_ms)
                found: int | None = work.connection.execute(chosen.order_by(table.c.next_fire_ms).limit(1)).scalar()
                if found is not None:
                    return found
        return None

    def _step(self, organisation_id: int, swept: Swept) -> bool:
        """One transaction: milestones, breaches, messages, audit and next instants. False if others took all."""
        with self.database.unit_of_work_of(organisation_id, ACTOR) as work:
            rows = _claim(work, organisation_id)
            ledger = Ledger(work.connection, organisation_id, work.now_ms)
            reached = self._reach(work, rows)
            ledger.record(reached)
            swept.ripened += (ripened := ledger.ripen(BATCH))
            swept.clocks += len(rows)
            swept.milestones += ledger.recorded
            swept.breaches += ledger.breaches
            if rows or ripened:
                keys = "".join(f"{one.clock_id}.{one.kind}.{one.level}.{one.generation};" for one in reached)
                ledger.close(work.range)
                work.audit("clock.sweep", f"clocks:{len(rows)}", hashlib.sha256(keys.encode()).hexdigest())
            return bool(rows or ripened)

    def _reach(self, work: Work, rows: Sequence[Row[Any]]) -> list[Reached]:
        reached = []
        moved = []
        for row in rows:
            clock, outcome = read_clock(row), Outcome()
            force = self.shelf.version(work.connection, row.contract_version_id)
            reach(clock, work.now_ms, force.terms.decide, outcome)
            moved.append(clock)
            reached.extend(
                reached_on(row.case_id, row.number, row.vendor_id, clock, force.version_id, outcome.milestones)
            )
        move_clocks(work.connection, moved)
        return reached


def _claim(work: Work, organisation_id: int) -> Sequence[Row[Any]]:
    """Take the clocks that have waited longest; another monitor skips them until this transaction ends."""
    chosen = (
        select(clocks, cases.c.number)
        .join(cases, cases.c.id == clocks.c.case_id)
        .where(clocks.c.organisation_id == organisation_id, clocks.c.next_fire_ms <= work.now_ms)
        .order_by(clocks.c.next_fire_ms)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=clocks)
    )
    return work.connection.execute(chosen).all()
