"""The calendar that limits run on, as it is chosen: a zone and the hours of each weekday."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from core.domain.hours import WEEKDAYS
from core.domain.service_hours import read_hours
from core.domain.zone import HOUSE_ZONE
from ui.texts import say

USUAL = "08:00-22:00"
IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the fields: a zone, and the hours of each weekday as they were typed."""

    zone: str
    hours: Mapping[str, str]


def ask(calendar: Mapping[str, Any] | None, key: str) -> Entered:
    """Draw the fields with the hours of a calendar, or the usual ones; returns what is in them now."""
    zones, shown = _zones(), calendar or {}
    zone = str(shown.get("tz", HOUSE_ZONE))
    chosen = st.selectbox(say("contracts.zone"), zones, zones.index(zone) if zone in zones else 0, key=f"{key}.zone")
    st.caption(say("contracts.hours"))
    weekly = shown.get("weekly_hours", dict.fromkeys(WEEKDAYS, USUAL))
    entered: dict[str, str] = {}
    for first in range(0, len(WEEKDAYS), IN_A_ROW):
        for column, day in zip(st.columns(IN_A_ROW), WEEKDAYS[first : first + IN_A_ROW], strict=False):
            text = _written(weekly.get(day, ()))
            entered[day] = str(column.text_input(say(f"weekday.{day}"), text, key=f"{key}.{day}"))
    return Entered(str(chosen), entered)


def read(entered: Entered) -> dict[str, Any]:
    """Return the calendar. Raises `InvalidInput` at the weekday whose hours cannot be read."""
    weekly = {day: read_hours(text, f"weekly_hours.{day}") for day, text in entered.hours.items()}
    return {"tz": entered.zone, "weekly_hours": {day: spans for day, spans in weekly.items() if spans}}


def _written(spans: Any) -> str:
    return spans if isinstance(spans, str) else ", ".join(f"{first}-{last}" for first, last in spans)


@cache
def _zones() -> list[str]:
    """The house's own zone first, then all that the tz database names by place."""
    others = sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc/"))
    return [HOUSE_ZONE, *(one for one in others if one != HOUSE_ZONE)]
