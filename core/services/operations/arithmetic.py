"""The arithmetic of a verdict in words: what was counted, what was not, and what follows, in zh and en."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.domain.clock import Clock
from core.domain.duration import clock_time
from core.domain.pause import UNENDING_MS, Pause, Span
from core.messages import LANGUAGES, sentence
from core.sla.timing import TEN_YEARS_MS, Timing

Line = dict[str, str]
Words = Mapping[str, Mapping[str, str]]
SPANS_SHOWN = 12


def explain(
    clock: Clock, timing: Timing, pauses: list[Pause], words: Words, started_by: str, now_ms: int | None
) -> list[Line]:
    """Say how the due time of `clock` came about and how it ended, a line each.

    `words` name the pause reasons and the event type `started_by`; `now_ms` is None for a past log, which has no now.
    """
    zone = ZoneInfo(timing.service_hours.tz)
    lines = [_spoken("arithmetic.started", "event", started_by, words, at=_at(clock.started_ms, zone)),
             _basis(clock, timing, zone)]  # fmt: skip
    counted = [one for one in pauses if one.reason in timing.pause and _falls_within(one, clock)]
    uncounted = timing.uncounted(pauses, clock.started_ms)
    lines.extend(_pause_line(one, clock.started_ms, uncounted, zone, words) for one in counted)
    if clock.due_ms is None:
        return [*lines, _line("arithmetic.paused")]
    if timing.basis == "service_hours":
        lines.extend(_spans(clock, clock.due_ms, timing, zone))
    if clock.not_before_ms is not None:
        lines.append(_line("arithmetic.not_before", at=_at(clock.not_before_ms, zone)))
    lines.append(_line("arithmetic.due", at=_at(clock.due_ms, zone)))
    return [*lines, _verdict(clock, clock.due_ms, timing, zone, now_ms)]


def passed_s(timing: Timing, from_ms: int, to_ms: int) -> int:
    """Whole seconds from one instant to the other in the time that the limit counts; below 0 if `to_ms` is earlier.

    What is counted ends after ten years: a case of long ago must not keep the others from being shown.
    """
    if to_ms < from_ms:
        return -passed_s(timing, to_ms, from_ms)
    counting = timing.service_hours if timing.basis == "service_hours" else timing.natural
    return counting.elapsed_s(from_ms, min(to_ms, from_ms + TEN_YEARS_MS))


def _basis(clock: Clock, timing: Timing, zone: ZoneInfo) -> Line:
    code = f"arithmetic.basis.{timing.basis}"
    if timing.basis == "calendar" and timing.limit.number == 0:
        code = "arithmetic.basis.calendar_same_day"
    if timing.basis == "fixed_date" and timing.limit.number == 0:
        code = "arithmetic.basis.fixed_date_exact"
    rolled = "arithmetic.rolled" if timing.basis == "calendar" and timing.obligation.roll == "next_day" else ""
    values = {"agreed": ""}
    if timing.basis == "fixed_date" and clock.due_ms is not None:
        values["agreed"] = _at(clock.due_ms - timing.limit.seconds * 1000, zone)
    return {
        language: sentence(code, language, {**values, "limit": timing.limit.words(language)})
        + (sentence(rolled, language, {}) if rolled else "")
        for language in LANGUAGES
    }


def _verdict(clock: Clock, due_ms: int, timing: Timing, zone: ZoneInfo, now_ms: int | None) -> Line:
    if clock.stopped_ms is not None and clock.state == "missed":
        return _measured("arithmetic.missed", timing, due_ms, clock.stopped_ms, at=_at(clock.stopped_ms, zone))
    if clock.stopped_ms is not None and clock.state in ("met", "cancelled"):
        return _line(f"arithmetic.{clock.state}", at=_at(clock.stopped_ms, zone))
    if now_ms is None:
        return _line("arithmetic.log_ended")
    if clock.breached or now_ms // 1000 > due_ms // 1000:
        return _measured("arithmetic.overdue", timing, due_ms, now_ms)
    return _measured("arithmetic.left", timing, now_ms, due_ms)


def _measured(code: str, timing: Timing, from_ms: int, to_ms: int, **values: str) -> Line:
    """A sentence with a length of time; under a limit of service hours in these and in elapsed time, both named."""
    length = clock_time(passed_s(timing, from_ms, to_ms))
    if timing.basis != "service_hours":
        return _line(code, **values, length=length)
    lengths = {"length": length, "natural": clock_time(to_ms // 1000 - from_ms // 1000)}
    return {
        language: sentence(code, language, {**values, "length": sentence("arithmetic.both", language, lengths)})
        for language in LANGUAGES
    }


def _spans(clock: Clock, due_ms: int, timing: Timing, zone: ZoneInfo) -> list[Line]:
    """The open hours that were counted, without the pauses: they add up to the limit; of a long row both ends."""
    last_ms = min(due_ms, clock.started_ms + TEN_YEARS_MS)
    open_s = ((a // 1000, b // 1000) for a, b in timing.service_hours.spans_ms(clock.started_ms, last_ms))
    spans = _without(open_s, clock.pauses)
    shown = spans if len(spans) <= SPANS_SHOWN else [*spans[: SPANS_SHOWN - 1], spans[-1]]
    lines = [
        _line("arithmetic.open", start=_at(a * 1000, zone), end=_at(b * 1000, zone), length=clock_time(b - a))
        for a, b in shown
    ]
    if len(spans) > len(shown):
        lines.insert(-1, _line("arithmetic.more", count=str(len(spans) - len(shown))))
    return lines


def _without(spans: Iterable[tuple[int, int]], pauses_ms: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in seconds, less the pauses."""
    left = list(spans)
    for start_ms, end_ms in pauses_ms:
        start, end = start_ms // 1000, end_ms // 1000
        cut = [((a, min(b, start)), (max(a, end), b)) if start < b and end > a else ((a, b),) for a, b in left]
        left = [(a, b) for parts in cut for a, b in parts if a < b]
    return left


def _pause_line(pause: Pause, from_ms: int, uncounted: Sequence[Span], zone: ZoneInfo, words: Words) -> Line:
    """A pause, and how much of it counted where it lasted longer than agreed (sla.md 3.6)."""
    begin_ms, end_ms = max(pause.start_ms, from_ms), UNENDING_MS if pause.end_ms is None else pause.end_ms
    own = [(max(a, begin_ms), min(b, end_ms)) for a, b in uncounted if a < end_ms and b > begin_ms]
    counted_ms, lapse_ms = sum(b - a for a, b in own), own[-1][1] if own else begin_ms
    values = {"start": _at(pause.start_ms, zone)}
    if pause.end_ms is None and lapse_ms == UNENDING_MS:
        return _spoken("arithmetic.pause_open", "reason", pause.reason, words, **values)
    if pause.end_ms is None:
        return _spoken("arithmetic.pause_lapses", "reason", pause.reason, words, **values, at=_at(lapse_ms, zone))
    values["end"] = _at(pause.end_ms, zone)
    if counted_ms == end_ms - begin_ms:
        return _spoken("arithmetic.pause", "reason", pause.reason, words, **values)
    lengths = {"length": clock_time((end_ms - begin_ms) // 1000), "counted": clock_time(counted_ms // 1000)}
    return _spoken("arithmetic.pause_cut", "reason", pause.reason, words, **values, **lengths)


def _falls_within(pause: Pause, clock: Clock) -> bool:
    """Whether a pause lies between the start and the due time, so that it could count."""
    ends_after = pause.end_ms is None or pause.end_ms > clock.started_ms
    return ends_after and (clock.due_ms is None or pause.start_ms < clock.due_ms)


def _spoken(code: str, name: str, term: str, words: Words, **values: str) -> Line:
    """A sentence with one term in the packs' own word."""
    return {
        language: sentence(code, language, {**values, name: words.get(term, {}).get(language) or term})
        for language in LANGUAGES
    }


def _line(code: str, **values: str) -> Line:
    return {language: sentence(code, language, values) for language in LANGUAGES}


def _at(at_ms: int, zone: ZoneInfo) -> str:
    local = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S} {zone.key}"
