"""The time port: the database's clock, or a virtual one. Nothing else asks what time it is."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, text

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
        if connection.dialect.name != "sqlite":
            return int(connection.execute(_POSTGRESQL).scalar_one())
        now_ms = int(connection.execute(_SQLITE).scalar_one())
        mark_ms = connection.execute(_MARK).scalar()
        if mark_ms is not None and mark_ms >= now_ms:
            return int(mark_ms)
        if writing:
            connection.execute(_RAISE, {"now_ms": now_ms})
        return now_ms


@dataclass(slots=True)
class VirtualClock:
    """An instant that moves only when told: for past logs, back-tests and tests."""

    at_ms: int

    def now_ms(self, connection: Connection, *, writing: bool) -> int:
        """Return the instant that was set."""
        return self.at_ms
