"""The events of one case as its people record them, each with the time by which it has to be known."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from api.plain import instant
from core.domain.event import Scalar

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SATISFIED, MIXED, ANNOYED = (79, 16, 3, 1, 1), (50, 33, 11, 4, 2), (12, 30, 30, 18, 10)
"""Of a hundred customers so many give 5, 4, 3, 2 and 1: means of 4.7, 4.25 and 3.2."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event; one that stops a clock of `since_ms` in time has to be received by `due_ms`, or it would come late."""

    case: str
    id: str
    type: str
    at_ms: int
    data: dict[str, Scalar]
    since_ms: int = 0
    due_ms: int | None = None

    def encoded(self) -> bytes:
        """The event as a CloudEvent."""
        return msgspec.json.encode(
            {
                "specversion": "1.0", "id": self.id, "source": "demo", "type": self.type, "subject": self.case,
                "time": instant(self.at_ms), "data": self.data,
            }
        )  # fmt: skip


@dataclass(slots=True)
class CaseRecord:
    """What happened in one case, event by event; its first event names contract and site."""

    case: str
    contract: str
    site: str
    chance: Random
    events: list[Told] = field(default_factory=list)

    def note(self, event_type: str, at_ms: int, **data: Any) -> int:
        """Note an event and return its instant."""
        return self.stop(event_type, at_ms, at_ms, None, **data)

    def stop(self, event_type: str, at_ms: int, since_ms: int, due_ms: int | None, **data: Any) -> int:
        """Note an event that stops a clock, known by `due_ms` if it was in time; return its instant."""
        first = {} if self.events else {"contract": self.contract, "site": self.site}
        in_time = due_ms is not None and at_ms <= due_ms
        number = f"{self.case}.{len(self.events) + 1:02}"
        self.events.append(
            Told(self.case, number, event_type, at_ms, {**first, **data}, since_ms, due_ms if in_time else None)
        )
        return at_ms

    def minutes(self, least: int, most: int) -> int:
        """A chance number of minutes, in ms, to the second."""
        return self.chance.randrange(least * 60, most * 60 + 1) * 1000

    def happens(self, share: float) -> bool:
        """Whether something comes about that does in this share of cases."""
        return self.chance.random() < share

    def rating(self, spread: tuple[int, ...]) -> int:
        """A satisfaction of 5 to 1, drawn by how many in a hundred give each."""
        return self.chance.choices((5, 4, 3, 2, 1), spread)[0]
