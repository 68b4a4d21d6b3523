"""A walk through the screens in a real browser, in both languages; the pictures are left in tests/e2e/shots."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import rules
from core.bootstrap import build
from core.settings import Settings
from tests.screens_server import READY, ROOT, serving
from tests.tools import require
from tests.ui.conftest import fill
from ui.texts import catalogue

HERE = Path(__file__).parent
SHOTS = HERE / "shots"
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


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1360, "height": 1200}, locale="zh-CN")
    page = context.new_page()
    outside: list[str] = []

    def loopback_only(route: Route) -> None:
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    page.route("**/*", loopback_only)
    yield page
    context.close()
    assert outside == []


def sign_in(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/language/{language}?next=/sign-in")
    page.fill("input[name=name]", "operator")
    page.fill("input[name=password]", "operator-1")
    page.click("button")
    page.wait_for_selector(READY)


def shown(page: Page, name: str, title: str) -> None:
    """The screen has this title and no error; its picture is kept."""
    expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible(timeout=15_000)
    page.wait_for_selector(READY)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=15_000)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_without_a_session_every_address_leads_to_the_form(page: Page, address: str) -> None:
    page.goto(f"{address}/case?case=K-1")

    assert page.url == f"{address}/sign-in?next=/case?case=K-1"


def test_a_wrong_password_is_said_and_nothing_more(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=name]", "operator")
    page.fill("input[name=password]", "wrong")
    page.click("button")

    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对")
    expect(page.locator("input[name=name]")).to_have_value("operator")
    assert page.context.cookies() == []


def test_the_session_cookie_is_hidden_from_scripts(page: Page, address: str) -> None:
    sign_in(page, address, "zh")

    [cookie] = [one for one in page.context.cookies() if one.get("name") == "outpact_session"]
    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Lax"


def test_another_host_is_no_place_to_go_after_signing_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?next=//example.org/")
    page.fill("input[name=name]", "operator")
    page.fill("input[name=password]", "operator-1")
    page.click("button")
    page.wait_for_selector(READY)

    assert page.url.startswith(address)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_walk_through_the_screens(page: Page, address: str, language: str, tmp_path: Path) -> None:
    texts = catalogue(language)
    page.goto(f"{address}/language/{language}?next=/sign-in")
    page.screenshot(path=str(SHOTS / f"sign_in-{language}.png"))
    sign_in(page, address, language)
    shown(page, f"home-{language}", texts["home.title"])
    page.get_by_role("link", name=re.compile("K-3")).first.click()
    page.wait_for_url(re.compile("/case.case=K-3"), timeout=5_000)

    page.goto(f"{address}/monitor")
    shown(page, f"monitor-{language}", texts["monitor.title"])

    page.goto(f"{address}/case?case=K-3")
    shown(page, f"case-{language}", texts["case.title"])
    expect(page.get_by_text("HC-01").locator("visible=true").first).to_be_visible()

    page.get_by_role("link", name=texts["import.title"]).click()
    shown(page, f"import-empty-{language}", texts["import.title"])
    imported(page, tmp_path, language)

    page.get_by_role("link", name=texts["frame.sign_out"]).click()
    page.wait_for_url(re.compile("/sign-in"))


def test_filters_and_rows_answer_every_click(page: Page, address: str) -> None:
    sign_in(page, address, "zh")
    page.goto(f"{address}/monitor")
    page.wait_for_selector(READY)
    texts = catalogue("zh")
    for state in ("paused", "missed", "met", "overdue"):
        page.get_by_role("radio", name=texts[f"monitor.show_{state}"], exact=True).click()
        page.wait_for_url(re.compile(f"state={state}"), timeout=5_000)
        page.wait_for_selector(READY)

    page.locator('[data-testid="stDownloadButton"] button').click()
    page.locator('[data-testid="stDataFrame"]').click(position={"x": 30, "y": 52})
    page.wait_for_url(re.compile("/case.case=K-3"), timeout=5_000)

    page.go_back()
    page.wait_for_selector(READY)
    page.wait_for_url(re.compile("/monitor.state=overdue$"), timeout=5_000)


def test_the_language_of_the_sidebar_is_remembered_and_the_screen_stays(page: Page, address: str) -> None:
    sign_in(page, address, "zh")
    page.goto(f"{address}/case?case=K-3&lang=zh")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"{address}/case?case=K-3")
    expect(page.get_by_role("heading", name=catalogue("en")["case.title"], exact=True)).to_be_visible(timeout=15_000)

    page.goto(f"{address}/")
    expect(page.get_by_role("heading", name=catalogue("en")["home.title"], exact=True)).to_be_visible(timeout=15_000)


def test_figures_stand_in_pairs_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, address, "zh")
    page.goto(f"{address}/monitor")
    tiles = page.locator('[data-testid="stMetric"]')
    expect(tiles).to_have_count(6)
    boxes = [tiles.nth(place).bounding_box() for place in range(2)]

    assert boxes[0] is not None
    assert boxes[1] is not None
    assert (boxes[0]["y"], boxes[0]["x"] < boxes[1]["x"]) == (boxes[1]["y"], True)


def imported(page: Page, folder: Path, language: str) -> None:
    """A log is previewed and written; the cases are then on the monitor."""
    log, mapping = folder / "log.csv", folder / "mapping.yaml"
    log.write_text(LOG, "utf-8")
    example = (ROOT / "docs" / "examples" / "incident_desk.yaml").read_text("utf-8")
    columns = {"sys_updated_at": "at", "incident_state": "state", "opened_at": "opened", "resolved_at": "resolved"}
    for theirs, ours in {**columns, "assignment_group": "group"}.items():
        example = example.replace(theirs, ours)
    mapping.write_text(example.replace("%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M"), "utf-8")
    page.set_input_files("input[type=file] >> nth=0", log)
    page.set_input_files("input[type=file] >> nth=1", mapping)
    button = page.get_by_role("button", name=catalogue(language)["import.button"].format(events=6))
    button.click(timeout=20_000)
    expect(page.locator('[data-testid="stAlertContentSuccess"]')).to_be_visible(timeout=20_000)
    expect(button).to_be_disabled()
    page.wait_for_selector(READY)
    page.screenshot(path=SHOTS / f"import-done-{language}.png")
