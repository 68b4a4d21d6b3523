"""Browsers, and the sample world behind the screens: told once, each module of walks on a copy of its own."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from api.cli.demo import LATEST_MS
from core.bootstrap import CLOCK
from core.now import keep_offset
from tests.demo.world import whole
from tests.e2e.walking import DESK, Walker, chromium
from tests.screens_server import serving
from tests.tools import require

Begin = Callable[..., Walker]
"""Somebody before the screens: address, language, and the size of his window."""
Enter = Callable[..., Walker]
"""Somebody of the sample world, signed in: name, language, and the size of his window."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A sample world that is served, and who can sign in to it."""

    address: str
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def begin(browser: Browser) -> Iterator[Begin]:
    """Whoever begins is asked at the end what went wrong in his browser."""
    begun: list[Walker] = []

    def walker(address: str, language: str = "zh", size: tuple[int, int] = DESK) -> Walker:
        begun.append(Walker(browser, address, language, size))
        return begun[-1]

    yield walker
    for one in begun:
        one.leave()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The whole world as a newcomer finds it at its first start, on 28 December 2026 at ten."""
    require("chromium", "apt install chromium")
    folder = tmp_path_factory.mktemp("walk") / "var"
    shutil.copytree(whole(tmp_path_factory)[0], folder)
    keep_offset(folder / CLOCK, LATEST_MS - round(time.time() * 1000))
    lines = (folder / "demo-sign-ins.txt").read_text("utf-8").splitlines()
    with serving(folder) as address:
        yield Demo(address, {name: password for name, password, _ in (line.split("\t") for line in lines)})


@pytest.fixture
def enter(demo: Demo, begin: Begin) -> Enter:
    def signed_in(name: str, language: str, size: tuple[int, int] = DESK) -> Walker:
        return begin(demo.address, language, size).sign_in(name, demo.passwords[name])

    return signed_in
