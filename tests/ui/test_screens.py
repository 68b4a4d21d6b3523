"""Every screen in both languages, run as Streamlit runs it, on a real database."""

from pathlib import Path
from string import Formatter

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from ui.texts import catalogue

SCREENS = Path(__file__).parents[2] / "ui"
LANGUAGES = ("zh", "en")


def screen(name: str, language: str, **query: str) -> AppTest:
    test = AppTest.from_file(str(SCREENS / "screens" / f"{name}.py"), default_timeout=60)
    test.query_params["lang"] = language
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def test_both_languages_say_the_same_things() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


@pytest.mark.parametrize("key", sorted(catalogue("zh")))
def test_a_text_asks_for_the_same_values_in_both_languages(key: str) -> None:
    asked = [{name for _, name, _, _ in Formatter().parse(catalogue(one)[key]) if name} for one in LANGUAGES]

    assert asked[0] == asked[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_monitor_counts_and_lists_what_runs(world: App, language: str) -> None:
    test = screen("monitor", language)

    assert not test.exception
    assert test.header[0].value == catalogue(language)["monitor.title"]
    assert [metric.value for metric in test.metric] == ["8", "2", "1", "0", "1"]
    assert set(test.dataframe[0].value[catalogue(language)["monitor.case"]]) == {"K-1", "K-2", "K-3"}


def test_a_filter_lives_in_the_address(world: App) -> None:
    test = screen("monitor", "en", obligation="HC-01", state="overdue")

    assert list(test.dataframe[0].value["Case"]) == ["K-3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_says_what_to_do_next(world: App, language: str) -> None:
    test = screen("monitor", language, state="paused")

    assert test.info[0].value == catalogue(language)["monitor.empty"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_explains_its_verdicts(world: App, language: str) -> None:
    test = screen("case", language, case="K-3")

    assert not test.exception
    arithmetic = " ".join(one.value for one in test.markdown)
    assert ("已超时" if language == "zh" else "overdue by") in arithmetic
    assert len(test.dataframe) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_is_not_there_is_said_in_the_users_language(world: App, language: str) -> None:
    test = screen("case", language, case="K-9")

    assert ("没有工单 K-9" if language == "zh" else "there is no case K-9") in test.error[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_import_begins_with_its_files(world: App, language: str) -> None:
    test = screen("event_import", language)

    assert not test.exception
    assert test.info[0].value == catalogue(language)["import.empty"]


def test_the_theme_is_valid() -> None:
    written = (SCREENS.parent / ".streamlit" / "config.toml").read_text("utf-8")

    assert 'primaryColor = "#0F5C5C"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language: str) -> None:
    """Every text is used by a screen, and every text a screen asks for is there."""
    code = "\n".join(path.read_text("utf-8") for path in SCREENS.rglob("*.py")) + (SCREENS / "sign_in.html").read_text()
    families = ("role.", "state.", "severity.", "kind.", "breach.", "cause.", "flag.", "monitor.show_", "sign_in.")
    selecting = ("stage.", "formula.", "mode.", "preset.", "test.", "ranking.view_", "ranking.about_")
    named = [key for key in catalogue(language) if not key.startswith((*families, *selecting))]

    assert [
        key for key in named if f'"{key}"' not in code and key.removesuffix("_help").split(".")[1] not in code
    ] == []
