"""What the desks are shown of clocks, cases and breaches."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row

from core.domain.clock import MISSED, PAUSED, RUNNING, Clock
from core.domain.event import DESK
from core.domain.form_field import FormField
from core.domain.pause import Pause
from core.messages import LANGUAGES
from core.services.operations.arithmetic import passed_s
from core.services.operations.breach_views import BreachView
from core.services.shelf import InForce
from core.sla.timing import Timing
from core.storage.books.cases import read_clock

DAY_MS = 86_400_000


class ClockView(msgspec.Struct):
    """One clock as a queue or a list shows it; instants in UTC milliseconds.

    `left_open_s` is the time left that counts, in service hours where the limit does; below 0 once it is overdue.
    `over_open_s` says in the same time by how much the stop was late. Under a past log there is no time left.
    `title` is the packs' word for what is awaited; `pause_reason` and `paused_ms` say why and since when time stands.
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
    title: dict[str, str]
    wording: dict[str, str]
    limit: dict[str, str]
    basis: str
    zone: str
    left_open_s: int | None
    over_open_s: int | None
    pause_reason: dict[str, str]
    paused_ms: int | None
    used_pct: int | None
    now_ms: int


class EventView(msgspec.Struct):
    """One event on a case's time line; `terms` are the packs' words for values in its data, such as pause reasons.

    `labels` are the words of its fields in the form that sent it, or in the forms of the packs where no form sent it,
    and `kinds` the types of those fields.
    """

    id: str
    source: str
    type: str
    word: dict[str, str]
    effective_ms: int
    occurred_ms: int
    received_ms: int
    flags: str
    data: dict[str, Any]
    terms: dict[str, dict[str, str]]
    labels: dict[str, dict[str, str]] = {}
    kinds: dict[str, str] = {}


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
    """The numbers over the monitor's queue; `running` are those whose due time lies ahead.

    `met_in_month` and `missed_in_month` are the vendors' clocks that fell due since the month began in their contracts'
    zones, also those that still run late; a miss that the buyer rescinded is neither (sla.md 3.20). `undecided` of the
    missed are provisional, notified or disputed: they count for attainment and not yet for deductions.
    """

    running: int
    overdue: int
    paused: int
    due_within_hour: int
    missed_today: int
    breaches_open: int
    met_in_month: int
    missed_in_month: int
    undecided: int
    as_of_ms: int


def clock_view(row: Row[Any], force: InForce, now_ms: int) -> ClockView:
    """A row of clocks, joined with its case, contract and vendor."""
    timing, clock = force.terms.timings[row.obligation], read_clock(row)
    left_open_s, used_pct = _progress(clock, timing, now_ms) if force.is_live else (None, None)
    reason, paused_ms = _pause(clock, timing, row)
    return ClockView(
        id=row.id, case=row.number, contract=row.contract, vendor=row.vendor, obligation=row.obligation,
        match=row.match, cycle=row.cycle_no, owed_by=row.owed_by, state=row.state, breached=row.breached,
        started_ms=row.started_ms, due_ms=row.due_ms, not_before_ms=row.not_before_ms, stopped_ms=row.stopped_ms,
        warned_pct=row.warned_pct, severity=timing.obligation.severity, title=title(force, row.obligation),
        wording={language: timing.obligation.clause(language, timing.limit) for language in LANGUAGES},
        limit={language: timing.limit.words(language) for language in LANGUAGES}, basis=timing.basis,
        zone=timing.service_hours.tz, left_open_s=left_open_s, over_open_s=_over_open_s(clock, timing),
        pause_reason=term(force.words, reason) if reason else {}, paused_ms=paused_ms, used_pct=used_pct,
        now_ms=now_ms,
    )  # fmt: skip


def title(force: InForce, obligation: str) -> dict[str, str]:
    """What an obligation waits for, in the packs' own words; nothing where they have none."""
    return dict(force.words.get(force.obligations[obligation].required, {}))


def term(words: Mapping[str, Mapping[str, str]], code: str) -> dict[str, str]:
    """What the packs call a code, or the code itself."""
    return {language: words.get(code, {}).get(language) or code for language in LANGUAGES}


def _pause(clock: Clock, timing: Timing, row: Row[Any]) -> tuple[str, int | None]:
    """The first of the pauses that hold a clock now, which began at the earliest when the clock did."""
    if clock.state != PAUSED:
        return "", None
    lasting = [Pause(*one) for one in row.case_state.get("pauses", ())]
    holding = [one for one in lasting if one.end_ms is None and one.reason in timing.pause]
    if not holding:
        return "", None
    first = min(holding, key=lambda one: one.start_ms)
    return first.reason, max(first.start_ms, clock.started_ms)


def _over_open_s(clock: Clock, timing: Timing) -> int | None:
    """By how much a stop was late, in the time that the limit counts."""
    if clock.state != MISSED or clock.stopped_ms is None or clock.due_ms is None:
        return None
    return passed_s(timing, clock.due_ms, clock.stopped_ms)


def _progress(clock: Clock, timing: Timing, now_ms: int) -> tuple[int | None, int | None]:
    """The time left and the share of the limit used, in the hours that the limit counts."""
    if clock.state != RUNNING or clock.due_ms is None:
        return None, None
    left_s = passed_s(timing, now_ms, clock.due_ms)
    whole_s = max(1, passed_s(timing, clock.started_ms, clock.due_ms))
    return left_s, min(999, max(0, 100 * (whole_s - left_s) // whole_s))


def event_view(row: Row[Any], force: InForce) -> EventView:
    """A row of events with the packs' own words for its type, its fields and its values; one of a form has the form's.

    What another system sent has the words that the forms have for the same fields, those of the same event first.
    """
    form = force.forms.get(str(row.data.get("form", ""))) if row.source == DESK else None
    fields = form.fields if form else _fields(row, force)
    values = [one for one in row.data.values() if isinstance(one, str)]
    terms = {one: dict(force.words[one]) for one in values if one in force.words}
    for field in fields:
        terms |= {choice.value: choice.words.by_language()
                  for choice in field.choices if choice.value in values}  # fmt: skip
    return EventView(
        id=row.event_id, source=row.source, type=row.type,
        word=form.title.by_language() if form else dict(force.words.get(row.type, {})),
        effective_ms=row.effective_ms, occurred_ms=row.occurred_ms, received_ms=row.received_ms, flags=row.flags,
        data=dict(row.data), terms=terms, labels={field.name: field.label.by_language() for field in fields},
        kinds={field.name: field.type for field in fields},
    )  # fmt: skip


def _fields(row: Row[Any], force: InForce) -> list[FormField]:
    """The fields of an event as the forms ask for them."""
    in_order = sorted(force.forms.values(), key=lambda form: form.event != row.type)
    found = {field.name: field for form in reversed(in_order) for field in form.fields}
    return [found[name] for name in row.data if name in found]


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
