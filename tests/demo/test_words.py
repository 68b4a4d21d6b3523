"""No screen speaks two languages: each is walked through by everybody, in zh and in en, and read to the last word."""

import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import element_tree, local_script_runner

from api.cli.demo.people import PEOPLE
from core.bootstrap import App
from core.documents import pages
from core.domain.actor import Actor
from core.storage.database import Database
from tests.demo.items import at_home, items
from tests.demo.shown import read_csv, read_docx
from tests.demo.strays import Reader, allowed
from tests.demo.typed import codes, typed, written
from tests.demo.walk import Option, Walk
from tests.demo.world import Told, rows
from ui import house

ALIKE = ("evaluator2", "evaluator3")
"""Who sees what another one sees: their sheets are locked like that of the first."""
LANGUAGES = ("zh", "en")
THEME = Path(__file__).parents[2] / "ui" / ".streamlit" / "config.toml"


class _Undone(Exception):
    """Ends a transaction without keeping it."""


@pytest.fixture(scope="session")
def copied(small: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world in a folder of its own: pressing buttons must not change the one that other tests read."""
    folder = tmp_path_factory.mktemp("words") / "var"
    shutil.copytree(small.folder, folder, ignore=shutil.ignore_patterns("outpact.db*", "*.lock"))
    with sqlite3.connect(small.folder / "outpact.db") as there, sqlite3.connect(folder / "outpact.db") as here:
        there.backup(here)
    return folder


@pytest.fixture
def screens(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The screens on the copy, with their own settings; whatever is done there is done and then undone."""
    monkeypatch.setenv("OUTPACT_DATA", str(copied))
    monkeypatch.delenv("OUTPACT_DATABASE_URL", raising=False)
    monkeypatch.setattr(Database, "unit_of_work_of", _undone(Database.unit_of_work_of))
    magic = tomllib.loads(THEME.read_text("utf-8"))["runner"]["magicEnabled"]
    before = config.get_option("runner.magicEnabled")
    config.set_option("runner.magicEnabled", magic)
    monkeypatch.setattr(pages, "pdf", lambda content: b"")  # pictures have no words to be read here
    monkeypatch.setattr(pages, "pictures", lambda content: [b""])
    house.services.cache_clear()
    app = house.services()
    yield app
    app.stop()
    house.services.cache_clear()
    config.set_option("runner.magicEnabled", before)


def _undone(kept: Any) -> Any:
    """The same transaction, rolled back at its end."""

    @contextmanager
    def undone(self: Database, *whose: Any) -> Iterator[Any]:
        with suppress(_Undone), kept(self, *whose) as work:
            yield work
            work.session.flush()
            _undo()

    return undone


def _undo() -> None:
    raise _Undone


@pytest.fixture
def walk(screens: App, copied: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Walk]:
    """Begins a walk as a person in a language."""

    def begin(name: str, language: str) -> Walk:
        [found] = rows(copied, f"SELECT organisation_id, name, role, vendor_id FROM users WHERE name = '{name}'")
        one = Walk(language, [])
        parse, words = element_tree.parse_tree_from_messages, element_tree._format_value_for_widget

        def kept(messages: list[Any]) -> Any:
            one.sent[:] = messages
            return parse(messages)

        def chosen(format_func: Any, value: Any) -> str:
            return value if isinstance(value, Option) else words(format_func, value)

        def offered(self: Any, content: Any, mimetype: str, coordinates: str, file_name: str = "", **more: Any) -> str:
            one.files.setdefault(file_name or "", content)
            return add(self, content, mimetype, coordinates, file_name, **more)

        def offered_later(self: Any, make: Any, mimetype: Any, where: str, file_name: str = "", **more: Any) -> str:
            if file_name not in one.files:
                one.files[file_name] = make()
            return defer(self, make, mimetype, where, file_name, **more)

        add, defer = MediaFileManager.add, MediaFileManager.add_deferred
        monkeypatch.setattr(MediaFileManager, "add", offered)
        monkeypatch.setattr(MediaFileManager, "add_deferred", offered_later)
        monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", kept)
        monkeypatch.setattr(element_tree, "_format_value_for_widget", chosen)
        monkeypatch.setattr("ui.session.actor", lambda: Actor(*found))
        monkeypatch.setattr("ui.texts.DEFAULT", language)  # AppTest puts a choice into words outside of the script
        return one

    return begin


@pytest.fixture(scope="session")
def readers(copied: Path) -> dict[str, Reader]:
    """Who reads, by language; a text that many screens show is judged once."""

    def told(statement: str) -> list[tuple[Any, ...]]:
        return rows(copied, statement)

    def reader(language: str, part: str) -> Reader:
        names = typed(told, language), written(told, language), codes(told)
        return Reader(language, *names, allowed(language, part))

    return {one + part: reader(one, part) for one in LANGUAGES for part in ("", "documents")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _, _, _ in PEOPLE if name not in ALIKE])
def test_no_screen_speaks_the_other_language(
    walk: Callable[[str, str], Walk], readers: dict[str, Reader], copied: Path, name: str, language: str
) -> None:
    one = walk(name, language)
    for page in one.pages():
        if not at_home(name, page):
            one.visit(page, {})
            continue
        for query in items(page, lambda statement: rows(copied, statement)):
            one.look_around(page, query)

    assert one.broken == []
    assert readers[language].strays(one.read) == []
    assert [wrong for file in one.files.items() for wrong in _misread(readers, language, *file)] == []


def _misread(readers: dict[str, Reader], language: str, name: str, content: bytes) -> list[str]:
    """What is wrong in a file that was offered; a document says its language in its name, or has both."""
    if name.endswith(".docx"):
        edition = next((one for one in LANGUAGES if name.endswith(f"-{one}.docx")), "")
        return readers[edition + "documents"].strays((name, text) for text in read_docx(content)) if edition else []
    if name.endswith(".csv"):
        return readers[language].strays((name, text) for text in read_csv(content))
    return []
