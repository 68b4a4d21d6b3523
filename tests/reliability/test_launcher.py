"""kill -9 of `outpact serve`: the screens end with it, and the next start finds its ports free."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

from tests.screens_server import free_port

ROOT = Path(__file__).parents[2]
START_S = 120
END_S = 30


def answers(port: int, path: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=1):
            return True
    except OSError:
        return False


def wait_until(happened: Callable[[], bool], within_s: float) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.1)
    return False


def test_the_screens_do_not_outlive_a_killed_launcher(tmp_path: Path) -> None:
    api, ui = free_port(), free_port()
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--data", str(tmp_path)]
    environment = os.environ | {"OUTPACT_API_PORT": str(api), "OUTPACT_UI_PORT": str(ui)}
    launcher = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: answers(ui, "/_stcore/health") and answers(api, "/healthz"), START_S)
    finally:
        launcher.send_signal(signal.SIGKILL)
        launcher.wait()

    assert wait_until(lambda: not answers(ui, "/_stcore/health"), END_S)
