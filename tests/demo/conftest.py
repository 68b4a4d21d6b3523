"""Sample worlds for the tests: a small one as of the last week, told once."""

from collections.abc import Iterator

import pytest

import contract_templates
import rules
from api.cli.demo import LATEST_MS, fill
from core.bootstrap import build
from core.settings import Settings
from tests.demo.world import SMALL, Told


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Three per cent of the quarter's cases, and the whole story."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    fill(Settings(data=folder), lambda at_ms: None, LATEST_MS, SMALL)
    app = build(Settings(data=folder), rules.load(), library=contract_templates.load)
    yield Told(app, folder)
    app.stop()
