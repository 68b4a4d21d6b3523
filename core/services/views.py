"""What the desks are shown of clocks, cases and breaches."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row

from core.domain.calendar import WorkingCalendar
from core.domain.clock import RUNNING, Clock
from core.messages import LANGUAGES
from core.services.shelf import InForce
from core.sla.timing import TEN_YEARS_MS, Timing
from core.storage.books.cases import read_clock

DAY_MS = 86_400_000


class ClockView(msgspec.Struct):
    """One clock as a queue or a list shows it; instants in UTC milliseconds.

    `left_open_s` is the time left that counts, in service hours where the limit does; below 0 once it is overdue.
    """

    id: int
    case: str
    contract: str
    vendor: str
    obligation: str
    match: str
    cycle: int
    owed_by: str
    state: str
    breached: bool
    started_ms: int
    due_ms: int | None
    not_before_ms: int | None
    stopped_ms: int | None
    warned_pct: int
    severity: str
    wording: dict[str, str]
    limit: dict[str, str]
    basis: str
    zone: str
    left_open_s: int | None
    used_pct: int | None
    now_ms: int


class BreachView(msgspec.Struct):
    """One breach; `overrun_s` in calendar seconds once the clock has stopped, unless that was in time after all."""

    id: str
    case: str
    vendor: str
    obligation: str
    kind: str
    owed_by: str
    state: str
    breach_ms: int
    detected_ms: int
    cause: str
    overrun_s: int | None
    audience: list[str]
    evidence: dict[str, Any]


class EventView(msgspec.Struct):
    """One event on a case's time line."""

    id: str
    source: str
    type: str
    word: dict[str, str]
    effective_ms: int
    occurred_ms: int
    received_ms: int
    flags: str
    data: dict[str, Any]


class CaseView(msgspec.Struct):
    """A case with all that its time line draws: open hours, pauses, events and clocks."""

    number: str
    contract: str
    vendor: str
    zone: str
    opened_ms: int
    facts: dict[str, Any]
    pauses: list[tuple[str, int, int | None]]
    events: list[EventView]
    clocks: list[ClockView]
    breaches: list[BreachView]
    open_spans: list[tuple[int, int]]
    now_ms: int


class Tally(msgspec.Struct):
    """The numbers over the monitor's queue."""

    running: int
    paused: int
    due_within_hour: int
    missed_today: int
    breaches_open: int
    as_of_ms: int


def clock_view(row: Row[Any], force: InForce, now_ms: int) -> ClockView:
    """A row of clocks, joined with its case, contract and vendor."""
    timing, clock = force.terms.timings[row.obligation], read_clock(row)
    left_open_s, used_pct = _progress(clock, timing, now_ms)
    return ClockView(
        id=row.id, case=row.number, contract=row.contract, vendor=row.vendor, obligation=row.obligation,
        match=row.match, cycle=row.cycle_no, owed_by=row.owed_by, state=row.state, breached=row.breached,
        started_ms=row.started_ms, due_ms=row.due_ms, not_before_ms=row.not_before_ms, stopped_ms=row.stopped_ms,
        warned_pct=row.warned_pct, severity=timing.obligation.severity,
        wording={language: timing.obligation.clause(language, timing.limit) for language in LANGUAGES},
        limit={language: timing.limit.words(language) for language in LANGUAGES}, basis=timing.basis,
        zone=timing.service_hours.tz, left_open_s=left_open_s, used_pct=used_pct, now_ms=now_ms,
    )  # fmt: skip


def _progress(clock: Clock, timing: Timing, now_ms: int) -> tuple[int | None, int | None]:
    """The time left and the share of the limit used, in the hours that the limit counts."""
    if clock.state != RUNNING or clock.due_ms is None:
        return None, None
    counting = timing.service_hours if timing.basis == "service_hours" else timing.natural
    left_s = _signed_s(counting, now_ms, clock.due_ms)
    whole_s = max(1, _elapsed_s(counting, clock.started_ms, clock.due_ms))
    return left_s, min(999, max(0, 100 * (whole_s - left_s) // whole_s))


def _signed_s(counting: WorkingCalendar, now_ms: int, due_ms: int) -> int:
    return _elapsed_s(counting, now_ms, due_ms) if now_ms <= due_ms else -_elapsed_s(counting, due_ms, now_ms)


def _elapsed_s(counting: WorkingCalendar, from_ms: int, to_ms: int) -> int:
    """What a screen counts ends after ten years: a case of long ago must not keep the others from being shown."""
    return counting.elapsed_s(from_ms, min(to_ms, from_ms + TEN_YEARS_MS))


def breach_view(row: Row[Any], force: InForce) -> BreachView:
    """A row of breaches, joined with its case, vendor and clock."""
    late = row.stopped_ms is not None and row.stopped_ms > row.breach_ms
    overrun_s = (row.stopped_ms - row.breach_ms) // 1000 if late else None
    return BreachView(
        id=row.uuid, case=row.number, vendor=row.vendor, obligation=row.obligation, kind=row.kind, owed_by=row.owed_by,
        state=row.state, breach_ms=row.breach_ms, detected_ms=row.detected_ms, cause=row.cause, overrun_s=overrun_s,
        audience=_audience(row, force),
        evidence=dict(row.evidence),
    )  # fmt: skip


def _audience(row: Row[Any], force: InForce) -> list[str]:
    """Whom the contract's escalation rules tell of this breach (sla.md 3.13)."""
    obligation = force.obligations.get(row.obligation)
    if force.telling is None or obligation is None:
        return []
    verdicts = force.telling.decide(
        {"kind": "breach", "level": 0, "severity": obligation.severity, "owed_by": row.owed_by}
    )
    return str(verdicts[0].rule.answer["audience"]).split(",") if verdicts else []


def event_view(row: Row[Any], words: Mapping[str, Mapping[str, str]]) -> EventView:
    """A row of events with the packs' own word for its type."""
    return EventView(
        id=row.event_id, source=row.source, type=row.type, word=dict(words.get(row.type, {})),
        effective_ms=row.effective_ms, occurred_ms=row.occurred_ms,
        received_ms=row.received_ms, flags=row.flags, data=dict(row.data),
    )  # fmt: skip


def open_spans(
    force: InForce, shown: Sequence[ClockView], told: Sequence[EventView], now_ms: int
) -> list[tuple[int, int]]:
    """Open hours from a day before the first event to a day after the last instant drawn, at most ninety days."""
    instants = [one.effective_ms for one in told] + [one.due_ms for one in shown if one.due_ms is not None]
    if not instants or not force.terms.timings:
        return []
    calendar = next(iter(force.terms.timings.values())).service_hours
    first = min(instants) - DAY_MS
    return calendar.spans_ms(first, min(max(instants) + DAY_MS, first + 90 * DAY_MS))
