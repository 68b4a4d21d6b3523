"""Where `outpact serve` listens: hosts and ports looked at before anything is started."""

import socket
from errno import EACCES, EADDRINUSE
from ipaddress import ip_address
from typing import Any

from core.errors import InvalidInput, Unavailable
from core.settings import Settings

Address = tuple[socket.AddressFamily, Any]


def check_ports(settings: Settings) -> None:
    """Raise `Unavailable` or `InvalidInput` naming the host or port that cannot be listened on."""
    if settings.api_port == settings.ui_port:
        raise InvalidInput("launch.one_port", place="OUTPACT_UI_PORT", value=settings.ui_port)
    for name, port in (("OUTPACT_API_PORT", settings.api_port), ("OUTPACT_UI_PORT", settings.ui_port)):
        failures = [_failure(one) for one in _addresses(settings.host, port)]
        for error in failures:
            if error is not None and error.errno in _OF_PORT:
                raise Unavailable(_OF_PORT[error.errno], place=name, value=port, reason=error.strerror)
        if failures[0] is not None and None not in failures:  # one of several is enough: many machines lack ::1
            raise _no_host(settings.host, failures[0])


def is_loopback(host: str) -> bool:
    """Whether this name or address reaches this machine alone, as `localhost` does. Raises `Unavailable` if nothing."""
    return all(ip_address(address[0]).is_loopback for _, address in _addresses(host, 0))


def in_address(host: str) -> str:
    """The host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


_OF_PORT = {EADDRINUSE: "launch.port_in_use", EACCES: "launch.port_not_ours"}


def _failure(one: Address) -> OSError | None:
    family, address = one
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def _addresses(host: str, port: int) -> list[Address]:
    """What a name stands for; nothing would stand for every address of the machine, so it is refused."""
    try:
        found = socket.getaddrinfo(host or " ", port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _no_host(host, error) from None
    return [(family, address) for family, _, _, _, address in found]


def _no_host(host: str, error: Exception) -> Unavailable:
    reason = getattr(error, "strerror", None) or str(error)
    return Unavailable("launch.bad_host", place="OUTPACT_HOST", value=host, reason=reason)
