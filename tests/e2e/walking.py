"""Somebody before the screens in a real browser: signs in, waits, chooses, types, takes files, and is watched.

Pictures are kept in the folder that OUTPACT_SHOTS names, else in tests/e2e/shots, as desk-step-language.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Locator, Route, expect, sync_playwright

from tests.screens_server import READY
from tests.tools import require
from ui.texts import catalogue

SHOTS = Path(os.environ.get("OUTPACT_SHOTS", Path(__file__).parent / "shots"))
WAIT_MS = 20_000
DESK, PHONE = (1440, 900), (390, 844)
FAILED = '[data-testid="stException"]'
TABLE = '[data-testid="stDataFrame"]'
ROW_PX, HEAD_PX = 36, 18
ASKED_BESIDE = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit asks for these below the path of the screen before it finds them at the root."""
HEIGHT = "document.querySelector('[data-testid=\"stMain\"]').scrollHeight"


class Walker:
    """Somebody before the screens, in one language; nothing that the browser asks for may leave `address`."""

    def __init__(self, browser: Browser, address: str, language: str, size: tuple[int, int] = DESK) -> None:
        self.address, self.language, self.words = address, language, catalogue(language)
        self.size = size
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.route("**/*", self._within)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _within(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not url.endswith(ASKED_BESIDE):
            self.complaints.append(f"{message.text} {url}")

    def sign_in(self, name: str, password: str) -> "Walker":
        """Through the form, in this walker's language; comes to the first screen."""
        self.page.goto(f"{self.address}/language/{self.language}?next=/sign-in")
        self.fill_in(name, password)
        self.rest()
        return self

    def fill_in(self, name: str, password: str) -> None:
        """Send the form that is shown."""
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", password)
        self.page.click("button")

    def go(self, screen: str, **query: str) -> "Walker":
        """To a screen by its address."""
        self.page.goto(f"{self.address}/{screen}{'?' if query else ''}{urlencode(query)}")
        self.page.wait_for_selector(f"{READY} h2", timeout=WAIT_MS)
        self.rest()
        return self

    def rest(self) -> None:
        """Wait until the script of the screen is done and nothing stands for what is still to come."""
        self.page.wait_for_selector(READY, timeout=WAIT_MS)
        expect(self.page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=WAIT_MS)

    def titled(self, key: str) -> None:
        """The screen has this title."""
        title = self.page.get_by_role("heading", name=self.said(key), exact=True)
        expect(title.first).to_be_visible(timeout=WAIT_MS)

    def said(self, key: str, **values: object) -> str:
        """The words of the screens for `key`."""
        return self.words[key].format(**values)

    def press(self, key: str, **values: object) -> None:
        """Press the last button with these words, and wait for what follows."""
        self.page.get_by_role("button", name=self.said(key, **values), exact=True).last.click()
        self.rest()

    def confirm(self, opener: str, verb: str, **values: object) -> None:
        """Open the dialog, then press the verb in it."""
        self.press(opener)
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible(timeout=WAIT_MS)
        dialog.get_by_role("button", name=self.said(verb, **values), exact=True).click()
        expect(dialog).to_be_hidden(timeout=WAIT_MS)
        self.rest()

    def type(self, label: str, value: str, at: int = 0) -> None:
        """Fill a field and leave it."""
        self.page.locator("input, textarea").and_(self.page.get_by_label(label)).nth(at).fill(value)
        self.page.keyboard.press("Tab")
        self.rest()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a select box by a part of its words."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option).first.click()
        self.rest()

    def part(self, name: str) -> None:
        """Turn to a part of the contract that is on the desk."""
        self.page.locator('[data-testid="stRadio"] label').filter(has_text=self.said(f"part.{name}")).click()
        self.rest()

    def upload(self, file: Path) -> None:
        """Give a file to the last uploader that is open, and wait until it has arrived."""
        with self.page.expect_response(lambda answer: "upload_file" in answer.url, timeout=WAIT_MS):
            self.page.locator("input[type=file]").last.set_input_files(file)
        taken_back = self.page.get_by_role("button", name=f"Remove {file.name}")
        expect(taken_back).to_be_visible(timeout=WAIT_MS)
        self.rest()

    def download(self, label: str, folder: Path) -> Path:
        """Take the file that a button offers."""
        with self.page.expect_download(timeout=WAIT_MS) as taken:
            self.page.get_by_role("button", name=label, exact=True).click()
        file = folder / taken.value.suggested_filename
        taken.value.save_as(file)
        self.rest()
        return file

    def click_row(self, row: int, of: Locator) -> None:
        """Click the button of the first column in a row of a table, which is drawn and not made of elements."""
        of.scroll_into_view_if_needed()
        of.click(position={"x": 30, "y": HEAD_PX + ROW_PX * (row + 1)})

    def sees(self, *texts: str) -> None:
        """Each text stands on the screen."""
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=WAIT_MS)

    def misses(self, *texts: str) -> None:
        """None of the texts stands on the screen."""
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0, timeout=WAIT_MS)

    def in_a_table(self, *texts: str) -> None:
        """The cells of a table are drawn; their text stands beside them for those who cannot see it."""
        for text in texts:
            cell = self.page.locator(f"{TABLE} td").filter(has_text=text).first
            expect(cell).to_be_attached(timeout=WAIT_MS)

    def main(self) -> str:
        """The text of the screen beside the navigation."""
        return self.page.locator('[data-testid="stMain"]').inner_text()

    def fits(self) -> None:
        """The page does not have to be pushed sideways."""
        wide, room = self.page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert wide <= room, f"{self.page.url} is {wide} wide in {room}"

    def shot(self, name: str) -> None:
        """Keep a picture of the whole screen, which must have no error; what scrolls within itself is given room."""
        self.rest()
        SHOTS.mkdir(parents=True, exist_ok=True)
        width, height = self.size
        self.page.set_viewport_size({"width": width, "height": max(height, self.page.evaluate(HEIGHT))})
        self.page.screenshot(path=SHOTS / f"{name}-{self.language}.png")
        self.page.set_viewport_size({"width": width, "height": height})
        expect(self.page.locator(FAILED)).to_have_count(0)

    def leave(self) -> None:
        """End; what was asked of others, or complained of in the console, is told now."""
        failed = self.page.locator(FAILED).count()
        self.context.close()
        assert (failed, self.outside, self.complaints) == (0, [], [])


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the machine, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=require("chromium", "apt install chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()
