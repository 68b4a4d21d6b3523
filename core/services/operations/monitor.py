"""The monitor: works off what is due, transaction by transaction."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from core.domain.event import MONITOR
from core.services.operations.sweep import Sweep, Swept
from core.services.shelf import Shelf
from core.storage.database import Database
from core.storage.retry import once_more
from core.storage.tables import breaches, clocks

ACTOR = MONITOR


@dataclass(frozen=True, slots=True)
class MonitorService:
    """Claims clocks and provisional breaches whose instant has come. Several may run at once on PostgreSQL."""

    database: Database
    shelf: Shelf

    def sweep(self, most: int | None = None) -> Swept:
        """Work off all that is due now, or at most `most` clocks."""
        swept = Swept()
        while most is None or swept.clocks < most:
            organisation_id = self._earliest()
            if organisation_id is None:
                break
            step = once_more(partial(self._step, organisation_id))
            if not step:  # another monitor has taken all of it
                break
            swept.add(step)
        return swept

    def _step(self, organisation_id: int) -> Swept:
        with self.database.unit_of_work_of(organisation_id, ACTOR) as work:
            return Sweep(work, self.shelf).run()

    def now_ms(self) -> int:
        """The instant by which clocks are judged: the database's, or a sample world's own."""
        with self.database.reading() as work:
            return work.now_ms

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
