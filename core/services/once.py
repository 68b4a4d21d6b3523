"""Calls that a client may repeat: the same key answers what the first call answered, and acts once (reliability D3)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlalchemy import delete, insert, select, text

from core.domain.plain_text import check_name
from core.errors import Conflict, InvalidInput
from core.storage.database import Work
from core.storage.tables import idempotency

KEPT_MS = 7 * 86_400_000
LONGEST = 255
"""Characters of a key, and of a route."""
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Once:
    """The client's key for one call, the route it belongs to and the hash of its body."""

    key: str
    route: str
    body_sha256: str


def once(key: str, route: str, body: bytes) -> Once:
    """Read the key of a call. Raises `InvalidInput` if it is missing, too long or cannot be kept."""
    if not 1 <= len(key) <= LONGEST:
        raise InvalidInput("request.no_idempotency_key", place="Idempotency-Key", most=LONGEST)
    check_name(key, "Idempotency-Key", LONGEST)
    return Once(key, _bounded(route), hashlib.sha256(body).hexdigest())


def _bounded(route: str) -> str:
    """A route that can be kept: of a longer one the beginning, and a hash of the whole."""
    return route if len(route) <= LONGEST else f"{route[: LONGEST - 64]}{hashlib.sha256(route.encode()).hexdigest()}"


def perform(work: Work, call: Once | None, kind: type[T], act: Callable[[], T]) -> T:
    """Act, or return what the first call with this key answered.

    Raises `InvalidInput` for the key with another body, `Conflict` while the first call is still in flight.
    """
    if call is None:
        return act()
    _hold(work, call)
    chosen = select(idempotency).where(
        idempotency.c.organisation_id == work.organisation_id, idempotency.c.key == call.key
    )
    stored = work.connection.execute(chosen).one_or_none()
    if stored is not None:
        same = (stored.actor, stored.route, stored.body_hash) == (work.actor, call.route, call.body_sha256)
        if not same:
            raise InvalidInput("request.reused_key", place="Idempotency-Key", value=call.key)
        return msgspec.json.decode(stored.response, type=kind)
    answer = act()
    _store(work, call, msgspec.json.encode(answer))
    return answer


def _hold(work: Work, call: Once) -> None:
    """On PostgreSQL two calls with one key may run at once; on SQLite there is one writer."""
    if work.connection.dialect.name == "sqlite":
        return
    free = text("SELECT pg_try_advisory_xact_lock(:number)")
    if not work.connection.execute(free, {"number": work.lock_key(call.key)}).scalar_one():
        raise Conflict("request.in_flight", place="Idempotency-Key", value=call.key)


def _store(work: Work, call: Once, response: bytes) -> None:
    old = delete(idempotency).where(
        idempotency.c.organisation_id == work.organisation_id, idempotency.c.created_ms < work.now_ms - KEPT_MS
    )
    work.connection.execute(old)
    row = {
        "organisation_id": work.organisation_id, "key": call.key, "actor": work.actor, "route": call.route,
        "body_hash": call.body_sha256, "status": 200, "response": response, "created_ms": work.now_ms,
    }  # fmt: skip
    work.connection.execute(insert(idempotency).values(row))
