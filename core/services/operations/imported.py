"""What is stored under the contracts of an import, whose time passes only up to the end of its log (sla.md 3.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from core.domain.actor import Actor
from core.domain.clock import OPEN_STATES
from core.now import VirtualClock
from core.services.operations.sweep import BATCH, Sweep
from core.services.shelf import Shelf
from core.storage.database import Database
from core.storage.tables import breaches, cases, clocks, contracts, events


@dataclass(frozen=True, slots=True)
class Imported:
    """The cases under these contract numbers, with their events, clocks and breaches."""

    database: Database
    shelf: Shelf
    actor: Actor
    numbers: Sequence[str]

    def end_ms(self) -> int:
        """The latest instant that earlier imports have told of; 0 before the first."""
        return self._one(func.max(events.c.effective_ms), events.c.case_id)

    def counts(self) -> tuple[int, int]:
        """How many clocks and breaches there are."""
        return self._one(func.count(clocks.c.id), clocks.c.case_id), self._one(
            func.count(breaches.c.id), breaches.c.case_id
        )

    def let_time_pass(self, at_ms: int, is_cancelled: Callable[[], bool]) -> bool:
        """Evaluate the open clocks at `at_ms`, a page in each transaction; no other contract's are touched.

        Return whether all are done; another call does what a cancelled one has left.
        """
        past = self.database.at(VirtualClock(at_ms))
        last = 0
        while not is_cancelled():
            running = (
                select(clocks, cases.c.number)
                .join(cases, cases.c.id == clocks.c.case_id)
                .where(self._ours(), clocks.c.state.in_(OPEN_STATES), clocks.c.breached.is_(False), clocks.c.id > last)
                .order_by(clocks.c.id)
                .limit(BATCH)
                .with_for_update(of=clocks)
            )
            with past.unit_of_work(self.actor) as work:
                page = work.connection.execute(running).all()
                if not page:
                    return True
                Sweep(work, self.shelf).run(page)
            last = page[-1].id
        return False

    def _one(self, asked: ColumnElement[int], case_id: ColumnElement[int]) -> int:
        with self.database.reading() as work:
            chosen = select(asked).join(cases, cases.c.id == case_id).where(self._ours())
            return int(work.connection.execute(chosen).scalar_one() or 0)

    def _ours(self) -> ColumnElement[bool]:
        organisation = contracts.c.organisation_id == self.actor.organisation_id
        return cases.c.contract_id.in_(select(contracts.c.id).where(organisation, contracts.c.number.in_(self.numbers)))
