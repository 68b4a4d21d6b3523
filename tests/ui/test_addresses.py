"""An address shows what it names or says that it is not there; it never shows another thing."""

import pytest

from core.bootstrap import App
from core.domain.actor import Actor
from tests.selection_world import SelectionWorld, another, complete
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from ui.desks import is_page


@pytest.fixture
def ranked(world: App, organisation: int, at_screen: AtScreen) -> SelectionWorld:
    made = complete(world, organisation)
    at_screen(made.buyer)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_selection_without_a_ranking_is_said_to_have_none(ranked: SelectionWorld, language: str) -> None:
    draft = another(ranked).number

    test = screen("ranking", language, selection=draft)

    assert not test.exception
    said = f"{draft} 当前状态为" if language == "zh" else f"{draft} is"
    assert said in test.error[0].value.replace("\\", "")
    assert not test.slider  # nothing of the selection that has one
    assert test.query_params["selection"] == draft


@pytest.mark.parametrize(
    ("name", "query"),
    [("selection", "selection"), ("ranking", "selection"), ("vendors", "vendor"), ("work_package", "package"),
     ("feasibility", "package"), ("contracts", "contract")],
)  # fmt: skip
def test_what_is_not_there_is_said_and_the_address_stays(
    ranked: SelectionWorld, at_screen: AtScreen, name: str, query: str
) -> None:
    at_screen(Actor(ranked.organisation_id, "operator", "procurement"))  # who has an account
    test = screen(name, "zh", **{query: "X-404"})

    assert not test.exception
    assert any("X-404" in one.value.replace("\\", "") for one in (*test.error, *test.warning))
    assert test.query_params[query] == "X-404"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_another_role_and_no_page_say_so(organisation: int, at_screen: AtScreen, language: str) -> None:
    evaluator = Actor(organisation, "chen", "evaluator")
    at_screen(evaluator)
    assert is_page("/evaluation", evaluator)
    assert not is_page("/contracts", evaluator)
    assert not is_page("/nowhere", evaluator)

    other, none = screen("absent", language, page="contracts"), screen("absent", language, page="nowhere")

    assert ("不对您的角色" if language == "zh" else "is not for your role") in other.info[0].value
    assert ("没有页面“nowhere”" if language == "zh" else "There is no page “nowhere”") in none.info[0].value
