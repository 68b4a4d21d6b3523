"""The first screen of each role in both languages: what waits, three numbers, and where a click leads."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.actor import ROLES, Actor
from core.services.home.screens import OPENED_BY
from core.services.home.views import Place, Task
from core.storage.tables import vendors
from tests.ui.conftest import AtScreen
from ui.desks import desks
from ui.home.lines import left, until
from ui.texts import catalogue

SCREENS = Path(__file__).parents[2] / "ui"
LANGUAGES = ("zh", "en")
PEOPLE = [one for one in ROLES if one != "service"]
RAW = re.compile(r"\b(today|home|act|perf)\.[a-z_]+")
Links = list[tuple[str, str, dict[str, str]]]


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> Links:
    """Where the lines lead, by screen, label and query; a screen run by itself knows no others."""
    found: Links = []

    def note(page: str, *, label: str, query_params: dict[str, str], **shown: Any) -> None:
        found.append((page.removeprefix("screens/").removesuffix(".py"), label, query_params))

    monkeypatch.setattr("streamlit.page_link", note)
    return found


def person(world: App, organisation: int, role: str) -> Actor:
    with world.database.reading() as work:
        vendor_id = work.connection.execute(select(vendors.c.id)).scalar_one() if role == "vendor" else None
    return Actor(organisation, f"the {role}", role, vendor_id)


def shown(language: str) -> AppTest:
    test = AppTest.from_file(str(SCREENS / "screens" / "home.py"), default_timeout=60)
    test.query_params["lang"] = language
    run = test.run()
    assert not run.exception, run.exception
    return run


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", PEOPLE)
def test_every_role_has_three_numbers_and_lines_that_lead_somewhere(
    world: App, organisation: int, at_screen: AtScreen, links: Links, role: str, language: str
) -> None:
    someone = person(world, organisation, role)
    world.sign_in.add_user(
        world.local_admin(organisation), someone.name, "Known", "password-1", role, "V-1" if role == "vendor" else ""
    )
    at_screen(someone)
    test = shown(language)

    assert test.header[0].value == catalogue(language)["home.title"]
    assert len(test.metric) == 3
    open_to = {screen for screens in desks(someone).values() for screen in screens}
    assert links
    assert {screen for screen, _, _ in links} <= open_to
    said = [test.caption[0].value, *(one.label for one in test.metric), *(label for _, label, _ in links)]
    assert not [one for one in said if RAW.search(one)]
    if language == "en":
        assert not [one for one in test.metric if re.search("[\u4e00-\u9fff]", one.label)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_operator_sees_what_runs_out_and_what_is_late(world: App, links: Links, language: str) -> None:
    texts = catalogue(language)
    shown(language)

    [late] = [label for _, label, query in links if query == {"case": "K-3"} and texts["home.urgency.overdue"] in label]
    assert ":red[■" in late
    [due] = [label for _, label, query in links if query == {"case": "K-1"} and texts["home.urgency.soon"] in label]
    assert ":orange[◐" in due
    assert "**K\\-1**" in due or "**K-1**" in due
    assert ("第一次答复" if language == "zh" else "complaint responded to") in due


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_waits_it_says_so_and_where_to_go(
    world: App, organisation: int, at_screen: AtScreen, links: Links, language: str
) -> None:
    at_screen(person(world, organisation, "legal"))
    test = shown(language)

    assert catalogue(language)["home.nothing"] in " ".join(one.value for one in test.markdown)
    assert links[-1][0] in OPENED_BY


def test_a_program_has_no_numbers_and_no_tasks(
    world: App, organisation: int, at_screen: AtScreen, links: Links
) -> None:
    at_screen(person(world, organisation, "service"))
    test = shown("en")

    assert (len(test.metric), [screen for screen, _, _ in links]) == (0, ["monitor"])


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (59, "还有 0 分", "0 min left"), (60, "还有 1 分", "1 min left"), (3600, "还有 1 小时 0 分", "1 h 0 min left"),
        (172_799, "还有 47 小时 59 分", "47 h 59 min left"), (172_800, "还有 2 天", "2 d left"),
        (-61, "已过 1 分", "1 min ago"), (-7200, "已过 2 小时 0 分", "2 h 0 min ago"),
        (-172_800, "已过 2 天", "2 d ago"),
    ],
)  # fmt: skip
def test_time_left_is_told_as_a_glance_needs_it(
    monkeypatch: pytest.MonkeyPatch, seconds: int, zh: str, en: str
) -> None:
    said = []
    for language in LANGUAGES:
        monkeypatch.setattr("ui.texts.language", lambda chosen=language: chosen)
        said.append(left(seconds))

    assert said == [zh, en]


def test_an_end_stands_on_the_clock_of_its_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.texts.language", lambda: "en")
    at_ms = 1_768_204_800_000  # 2026-01-12 08:00 UTC
    one = Task("today.object", "K-1", {}, {}, Place("case"), "soon", until_ms=at_ms, left_s=60, zone="Europe/Berlin")

    assert until(one, date(2026, 1, 12)) == "01-12 09:00 · 1 min left"


@pytest.mark.parametrize(("day", "said"), [(14, "2 d left"), (12, "last day"), (11, "1 d ago")])
def test_a_last_day_is_told_with_the_days_to_it(monkeypatch: pytest.MonkeyPatch, day: int, said: str) -> None:
    monkeypatch.setattr("ui.texts.language", lambda: "en")
    one = Task("today.evidence", "V-1", {}, {}, Place("vendors"), "soon", until_on=date(2026, 1, day))

    assert until(one, date(2026, 1, 12)) == f"2026-01-{day} · {said}"
