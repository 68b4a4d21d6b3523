"""Charts as plain ECharts options."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.services.operations.views import CaseView, ClockView
from ui.texts import say, say_if_known
from ui.widgets import at, colours, ink, standing, word

ROW_PX = 46
EVENTS_ROW = 0
TIME_FORMS = {
    "year": "{yyyy}", "month": "{yyyy}-{MM}", "day": "{MM}-{dd}", "hour": "{HH}:{mm}", "minute": "{HH}:{mm}",
    "second": "{HH}:{mm}:{ss}",
}  # fmt: skip
"""Instants on the axis in figures, which are the same in both languages."""


def time_line(case: CaseView) -> dict[str, Any]:
    """A case over time: closed hours gray, pauses hatched, events as points, each clock with its due time."""
    names = [say("case.events"), *(name(clock) for clock in case.clocks)]
    begin_ms, end_ms = _wall(case, _span(case)[0]), _wall(case, _span(case)[1])
    series = [_events(case)]
    for place, clock in enumerate(case.clocks, 1):
        series.extend((_time_left(case, clock, place), _clock(case, clock, place)))
    series.extend(_hatches(case))
    series[0]["markArea"] = {"silent": True, "data": [*_open(case), *_pauses(case)]}
    return {
        "animation": False,
        "useUTC": True,  # instants are moved to the contract's wall clock, whatever zone the browser is in
        "grid": {"left": 8, "right": 40, "top": 12, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            "type": "time", "min": begin_ms, "max": end_ms, "splitLine": {"show": False},
            "axisLabel": {"formatter": TIME_FORMS, "hideOverlap": True},
        },
        "yAxis": {
            "type": "category", "data": names, "inverse": True, "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"width": 190, "overflow": "truncate"}, "splitArea": {"show": False},
        },
        "series": series,
    }  # fmt: skip


def height(case: CaseView) -> int:
    """Pixels that the time line of a case needs."""
    return 60 + ROW_PX * (len(case.clocks) + 1)


def name(clock: ClockView) -> str:
    """A clock by its obligation, where it runs again by its number, where it runs for one of several by which."""
    again = f" · {say('case.cycle', number=clock.cycle)}" if clock.cycle > 1 else ""
    return f"{clock.obligation}{again}" + (
        f" · {say_if_known(f'value.{clock.match}', clock.match)}" if clock.match else ""
    )


def _span(case: CaseView) -> tuple[int, int]:
    """From the first event to the last due time or stop, or to now while a clock runs, with a margin."""
    instants = [one.effective_ms for one in case.events] or [case.opened_ms]
    for clock in case.clocks:
        instants.append(case.now_ms if clock.stopped_ms is None else clock.stopped_ms)
        if clock.due_ms is not None:
            instants.append(clock.due_ms)
    begin_ms, end_ms = min(instants), max(instants)
    margin_ms = max((end_ms - begin_ms) // 20, 60_000)
    return begin_ms - margin_ms, end_ms + margin_ms


def _events(case: CaseView) -> dict[str, Any]:
    points = [
        {
            "value": [_wall(case, one.effective_ms), EVENTS_ROW],
            "name": f"{word(one.word, one.type)} · {at(one.effective_ms, case.zone)}",
        }
        for one in case.events
    ]
    return {
        "type": "scatter", "symbolSize": 11, "itemStyle": {"color": "#3F7FC8"}, "data": points,
        "tooltip": {"formatter": "{b}"},
    }  # fmt: skip


def _clock(case: CaseView, clock: ClockView, place: int) -> dict[str, Any]:
    stop_ms = clock.stopped_ms if clock.stopped_ms is not None else case.now_ms
    from_ms, to_ms = _wall(case, clock.started_ms), _wall(case, max(stop_ms, clock.started_ms))
    colour = colours()[standing(clock)]
    shown: dict[str, Any] = {
        "type": "line", "symbol": "none", "lineStyle": {"width": 9, "color": colour, "cap": "butt"}, "color": colour,
        "data": [[from_ms, place], [to_ms, place]], "name": name(clock),
    }  # fmt: skip
    if clock.due_ms is not None:
        shown["markPoint"] = {
            "symbol": "rect", "symbolSize": [3, 20], "itemStyle": {"color": ink()},
            "label": {"show": True, "formatter": at(clock.due_ms, clock.zone, "%m-%d %H:%M"), "position": "top",
                      "distance": 2, "fontSize": 10, "color": ink()},
            "data": [{"coord": [_wall(case, clock.due_ms), place], "name": say("case.due")}],
        }  # fmt: skip
    return shown


def _time_left(case: CaseView, clock: ClockView, place: int) -> dict[str, Any]:
    """A thin line up to the due time, so that what is left is seen."""
    to_ms = clock.started_ms if clock.due_ms is None else clock.due_ms
    return {
        "type": "line", "symbol": "none", "silent": True, "lineStyle": {"width": 2, "color": "#8B9893"},
        "data": [[_wall(case, clock.started_ms), place], [_wall(case, to_ms), place]],
    }  # fmt: skip


def _open(case: CaseView) -> list[list[dict[str, Any]]]:
    """Closed hours are the gaps between open spans."""
    begin_ms, end_ms = _span(case)
    closed, at_ms = [], begin_ms
    for open_ms, close_ms in case.open_spans:
        closed.append((at_ms, min(open_ms, end_ms)))
        at_ms = max(at_ms, close_ms)
    closed.append((at_ms, end_ms))
    return [_area(case, a, b, {"color": "#9AA8A2", "opacity": 0.2}) for a, b in closed if b > a and case.open_spans]


def _pauses(case: CaseView) -> list[list[dict[str, Any]]]:
    style = {"color": "#8B9893", "opacity": 0.35}
    return [_area(case, from_ms, to_ms, style) for from_ms, to_ms in _paused(case)]


def _hatches(case: CaseView) -> list[dict[str, Any]]:
    """Stripes over each pause: ECharts does not hatch areas, but a broad line may be dashed."""
    return [
        {
            "type": "line", "symbol": "none", "silent": True, "z": 1, "tooltip": {"show": False},
            "lineStyle": {"width": 26, "color": "#8B9893", "type": [2, 4], "cap": "butt"},
            "data": [[_wall(case, from_ms), EVENTS_ROW], [_wall(case, to_ms), EVENTS_ROW]],
        }
        for from_ms, to_ms in _paused(case)
    ]  # fmt: skip


def _paused(case: CaseView) -> list[tuple[int, int]]:
    return [(from_ms, case.now_ms if to_ms is None else to_ms) for _, from_ms, to_ms in case.pauses]


def _area(case: CaseView, from_ms: int, to_ms: int, style: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"xAxis": _wall(case, from_ms), "itemStyle": style}, {"xAxis": _wall(case, to_ms)}]


def _wall(case: CaseView, at_ms: int) -> int:
    """What the contract's wall clock shows, as if it were UTC."""
    offset = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(case.zone)).utcoffset() or timedelta()
    return at_ms + round(offset.total_seconds()) * 1000
