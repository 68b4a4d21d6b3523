"""A setting that cannot be is told by its name, in the user's language, and nothing is started or made."""

import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from api.cli import launch, main
from api.cli.listening import is_loopback
from core.errors import Unavailable
from core.settings import Settings


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("OUTPACT_API_PORT", "abc", "1 至 65535 的整数，不能是 abc", "from 1 to 65535, not abc"),
        ("OUTPACT_UI_PORT", "70000", "不能是 70000", "not 70000"),
        ("OUTPACT_UI_PORT", "8000", "不能共用端口 8000", "cannot share port 8000"),
        ("OUTPACT_HOST", "nowhere.invalid", "无法监听 nowhere.invalid", "cannot listen on nowhere.invalid"),
        ("OUTPACT_HOST", "", "无法监听", "cannot listen on"),
        ("OUTPACT_HOST", "192.0.2.1", "无法监听 192.0.2.1", "cannot listen on 192.0.2.1"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, locale: str, name: str, value: str, zh: str, en: str) -> None:
    environment = {"OUTPACT_API_PORT": "8000", "OUTPACT_UI_PORT": "8501", "LC_ALL": locale, name: value}

    ended = CliRunner().invoke(main, ["serve", "--data", str(tmp_path / "var")], env=environment)

    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"{name}: ")
    assert (zh if locale.startswith("zh") else en) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize("command", [["serve"], ["demo"]], ids=" ".join)
def test_a_folder_that_cannot_be_is_named(
    tmp_path: Path, free: dict[str, str], command: list[str], locale: str
) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "var"

    ended = CliRunner().invoke(main, [*command, "--data", str(folder)], env=free | {"LC_ALL": locale})

    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"{folder}: ")
    assert ("数据文件夹无法写入" if locale.startswith("zh") else "the data folder cannot be written") in ended.stderr


@pytest.mark.parametrize("url", ["here", "nosuch://user:secret@host/database"])
def test_a_database_that_cannot_be_is_told_without_its_password(tmp_path: Path, free: dict[str, str], url: str) -> None:
    environment = free | {"LC_ALL": "en_US.UTF-8", "OUTPACT_DATABASE_URL": url}

    ended = CliRunner().invoke(main, ["serve", "--data", str(tmp_path)], env=environment)

    assert (ended.exit_code, ended.stderr.startswith("OUTPACT_DATABASE_URL: ")) == (1, True)
    assert "secret" not in ended.output


@pytest.mark.parametrize(("host", "alone"), [("localhost", True), ("127.0.0.1", True), ("0.0.0.0", False)])  # noqa: S104
def test_loopback_is_known_by_address_and_by_name(host: str, alone: bool) -> None:
    assert is_loopback(host) == alone


def test_an_api_that_does_not_start_stops_the_screens_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: dict[str, str], signals: None
) -> None:
    screens: list[subprocess.Popen[bytes]] = []

    def start(settings: Settings) -> subprocess.Popen[bytes]:
        asleep = [sys.executable, "-c", "import time; time.sleep(60)"]
        screens.append(subprocess.Popen(asleep, start_new_session=True))
        return screens[0]

    @asynccontextmanager
    async def failing(app: FastAPI) -> AsyncIterator[None]:
        raise RuntimeError
        yield

    monkeypatch.setattr(launch, "_start_screens", start)
    settings = Settings(data=tmp_path, api_port=int(free["OUTPACT_API_PORT"]), ui_port=int(free["OUTPACT_UI_PORT"]))

    with pytest.raises(Unavailable) as told:
        launch.serve(FastAPI(lifespan=failing), settings, lambda: None)

    assert told.value.code == "launch.api_ended"
    assert screens[0].poll() is not None


@pytest.fixture
def free() -> dict[str, str]:
    """Two ports that nobody uses."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return {"OUTPACT_API_PORT": str(one.getsockname()[1]), "OUTPACT_UI_PORT": str(two.getsockname()[1])}


@pytest.fixture
def signals() -> Iterator[None]:
    """What a launcher does with signals ends with the test."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, act in kept.items():
        signal.signal(number, act)
