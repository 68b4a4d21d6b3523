"""From the ranking to the contract: who may draft is asked for what the award does not say, others see its state."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from api.cli.shell import ORGANISATION
from core.bootstrap import App
from core.domain.actor import Actor
from tests.award_world import award
from tests.selection_world import SelectionWorld
from tests.ui.test_screens import LANGUAGES, screen
from ui.texts import catalogue

ACT = Callable[[str], Actor]
FORM = """
from ui import session
from ui.contracts import from_award

from_award.ask(session.required_actor(), "{selection}")
"""


@pytest.fixture
def made(world: App) -> SelectionWorld:
    return award(world, world.sign_in.add_organisation(*ORGANISATION))


@pytest.fixture
def at_screen(monkeypatch: pytest.MonkeyPatch, made: SelectionWorld) -> ACT:
    """Puts somebody with a role at the screen."""

    def sit(role: str) -> Actor:
        someone = made.actor(role, role)
        monkeypatch.setattr("ui.session.actor", lambda: someone)
        return someone

    return sit


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where the screen led to."""
    led: list[Any] = []
    monkeypatch.setattr(st, "switch_page", lambda page, query_params: led.append((page, query_params)))
    return led


@pytest.fixture
def asked(made: SelectionWorld, tmp_path: Path) -> Callable[[str], Any]:
    """The form that the button opens, alone: the tests' runner runs whole scripts, which closes a dialog."""
    script = tmp_path / "form.py"
    script.write_text(FORM.format(selection=made.number), "utf-8")

    def form(language: str) -> Any:
        test = AppTest.from_file(str(script), default_timeout=60)
        test.query_params["lang"] = language
        return test.run()

    return form


def begin(test: Any, language: str) -> Any:
    [button] = [one for one in test.button if one.label == catalogue(language)["from_award.begin"]]
    return button.click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_opens_the_form(made: SelectionWorld, at_screen: ACT, language: str) -> None:
    at_screen("legal")
    test = screen("ranking", language, selection=made.number)
    [button] = [one for one in test.button if one.label == catalogue(language)["from_award.draft"]]
    button.click().run()

    assert not test.exception
    assert test.text_input(key="from_award.SC-01").value == "15 min"


@pytest.mark.parametrize("language", LANGUAGES)
def test_legal_drafts_the_contract_and_comes_to_its_workspace(
    made: SelectionWorld, at_screen: ACT, asked: Callable[[str], Any], went: list[Any], language: str
) -> None:
    legal = at_screen("legal")
    test = asked(language)
    assert test.text_input(key="from_award.SC-01").value == "15 min"
    assert test.text_input(key="from_award.tue").value == "08:00-22:00"
    test.text_input(key="from_award.effective").set_value("2026-12-01")
    test.text_input(key="from_award.SC-01").set_value("20 min")
    test.text_input(key="from_award.SC-02").set_value("")
    test.text_input(key="from_award.sun").set_value("")
    test.text_input(key="from_award.sat").set_value("09:00-12:00, 14:00-18:00")
    begin(test, language)

    [summary] = made.app.desk.list(legal)
    view = made.app.desk.get(legal, summary.number)
    limits = {one["obligation"]: one.get("limit") for one in view.terms["service_levels"]}
    assert (view.effective_from, limits["SC-01"], limits["SC-02"]) == ("2026-12-01", "20 min", "30 min")
    assert view.calendar["weekly_hours"]["sat"] == [["09:00", "12:00"], ["14:00", "18:00"]]
    assert "sun" not in view.calendar["weekly_hours"]
    assert went == [("screens/contracts.py", {"contract": view.number, "lang": language})]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("effective", "soon", "soon"),
        ("SC-01", "3 h", "SC-01"),
        ("mon", "late", "late"),
        ("effective", "", "2026-12-31"),
    ],
)
def test_what_is_refused_is_told_in_the_dialog_and_nothing_is_drafted(
    made: SelectionWorld, at_screen: ACT, asked: Callable[[str], Any], went: list[Any], key: str, value: str, said: str
) -> None:
    legal = at_screen("legal")
    test = asked("zh")
    test.text_input(key="from_award.effective").set_value("2026-12-01")
    test.text_input(key=f"from_award.{key}").set_value(value)
    begin(test, "zh")

    assert said in test.error[0].value
    assert (made.app.desk.list(legal), went) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_procurement_sees_whose_turn_it_is_and_then_the_contract(
    made: SelectionWorld, at_screen: ACT, language: str
) -> None:
    at_screen("procurement")
    words = catalogue(language)
    test = screen("ranking", language, selection=made.number)
    assert words["role.legal"] in " ".join(one.value for one in test.caption)
    assert words["from_award.draft"] not in [one.label for one in test.button]

    begun = made.app.desk.draft_from_award(made.actor("l", "legal"), made.number, effective_from=date(2026, 12, 1))
    test = screen("ranking", language, selection=made.number)
    bodies = [str(one.proto.body) for one in test.get("html")]
    [link] = [one for one in bodies if "/contracts?" in one]
    assert begun.number in link
    assert words["draft_state.draft"] in link
