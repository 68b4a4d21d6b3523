"""screens.sliders_50x13: from a key press on a weight to the changed rank, in headless Chromium."""

import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

import rules
from api.cli.shell import ORGANISATION
from core.bootstrap import build
from core.settings import Settings
from tests.bench.figure import RUNS, report
from tests.bench.wide_selection import wide
from tests.screens_server import READY, script_served, serving
from tests.tools import require

NAME, PASSWORD = "lin", "procurement-1"
BARE = """import streamlit as st
weight = st.slider("weight", 0.0, 100.0, 24.0, step=0.5)
st.dataframe([{"weight": weight}])
"""
SETTLE_MS = 700
STOPWATCH = """() => {
  window.took = [];
  let began = 0;
  document.addEventListener("keydown", () => { began = performance.now(); }, true);
  const seen = (node) => (node instanceof Element ? node : node.parentElement)?.closest('[data-testid="stDataFrame"]');
  new MutationObserver((changes) => {
    if (!began || !changes.some((one) => seen(one.target))) return;
    window.took.push(performance.now() - began);
    began = 0;
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
"""Stops at the first change inside a table: the cells' text stands beside the canvas for those who cannot see it."""


def run() -> None:
    """Measure slider moves on a ranking of fifty bidders and thirteen criteria, and on a bare page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        number = _seeded(Path(folder))
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, "utf-8")
        browser = playwright.chromium.launch(executable_path=require("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        with serving(Path(folder)) as address, script_served(bare) as bare_address:
            _sign_in(page, address)
            moved = _moves_ms(page, f"{address}/ranking?selection={number}")
            floor = _moves_ms(page, bare_address)
        browser.close()
    report("screens.sliders_50x13", median(moved), median(floor))


def _seeded(folder: Path) -> str:
    app = build(Settings(data=folder), rules.load())
    organisation = app.sign_in.add_organisation(*ORGANISATION)
    app.sign_in.add_user(app.local_admin(organisation), NAME, "林", PASSWORD, "procurement")
    number = wide(app, organisation).number
    app.stop()
    return number


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=name]", NAME)
    page.fill("input[name=password]", PASSWORD)
    page.click("button")
    page.wait_for_selector(READY)


def _moves_ms(page: Page, address: str) -> list[float]:
    page.goto(address)
    page.wait_for_selector(f"{READY} [data-testid=stDataFrame]")
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
    page.wait_for_timeout(2 * SETTLE_MS)
    page.evaluate(STOPWATCH)
    slider = page.locator("input[type=range]").first
    slider.focus()
    for moves in range(1, RUNS + 1):
        slider.press("ArrowRight")
        page.wait_for_function(f"window.took.length === {moves}", timeout=20_000)
        page.wait_for_selector(READY)
        page.wait_for_timeout(SETTLE_MS)
    took: list[float] = page.evaluate("window.took")
    return took
