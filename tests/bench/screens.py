"""screens.*: from the address to a screen that is drawn, in headless Chromium, on the sample world."""

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from api.cli.demo import SIGN_INS, fill
from core.settings import Settings
from tests.bench.figure import RUNS, report
from tests.screens_server import READY, serving
from tests.tools import require

SCREENS = ("/", "/case?case=RP-1105-P1", "/event_import")


def run() -> None:
    """Measure the first paint of each screen and report the slowest."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        fill(settings, lambda at_ms: None)
        password = (Path(folder) / SIGN_INS).read_text("utf-8").split("\t")[1]
        with serving(Path(folder)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=require("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            _sign_in(page, address, password)
            painted = {path: median(_paint_s(page, address + path) for _ in range(RUNS)) for path in SCREENS}
            form = median(_load_s(page, f"{address}/sign-in") for _ in range(RUNS))
            browser.close()
    report("screens.first_paint_worst", max(painted.values()), form)


def _sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=name]", "operator")
    page.fill("input[name=password]", password)
    page.click("button")
    page.wait_for_selector(READY)


def _paint_s(page: Page, address: str) -> float:
    """From asking for the address until the script has run and nothing is a placeholder any more."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(f"{READY} h2")
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
    return time.perf_counter() - began


def _load_s(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    return time.perf_counter() - began
