"""How often a screen asks the database on the sample world: what it takes is pinned, so that a loop is seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from api.cli.demo import SIGN_INS
from core.bootstrap import App
from tests.demo.world import Told
from tests.screens_server import ROOT
from ui import house

VISITS = [
    ("operator", "monitor", {}, 15),
    ("operator", "case", {"case": "RP-1105-P1"}, 28),
    ("operator", "cases", {}, 12),
    ("operator", "workers", {}, 6),
    ("operator", "event_import", {}, 0),
    ("operator", "breaches", {}, 4),
    ("manager", "portfolio", {}, 22),
    ("manager", "performance", {}, 27),
    ("manager", "reviews", {}, 10),
    ("legal", "contracts", {}, 3),
    ("legal", "contracts", {"contract": "C-2026-0001"}, 25),
    ("procurement", "work_package", {}, 4),
    ("procurement", "feasibility", {}, 4),
    ("procurement", "vendors", {}, 14),
    ("procurement", "selection", {"selection": "S-2026-0001"}, 15),
    ("procurement", "ranking", {"selection": "S-2026-0001"}, 27),
    ("evaluator4", "evaluation", {"selection": "S-2026-0002"}, 12),
    ("jiangxiu", "breaches", {}, 4),
    ("jiangxiu", "performance", {}, 27),
]


@pytest.fixture
def screens(small: Told, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The services that the screens find."""
    monkeypatch.setenv("OUTPACT_DATA", str(small.folder))
    monkeypatch.delenv("OUTPACT_DATABASE_URL", raising=False)
    house.services.cache_clear()
    yield house.services()
    house.services().stop()
    house.services.cache_clear()


@pytest.mark.parametrize(("name", "screen", "query", "most"), VISITS, ids=lambda one: str(one) if one else "")
def test_a_screen_asks_the_database_no_more_than_this(
    small: Told, screens: App, monkeypatch: pytest.MonkeyPatch, name: str, screen: str, query: dict[str, str], most: int
) -> None:
    lines = [line.split("\t") for line in (small.folder / SIGN_INS).read_text("utf-8").splitlines()]
    [password] = [one[1] for one in lines if one[0] == name]
    someone = screens.sign_in.actor_of_session(screens.sign_in.sign_in(name, password))
    monkeypatch.setattr("ui.session.actor", lambda: someone)
    monkeypatch.setattr("streamlit.page_link", lambda *one, **more: None)  # a screen alone knows no other page
    test = AppTest.from_file(str(ROOT / "ui" / "screens" / f"{screen}.py"), default_timeout=60)
    for key, value in {"lang": "zh", **query}.items():
        test.query_params[key] = value
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    test.run()  # the contracts in force are compiled once a process
    event.listen(screens.database.reader, "before_cursor_execute", note)
    test.run()
    event.remove(screens.database.reader, "before_cursor_execute", note)

    assert not test.exception, test.exception
    assert len([one for one in asked if one.lstrip().startswith(("SELECT", "WITH"))]) <= most
