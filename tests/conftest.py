"""For all tests: no network but loopback, and logs as the shells write them."""

import socket

import pytest

from core.logs import log_as_json

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse any connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(one: socket.socket, address: object) -> None:
        if one.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else ""
            if not host.startswith(LOOPBACK):
                raise RuntimeError(f"a test tried to reach {host}")
        connect(one, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """A traceback drawn with the values of all locals, as the log is drawn otherwise, takes minutes."""
    log_as_json()
