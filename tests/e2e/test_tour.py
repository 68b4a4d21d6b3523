"""The tour in four questions of the README, answered on the screens of the sample world with the values it names.

Where a value can be worked out by hand from the world's design or from other figures on the screen, it is.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.walking import TABLE, Walker

pytestmark = pytest.mark.timeout(600)  # the first of these tests tells the whole world
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
Told = Callable[..., None]


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def in_the_readme(question: int, *texts: str) -> tuple[str, ...]:
    """The texts, once the README is found to name them in its answer to a question."""
    answer = README.partition(f"\n{question}. *")[2].partition(f"\n{question + 1}. *")[0].partition("\n\n")[0]
    assert [one for one in texts if one not in answer] == []
    return texts


def test_1_who_wins_and_why(enter: Enter, language: str) -> None:
    someone = enter("procurement", language).go("ranking", selection="S-2026-0001")

    # demo-world: price 30 x 2,133,500 / own, to two digits, and a share of 100 for each of nine criteria:
    # A 25.73 + .15x92 + .12x90 + .10x91 + .08x88 + .08x90 + .03x82 + .06x80 + .04x84 + .04x92 = 87.97
    someone.in_a_table(*in_the_readme(1, "87.97", "87.35", "86.18", "85.98"))
    # 25.73 - 27.12 = -1.39; .15 x (92 - 87) = +0.75; all together 87.97 - 87.35
    lead, share = in_the_readme(1, "0.62", "37.8")
    someone.sees(
        *{
            "zh": (f"A 领先 B {lead}：价格/成本 -1.39，质量 +0.75", f"高于 {share} 时，E 居首"),
            "en": (
                f"A leads B by {lead}: price/cost -1.39, quality +0.75",
                f"Above a weight of {share} for price/cost",
            ),
        }[language]
    )
    counted_in, without = in_the_readme(1, "79.24", "76.57")
    someone.sees(
        *{
            "zh": ("的证明已于 2026-04-30 到期", "得 64 分，低于最低分 70 分", "异常低价的说明未被接受"),
            "en": (
                "expired on 2026-04-30",
                "scored 64, below the minimum of 70",
                "abnormally low price was not accepted",
            ),
        }[language],
        {
            "zh": f"若计入，第一名将变为 D（{counted_in} 分，A 仅 {without} 分）",
            "en": f"Counted in, the winner would have been D ({counted_in}, against {without} for A)",
        }[language],
    )
    someone.shot("procurement-why_a_leads")


def test_2_which_guarantee_ends_first(enter: Enter, language: str) -> None:
    someone = enter("legal", language).go("contracts", contract=in_the_readme(2, "C-2026-0001")[0])
    someone.part("guarantees")

    # the letter states its expiry; the suretyship six months after 30 September 2028 (Civil Code 692); a mortgage none
    letter, suretyship = in_the_readme(2, "2028-12-31", "2029-03-30")
    days = [someone.said("contracts.last_day", day=day) for day in (letter, suretyship, "—")]
    said = someone.main()
    places = [said.index(one) for pair in zip(in_the_readme(2, "G-1", "G-2", "G-3"), days, strict=True) for one in pair]
    assert places == sorted(places)
    assert min(re.findall(r"20\d\d-\d\d-\d\d", " ".join(days))) == letter
    someone.shot("legal-guarantees")


def test_3_why_a_breach_what_it_costs_and_until_when_it_can_be_disputed(enter: Enter, language: str) -> None:
    someone = enter("jiangxiu", language).go("breaches")
    someone.page.get_by_role("button", name=someone.said("breaches.open")).first.click()

    # received on 20 December at 12:00:18, 72 hours by the calendar: due on 23 December at 12:00:18, told at 17:03:22
    obligation, over = in_the_readme(3, "RP-06", "05:03:04")
    someone.sees(obligation, "2026-12-20 12:00:18", "2026-12-23 12:00:18", "2026-12-23 17:03:22", over)
    # the annex takes 50.00; five days are agreed, that of the notice not counted: 24, 25, 26, 27, 28 December, when the
    # service hours end at 22:00; it is past ten now, so just under twelve hours are left
    [until] = in_the_readme(3, "2026-12-28 22:00:00")
    in_the_readme(3, "CNY 50.00")
    someone.sees(*{"zh": ("如成立，扣减 50.00 元",), "en": ("Would cost CNY 50.00 if it stands",)}[language], until)
    assert re.search(rf"{until}.*11:[45]\d:\d\d", someone.main())
    someone.shot("vendor-why_a_breach")


def test_4_whom_to_renew_and_how_sure_that_is(enter: Enter, language: str) -> None:
    someone = enter("manager", language).go("portfolio")
    good, low, high, many = in_the_readme(4, "93.9", "91.4", "95.2", "764")
    fair, fair_low, fair_high = in_the_readme(4, "84.2", "79.8", "86.6")
    for score, least, most in ((good, low, high), (fair, fair_low, fair_high)):
        someone.sees(score, someone.said("perf.score_interval", low=least, high=most))
    # the reserve has one visit in October and two in November
    someone.sees(someone.said("perf.insufficient"), someone.said("perf.evidence", cases=2))
    someone.sees(someone.said("perf.evidence", cases=many))
    someone.shot("manager-portfolio")

    in_the_readme(4, "(100 %)", "(97 %)")
    for vendor, grade, sure, pct in (("V-01", "A", "virtually_certain", 100), ("V-06", "B", "very_likely", 97)):
        someone.go("performance", vendor=vendor, month="2026-11")
        band = someone.said("perf.sure_score", grade=grade)
        someone.sees(someone.said("perf.sure_line", what=band, word=someone.said(f"sure.{sure}"), pct=pct))

    [number, score] = in_the_readme(4, "RV-2026-0002", "83.6")
    someone.go("reviews", review=number)
    suggested = someone.said("perf.suggested", grade="B")
    someone.sees(score, suggested, someone.said("review.appeal"), "双十一单量超出约定能力")
    someone.shot("manager-review_waits")


def test_the_same_figure_from_few_cases_and_from_many_is_told_apart(enter: Enter, language: str) -> None:
    """Nobody was found at fault in 764 visits, nor in the reserve's 2: the one scores, the other says too little."""
    someone = enter("manager", language)
    # Garwood: with nothing found the true rate is at most -ln(0.025) / n = 3.689 / 764 = 4.8 per mille, / 2 = 1,844.4
    rows = {
        "V-01": ["0.0 ‰", "0.0 ‰ … 4.8 ‰", "764", "100.0"],
        "V-02": ["0.0 ‰", "0.0 ‰ … 1844.4 ‰", "2", someone.said("perf.insufficient_of", least=30)],
    }
    for vendor, (rate, interval, n, points) in rows.items():
        someone.go("performance", vendor=vendor, month="2026-11")
        shown = row(someone, someone.said("kpi.conduct_findings"))
        assert (shown[3], shown[4], shown[5], shown[9]) == (rate, interval, n, points)
        someone.shot(f"manager-card_{vendor}")


def row(someone: Walker, named: str) -> list[str]:
    """The cells of the first table's row whose first cell has this text."""
    someone.in_a_table(named)
    line = someone.page.locator(TABLE).first.locator("tr").filter(has_text=named).first
    return line.locator("td").all_inner_texts()
