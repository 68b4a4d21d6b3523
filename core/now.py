"""The time port: the database's clock, the same shifted, or a virtual one. Nothing else asks what time it is."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, text

from core.errors import Unavailable

_SQLITE = text("SELECT strftime('%s', 'now') * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER)")
_POSTGRESQL = text("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
_MARK = text("SELECT value_ms FROM watermark WHERE name = 'now'")
_RAISE = text(
    "INSERT INTO watermark (name, value_ms) VALUES ('now', :now_ms) "
    "ON CONFLICT (name) DO UPDATE SET value_ms = excluded.value_ms"
)


class Clock(Protocol):
    """Tells the instant in UTC milliseconds."""

    def now_ms(self, connection: Connection, *, writing: bool) -> int:
        """Return the instant; `writing` says whether the high-water mark may be moved."""


@dataclass(frozen=True, slots=True)
class DatabaseClock:
    """The database's own clock; on SQLite, where it is the machine's, it never runs back (sla.md 3.2)."""

    def now_ms(self, connection: Connection, *, writing: bool) -> int:
        """Return the instant, at least the latest at which anything was written."""
        return _not_before_the_mark(connection, machine_ms(connection), writing=writing)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The database's clock moved by a constant: the time of a sample world, which goes on at real speed (record 0013).

    On SQLite it never runs back either, whatever becomes of the machine's clock or of the offset: the mark is kept in
    its time.
    """

    offset_ms: int

    def now_ms(self, connection: Connection, *, writing: bool) -> int:
        """Return the shifted instant, at least the latest at which anything was written."""
        return _not_before_the_mark(connection, machine_ms(connection) + self.offset_ms, writing=writing)


@dataclass(slots=True)
class VirtualClock:
    """An instant that moves only when told: for past logs, back-tests and tests."""

    at_ms: int

    def now_ms(self, connection: Connection, *, writing: bool) -> int:
        """Return the instant that was set."""
        return self.at_ms


def machine_ms(connection: Connection) -> int:
    """What the database's machine says, unshifted and without a mark."""
    asked = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    return int(connection.execute(asked).scalar_one())


def _not_before_the_mark(connection: Connection, now_ms: int, *, writing: bool) -> int:
    if connection.dialect.name != "sqlite":  # a server's clock is its operator's care, and a mark would queue writers
        return now_ms
    mark_ms = connection.execute(_MARK).scalar()
    if mark_ms is not None and mark_ms >= now_ms:
        return int(mark_ms)
    if writing:
        connection.execute(_RAISE, {"now_ms": now_ms})
    return now_ms


def keep_offset(path: Path, offset_ms: int) -> None:
    """Write the offset of an installation's clock beside its data; whole or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_text(f"{offset_ms}\n", "utf-8")
    beside.replace(path)


def installed_clock(path: Path) -> Clock:
    """The clock of the installation whose offset lies at `path`; without one it is the database's.

    Every process of the installation reads it, so that all agree. Raises `Unavailable` for a file that holds no number.
    """
    if not path.exists():
        return DatabaseClock()
    written = path.read_text("utf-8", "replace").strip()
    try:
        return ShiftedClock(int(written))
    except ValueError:
        raise Unavailable("launch.bad_clock", place=path.name, value=written[:60]) from None
