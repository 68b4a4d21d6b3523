"""Engines and the unit of work: one new transaction per service call, committed on leaving (decision 3)."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session

from core.domain.actor import Actor
from core.domain.zone import house_day
from core.errors import Unavailable
from core.now import Clock, DatabaseClock
from core.storage.tables import audit
from core.storage.turn import WriteTurn

log = structlog.get_logger()

AUDIT = "audit"
_PASSING = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL,
    )
)  # fmt: skip
"""What SQLite says when the file, the disk or another process is in the way; its other errors are mistakes of ours."""
_UNIQUE = "23505"
"""PostgreSQL's code for a row that is there already: another transaction has just written it, for ours looked."""
_TAKE = text(
    "INSERT INTO sequences (organisation_id, name, value) VALUES (:organisation, :name, :count) "
    "ON CONFLICT (organisation_id, name) DO UPDATE SET value = sequences.value + excluded.value RETURNING value"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A read-only view of one snapshot."""

    connection: Connection
    now_ms: int


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction of one organisation; `now_ms` was read once. Entities go through `session`, hot rows do not."""

    session: Session
    connection: Connection
    now_ms: int
    organisation_id: int
    actor: str

    @property
    def day(self) -> date:
        """The day by the database's clock, where the house counts its days."""
        return house_day(self.now_ms)

    def range(self, name: str, count: int) -> int:
        """Take the next `count` numbers of a sequence without gaps and return the first; to be done last."""
        taken = self.connection.execute(
            _TAKE, {"organisation": self.organisation_id, "name": name, "count": count}
        ).scalar_one()
        return int(taken) - count + 1

    def number(self, prefix: str) -> str:
        """The next number for people, `WP-2026-0007`: by organisation, kind and year."""
        year = self.day.year
        return f"{prefix}-{year}-{self.range(f'{prefix}-{year}', 1):04}"

    def alone(self, duty: str) -> None:
        """Wait until no other transaction of the organisation does this duty; on SQLite there is one writer."""
        if self.connection.dialect.name != "sqlite":
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": self.lock_key(duty)})

    def lock_key(self, name: str) -> int:
        """The number by which PostgreSQL knows a lock of the organisation."""
        hashed = hashlib.sha256(f"{self.organisation_id}:{name}".encode()).digest()
        return int.from_bytes(hashed[:8], signed=True)

    def audit(self, action: str, resource: str, digest: str) -> None:
        """Append an entry to the organisation's hash chain (reliability D8); the last thing before the commit."""
        seq = self.range(AUDIT, 1)
        before = select(audit.c.hash).where(audit.c.organisation_id == self.organisation_id, audit.c.seq == seq - 1)
        entry = {
            "organisation_id": self.organisation_id, "seq": seq, "at_ms": self.now_ms, "actor": self.actor,
            "action": action, "resource": resource, "digest": digest,
            "previous_hash": self.connection.execute(before).scalar() or "0" * 64,
        }  # fmt: skip
        self.connection.execute(insert(audit).values(**entry, hash=entry_hash(entry)))


def entry_hash(entry: dict[str, Any]) -> str:
    """The hash of an audit entry over all of its fields, the previous hash included."""
    return hashlib.sha256(msgspec.json.encode(entry, order="sorted")).hexdigest()


@contextmanager
def available() -> Iterator[None]:
    """Raise `Unavailable` where the database cannot serve now: gone, full, locked, no connection free, or crossed."""
    try:
        yield
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") != _UNIQUE:
            raise
        raise Unavailable("database.crossed") from error
    except (DBAPIError, NoConnectionFree) as error:
        if not _is_passing(error):
            raise
        log.warning("database.unavailable", reason=str(getattr(error, "orig", error))[:300])
        raise Unavailable("database.unavailable") from error


def _is_passing(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return True
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


@dataclass(frozen=True, slots=True)
class Database:
    """The write engine, the read engine beside it, and the clock."""

    writer: Engine
    reader: Engine
    clock: Clock
    turn: WriteTurn | None

    def at(self, clock: Clock) -> "Database":
        """The same database under another clock."""
        return replace(self, clock=clock)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Read one snapshot: what is committed meanwhile is not seen."""
        with available(), self.reader.connect() as connection:
            yield Reading(connection, self.clock.now_ms(connection, writing=False))

    @contextmanager
    def reading_for(self, actor: Actor) -> Iterator[Work]:
        """Read entities of the actor's organisation; nothing that is done to them is kept."""
        with available(), self.reader.connect() as connection, Session(connection, autoflush=False) as session:
            now_ms = self.clock.now_ms(connection, writing=False)
            yield Work(session, connection, now_ms, actor.organisation_id, actor.name)

    def unit_of_work(self, actor: Actor) -> AbstractContextManager[Work]:
        """One transaction in the name of `actor`, committed on leaving, rolled back on an error."""
        return self.unit_of_work_of(actor.organisation_id, actor.name)

    @contextmanager
    def unit_of_work_of(self, organisation_id: int, actor_name: str) -> Iterator[Work]:
        """One transaction of an organisation, also for what no person does."""
        with (
            available(),
            self.turn.taken() if self.turn else nullcontext(),
            self.writer.begin() as connection,
            Session(connection, join_transaction_mode="rollback_only", autoflush=False) as session,
        ):
            now_ms = self.clock.now_ms(connection, writing=True)
            yield Work(session, connection, now_ms, organisation_id, actor_name)
            session.flush()

    def close(self) -> None:
        """Give all connections back."""
        self.writer.dispose()
        self.reader.dispose()


def connect(url: str, clock: Clock | None = None) -> Database:
    """Open the database. Raises `Unavailable` if it would not keep what it acknowledges (reliability D1, D2)."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, clock or DatabaseClock())
    engine = create_engine(url, pool_pre_ping=True, **_options())
    with available(), engine.connect() as connection:
        for name in ("synchronous_commit", "fsync"):
            if connection.execute(text(f"SHOW {name}")).scalar_one() == "off":
                raise Unavailable("database.not_durable", place=name, value="off")
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, reader, clock or DatabaseClock(), None)


def _sqlite(url: str, clock: Clock) -> Database:
    folder = Path(str(make_url(url).database)).parent
    folder.mkdir(parents=True, exist_ok=True)
    writer = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **_options())
    reader = create_engine(url, pool_size=8, **_options())
    for engine in (writer, reader):
        event.listen(engine, "connect", _prepare)
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with available(), writer.connect() as connection:
        if connection.exec_driver_sql("PRAGMA synchronous").scalar_one() != 2:
            raise Unavailable("database.not_durable", place="synchronous", value="not FULL")
    return Database(writer, reader, clock, WriteTurn(folder))


def _prepare(connection: Any, record: object) -> None:
    """Every SQLite connection: ours begins transactions, and an acknowledged commit survives a power cut (D1)."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _options() -> dict[str, Any]:
    """What every engine has; values never stand in an error's text, for that reaches the log (reliability X16)."""
    return {"json_serializer": _dump, "json_deserializer": msgspec.json.decode, "hide_parameters": True}


def _dump(value: object) -> str:
    return msgspec.json.encode(value).decode()
