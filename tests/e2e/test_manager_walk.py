"""The manager's walk in the sample world: from the portfolio in clicks down to a case, and up to a standing decided."""

import re

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.walking import TABLE, WAIT_MS, Walker

pytestmark = pytest.mark.timeout(600)  # the first of these tests tells the whole world
REPAIRER = "上海匠修家居售后服务有限公司〔演示〕"
CLEANER = "上海洁舍家庭服务有限公司〔演示〕"
WORST = "RP-06"
ACTUAL, N, POINTS, WEIGHT = 3, 5, 9, 10
"""Columns of the table of figures."""


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_score_is_followed_down_to_a_case(enter: Enter, language: str) -> None:
    manager = enter("manager", language).go("portfolio")
    manager.page.get_by_role("link", name=REPAIRER).last.click()
    manager.page.wait_for_url(re.compile("performance.*vendor=V-06"), timeout=WAIT_MS)
    manager.in_a_table(WORST)
    _adds_up(_figures(manager))
    manager.shot("manager-scorecard")

    named = [row[0] for row in _figures(manager)]
    manager.click_row(next(place for place, one in enumerate(named) if WORST in one), manager.page.locator(TABLE).first)
    manager.page.wait_for_url(re.compile(f"kpi=.*{WORST}"), timeout=WAIT_MS)
    manager.in_a_table("RP-1126-04")
    behind = manager.page.locator(TABLE).nth(1)
    [case, *_, missed_at, _] = behind.locator("tr").nth(1).locator("td").all_inner_texts()
    manager.shot("manager-behind")

    manager.click_row(0, behind)
    manager.page.wait_for_url(re.compile(f"/case.*{case}"), timeout=WAIT_MS)
    manager.sees(manager.said("case.verdicts"), missed_at)
    manager.shot("manager-case")


def _figures(manager: Walker) -> list[list[str]]:
    """The rows of the table of figures."""
    lines = manager.page.locator(TABLE).first.locator("tr").all()[1:]
    return [line.locator("td").all_inner_texts() for line in lines]


def _adds_up(figures: list[list[str]]) -> None:
    """What was on time is all that was on time of all that was due; the score is the mean of the points by weight.

    RP-02 409 of 446, RP-04 417 of 451, RP-06 367 of 445, RP-08 827 of 889, RP-10 410 of 440: 2,430 of 2,671 are 91.0 %.
    (40 x 91.0 + 10 x 66.3 + 10 x 63.9 + 15 x 81.3 + 10 x 100.0) / 85 = 84.2, which the README names.
    """
    on_time, *of_it = figures[:6]
    counted = [(_number(row[ACTUAL]) / 100 * int(row[N]), int(row[N])) for row in of_it]
    assert [(row[0].split()[0], round(met), n) for row, (met, n) in zip(of_it, counted, strict=True)] == [
        ("RP-02", 409, 446), ("RP-04", 417, 451), ("RP-06", 367, 445), ("RP-08", 827, 889), ("RP-10", 410, 440),
    ]  # fmt: skip
    assert (on_time[ACTUAL], on_time[N]) == ("91.0 %", "2671")
    weighted = [
        (_number(row[POINTS]), float(row[WEIGHT]))
        for row in figures
        if row[POINTS][:1].isdigit() and row[WEIGHT] != "—"
    ]
    assert weighted == [(91.0, 40), (66.3, 10), (63.9, 10), (81.3, 15), (100.0, 10)]


def _number(shown: str) -> float:
    return float(shown.removesuffix(" %"))


def test_a_review_is_answered_and_decided_and_the_standing_stands_in_the_portfolio(enter: Enter, language: str) -> None:
    """In Chinese the repairer's appeal, which waits; in English the cleaner's draft, sent and answered first."""
    number, name, grade, reason = {
        "zh": ("RV-2026-0002", REPAIRER, "B", "RP-06 十一月 82.5%，整改计划已收到。"),
        "en": ("RV-2026-0003", CLEANER, "A", "93.9 in November; the two privacy incidents are trained for."),
    }[language]
    manager = enter("manager", language)
    if language == "en":
        _answered(enter("procurement", language), enter("jieshe", language), number)
    manager.go("reviews", review=number)
    manager.sees(manager.said("perf.suggested", grade=grade))
    manager.type(manager.said("review.reason"), reason)
    manager.press("review.decide", grade=grade)
    # a standing lasts a year unless another day is chosen: from 28 December 2026
    decided = manager.said("review.decided", grade=grade, until="2027-12-28", reason=reason)
    manager.sees(decided.replace("**", ""))
    manager.shot("manager-decided")

    manager.go("portfolio")
    manager.sees(name, manager.said("perf.standing_until", grade=grade, until="2027-12-28"))
    manager.misses(manager.said("portfolio.review_waits", number=number, name=name))


def _answered(buyer: Walker, vendor: Walker, number: str) -> None:
    buyer.go("reviews", review=number)
    buyer.press("review.send")
    buyer.sees("2027-01-05 00:00")  # seven days, each until its end
    vendor.go("reviews", review=number)
    vendor.sees("隐私事件两起")
    vendor.type(vendor.said("review.your_reply"), "All crews were trained on 4 December.")
    vendor.shot("vendor-review")
    vendor.press("review.reply_button")
    vendor.sees("All crews were trained on 4 December.")
    vendor.sees("● " + vendor.said("review.state.replied"))
