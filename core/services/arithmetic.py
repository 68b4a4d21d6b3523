"""The arithmetic of a verdict in words: what was counted, what was not, and what follows, in zh and en."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.domain.clock import Clock, Pause
from core.domain.duration import clock_time
from core.messages import LANGUAGES, sentence
from core.sla.timing import TEN_YEARS_MS, Timing

Line = dict[str, str]
Words = Mapping[str, Mapping[str, str]]
SPANS_SHOWN = 12


def explain(clock: Clock, timing: Timing, pauses: list[Pause], words: Words, now_ms: int) -> list[Line]:
    """Say how the due time of `clock` came about and how it ended, a line each; `words` name the pause reasons."""
    zone = ZoneInfo(timing.service_hours.tz)
    limit = {language: timing.limit.words(language) for language in LANGUAGES}
    lines = [
        _line(
            "arithmetic.started",
            at=_at(clock.started_ms, zone),
            event=clock.start_event[1] if clock.start_event else "",
        ),
        {
            language: sentence(f"arithmetic.basis.{timing.basis}", language, {"limit": limit[language]})
            for language in LANGUAGES
        },
    ]
    counted = [one for one in pauses if one.reason in timing.pause and _ends_after(one, clock.started_ms)]
    lines.extend(_pause_line(one, zone, words) for one in counted)
    if clock.due_ms is None:
        return [*lines, _line("arithmetic.paused")]
    if timing.basis == "service_hours":
        lines.extend(_spans(clock.started_ms, clock.due_ms, timing, zone))
    if clock.not_before_ms is not None:
        lines.append(_line("arithmetic.not_before", at=_at(clock.not_before_ms, zone)))
    lines.append(_line("arithmetic.due", at=_at(clock.due_ms, zone)))
    return [*lines, _verdict(clock, clock.due_ms, zone, now_ms)]


def _verdict(clock: Clock, due_ms: int, zone: ZoneInfo, now_ms: int) -> Line:
    if clock.stopped_ms is not None and clock.state in ("met", "missed"):
        over_s = (clock.stopped_ms - due_ms) // 1000
        return _line(f"arithmetic.{clock.state}", at=_at(clock.stopped_ms, zone), over=clock_time(max(0, over_s)))
    if clock.state == "cancelled":
        return _line("arithmetic.cancelled", at=_at(clock.stopped_ms or now_ms, zone))
    if clock.breached:
        return _line("arithmetic.overdue", over=clock_time((now_ms - due_ms) // 1000))
    return _line("arithmetic.left", left=clock_time((due_ms - now_ms) // 1000))


def _spans(from_ms: int, to_ms: int, timing: Timing, zone: ZoneInfo) -> list[Line]:
    """The open hours that were counted; of a long row the first and the last."""
    spans = timing.service_hours.spans_ms(from_ms, min(to_ms, from_ms + TEN_YEARS_MS))
    shown = spans if len(spans) <= SPANS_SHOWN else [*spans[: SPANS_SHOWN - 1], spans[-1]]
    lines = [
        _line("arithmetic.open", start=_at(a, zone), end=_at(b, zone), length=clock_time((b - a) // 1000))
        for a, b in shown
    ]
    if len(spans) > len(shown):
        lines.insert(-1, _line("arithmetic.more", count=str(len(spans) - len(shown))))
    return lines


def _pause_line(pause: Pause, zone: ZoneInfo, words: Words) -> Line:
    code = "arithmetic.pause_open" if pause.end_ms is None else "arithmetic.pause"
    values = {"start": _at(pause.start_ms, zone), "end": "" if pause.end_ms is None else _at(pause.end_ms, zone)}
    spoken = words.get(pause.reason, {})
    return {
        language: sentence(code, language, {**values, "reason": spoken.get(language, pause.reason)})
        for language in LANGUAGES
    }


def _ends_after(pause: Pause, at_ms: int) -> bool:
    return pause.end_ms is None or pause.end_ms > at_ms


def _line(code: str, **values: str) -> Line:
    return {language: sentence(code, language, values) for language in LANGUAGES}


def _at(at_ms: int, zone: ZoneInfo) -> str:
    local = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S} {zone.key}"
