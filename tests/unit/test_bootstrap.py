"""The launcher: a secret that is whole or refused, and duties that do not wait for one another."""

import threading
from pathlib import Path

import pytest

import rules
from core.bootstrap import build
from core.errors import Unavailable
from core.settings import Settings


@pytest.mark.parametrize("left", [b"", b"x" * 31], ids=["empty", "torn"])
def test_a_secret_that_a_crash_left_short_is_refused(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "secret").write_bytes(left)

    with pytest.raises(Unavailable) as refused:
        build(Settings(data=tmp_path, database_url=""), rules.load())

    assert refused.value.code == "launch.bad_secret"


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = build(Settings(data=tmp_path, database_url=""), rules.load())
    again = build(Settings(data=tmp_path, database_url=""), rules.load())

    assert (first.secret, len(first.secret)) == (again.secret, 32)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir() if "secret" in one.name) == ["secret"]
    first.stop()
    again.stop()


@pytest.mark.parametrize("failing", ["plan.run", "record.checkpoint"])
def test_a_duty_that_fails_keeps_no_other_from_its_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    app = build(Settings(data=tmp_path, database_url=""), rules.load())
    done: dict[str, threading.Event] = {
        name: threading.Event() for name in ("plan.run", "record.checkpoint", "monitor.sweep")
    }

    def duty(name: str) -> None:
        done[name].set()
        if name == failing:
            raise RuntimeError(name)

    for name in done:
        service, method = name.split(".")
        monkeypatch.setattr(type(getattr(app, service)), method, lambda *_, name=name: duty(name))
    monkeypatch.setattr("core.bootstrap.SWEEP_S", 0.01)

    app.start()

    assert {name: one.wait(5) for name, one in done.items()} == dict.fromkeys(done, True)
    app.stop()
