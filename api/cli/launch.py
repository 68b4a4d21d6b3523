"""`outpact serve`: API and monitor in this process, the screens in a second one (decision 10)."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from api.cli.listening import in_address
from core.errors import Unavailable
from core.settings import Settings

SCREENS = Path(__file__).parents[2] / "ui" / "server.py"
STOP_S = 8.0


class _Server(uvicorn.Server):
    """A server whose signals belong to the launcher, which has a second process to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def serve(app: FastAPI, settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, then stop both processes. `ready` is called once both answer.

    Raises `Unavailable` if one of them ends by itself; then the other is stopped too.
    """
    server = _Server(uvicorn.Config(app, settings.host, settings.api_port, log_level="warning", access_log=False))
    screens = _start_screens(settings)
    asked = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked.set()
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        threading.Thread(target=_watch, args=(settings, screens, server, ready), daemon=True).start()
        with suppress(SystemExit):  # it has logged why it could not start
            server.run()
        status = screens.poll()
    finally:
        _stop(screens)
    if status is not None and not asked.is_set():
        raise Unavailable("launch.screens_ended", place=str(_log(settings)), status=status)
    if not asked.is_set():
        raise Unavailable("launch.api_ended")


def _start_screens(settings: Settings) -> "subprocess.Popen[bytes]":
    """The screens on the same data; in a group of their own, so that Ctrl-C reaches them through us alone.

    Their standard input is a pipe that nobody writes to: its end tells them that we are gone (`api.screens`).
    """
    command = [
        sys.executable, "-m", "api.screens", "run", str(SCREENS), "--server.port", str(settings.ui_port),
        "--server.address", settings.host, "--server.headless", "true", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    environment = os.environ | {"OUTPACT_DATA": str(settings.data.absolute()), "OUTPACT_DATABASE_URL": settings.url}
    log = _log(settings).open("ab")
    return subprocess.Popen(  # noqa: S603 - our own screens, without a shell
        command, cwd=SCREENS.parents[1], env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip


def _log(settings: Settings) -> Path:
    return settings.data / "screens.log"


def _watch(
    settings: Settings, screens: "subprocess.Popen[bytes]", server: uvicorn.Server, ready: Callable[[], None]
) -> None:
    """Beside the server's own thread: say so once both answer, and stop the API if the screens end."""
    host = in_address(settings.host)
    awaited = [f"http://{host}:{settings.api_port}/healthz", f"http://{host}:{settings.ui_port}/_stcore/health"]
    while not server.should_exit:
        if screens.poll() is not None:
            server.should_exit = True
        elif awaited:
            awaited = [one for one in awaited if not _answers(one)]
            if not awaited:
                ready()
        time.sleep(0.1)


def _answers(address: str) -> bool:
    with suppress(URLError, OSError), urlopen(address, timeout=1) as answer:  # noqa: S310 - ours
        return bool(answer.status == 200)
    return False


def _stop(screens: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(screens.pid, signal.SIGTERM)
    try:
        screens.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(screens.pid, signal.SIGKILL)
        screens.wait()
