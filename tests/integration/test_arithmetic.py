"""The arithmetic of a verdict in words: what is counted adds up to the limit, and each length names its measure."""

import re
from typing import Any

import pytest

import rules
from core.domain.calendar import WorkingCalendar
from core.domain.clock import Clock
from core.services.operations.arithmetic import explain
from core.sla.timing import Timing
from tests.instants import ms
from tests.integration.conftest import OFFICE, House, event

START = event("e1", "case.started", "2026-01-12T08:00:00.900Z")


def send(house: House, *events: dict[str, Any]) -> None:
    house.clock.at_ms = ms("2026-01-13T09:30:00Z")
    assert {one.status for one in house.send(*events)} == {"accepted"}


def said(house: House, language: str = "en", **asked: Any) -> list[str]:
    [clock] = house.app.watch.queue(house.admin, **asked)
    return [line[language] for line in house.app.watch.arithmetic(house.admin, clock.id)]


def test_a_pause_is_cut_out_of_what_is_counted(house: House) -> None:
    # 60 min from 09:00 in Berlin, of which 09:20 to 09:50 stood still
    send(house, START, event("p1", "pause.started", "2026-01-12T08:20:00Z", reason="agreed"),
         event("p2", "pause.ended", "2026-01-12T08:50:00Z", reason="agreed"))  # fmt: skip
    counted = [line for line in said(house) if line.startswith("counted")]

    assert counted == [
        "counted 2026-01-12 09:00:00 Europe/Berlin to 2026-01-12 09:20:00 Europe/Berlin, 00:20:00",
        "counted 2026-01-12 09:50:00 Europe/Berlin to 2026-01-12 10:30:00 Europe/Berlin, 00:40:00",
    ]


def test_a_pause_after_the_due_time_is_not_said(house: House) -> None:
    send(house, START, event("p1", "pause.started", "2026-01-12T10:00:00Z", reason="agreed"),
         event("p2", "pause.ended", "2026-01-12T10:10:00Z", reason="agreed"))  # fmt: skip

    assert not [line for line in said(house) if line.startswith("paused")]


@pytest.mark.parametrize(
    ("language", "last"),
    [
        # due 10:00, office closes at 17:00 and opens at 9:00: stopped 10:00 next day is 7 h + 1 h of office later
        ("en", "missed by 08:00:00 (in service hours; 24:00:00 elapsed)"),
        ("zh", "未达标，超过 08:00:00（服务时段内；按自然时间 24:00:00）"),
    ],
)
def test_lateness_names_both_measures(house: House, language: str, last: str) -> None:
    send(house, START, event("e2", "case.stopped", "2026-01-13T09:00:00.100Z"))

    assert said(house, language, states=("missed",))[-1].endswith(last)


def test_milliseconds_do_not_take_a_second_away(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:00:01.100Z")

    assert said(house)[-1] == "overdue by 00:00:01 (in service hours; 00:00:01 elapsed) and not done"


def test_the_start_is_named_by_the_packs_word(house: House) -> None:
    house.send(START)

    assert re.fullmatch(r"started .* \(case\.started\)", said(house)[0])  # the tests' pack has no words


@pytest.mark.parametrize(
    ("obligation", "language", "words"),
    [
        ("AS-07", "zh", "时限为当日 24:00 前（遇节假日顺延至下一工作日）"),
        ("AS-07", "en", "limit the same day, until 24:00 (rolled on to the next working day)"),
        ("RP-04", "zh", "时限为当日 24:00 前"),
        ("HC-10", "en", "the agreed instant 2026-01-12 10:00:00 Europe/Berlin"),
        ("HK-04", "zh", "约定时刻 2026-01-12 10:00:00 Europe/Berlin，另加宽限 15分钟"),
    ],
)
def test_a_day_and_an_agreed_instant_are_named(obligation: str, language: str, words: str) -> None:
    found = next(pack.obligations[obligation] for pack in rules.load() if obligation in pack.obligations)
    calendar = WorkingCalendar.from_dict(OFFICE)
    timing = Timing(found, found.limit, found.basis, calendar, WorkingCalendar.always_open(calendar.tz))
    start_ms, agreed_ms = ms("2026-01-12T08:00:00Z"), ms("2026-01-12T09:00:00Z")
    due_ms = timing.due(start_ms, (), {found.due_field: agreed_ms}).at_ms
    clock = Clock(obligation, "", 1, "vendor", start_ms, due_ms=due_ms)

    assert explain(clock, timing, [], {}, "", start_ms)[1][language] == words
