"""The API in a process of its own, without the screens: `python -m tests.api_server FOLDER PORT`."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import uvicorn

import contract_templates
import rules
from api.main import create_app
from core.bootstrap import build
from core.settings import Settings
from tests.screens_server import ROOT, free_port

START_S = 60


@contextmanager
def serving_api(folder: Path) -> Iterator[str]:
    """Serve the API on the data of `folder`; yields its host and port."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "tests.api_server", str(folder), address.partition(":")[2]]
    with (folder.parent / "api.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=log, stderr=log)
    try:
        _wait(f"http://{address}/readyz", server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=1):  # noqa: S310 - loopback
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def _serve(folder: str, port: str) -> None:
    app = build(Settings(data=Path(folder)), rules.load(), library=contract_templates.load)
    uvicorn.run(create_app(app), host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
