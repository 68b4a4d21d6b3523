"""`outpact serve --demo` as a newcomer meets it: first start, second start, Ctrl-C, and what stands in its way."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.tools import unhurried

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-u", "-c", "from api.cli import main; main()", "serve", "--demo", "--data"]
READY = "Ctrl-C stops all"
EARLY = ("--at", "2026-03-09")
"""Of the sample world the first week is soon told."""
SECRETS = ("demo-sign-ins.txt", "secret")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """The launcher in a process of its own, as a terminal would start it; what it says goes to a file."""

    def __init__(self, folder: Path, *more: str, **settings: str) -> None:
        self.api, self.ui = settings.get("OUTPACT_API_PORT", str(free_port())), str(free_port())
        ports = {"OUTPACT_API_PORT": self.api, "OUTPACT_UI_PORT": self.ui}
        self.file = folder.with_suffix(".out")
        self.began = time.monotonic()
        with self.file.open("wb") as out:
            environment = os.environ | {"LC_ALL": "en_US.UTF-8"} | ports | settings
            self.process = subprocess.Popen(
                [*COMMAND, str(folder), *more], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
            )

    def said(self) -> str:
        return self.file.read_text("utf-8")

    def wait_ready(self) -> float:
        """Wait until it says where it answers; return the seconds since its start."""
        while READY not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - self.began < 120, self.said()
            time.sleep(0.05)
        return time.monotonic() - self.began

    def stop(self, number: int) -> tuple[int, float]:
        """Send a signal; return the exit status and the seconds it took."""
        sent = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(60), time.monotonic() - sent

    def children(self) -> list[str]:
        """The processes that have to do with these ports, whoever their parent is now."""
        listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True)  # noqa: S607
        return [one for one in listed.stdout.splitlines() if f"--server.port {self.ui}" in one]

    def listens(self) -> list[str]:
        return [port for port in (self.api, self.ui) if _answers(port)]


def _answers(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "var"


@pytest.fixture
def start(folder: Path) -> Iterator[type[Started]]:
    """Start it; whatever a test leaves running ends with it."""
    started: list[Started] = []

    class Kept(Started):
        def __init__(self, folder: Path, *more: str, **settings: str) -> None:
            super().__init__(folder, *more, **settings)
            started.append(self)

    yield Kept
    for one in started:
        with suppress(subprocess.TimeoutExpired):
            one.process.terminate()
            one.process.wait(20)
        one.process.kill()


@pytest.mark.timeout(300)
def test_the_first_start_tells_addresses_and_sign_ins_once_both_answer_and_the_second_no_secret(
    start: type[Started], folder: Path
) -> None:
    first = start(folder, *EARLY)
    first.wait_ready()
    for path in (f"{first.api}/healthz", f"{first.api}/docs", f"{first.ui}/_stcore/health", f"{first.ui}/sign-in"):
        with urlopen(f"http://127.0.0.1:{path}", timeout=5) as answer:
            assert answer.status == 200
    sign_ins = (folder / SECRETS[0]).read_text("utf-8")
    passwords = [line.split("\t")[1] for line in sign_ins.splitlines()]
    assert len(passwords) == 15
    assert [first.said().count(one) for one in passwords] == [1] * 15
    assert re.findall(re.escape("http://127.0.0.1:") + r"(\d+)", first.said()) == [first.ui, first.api]
    assert {name: (folder / name).stat().st_mode & 0o777 for name in SECRETS} == dict.fromkeys(SECRETS, 0o600)
    assert first.children()
    status, seconds = first.stop(signal.SIGINT)
    assert (status, first.children(), first.listens()) == (0, [], [])
    assert seconds < unhurried(10)

    second = start(folder)
    assert second.wait_ready() < unhurried(10)
    assert [one for one in passwords if one in second.said()] == []
    status, seconds = second.stop(signal.SIGTERM)
    assert (status, second.children(), second.listens()) == (0, [], [])
    assert seconds < unhurried(10)


@pytest.mark.parametrize(("name", "locale"), [("OUTPACT_API_PORT", "en_US.UTF-8"), ("OUTPACT_UI_PORT", "zh_CN.UTF-8")])
def test_a_port_in_use_is_named_with_its_remedy_before_anything_starts(
    start: type[Started], tmp_path: Path, name: str, locale: str
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = start(tmp_path / "var", **{name: port, "LC_ALL": locale})
        status = refused.process.wait(60)

    assert status == 1
    assert [one for one in (name, port, "OUTPACT_API_PORT=", "OUTPACT_UI_PORT=") if one not in refused.said()] == []
    assert ("已被其他程序占用" in refused.said()) == (locale == "zh_CN.UTF-8")
    assert not (tmp_path / "var").exists()


@pytest.mark.timeout(300)
def test_screens_that_end_by_themselves_end_it_all_with_status_1(start: type[Started], tmp_path: Path) -> None:
    """On `localhost`, which the demo takes for the loopback that it is."""
    started = start(tmp_path / "var", *EARLY, OUTPACT_HOST="localhost")
    started.wait_ready()
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True)  # noqa: S607
    [screens] = [one.split()[0] for one in listed.stdout.splitlines() if f"--server.port {started.ui}" in one]

    os.kill(int(screens), signal.SIGKILL)

    assert started.process.wait(60) == 1
    assert "the screens have ended by themselves with status -9" in started.said()
    assert "screens.log" in started.said()
    assert (started.children(), started.listens()) == ([], [])


def test_the_demo_is_refused_beyond_loopback(start: type[Started], tmp_path: Path) -> None:
    refused = start(tmp_path / "var", OUTPACT_HOST="0.0.0.0")  # noqa: S104 - it must be refused

    assert refused.process.wait(60) == 1
    assert "OUTPACT_HOST" in refused.said()
    assert "0.0.0.0" in refused.said()  # noqa: S104
    assert (READY in refused.said(), refused.children()) == (False, [])
