"""A walk through the operator's screens in a real browser, in both languages, and what every screen is framed by."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import rules
from core.bootstrap import build
from core.settings import Settings
from tests.e2e.conftest import Begin
from tests.e2e.walking import PHONE, SHOTS, TABLE, WAIT_MS, Walker
from tests.screens_server import READY, ROOT, serving
from tests.tools import require
from tests.ui.conftest import fill
from ui.texts import catalogue

LOG = """number,state,at,opened,resolved,group,priority
INC1,New,2026-01-12 09:00,2026-01-12 09:00,2026-01-12 12:00,Group 1,1 - Critical
INC1,Resolved,2026-01-12 12:00,2026-01-12 09:00,2026-01-12 12:00,Group 1,1 - Critical
INC2,New,2026-01-12 09:00,2026-01-12 09:00,?,Group 1,1 - Critical
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require("chromium", "apt install chromium")
    folder = tmp_path_factory.mktemp("walk")
    app = build(Settings(data=folder), rules.load())
    fill(app)
    app.stop()
    with serving(folder) as address:
        yield address


@pytest.fixture
def operator(begin: Begin, address: str) -> Walker:
    """Who watches, in Chinese and not yet signed in."""
    return begin(address)


def signed_in(operator: Walker) -> Page:
    return operator.sign_in("operator", "operator-1").page


def test_without_a_session_every_address_leads_to_the_form(operator: Walker, address: str) -> None:
    page = operator.page
    page.goto(f"{address}/case?case=K-1")

    assert page.url == f"{address}/sign-in?next=/case?case=K-1"


def test_a_wrong_password_is_said_and_nothing_more(operator: Walker, address: str) -> None:
    page = operator.page
    page.goto(f"{address}/sign-in")
    operator.fill_in("operator", "wrong")

    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对")
    expect(page.locator("input[name=name]")).to_have_value("operator")
    assert page.context.cookies() == []
    [refused] = operator.complaints
    assert "401" in refused
    operator.complaints.clear()


def test_the_session_cookie_is_hidden_from_scripts(operator: Walker) -> None:
    page = signed_in(operator)

    [cookie] = [one for one in page.context.cookies() if one.get("name") == "outpact_session"]
    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Lax"


def test_another_host_is_no_place_to_go_after_signing_in(operator: Walker, address: str) -> None:
    operator.page.goto(f"{address}/sign-in?next=//example.org/")
    operator.fill_in("operator", "operator-1")
    operator.rest()

    assert operator.page.url.startswith(address)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_walk_through_the_screens(begin: Begin, address: str, language: str, tmp_path: Path) -> None:
    operator = begin(address, language)
    page = operator.page
    page.goto(f"{address}/language/{language}?next=/sign-in")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"operator-sign_in-{language}.png")
    signed_in(operator)
    operator.titled("home.title")
    operator.shot("operator-home")
    page.get_by_role("link", name=re.compile("K-3")).first.click()
    page.wait_for_url(re.compile("/case.case=K-3"), timeout=5_000)

    operator.go("monitor").titled("monitor.title")
    operator.shot("operator-monitor")

    operator.go("case", case="K-3").titled("case.title")
    operator.shot("operator-case")
    operator.sees("HC-01")

    page.get_by_role("link", name=operator.said("import.title")).click()
    operator.titled("import.title")
    operator.shot("operator-import_empty")
    imported(operator, tmp_path)

    page.get_by_role("link", name=operator.said("frame.sign_out")).click()
    page.wait_for_url(re.compile("/sign-in"))


def test_filters_and_rows_answer_every_click(operator: Walker) -> None:
    page = signed_in(operator)
    operator.go("monitor")
    for state in ("paused", "missed", "met", "overdue"):
        page.get_by_role("radio", name=operator.said(f"monitor.show_{state}"), exact=True).click()
        page.wait_for_url(re.compile(f"state={state}"), timeout=5_000)
        operator.rest()

    page.locator('[data-testid="stDownloadButton"] button').click()
    page.locator(TABLE).click(position={"x": 30, "y": 52})
    page.wait_for_url(re.compile("/case.case=K-3"), timeout=5_000)

    page.go_back()
    page.wait_for_selector(READY)
    page.wait_for_url(re.compile("/monitor.state=overdue$"), timeout=5_000)


def test_the_language_of_the_sidebar_is_remembered_and_the_screen_stays(operator: Walker, address: str) -> None:
    page = signed_in(operator)
    page.goto(f"{address}/case?case=K-3&lang=zh")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"{address}/case?case=K-3")
    operator.words = catalogue("en")
    operator.titled("case.title")

    page.goto(f"{address}/")
    operator.titled("home.title")


def test_figures_stand_in_pairs_on_a_phone(begin: Begin, address: str) -> None:
    operator = begin(address, size=PHONE)
    page = signed_in(operator)
    operator.go("monitor").fits()
    tiles = page.locator('[data-testid="stMetric"]')
    expect(tiles).to_have_count(6)
    boxes = [tiles.nth(place).bounding_box() for place in range(2)]

    assert boxes[0] is not None
    assert boxes[1] is not None
    assert (boxes[0]["y"], boxes[0]["x"] < boxes[1]["x"]) == (boxes[1]["y"], True)


def imported(operator: Walker, folder: Path) -> None:
    """A log is previewed and written; the cases are then on the monitor."""
    page = operator.page
    log, mapping = folder / "log.csv", folder / "mapping.yaml"
    log.write_text(LOG, "utf-8")
    example = (ROOT / "docs" / "examples" / "incident_desk.yaml").read_text("utf-8")
    columns = {"sys_updated_at": "at", "incident_state": "state", "opened_at": "opened", "resolved_at": "resolved"}
    for theirs, ours in {**columns, "assignment_group": "group"}.items():
        example = example.replace(theirs, ours)
    mapping.write_text(example.replace("%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M"), "utf-8")
    page.set_input_files("input[type=file] >> nth=0", log)
    page.set_input_files("input[type=file] >> nth=1", mapping)
    button = page.get_by_role("button", name=operator.said("import.button", events=6))
    button.click(timeout=WAIT_MS)
    expect(page.locator('[data-testid="stAlertContentSuccess"]')).to_be_visible(timeout=WAIT_MS)
    expect(button).to_be_disabled()
    operator.shot("operator-import_done")
