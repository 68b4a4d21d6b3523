"""The case desk's screens in both languages: forms are filled in and sent, and people are shown by the registry."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.actor import Actor
from tests.case_world import CUSTOMER, WORKER
from tests.ui.case_desk import Desk, filled
from ui.texts import catalogue

SCREENS = Path(__file__).parents[2] / "ui" / "screens"
LANGUAGES = ("zh", "en")


@pytest.fixture
def desk(world: App) -> Desk:
    return filled(world)


def screen(name: str, someone: Actor, monkeypatch: pytest.MonkeyPatch, language: str, **query: str) -> AppTest:
    monkeypatch.setattr("ui.session.actor", lambda: someone)
    test = AppTest.from_file(str(SCREENS / f"{name}.py"), default_timeout=60)
    for key, value in {"lang": language, **query}.items():
        test.query_params[key] = value
    return test.run()


def told(test: AppTest) -> str:
    """All that a screen says in words."""
    assert not test.exception
    parts = (*test.markdown, *test.caption, *test.error, *test.warning, *test.success, *test.info, *test.subheader)
    return "\n".join(str(one.value).replace("\\", "") for one in parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_chosen_filled_in_and_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str, world: App
) -> None:
    words = catalogue(language)
    test = screen("case", desk.operator, monkeypatch, language, case=desk.number)
    test.selectbox(key=f"act_{desk.number}").set_value("note").run()
    key = f"{desk.number}_note_0"

    test.button(key=f"{key}_send").click().run()
    missing = {"zh": "缺少“说明", "en": '"Note'}[language]
    assert [missing in str(one.value).replace("\\", "") for one in test.error] == [True]
    test.text_area(key=f"{key}_note").set_value("call 13817260543").run()
    test.button(key=f"{key}_send").click().run()
    assert len(test.error) == 1
    test.text_area(key=f"{key}_note").set_value("the key is with the porter").run()
    test.button(key=f"{key}_send").click().run()

    assert not test.exception
    assert words["forms.done"].partition("{")[0] in told(test)
    events = world.watch.case(desk.operator, desk.number).events
    assert [one.data["note"] for one in events if "note" in one.data] == ["the key is with the porter"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buyer_finds_no_form_to_assign_a_person(desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    for someone, offers in ((desk.operator, False), (desk.manager, False), (desk.vendor, True)):
        test = screen("case", someone, monkeypatch, language, case=desk.number)
        offered = " ".join(test.selectbox(key=f"act_{desk.number}").options)
        assert (("安排服务人员" in offered) or ("Assign the crew" in offered)) == offers


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_shown_by_the_registry_and_the_order_on_request(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """The service is three hours from now: within 24 h before it, so that the address stands on the order."""
    buyers = told(screen("case", desk.operator, monkeypatch, language, case=desk.number))
    assert CUSTOMER["customer_phone"] in buyers
    assert WORKER["name"] in buyers
    assert WORKER["phone"] not in buyers

    test = screen("case", desk.vendor, monkeypatch, language, case=desk.number)
    before = told(test)
    test.button(key=f"order_{desk.number}_open").click().run()
    opened = told(test)
    assert CUSTOMER["customer_address"] not in before
    assert CUSTOMER["customer_address"] in opened
    assert CUSTOMER["customer_phone"] not in opened
    assert WORKER["phone"] in opened
    test.button(key=f"order_{desk.number}_print").click().run()
    assert not test.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_lists_cases_and_what_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    words = catalogue(language)
    buyers = screen("cases", desk.operator, monkeypatch, language)
    theirs = screen("cases", desk.vendor, monkeypatch, language)

    assert words["cases.own"] in told(buyers)
    assert words["cases.todo"] in told(theirs)
    listed = [list(one.value[words["monitor.case"]]) for one in theirs.dataframe]
    assert [desk.number] in listed
    assert "K-1" not in str(listed), "the cases of the other vendor of this world"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_is_opened_from_the_screen_with_the_tables_answer_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str, world: App
) -> None:
    test = screen("cases", desk.operator, monkeypatch, language)
    test.selectbox(key="new_contract").set_value("C-2026-0001").run()
    test.selectbox(key="new_kind_C-2026-0001").set_value("complaint").run()
    key = "new_C-2026-0001_complaint_0"
    test.selectbox(key=f"{key}_about").set_value("service").run()
    test.segmented_control(key=f"{key}_physical_evidence").set_value(False).run()
    test.button(key=f"{key}_answer").click().run()
    assert catalogue(language)["outcome.soft"] in told(test)
    test.button(key=f"{key}_send").click().run()
    assert len(test.error) == 1, "the site comes first"
    assert len(world.case_list.find(desk.operator, number="SC-")) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_workers_are_shown_without_phones_to_the_buyer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    words = catalogue(language)
    buyers = screen("workers", desk.operator, monkeypatch, language)
    theirs = screen("workers", desk.vendor, monkeypatch, language)

    assert not buyers.exception
    assert words["people.phone"] not in buyers.dataframe[0].value.columns
    assert list(theirs.dataframe[0].value[words["people.phone"]]) == [WORKER["phone"]]


def test_a_worker_is_added_from_the_screen(desk: Desk, monkeypatch: pytest.MonkeyPatch, world: App) -> None:
    test = screen("workers", desk.vendor, monkeypatch, "zh")
    for name, value in (("name", "何秀珍"), ("phone", "15800002222"), ("badge", "JS-0417")):
        test.text_input(key=f"worker_{name}").set_value(value)
    add = next(one for one in test.button if one.label == catalogue("zh")["workers.add_button"])
    add.click().run()
    assert len(test.error) == 1, "the badge is another's"
    test.text_input(key="worker_badge").set_value("JS-0418").run()
    next(one for one in test.button if one.label == catalogue("zh")["workers.add_button"]).click().run()

    assert [one.badge for one in world.workers.list(desk.vendor)] == ["JS-0417", "JS-0418"]
