"""Service hours between the words of a work package, a calendar, and the words of a contract."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from core.domain.hours import WEEKDAYS, read_time
from core.domain.wording import Wording
from core.domain.zone import HOUSE_ZONE
from core.errors import InvalidInput

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:-|–|—|~|至|to)\s*(\d{1,2})(?::(\d{2}))?")
_BETWEEN = re.compile(r"\s*[,，、;；]\s*")
_NAMES = {
    "mon": Wording("周一", "Monday"), "tue": Wording("周二", "Tuesday"), "wed": Wording("周三", "Wednesday"),
    "thu": Wording("周四", "Thursday"), "fri": Wording("周五", "Friday"), "sat": Wording("周六", "Saturday"),
    "sun": Wording("周日", "Sunday"),
}  # fmt: skip
Spans = list[list[str]]


def read_hours(text: str, place: str) -> Spans:
    """Return `08-22` or `08:00-12:00, 13:30-17:00` as pairs of times; an empty text is a closed day.

    Raises `InvalidInput` at `place` for what is no such hours.
    """
    return [_span(part, text, place) for part in _BETWEEN.split(text.strip()) if part]


def daily_calendar(text: str, place: str) -> dict[str, Any]:
    """Return a calendar that is open at these hours on every day. Raises `InvalidInput` at `place`."""
    spans = read_hours(text, place)
    if not spans:
        raise InvalidInput("calendar.hours_unread", place=place, value=text)
    return {"tz": HOUSE_ZONE, "weekly_hours": dict.fromkeys(WEEKDAYS, spans)}


def hours_in_words(calendar: Mapping[str, Any]) -> Wording:
    """Return the weekly hours of a calendar as a contract says them: 每日08:00至22:00, 08:00 to 22:00 daily."""
    weekly = calendar["weekly_hours"]
    week = [(day, weekly.get(day) or []) for day in WEEKDAYS]
    runs = [([day for day, _ in run], spans) for spans, run in groupby(week, key=lambda one: one[1])]
    open_ones = [(days, spans) for days, spans in runs if spans]
    zone = str(calendar["tz"])
    zh = "；".join(_days_zh(days) + _spans(spans, "至", "、") for days, spans in open_ones)
    en = "; ".join(f"{_spans(spans, ' to ', ' and ')} {_days_en(days)}" for days, spans in open_ones)
    said = Wording(zh, en)
    # the house's own zone goes without saying
    return said if zone == HOUSE_ZONE else Wording(f"{said.zh}（{zone}时区）", f"{said.en} ({zone} time)")


def _span(part: str, text: str, place: str) -> list[str]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise InvalidInput("calendar.hours_unread", place=place, value=text)
    times = [f"{int(hour):02}:{minute or '00'}" for hour, minute in (found.group(1, 2), found.group(3, 4))]
    for one in times:
        read_time(one, place)
    return times


def _spans(spans: Sequence[Sequence[str]], to: str, and_: str) -> str:
    return and_.join(f"{first}{to}{last}" for first, last in spans)


def _days_zh(days: Sequence[str]) -> str:
    if len(days) == len(WEEKDAYS):
        return "每日"
    return _NAMES[days[0]].zh if len(days) == 1 else f"{_NAMES[days[0]].zh}至{_NAMES[days[-1]].zh}"


def _days_en(days: Sequence[str]) -> str:
    if len(days) == len(WEEKDAYS):
        return "daily"
    return f"on {_NAMES[days[0]].en}" if len(days) == 1 else f"{_NAMES[days[0]].en} to {_NAMES[days[-1]].en}"
