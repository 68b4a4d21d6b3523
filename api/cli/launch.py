"""`outpact serve`: API and monitor in this process, the screens in a second one (decision 10)."""

import os
import signal
import socket
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

from core.errors import Unavailable
from core.settings import Settings

SCREENS = Path(__file__).parents[2] / "ui" / "server.py"
READY_S = 60.0
STOP_S = 8.0

Say = Callable[[str], None]


class _Server(uvicorn.Server):
    """A server whose signals belong to the launcher, which has a second process to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def check_ports(settings: Settings) -> None:
    """Raise `Unavailable` naming the port that another program uses, before anything is started."""
    for name, port in (("OUTPACT_API_PORT", settings.api_port), ("OUTPACT_UI_PORT", settings.ui_port)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError:
                raise Unavailable("launch.port_in_use", place=name, value=port) from None


def serve(app: FastAPI, settings: Settings, ready: Say) -> None:
    """Serve until Ctrl-C or SIGTERM, then stop both processes. `ready` is called once both answer."""
    server = _Server(uvicorn.Config(app, settings.host, settings.api_port, log_level="warning", access_log=False))
    screens = _start_screens(settings)

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        _announce_when_ready(settings, screens, server, ready)
        server.run()
    finally:
        _stop(screens)


def _start_screens(settings: Settings) -> "subprocess.Popen[bytes]":
    """The screens on the same data; in a group of their own, so that Ctrl-C reaches them through us alone.

    Their standard input is a pipe that nobody writes to: its end tells them that we are gone (`api.screens`).
    """
    command = [
        sys.executable, "-m", "api.screens", "run", str(SCREENS), "--server.port", str(settings.ui_port),
        "--server.address", settings.host, "--server.headless", "true", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    environment = os.environ | {"OUTPACT_DATA": str(settings.data.absolute()), "OUTPACT_DATABASE_URL": settings.url}
    log = (settings.data / "screens.log").open("ab")
    return subprocess.Popen(  # noqa: S603 - our own screens, without a shell
        command, cwd=SCREENS.parents[1], env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip


def _announce_when_ready(
    settings: Settings, screens: "subprocess.Popen[bytes]", server: uvicorn.Server, ready: Say
) -> None:
    """Tell the addresses from beside the server's own thread, as soon as both processes answer."""

    def watch() -> None:
        addresses = [
            f"http://{settings.host}:{settings.api_port}/healthz",
            f"http://{settings.host}:{settings.ui_port}/_stcore/health",
        ]
        until = time.monotonic() + READY_S
        while addresses and time.monotonic() < until and not server.should_exit:
            if screens.poll() is not None:
                ready(f"the screens ended with status {screens.returncode}; see {settings.data / 'screens.log'}")
                server.should_exit = True
                return
            addresses = [one for one in addresses if not _answers(one)]
            time.sleep(0.1)
        if not addresses:
            ready("")

    threading.Thread(target=watch, daemon=True).start()


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
