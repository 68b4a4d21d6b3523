"""A breach: an obligation that was not kept, from its record to the end of the objection to it (sla.md 3.14, 3.15)."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.calendar import WorkingCalendar
from core.domain.clock import overdue_ms
from core.domain.zone import find_zone, local_time
from core.errors import Conflict

PROVISIONAL = "provisional"
RECORDED = "recorded"
NOTIFIED = "notified"
ACCEPTED = "accepted"
DEEMED_ACCEPTED = "deemed_accepted"
DISPUTED = "disputed"
UPHELD = "upheld"
RESCINDED = "rescinded"
COUNTED = (ACCEPTED, DEEMED_ACCEPTED, UPHELD)
"""Only breaches in these states count for money, standing and termination (sla.md 3.14)."""
UNDECIDED = (PROVISIONAL, RECORDED, NOTIFIED, DISPUTED)
"""What may still be rescinded or come to count: left out of credits until then (sla.md 3.20)."""

INGEST_GRACE_MS = 300_000
"""A breach stays provisional for five minutes, so that an event under way that refutes it can still land."""

LATE_EVIDENCE_BUSINESS_DAYS = 3
"""How long a late stop with evidence still rescinds a breach (sla.md 3.15)."""

OBJECTION_DAYS = 3
"""Working days in which a vendor may object, where his contract names no other number (sla.md 3.14)."""

CORRECTED = "corrected"
WITHIN_GRACE = "arrived_within_grace"
WITH_EVIDENCE = "late_stop_with_evidence"
WITHOUT_EVIDENCE = "late_stop_without_evidence"
DECIDED = "decided"
"""Why a breach was withdrawn, or for `WITHOUT_EVIDENCE` is disputed."""


def is_settled(breach_ms: int, now_ms: int) -> bool:
    """Whether the grace is over: what arrives from then on is late, whether or not the monitor has looked."""
    return now_ms > breach_ms + INGEST_GRACE_MS


def ripe_states(owed_by: str) -> tuple[str, ...]:
    """What a breach passes through when its grace ends; the vendor is never told what the buyer broke."""
    return (RECORDED, NOTIFIED) if owed_by == "vendor" else (RECORDED,)


def states_by(owed_by: str, breach_ms: int, now_ms: int) -> tuple[str, ...]:
    """The states that a breach found at `now_ms` passes through at once."""
    return (PROVISIONAL,) if now_ms < breach_ms + INGEST_GRACE_MS else ripe_states(owed_by)


def objection_ends_ms(calendar: WorkingCalendar, notified_ms: int, days: int) -> int:
    """The last second in which the vendor can still object: the close of the last of `days` working days.

    The day of the notice is not counted (CC 201) and the period ends when business closes on its last day (CC 203
    para 2). Open days are those of the contract's calendar; a notice on a day without hours arrives with the next one,
    as with every period of business days (sla.md 3.4). A day open until 24:00 ends at 23:59:59.
    """
    ends_ms = calendar.due_in_business_days_ms(notified_ms, days, "end_of_business_day")
    _, time_s = local_time(find_zone(calendar.tz), ends_ms // 1000)
    return ends_ms if time_s else ends_ms - 1000


def next_fire_ms(state: str, breach_ms: int, ends_ms: int | None) -> int | None:
    """When time alone changes a breach in this state: at the end of its grace, or after its last second to object."""
    if state == PROVISIONAL:
        return breach_ms + INGEST_GRACE_MS
    return overdue_ms(ends_ms) if state == NOTIFIED and ends_ms is not None else None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a breach stands between buyer and vendor; `zone` is the contract's, in which the end is told.

    `by_vendor` says that a dispute of the vendor lies before the buyer, and not only a late stop.
    """

    state: str
    owed_by: str
    ends_ms: int | None
    zone: str
    by_vendor: bool = False

    def is_open(self, now_ms: int) -> bool:
        """Whether the vendor can still accept or object: the last second is in time, the next is not (sla.md 3.4)."""
        return self.ends_ms is not None and now_ms < overdue_ms(self.ends_ms)

    def counts(self, now_ms: int) -> bool:
        """Whether it counts for money, also where the period is over and the monitor has not looked yet."""
        lapsed = self.state == NOTIFIED and self.ends_ms is not None and not self.is_open(now_ms)
        return self.state in COUNTED or lapsed

    def accept(self, now_ms: int) -> str:
        """The vendor agrees. Raises `Conflict` unless it waits for him and the period runs."""
        self._require_in_time(now_ms)
        self._require(NOTIFIED)
        return ACCEPTED

    def dispute(self, now_ms: int) -> str:
        """The vendor objects, or adds his word to a late stop without evidence. Raises `Conflict` as `accept`."""
        self._require_owed_by_vendor()
        if self.by_vendor and self.state == DISPUTED:
            raise Conflict("breach.disputed_already", place="breach", value=self.state)
        self._require_in_time(now_ms)
        self._require(NOTIFIED, DISPUTED)
        return DISPUTED

    def withdraw(self, now_ms: int) -> tuple[str, ...]:
        """The vendor takes his objection back: it waits for him again, or is accepted by the time that has passed."""
        self._require(DISPUTED)
        if not self.by_vendor:
            raise Conflict("breach.no_dispute", place="breach", value=self.state)
        return (NOTIFIED,) if self.is_open(now_ms) else (NOTIFIED, DEEMED_ACCEPTED)

    def decide(self, outcome: str) -> str:
        """The buyer decides a dispute. Raises `Conflict` where there is none."""
        self._require_owed_by_vendor()
        self._require(DISPUTED)
        return outcome

    def _require_owed_by_vendor(self) -> None:
        if self.owed_by != "vendor":
            raise Conflict("breach.not_the_vendors", place="breach", value=self.owed_by)

    def _require(self, *allowed: str) -> None:
        if self.state not in allowed:
            raise Conflict("breach.state", place="breach", value=self.state, allowed=", ".join(allowed))

    def _require_in_time(self, now_ms: int) -> None:
        """Time decides first: whoever comes too late is told so, whether or not the monitor has looked."""
        if self.state == NOTIFIED and self.ends_ms is None:
            raise Conflict("breach.no_period", place="breach", value=self.state)
        waited_for_him = self.state in (NOTIFIED, DEEMED_ACCEPTED, DISPUTED) and self.ends_ms is not None
        if waited_for_him and not self.is_open(now_ms):
            ended = datetime.fromtimestamp((self.ends_ms or 0) / 1000, find_zone(self.zone))
            raise Conflict("breach.period_over", place="breach", value=f"{ended:%Y-%m-%d %H:%M:%S}", zone=self.zone)
