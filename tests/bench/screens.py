"""screens.*: first paint of every screen and what a click takes, in headless Chromium, on the sample world."""

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from api.cli.demo import SIGN_INS, fill
from core.settings import Settings
from tests.bench.figure import RUNS, report
from tests.screens_server import READY, script_served, serving
from tests.tools import require

SCREENS = {
    "operator": ("/", "/monitor", "/case?case=RP-1105-P1", "/cases", "/event_import"),
    "manager": ("/", "/portfolio", "/performance", "/reviews", "/breaches"),
    "legal": ("/", "/contracts", "/contracts?contract=C-2026-0001"),
    "procurement": ("/", "/work_package", "/feasibility", "/vendors", "/selection", "/ranking?selection=S-2026-0001"),
    "evaluator4": ("/", "/evaluation?selection=S-2026-0002"),
    "jiangxiu": ("/", "/breaches", "/monitor", "/cases", "/workers", "/performance", "/reviews"),
}
"""Every screen, by one who works at it; what is not named in the address is what the screen begins with."""
CLICKS = {
    "operator": (("/monitor", "暂停"), ("/cases", "已结")),
    "manager": (("/breaches", "查看"),),
    "procurement": (("/ranking?selection=S-2026-0001", "名次稳健度"),),
    "evaluator4": (("/evaluation?selection=S-2026-0002", "B"),),
    "jiangxiu": (("/breaches", "查看"), ("/cases", "全部")),
}
BARE = """import streamlit as st
st.segmented_control("which", ["one", "other"])
st.dataframe([{"value": 1}])
"""
STOPWATCH = """() => {
  window.took = null;
  let began = 0, ran = false;
  const app = document.querySelector('[data-testid="stApp"]');
  document.addEventListener("click", () => { began = performance.now(); }, {capture: true, once: true});
  new MutationObserver(() => {
    const state = app.getAttribute("data-test-script-state");
    if (!began || window.took) return;
    if (state === "running") ran = true;
    else if (ran && state === "notRunning") window.took = performance.now() - began;
  }).observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
}"""
"""From the click until the script that it began has run."""


def run() -> None:
    """Measure every screen and report the slowest paint and the slowest click."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        fill(Settings(data=Path(folder)), lambda at_ms: None)
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, "utf-8")
        browser = playwright.chromium.launch(executable_path=require("chromium"), args=["--no-sandbox"])
        with serving(Path(folder)) as address, script_served(bare) as bare_address:
            people = dict(_signed_in(browser, address, Path(folder)))
            painted = _slowest({
                path: median(_paint_s(people[name], address + path) for _ in range(RUNS))
                for name, paths in SCREENS.items() for path in paths
            })  # fmt: skip
            clicked = _slowest({
                f"{path} {label}": median(_click_ms(people[name], address + path, label) for _ in range(RUNS))
                for name, some in CLICKS.items() for path, label in some
            })  # fmt: skip
            form = median(_load_s(people["operator"], f"{address}/sign-in") for _ in range(RUNS))
            floor = median(_click_ms(people["operator"], bare_address, "other") for _ in range(RUNS))
        browser.close()
    report("screens.first_paint_worst", painted, form)
    report("screens.interaction_worst", clicked, floor)


def _slowest(taken: dict[str, float]) -> float:
    for name, value in sorted(taken.items(), key=lambda one: -one[1]):
        print(f"# {value:8.3f}  {name}", flush=True)
    return max(taken.values())


def _signed_in(browser: Browser, address: str, folder: Path) -> Iterator[tuple[str, Page]]:
    lines = (folder / SIGN_INS).read_text("utf-8").splitlines()
    passwords = {line.split("\t")[0]: line.split("\t")[1] for line in lines if "\t" in line}
    for name in SCREENS:
        page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
        page.goto(f"{address}/language/zh?next=/sign-in")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", passwords[name])
        page.click("button")
        page.wait_for_selector(READY)
        yield name, page


def _paint_s(page: Page, address: str) -> float:
    """From asking for the address until the script has run and nothing is a placeholder any more."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(f"{READY} h2")
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
    return time.perf_counter() - began


def _click_ms(page: Page, address: str, label: str) -> float:
    page.goto(address)
    page.wait_for_selector(READY)
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
    page.evaluate(STOPWATCH)
    page.locator("[data-testid=stMain] button", has_text=re.compile(f"^{label}")).first.click()
    page.wait_for_function("window.took !== null", timeout=20_000)
    took: float = page.evaluate("window.took")
    return took


def _load_s(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    return time.perf_counter() - began
