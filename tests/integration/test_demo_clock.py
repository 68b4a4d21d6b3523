"""The clock of a sample world: the database's, shifted; every process agrees on it, and it never runs back."""

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import rules
from api.main import create_app
from core.bootstrap import CLOCK, App, build
from core.errors import Unavailable
from core.now import DatabaseClock, ShiftedClock, installed_clock, keep_offset
from core.settings import Settings
from tests.instants import ms

THEN = ms("2026-12-28T10:00:00+08:00")
MINUTE_MS = 60_000
ASK = """
import sys
from pathlib import Path
import rules
from api.main import create_app
from core.bootstrap import build
from core.settings import Settings
app = build(Settings(data=Path(sys.argv[1])), rules.load())
with app.database.reading() as work:
    print(work.now_ms)
app.stop()
"""


def told(app: App) -> int:
    """What the clock says to a reader."""
    with app.database.reading() as work:
        return work.now_ms


def wrote(app: App) -> int:
    """What the clock says to a writer."""
    with app.database.unit_of_work_of(1, "test") as work:
        return work.now_ms


def opened(folder: Path) -> App:
    return build(Settings(data=folder), rules.load())


def test_time_begins_at_the_stated_instant_and_goes_on(tmp_path: Path) -> None:
    app = opened(tmp_path)
    app.begin_time(tmp_path, THEN)
    assert not app.is_demo  # a running process keeps its clock
    app.stop()

    shifted = opened(tmp_path)
    first, second = told(shifted), told(shifted)
    shifted.stop()

    assert shifted.is_demo
    assert THEN <= first <= second < THEN + MINUTE_MS


def test_another_process_reads_the_same_time(tmp_path: Path) -> None:
    app = opened(tmp_path)
    app.begin_time(tmp_path, THEN)
    app.stop()
    ours = opened(tmp_path)
    before = told(ours)
    theirs = subprocess.run([sys.executable, "-c", ASK, str(tmp_path)], capture_output=True, text=True, check=True)
    after = told(ours)
    ours.stop()

    assert before <= int(theirs.stdout) <= after


@pytest.mark.parametrize("change", ["a lower offset", "no offset"])
def test_it_never_runs_back(tmp_path: Path, change: str) -> None:
    app = opened(tmp_path)
    ahead_ms = wrote(app) + 90 * 86_400_000  # beyond the machine's time, which `no offset` falls back to
    app.begin_time(tmp_path, ahead_ms)
    app.stop()
    shifted = opened(tmp_path)
    written = wrote(shifted)
    shifted.stop()
    if change == "no offset":
        (tmp_path / CLOCK).unlink()
    else:
        keep_offset(tmp_path / CLOCK, -86_400_000)
    later = opened(tmp_path)
    read, again = told(later), wrote(later)
    later.stop()

    assert written >= ahead_ms
    assert (read, again) == (written, written)


def test_without_an_offset_the_time_is_the_databases(tmp_path: Path) -> None:
    assert installed_clock(tmp_path / CLOCK) == DatabaseClock()
    keep_offset(tmp_path / CLOCK, -5)
    assert installed_clock(tmp_path / CLOCK) == ShiftedClock(-5)


def test_a_file_that_holds_no_number_is_told(tmp_path: Path) -> None:
    (tmp_path / CLOCK).write_text("next week", "utf-8")

    with pytest.raises(Unavailable) as refused:
        installed_clock(tmp_path / CLOCK)

    assert (refused.value.code, refused.value.place) == ("launch.bad_clock", CLOCK)


def test_the_probe_tells_the_time_of_the_world(tmp_path: Path) -> None:
    app = opened(tmp_path)
    app.begin_time(tmp_path, THEN)
    app.stop()
    shifted = opened(tmp_path)
    with TestClient(create_app(shifted)) as client:
        now = client.get("/readyz").json()["now"]

    assert THEN <= ms(now) < THEN + MINUTE_MS
