"""Who looks at the first screen, on which snapshot, and how a task is put to him."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, or_

from core.domain.reason import Named, Reason
from core.domain.wording import LANGUAGES, Wording
from core.domain.zone import HOUSE_ZONE, house_day
from core.services.access import ALLOWED, Actor
from core.services.home.views import Place, Task, Urgency, Words
from core.services.shelf import Shelf
from core.storage.database import Reading, Work

MOST = 12
"""So many tasks are shown; whoever finds more than these says so by handing over one more."""
SOON_MS = 86_400_000
SOON_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """One look at the first screen."""

    work: Work
    actor: Actor
    shelf: Shelf

    @property
    def reading(self) -> Reading:
        """The snapshot, for what reads rows."""
        return Reading(self.work.connection, self.work.now_ms)

    @property
    def now_ms(self) -> int:
        """The instant of the look."""
        return self.work.now_ms

    @property
    def on(self) -> date:
        """The day of the look where the house counts its days."""
        return house_day(self.work.now_ms)

    def may(self, action: str) -> bool:
        """Whether the reader may do this at all."""
        return self.actor.role in ALLOWED[action]

    def task(
        self, reason: Reason, number: str, name: str | Mapping[str, str], place: Place,
        until: int | date | None = None, *, left_s: int | None = None, zone: str = HOUSE_ZONE,
    ) -> Task:  # fmt: skip
        """A task until an instant or a last day; time that counts is the wall clock's unless `left_s` says it."""
        until_ms = until if isinstance(until, int) else None
        until_on = until if isinstance(until, date) else None
        if until_ms is not None and left_s is None:
            left_s = (until_ms - self.now_ms) // 1000
        return Task(
            reason.code, number, both(name), said(reason), place, self._urgency(until_ms, until_on), until_ms,
            until_on, left_s, zone,
        )  # fmt: skip

    def _urgency(self, until_ms: int | None, until_on: date | None) -> Urgency:
        if until_ms is not None:
            left_ms = until_ms - self.now_ms
            return "overdue" if left_ms <= 0 else "soon" if left_ms <= SOON_MS else "ahead"
        if until_on is not None:
            return "overdue" if until_on < self.on else "soon" if until_on <= self.on + SOON_DAYS else "ahead"
        return "open"


def what(code: str, **values: Named) -> Reason:
    """What is to be done, by the code of its sentence."""
    return Reason.of(code, "", **values)


def said(reason: Reason) -> Words:
    """A sentence in each language."""
    return {one: reason.words(one) for one in LANGUAGES}


def both(name: str | Mapping[str, str]) -> Words:
    """A name in each language; one that has no words in one of them is said in the other."""
    if isinstance(name, str):
        return dict.fromkeys(LANGUAGES, name)
    return {one: name.get(one) or next(filter(None, name.values()), "") for one in LANGUAGES}


def at(screen: str, **query: str) -> Place:
    """A place."""
    return Place(screen, tuple(query.items()))


def wording(words: Mapping[str, str]) -> Wording:
    """Words as a sentence takes them; what has none in one language is said in the other."""
    known = both(words)
    return Wording(known["zh"], known["en"])


def is_empty(column: Any) -> ColumnElement[bool]:
    """Whether a packed column holds nothing: it is stored as the null of JSON."""
    return or_(column.is_(None), cast(column, Text) == "null")
