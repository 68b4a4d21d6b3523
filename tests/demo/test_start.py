"""The first start: the same world every time, begun anew after an interruption, never on top of other data."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import contract_templates
import rules
from api.cli import main
from api.cli.demo import LATEST_MS, SIGN_INS, fill, is_begun, moment
from api.cli.demo.start import LOADING
from api.cli.demo.world import at
from core.bootstrap import CLOCK, build
from core.errors import Conflict, InvalidInput
from core.settings import Settings
from tests.demo.world import Told, digest, rows
from tests.postgres import drop_postgres_database, new_postgres_database

EARLY_MS = at("2026-10-06 10:00")
FEW = 0.1


def told(folder: Path, until_ms: int = EARLY_MS) -> dict[str, tuple[int, str]]:
    """Tell a small world and return what it holds."""
    fill(Settings(data=folder), lambda at_ms: None, until_ms, FEW)
    return digest(folder)


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    return told(tmp_path_factory.mktemp("early") / "var")


def test_the_world_is_the_same_each_time_it_is_told(early: dict[str, tuple[int, str]], tmp_path: Path) -> None:
    again = told(tmp_path)

    assert again == early
    assert {name for name, (count, _) in again.items() if count == 0} == {
        "disputes",
        "cards",
        "reviews",
    }  # they come later


def test_what_an_interruption_leaves_is_begun_anew_and_nothing_is_doubled(
    early: dict[str, tuple[int, str]], tmp_path: Path
) -> None:
    def interrupt(at_ms: int) -> None:
        if at_ms > at("2026-10-03 12:00"):
            raise KeyboardInterrupt

    settings = Settings(data=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fill(settings, interrupt, EARLY_MS, FEW)
    left = sorted(one.name for one in tmp_path.iterdir())

    assert left == [LOADING]
    assert not is_begun(settings)
    assert told(tmp_path) == early
    assert not (tmp_path / LOADING).exists()


def test_the_world_stands_at_the_day_that_was_named_and_its_time_goes_on(tmp_path: Path) -> None:
    told(tmp_path)
    app = build(Settings(data=tmp_path), rules.load(), library=contract_templates.load)
    with app.database.reading() as work:
        now_ms = work.now_ms
    app.stop()

    assert EARLY_MS <= now_ms < EARLY_MS + 10 * 60_000
    assert rows(tmp_path, "SELECT max(received_ms) FROM events")[0][0] <= EARLY_MS
    assert {one.stat().st_mode & 0o777 for one in (tmp_path / SIGN_INS, tmp_path / "secret")} == {0o600}


def test_by_default_it_stands_in_the_last_week_of_the_quarter(small: Told) -> None:
    with small.app.database.reading() as work:
        assert LATEST_MS <= work.now_ms < LATEST_MS + 3_600_000
    assert small.app.is_demo


@pytest.mark.parametrize(
    ("written", "instant"),
    [("2026-11-11", "2026-11-11 10:00"), ("2026-11-11T15:30", "2026-11-11 15:30"), ("2026-12-31", "2026-12-31 10:00")],
)
def test_a_day_means_its_ten_oclock_in_shanghai(written: str, instant: str) -> None:
    assert moment(written) == at(instant)


@pytest.mark.parametrize("written", ["2026-02-30", "tomorrow", "", "2026-03-01", "2027-01-01", "2026-12-31T23:00"])
def test_a_day_outside_the_story_is_refused_with_what_is_allowed(written: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        moment(written)

    assert (refused.value.code, refused.value.place) == ("launch.bad_moment", "--at")
    assert "2026-12-31" in refused.value.message("en")


def command(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments, env={"LC_ALL": "en_US.UTF-8"})


def test_the_command_prints_the_sign_ins_and_ends(tmp_path: Path) -> None:
    ended = command("demo", "--at", "2026-03-09", "--data", str(tmp_path))

    assert ended.exit_code == 0
    assert "invented" in ended.stdout
    assert (tmp_path / SIGN_INS).read_text("utf-8") in ended.stdout
    assert (tmp_path / CLOCK).exists()


def test_a_folder_that_has_a_database_is_left_alone(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "outpact.db").execute("CREATE TABLE kept (a)").connection.close()
    before = (tmp_path / "outpact.db").read_bytes()
    left_alone, refused = (command("demo", *more, "--data", str(tmp_path)) for more in ((), ("--at", "2026-11-11")))

    assert (left_alone.exit_code, refused.exit_code) == (0, 1)
    assert "left alone" in left_alone.stdout
    assert "--at" in refused.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["outpact.db"]
    assert (tmp_path / "outpact.db").read_bytes() == before


def test_on_a_database_server_it_is_told_once_and_never_into_a_used_one(tmp_path: Path) -> None:
    url = new_postgres_database()
    first, second = (Settings(data=tmp_path / name, database_url=url) for name in ("a", "b"))
    made = fill(first, lambda at_ms: None, EARLY_MS, 0.02)
    with pytest.raises(Conflict) as refused:
        fill(second, lambda at_ms: None, EARLY_MS, 0.02)
    drop_postgres_database(url)

    assert "operator" in made
    assert is_begun(first)
    assert refused.value.code == "launch.demo_not_empty"
