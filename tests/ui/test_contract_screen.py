"""The contract workspace in both languages: list, forms, findings, steps; run as Streamlit runs it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from api.cli.shell import ORGANISATION
from core.bootstrap import App
from core.domain.actor import Actor
from tests.contract_walk import active_since_today, sheet, today, with_limit
from tests.wp1 import wp1_terms
from ui import house
from ui.contracts.parts import PARTS
from ui.texts import catalogue

SCREEN = Path(__file__).parents[2] / "ui" / "screens" / "contracts.py"
NUMBER = "C-2026-0901"
LANGUAGES = ("zh", "en")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The services, and a way to sit at the screen in a role."""
    monkeypatch.setenv("OUTPACT_DATA", str(tmp_path))
    monkeypatch.delenv("OUTPACT_DATABASE_URL", raising=False)
    house.services.cache_clear()
    app = house.services()
    organisation = app.sign_in.add_organisation(*ORGANISATION)

    class Desk:
        services: App = app
        organisation_id = organisation
        legal = Actor(organisation, "legal", "legal")

        def screen(self, language: str, role: str = "legal", **query: str) -> AppTest:
            monkeypatch.setattr("ui.session.actor", lambda: Actor(organisation, role, role))
            test = AppTest.from_file(str(SCREEN), default_timeout=120)
            test.query_params["lang"] = language
            for key, value in query.items():
                test.query_params[key] = value
            shown = test.run()
            assert not shown.exception
            return shown

    yield Desk()
    app.stop()
    house.services.cache_clear()


def drafted(desk: Any, **changed: Any) -> None:
    desk.services.desk.draft(desk.legal, sheet(replace(wp1_terms(), number=NUMBER, **changed), today(desk.services)))


def button(test: AppTest, key: str, language: str) -> Any:
    [found] = [one for one in test.button if one.label == catalogue(language)[key]]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_contract_the_list_says_how_to_begin(desk: Any, language: str) -> None:
    test = desk.screen(language)

    assert test.info[0].value == catalogue(language)["contracts.empty"]
    assert button(test, "contracts.begin", language).disabled


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", [one.name for one in PARTS])
def test_every_part_has_a_form_and_saving_it_unchanged_changes_nothing(desk: Any, part: str, language: str) -> None:
    drafted(desk)
    before = desk.services.desk.get(desk.legal, NUMBER).terms_sha256
    test = desk.screen(language, contract=NUMBER)
    test.radio(key="part").set_value(part).run()
    button(test, "contracts.save", language).click().run()

    assert not test.exception
    assert [one.value for one in test.error] == []
    assert desk.services.desk.get(desk.legal, NUMBER).terms_sha256 == before


def test_a_limit_is_negotiated_within_its_range(desk: Any) -> None:
    drafted(desk)
    test = desk.screen("zh", contract=NUMBER)
    test.radio(key="part").set_value("service_levels").run()
    [limit] = [one for one in test.text_input if str(one.key).endswith("service_levels[9].limit")]
    limit.set_value("3 h")
    button(test, "contracts.save", "zh").click().run()
    assert "服务水平 · SC-01 · 约定时限" in test.error[0].value

    [limit] = [one for one in test.text_input if str(one.key).endswith("service_levels[9].limit")]
    limit.set_value("20 min")
    button(test, "contracts.save", "zh").click().run()
    [level] = [one for one in desk.services.desk.get(desk.legal, NUMBER).terms["service_levels"]
               if one["obligation"] == "SC-01"]  # fmt: skip
    assert "20分钟" in level["text"]["zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warning_is_accepted_and_another_person_approves(desk: Any, language: str) -> None:
    drafted(desk, guarantees=())
    test = desk.screen(language, contract=NUMBER)
    [day] = [one for one in test.date_input if one.label == catalogue(language)["contracts.planned"]]
    day.set_value(today(desk.services))
    button(test, "contracts.save_and_lint", language).click().run()
    assert any("OS-19" in one.value for one in test.markdown)
    while reasons := [one for one in test.text_input if one.label == catalogue(language)["contracts.reason"]]:
        reasons[0].set_value("试点三个月").run()
        next(one for one in test.button if one.label == catalogue(language)["contracts.accept"]).click().run()

    assert catalogue(language)["contracts.approve"] not in [one.label for one in test.button]
    test = desk.screen(language, "manager", contract=NUMBER)
    button(test, "contracts.approve", language).click().run()
    view = desk.services.desk.get(desk.legal, NUMBER)
    assert (view.state, view.approved_by) == ("approved", "manager")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_author_finds_the_button_of_approval_closed(desk: Any, language: str) -> None:
    author = Actor(desk.organisation_id, "admin", "admin")
    desk.services.desk.draft(author, sheet(replace(wp1_terms(), number=NUMBER), today(desk.services)))
    desk.services.desk.lint(author, NUMBER, today(desk.services))
    test = desk.screen(language, "admin", contract=NUMBER)

    assert button(test, "contracts.approve", language).disabled


def test_an_amendment_shows_where_it_differs(desk: Any) -> None:
    active_since_today(desk.services, desk.organisation_id, NUMBER)
    test = desk.screen("zh", contract=NUMBER)
    [day] = [one for one in test.date_input if one.label == catalogue("zh")["field.effective_from"]]
    day.set_value(today(desk.services) + timedelta(days=30)).run()
    button(test, "contracts.amend", "zh").click().run()
    desk.services.desk.revise(desk.legal, NUMBER, with_limit(replace(wp1_terms(), number=NUMBER), "SC-01", "10 min"))
    test = desk.screen("zh", contract=NUMBER)

    assert any("服务水平 · 第10项 · 约定时限" in one.value for one in test.text)
    assert not any("schedule.effective_from" in one.value for one in test.text)
    assert [one.label for one in test.get("download_button")] == [
        catalogue("zh")[f"edition.{one}"] for one in ("zh", "en", "bilingual")
    ]  # fmt: skip


def test_nothing_english_is_left_on_the_chinese_screen(desk: Any) -> None:
    """Labels of widgets are Chinese, but for codes such as SC-01 and names of languages."""
    drafted(desk)
    test = desk.screen("zh", contract=NUMBER)
    labels = [one.label for kind in (test.button, test.text_input, test.selectbox, test.radio) for one in kind]

    assert [one for one in labels if not re.search(r"[\u4e00-\u9fff]", one)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_contract_has_the_zone_and_hours_that_were_chosen(desk: Any, language: str) -> None:
    test = desk.screen(language)
    labels = catalogue(language)
    by_label = {one.label: one for one in test.text_input}
    by_label[labels["contracts.vendor_number"]].set_value("V-9")
    test.date_input(key="new.effective_from").set_value(date(2026, 12, 1))
    test.selectbox(key="new.zone").set_value("Asia/Tokyo")
    test.text_input(key="new.mon").set_value("09:00-12:00, 13:00-18:00")
    test.text_input(key="new.sun").set_value("").run()
    button(test, "contracts.begin", language).click().run()

    [summary] = desk.services.desk.list(desk.legal)
    calendar = desk.services.desk.get(desk.legal, summary.number).calendar
    assert (calendar["tz"], calendar["weekly_hours"]["mon"]) == ("Asia/Tokyo", [["09:00", "12:00"], ["13:00", "18:00"]])
    assert list(calendar["weekly_hours"]) == ["mon", "tue", "wed", "thu", "fri", "sat"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_institutions_are_chosen_by_their_exact_names(desk: Any, language: str) -> None:
    """Two of them make no valid agreement (Arbitration Law 29): they may be chosen, and the linter says so."""
    drafted(desk)
    test = desk.screen(language, contract=NUMBER)
    test.radio(key="part").set_value("dispute").run()
    [institutions] = [one for one in test.multiselect if one.label == catalogue(language)["field.institutions"]]
    assert institutions.value == ["shiac"]
    institutions.set_value(["shiac", "cietac"])
    button(test, "contracts.save", language).click().run()

    view = desk.services.desk.get(desk.legal, NUMBER)
    assert [one["zh"] for one in view.terms["dispute"]["institutions"]] == [
        "上海国际经济贸易仲裁委员会（上海国际仲裁中心）", "中国国际经济贸易仲裁委员会",
    ]  # fmt: skip
    found = desk.services.desk.lint(desk.legal, NUMBER, today(desk.services)).findings
    assert ("J02", "error") in {(one.rule, one.severity) for one in found}


def test_another_institution_is_written_by_its_name(desk: Any) -> None:
    drafted(desk)
    test = desk.screen("zh", contract=NUMBER)
    test.radio(key="part").set_value("dispute").run()
    test.multiselect[0].set_value([])
    for spoken, name in (("zh", "青岛仲裁委员会"), ("en", "the Qingdao Arbitration Commission")):
        [own] = [one for one in test.text_input if str(one.key).endswith(f"institutions.other0.{spoken}")]
        own.set_value(name)
    button(test, "contracts.save", "zh").click().run()

    assert desk.services.desk.get(desk.legal, NUMBER).terms["dispute"]["institutions"] == [
        {"zh": "青岛仲裁委员会", "en": "the Qingdao Arbitration Commission"}
    ]


def test_a_credit_whose_amount_is_taken_out_is_none(desk: Any) -> None:
    drafted(desk)
    test = desk.screen("zh", contract=NUMBER)
    test.radio(key="part").set_value("service_levels").run()
    at = next(number for number, one in enumerate(wp1_terms().service_levels) if one.credit.kind == "each")
    [amount] = [one for one in test.text_input if str(one.key).endswith(f"service_levels[{at}].credit.amount")]
    amount.set_value("")
    button(test, "contracts.save", "zh").click().run()

    assert not test.error
    level = desk.services.desk.get(desk.legal, NUMBER).terms["service_levels"][at]
    assert not {"kind", "amount"} & level.get("credit", {}).keys()


def test_a_new_guarantee_has_an_id_of_its_own(desk: Any) -> None:
    """G-1 is taken out of three; the next one is not another G-3."""
    drafted(desk)
    for box in ("0.drop", "add"):
        test = desk.screen("zh", contract=NUMBER)
        test.radio(key="part").set_value("guarantees").run()
        [ticked] = [one for one in test.checkbox if str(one.key).endswith(f"guarantees.{box}")]
        ticked.check()
        button(test, "contracts.save", "zh").click().run()

    kept = desk.services.desk.get(desk.legal, NUMBER).terms["guarantees"]
    assert [one["id"] for one in kept] == [*(one.id for one in wp1_terms().guarantees[1:]), "G-4"]


@pytest.mark.parametrize("entered", ["a: [", "- list", "schedule: {begins_on: 2026-02-30}", "a: &a [*a]"])
def test_what_is_no_yaml_of_terms_is_told(desk: Any, entered: str) -> None:
    drafted(desk)
    test = desk.screen("zh", contract=NUMBER)
    test.radio(key="part").set_value("other").run()
    [yaml] = [one for one in test.text_area if str(one.key).endswith(".yaml")]
    yaml.set_value(entered)
    button(test, "contracts.save", "zh").click().run()

    assert not test.exception
    assert len(test.error) == 1
