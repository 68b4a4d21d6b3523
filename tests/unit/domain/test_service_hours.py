"""Hours as a work package writes them, as a calendar holds them, and as a contract says them."""

from typing import Any

import pytest

from core.domain.service_hours import daily_calendar, hours_in_words, read_hours
from core.domain.wording import Wording
from core.errors import InvalidInput

WEEK = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
WEEKEND = {day: [["10:00", "16:00"]] for day in ("sat", "sun")}


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("08-22", [["08:00", "22:00"]]),
        ("8:30 至 17:00", [["08:30", "17:00"]]),
        ("09:00-12:00, 13:30–18:00", [["09:00", "12:00"], ["13:30", "18:00"]]),
        ("22-06", [["22:00", "06:00"]]),
        ("00-24", [["00:00", "24:00"]]),
        (" ", []),
    ],
)
def test_hours_are_read(written: str, spans: list[list[str]]) -> None:
    assert read_hours(written, "hours") == spans


@pytest.mark.parametrize("written", ["on call", "8", "25-26", "08:00-12:75", "08-22 daily"])
def test_what_is_no_hours_is_refused_at_its_place(written: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_hours(written, "hours")

    assert refused.value.place == "hours"


def test_a_calendar_without_any_hours_is_refused() -> None:
    with pytest.raises(InvalidInput):
        daily_calendar("", "scope.hours")


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        (daily_calendar("08-22", ""), Wording("每日08:00至22:00", "08:00 to 22:00 daily")),
        (
            {"tz": "Asia/Shanghai", "weekly_hours": {**WEEK, **WEEKEND}},
            Wording("周一至周五09:00至18:00；周六至周日10:00至16:00",
                    "09:00 to 18:00 Monday to Friday; 10:00 to 16:00 Saturday to Sunday"),
        ),
        (
            {"tz": "Asia/Tokyo", "weekly_hours": {"wed": [["09:00", "12:00"]], "thu": []}},
            Wording("周三09:00至12:00（Asia/Tokyo时区）", "09:00 to 12:00 on Wednesday (Asia/Tokyo time)"),
        ),
    ],
)  # fmt: skip
def test_a_contract_says_the_hours_of_its_calendar(calendar: dict[str, Any], said: Wording) -> None:
    assert hours_in_words(calendar) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("上海洁舍", Wording("上海洁舍", "")),
        ("WP-1 上门保洁", Wording("WP-1 上门保洁", "")),
        ("Xuhui", Wording("", "Xuhui")),
        ("2026", Wording("2026", "2026")),
        ("", Wording()),
    ],
)
def test_a_text_stands_in_the_language_in_which_it_was_written(text: str, said: Wording) -> None:
    assert Wording.in_its_language(text) == said
