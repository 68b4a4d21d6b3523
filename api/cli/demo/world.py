"""The sample world while it is told: its services and virtual clock, who acts, what chapters know of each other."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.money import Money
from core.domain.zone import find_zone
from core.now import VirtualClock
from core.services.page import MOST

ZONE = find_zone("Asia/Shanghai")
ORGANISATION = ("local", "澜庭·木阅联合采购中心〔演示〕")
"""Two buyers share one purchasing centre: people sign in to one organisation, and each contract names its own buyer."""
BEGINS = "2026-03-02 09:00"
ENDS = "2026-12-28 10:00"

Chapter = Iterator[int]
"""A thread of the story: it yields the instant (UTC ms) at which its next act takes place, then acts."""


def at(written: str) -> int:
    """The instant (UTC ms) of `2026-11-11 09:30` in Shanghai."""
    return ms(datetime.fromisoformat(written))


def on(day: date, hour: int = 0, minute: int = 0) -> int:
    """The instant (UTC ms) of a wall time in Shanghai."""
    return ms(datetime.combine(day, time(hour, minute)))


def ms(local: datetime) -> int:
    """The instant (UTC ms) of a wall time in Shanghai."""
    return int(local.replace(tzinfo=ZONE).timestamp()) * 1000


def day_of(at_ms: int) -> date:
    """The day in Shanghai of an instant (UTC ms)."""
    return datetime.fromtimestamp(at_ms / 1000, ZONE).date()


def yuan(amount: str | int) -> Money:
    """An amount in CNY."""
    return Money(Decimal(amount), "CNY")


@dataclass(slots=True)
class World:
    """The services under a clock that the story moves; `scale` is the share of the volume that is told, 0 to 1.

    `numbers` are those that the services gave, by the name that the story has for them; `passwords` are the people's.
    """

    app: App
    clock: VirtualClock
    organisation_id: int
    scale: float = 1.0
    numbers: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str, role: str) -> Actor:
        """A person of the organisation."""
        return Actor(self.organisation_id, name, role)

    @property
    def admin(self) -> Actor:
        """Whoever has the machine's command line."""
        return self.app.local_admin(self.organisation_id)

    @property
    def buyer(self) -> Actor:
        """Procurement."""
        return self.actor("procurement", "procurement")

    @property
    def legal(self) -> Actor:
        """Legal."""
        return self.actor("legal", "legal")

    @property
    def manager(self) -> Actor:
        """Whoever decides."""
        return self.actor("manager", "manager")

    @property
    def operator(self) -> Actor:
        """Whoever watches."""
        return self.actor("operator", "operator")

    def vendor(self, name: str) -> Actor:
        """A vendor's user, as he signs in."""
        return self.app.sign_in.actor_of_session(self.app.sign_in.sign_in(name, self.passwords[name]))

    def breach(self, case: str, obligation: str) -> str:
        """The id of the breach of an obligation in a case."""
        by_vendor = (
            one
            for vendor in self.app.watch.vendors(self.manager)
            for one in self.app.watch.breaches(self.manager, limit=MOST, vendor=vendor)
        )
        return next(one.id for one in by_vendor if (one.case, one.obligation) == (case, obligation))


def tell(world: World, chapters: Iterable[Chapter], until_ms: int, say: Callable[[int], None]) -> None:
    """Let the chapters act in the order of time, none after `until_ms`; `say` hears each instant that is reached."""
    waiting: list[tuple[int, int, Chapter]] = []
    for place, chapter in enumerate(chapters):
        _await(waiting, place, chapter)
    while waiting and waiting[0][0] <= until_ms:
        instant, place, chapter = heapq.heappop(waiting)
        world.clock.at_ms = max(world.clock.at_ms, instant)
        say(instant)
        _await(waiting, place, chapter)
    world.clock.at_ms = until_ms


def _await(waiting: list[tuple[int, int, Chapter]], place: int, chapter: Chapter) -> None:
    """Let a chapter act up to its next instant; of chapters that act at once the earlier one goes first."""
    instant = next(chapter, None)
    if instant is not None:
        heapq.heappush(waiting, (instant, place, chapter))
