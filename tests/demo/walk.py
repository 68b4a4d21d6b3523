"""A person who walks through the screens, changes what can be chosen, presses what can be pressed, and reads all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.demo.shown import Shown, shown

APP = Path(__file__).parents[2] / "ui" / "app.py"
MOST = 8
"""So many options of one choice are tried; longer lists are items, of which each kind has its own address."""
FEW = 5
"""A radio button with no more options is an answer in a form; all of its options are read without choosing them."""
CHOICES = ("segmented_control", "selectbox", "radio", "toggle")
_FIGURES = re.compile(r"[\d\s:.,%–-]*")
_DIGITS = re.compile(r"[\d.]+")
Query = Mapping[str, str]


class Option(str):
    """What is chosen, by the words that stand for it on the screen."""

    __slots__ = ()


@dataclass(slots=True)
class Walk:
    """One walk in one language: `sent` are the messages of the last run, `read` says what stood where first."""

    language: str
    sent: list[Any]
    read: dict[Shown, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    runs: int = 0
    _pages: dict[str, str] = field(default_factory=dict)
    _tried: set[tuple[str, str, str]] = field(default_factory=set)
    _registry: Any = None

    def pages(self) -> list[str]:
        """The addresses of this person's screens."""
        test = self.visit("", {})
        self._pages = {str(one["url_pathname"]): each for each, one in test._registered_pages.items()}
        return list(self._pages)

    def visit(self, page: str, query: Query) -> AppTest:
        """Go to a screen by its address and read it."""
        test = AppTest.from_file(str(APP), default_timeout=60)
        test._bidi_component_manager = self._registry
        test._page_hash = self._pages.get(page, "")
        for key, value in {"lang": self.language, **query}.items():
            test.query_params[key] = value
        self._run(test, f"/{page} {dict(query) or ''}")
        self._registry = test._bidi_component_manager
        return test

    def look_around(self, page: str, query: Query) -> None:
        """Read a screen, then each choice on it once, then press each of its buttons once."""
        test = self.visit(page, query)
        for kind in CHOICES:
            for place in range(len(getattr(test, kind))):
                self._try(test, kind, place, page)
        for place, name in enumerate(self._buttons(test)):
            if self._is_new(page, "button", name):
                self._press(self.visit(page, query), place, page)

    def _try(self, test: AppTest, kind: str, place: int, page: str) -> None:
        """Choose one option after the other; what was chosen under the same words before is left out."""
        for option in range(_count(test, kind, place)):
            one = getattr(test, kind)[place]
            if one.disabled:
                return
            name = one.label if kind == "toggle" else one.options[option]
            if not self._is_new(page, one.label, name):
                continue
            one.set_value(not one.value if kind == "toggle" else Option(name))
            self._run(test, f"/{page} {one.label}={name}")
            if place >= len(getattr(test, kind)):
                return

    def _press(self, test: AppTest, place: int, page: str) -> None:
        buttons = [one for one in test.button if not one.disabled]
        if place < len(buttons):
            buttons[place].click()
            self._run(test, f"/{page} [{buttons[place].label}]")

    def _buttons(self, test: AppTest) -> list[str]:
        some = [one for one in test.button if not one.disabled]
        return [_DIGITS.sub("", one.label) for one in some]

    def _is_new(self, *what: str) -> bool:
        is_new = what not in self._tried
        self._tried.add(what)  # type: ignore[arg-type]
        return is_new

    def _run(self, test: AppTest, where: str) -> None:
        test.run()
        self.runs += 1
        self.broken += [f"{where}: {one.message}" for one in test.exception]
        for one in shown(self.sent):
            self.read.setdefault(one, where)


def _count(test: AppTest, kind: str, place: int) -> int:
    """How many options are tried; lists of months and numbers differ in nothing but the figures."""
    there = getattr(test, kind)
    if place >= len(there):  # a choice before it took it away
        return 0
    one = there[place]
    if kind == "toggle":
        return 1
    if kind == "radio" and len(one.options) <= FEW:
        return 0
    return min(MOST, 2 if all(_FIGURES.fullmatch(each) for each in one.options) else len(one.options))
