"""Portfolio, vendor page and review desk in both languages, run as Streamlit runs them, in virtual time."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

import rules
from core.domain.actor import Actor
from core.domain.posterior import WORDS
from core.domain.review import State
from core.domain.scheme import KPIS
from core.domain.standing import GRADES
from tests.instants import ms
from tests.integration.conftest import House
from tests.performance_world import CLEANER, CLEANING, assigned, cleaning, decide, manager, user_of
from ui.texts import catalogue

SCREENS = Path(__file__).parents[2] / "ui" / "screens"
LANGUAGES = ("zh", "en")
BY = ms("2026-02-10T10:00:00Z")


class Desk:
    """A vendor with a closed January of 40 cases, four of them late, and one with four cases."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.monkeypatch = house, monkeypatch
        cleaning(house)
        cleaning(house, "H-2", "V-2")
        assigned(house, 40, late=4, site="north")
        assigned(house, 4, late=0, prefix="B", contract="H-2")
        for n in range(3):
            decide(house, f"A-{n:03}", "accepted")
        decide(house, "A-003", "disputed")
        house.tick("2026-02-02T08:00:00Z")
        weights = house.app.scorecards.close(manager(house), "2026-01")
        assert weights.new == 3
        for name, role, vendor in (("chen", "manager", ""), (f"user of {CLEANER}", "vendor", CLEANER)):
            house.app.sign_in.add_user(house.admin, name, name, "password-1", role, vendor)
        monkeypatch.setattr("ui.house.services", lambda: house.app)
        self.links: list[tuple[str, dict[str, str]]] = []  # a screen run by itself knows no others
        monkeypatch.setattr(
            "streamlit.page_link", lambda page, query_params, **shown: self.links.append((page, query_params))
        )

    def screen(self, name: str, language: str, actor: Actor | None = None, **query: str) -> AppTest:
        someone = actor or manager(self.house)
        self.monkeypatch.setattr("ui.session.actor", lambda: someone)
        test = AppTest.from_file(str(SCREENS / f"{name}.py"), default_timeout=60)
        test.query_params["lang"] = language
        for key, value in query.items():
            test.query_params[key] = value
        shown = test.run()
        assert not shown.exception, shown.exception
        return shown

    def review(self, *, sent: bool = True) -> str:
        number = self.house.app.reviews.draft(self.house.admin, CLEANER, "2026-01", "2026-01", "四次超时").number
        if sent:
            self.house.app.reviews.send(self.house.admin, number, BY)
        return number


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    house = House(tmp_path)
    yield Desk(house, monkeypatch)
    house.app.stop()


def button(test: AppTest, key: str, language: str, **values: object) -> Any:
    [found] = [one for one in test.button if one.label == catalogue(language)[key].format(**values)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_portfolio_shows_a_score_or_that_too_little_is_known(desk: Desk, language: str) -> None:
    test = desk.screen("portfolio", language)

    # on time 36 of 39 decided (weight 40), no complaint (15) and no finding (10) on 40 cases: 6,192.3 / 65 = 95.3;
    # the others have four cases and none
    too_few = catalogue(language)["perf.insufficient"]
    assert sorted(one.value for one in test.metric) == sorted(["95.3", too_few, too_few])
    assert ("screens/performance.py", {"vendor": CLEANER}) in desk.links


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_figures_with_evidence_and_opens_the_cases(desk: Desk, language: str) -> None:
    test = desk.screen("performance", language, vendor=CLEANER, month="2026-01", kpi="on_time HK-03")
    words = catalogue(language)

    kpis, cases = test.dataframe[0].value, test.dataframe[1].value
    row = kpis.iloc[list(kpis[words["perf.kpi"]]).index(words["kpi.on_time"])]
    # 36 of 40 with one undecided: 36 of 40 is shown, 36 of 39 is scored
    assert (row[words["perf.actual"]], row[words["perf.n"]]) == ("90.0 %", 40)
    assert (row[words["perf.undecided_column"]], row[words["perf.points"]]) == (1, "92.3")
    assert list(cases[words["perf.case"]])[:4] != []
    assert set(list(cases[words["perf.case"]])[:4]) == {f"A-{n:03}" for n in range(4)}
    assert [one.value for one in test.metric][2] == "3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_review_goes_from_the_reply_to_the_decision(desk: Desk, language: str) -> None:
    number, vendor = desk.review(), user_of(desk.house, CLEANER)
    test = desk.screen("reviews", language, vendor, review=number)
    test.text_area(key=f"reply_{number}").set_value("两次是业主改期").run()
    button(test, "review.reply_button", language).click().run()
    assert desk.house.app.reviews.get(desk.house.admin, number).state == "replied"

    test = desk.screen("reviews", language, review=number)
    assert any("两次是业主改期" in one.value for one in test.markdown)
    test.segmented_control[0].set_value("B").run()
    test.text_area(key=f"reason_{number}").set_value("总体可靠").run()
    button(test, "review.decide", language, grade="B").click().run()
    assert any(catalogue(language)["place.override"] in one.value for one in test.error)
    test.text_area(key=f"why_{number}").set_value("样本偏少").run()
    button(test, "review.decide", language, grade="B").click().run()

    assert desk.house.app.standings.get(desk.house.admin, CLEANER).grade == "B"
    assert any("样本偏少" in one.value for one in test.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_sent_from_the_desk(desk: Desk, language: str) -> None:
    number = desk.review(sent=False)
    test = desk.screen("reviews", language, review=number)
    test.text_area(key=f"assessment_{number}").set_value("四次超时，请说明").run()
    button(test, "review.send", language).click().run()

    review = desk.house.app.reviews.get(desk.house.admin, number)
    assert (review.state, review.assessment) == ("sent", "四次超时，请说明")


def test_the_vendors_user_sees_his_own_alone(desk: Desk) -> None:
    vendor = user_of(desk.house, CLEANER)
    test = desk.screen("performance", "zh", vendor, vendor="V-2", month="2026-01")

    assert [one.value for one in test.warning] == [catalogue("zh")["address.absent"].format(value="V-2")]
    assert test.selectbox[0].options == [f"{CLEANER} · Cleaner {CLEANER}"]
    assert not test.metric
    assert desk.screen("reviews", "zh", vendor).info[0].value == catalogue("zh")["review.empty_vendor"]


@pytest.mark.parametrize("screen", ["portfolio", "performance", "reviews"])
def test_nothing_english_is_left_on_the_chinese_screen(desk: Desk, screen: str) -> None:
    desk.review()
    test = desk.screen(screen, "zh", vendor=CLEANER, month="2026-01")
    kinds = (test.button, test.text_input, test.text_area, test.selectbox, test.subheader, test.header)
    said = [getattr(one, "label", "") or one.value for kind in kinds for one in kind]
    columns = [name for frame in test.dataframe for name in frame.value.columns]

    assert [one for one in said if not re.search(r"[\u4e00-\u9fff]", str(one))] == []
    assert [name for name in columns if not re.search(r"[\u4e00-\u9fff]", str(name))] == []


@pytest.mark.parametrize(("screen", "most"), [("portfolio", 10), ("performance", 16), ("reviews", 6)])
def test_a_screen_asks_the_database_a_fixed_number_of_times(desk: Desk, screen: str, most: int) -> None:
    """However many vendors, cases and reviews there are."""
    desk.review()
    first = _statements(desk, screen)
    cleaning(desk.house, "H-3", "V-3")
    assigned(desk.house, 5, late=1, day="2026-02-03", prefix="C", contract="H-3")
    desk.review()

    assert (_statements(desk, screen), first <= most) == (first, True)


def _statements(desk: Desk, screen: str) -> int:
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    reader = desk.house.app.database.reader
    event.listen(reader, "before_cursor_execute", note)
    desk.screen(screen, "zh", vendor=CLEANER, month="2026-01")
    event.remove(reader, "before_cursor_execute", note)
    return len([one for one in asked if one.lstrip().startswith("SELECT")])


def test_a_closed_month_is_asked_for_from_the_portfolio(desk: Desk) -> None:
    test = desk.screen("portfolio", "zh")
    button(test, "portfolio.close_button", "zh", month="2026-01").click().run()

    assert test.success[0].value == catalogue("zh")["portfolio.closed"].format(month="2026-01", new=0)
    assert CLEANING in {
        one.contract for one in desk.house.app.scorecards.card(desk.house.admin, CLEANER, "2026-01").proofs
    }


def test_every_kpi_of_the_scheme_and_the_packs_has_its_words_and_no_other() -> None:
    of_packs = {one.kpi for pack in rules.load() for one in pack.obligations.values()}
    of_vendors = {
        one.kpi
        for pack in rules.load()
        for one in pack.obligations.values()
        if one.owed_by != "buyer" and one.kind != "decision"
    }
    named = {key.removeprefix("kpi.") for key in catalogue("zh") if key.startswith("kpi.")}

    assert {one.code for one in KPIS} | of_vendors <= named
    assert named <= {one.code for one in KPIS} | of_packs


def test_every_word_of_sureness_and_every_grade_and_state_is_said() -> None:
    keys = catalogue("zh").keys()

    assert {key for key in keys if key.startswith("sure.")} == {f"sure.{word}" for _, word in WORDS}
    assert {key for key in keys if key.startswith("review.means.")} == {f"review.means.{one}" for one in GRADES}
    assert {key for key in keys if key.startswith("review.state.")} == {
        f"review.state.{one}" for one in get_args(State)
    }
