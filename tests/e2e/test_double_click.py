"""A button pressed twice in one go begins one thing: the second press is the same call."""

import re
from pathlib import Path

from playwright.sync_api import sync_playwright

import rules
from api.cli.shell import ORGANISATION
from core.bootstrap import build
from core.settings import Settings
from tests.screens_server import READY, serving
from tests.selection_world import begin
from tests.tools import require
from ui.texts import catalogue

PASSWORD = "selection-1"


def test_a_selection_begun_by_a_double_click_is_one(tmp_path: Path) -> None:
    app = build(Settings(data=tmp_path), rules.load())
    organisation = app.sign_in.add_organisation(*ORGANISATION)
    app.sign_in.add_user(app.local_admin(organisation), "lin", "lin", PASSWORD, "procurement")
    made, words = begin(app, organisation), catalogue("en")

    with serving(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/language/en?next=/sign-in")
        page.fill("input[name=name]", "lin")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(READY, timeout=60_000)
        page.goto(f"{address}/selection")
        page.wait_for_selector(READY, timeout=60_000)
        page.get_by_text(words["selection.begin"], exact=True).first.click()
        page.get_by_label(words["selection.name"]).fill("pressed twice")
        page.get_by_role("button", name=words["selection.begin_button"], exact=True).dblclick()
        page.wait_for_url(re.compile(r"selection=S-\d+-000[^1]"), timeout=30_000)
        page.wait_for_timeout(1_000)
        page.wait_for_selector(READY, timeout=60_000)
        browser.close()

    begun = [one for one in app.selections.list(made.buyer) if one.title == "pressed twice"]
    app.stop()
    assert len(begun) == 1
