"""The API keys of programs as an administrator sees and ends them; the keys themselves are nowhere."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Select, select, update

from core.errors import Conflict, NotFound
from core.services import access
from core.services.access import Actor
from core.storage.database import Database
from core.storage.tables import api_keys, vendors


class KeyView(msgspec.Struct):
    """A program's key without the key: `prefix` is how it begins, `state` is valid, expired or revoked."""

    name: str
    prefix: str
    role: str
    vendor: str
    state: str
    created_ms: int
    expires_ms: int | None
    revoked_ms: int | None


@dataclass(slots=True)
class KeyService:
    """Keys that were made by `SignInService.add_key`."""

    database: Database

    def keys(self, actor: Actor) -> list[KeyView]:
        """The organisation's keys, the latest first."""
        access.require(actor, "account.manage")
        with self.database.reading() as work:
            rows = work.connection.execute(_keys(actor.organisation_id))
            return [_key(row, work.now_ms) for row in rows]

    def revoke(self, actor: Actor, wanted: str) -> KeyView:
        """End the key with this name or beginning at once; one that has ended already is left as it is.

        Raises `NotFound`, and `Conflict` where valid keys share the beginning or name.
        """
        access.require(actor, "account.manage")
        with self.database.unit_of_work(actor) as work:
            called = (api_keys.c.name == wanted) | (api_keys.c.prefix == wanted)
            rows = work.connection.execute(_keys(actor.organisation_id).where(called)).all()
            valid = [row for row in rows if _key(row, work.now_ms).state == "valid"]
            if not rows:
                raise NotFound("access.no_such_key", place="key", value=wanted[:60])
            if len(valid) > 1:
                beginnings = ", ".join(row.prefix for row in valid)
                raise Conflict("access.ambiguous_key", place="key", value=wanted[:60], allowed=beginnings)
            if not valid:
                return _key(rows[0], work.now_ms)
            [row] = valid
            work.connection.execute(update(api_keys).where(api_keys.c.id == row.id).values(revoked_ms=work.now_ms))
            work.audit("key.revoke", f"key:{row.prefix}", _digest(row.name, row.prefix))
            ended = work.connection.execute(_keys(actor.organisation_id).where(api_keys.c.id == row.id)).one()
            return _key(ended, work.now_ms)


def _keys(organisation_id: int) -> Select[Any]:
    return (
        select(api_keys, vendors.c.number.label("vendor"))
        .join(vendors, vendors.c.id == api_keys.c.vendor_id, isouter=True)
        .where(api_keys.c.organisation_id == organisation_id)
        .order_by(api_keys.c.created_ms.desc(), api_keys.c.id.desc())
    )


def _key(row: Any, now_ms: int) -> KeyView:
    expired = row.expires_ms is not None and row.expires_ms <= now_ms
    state = "revoked" if row.revoked_ms is not None else "expired" if expired else "valid"
    return KeyView(
        row.name, row.prefix, row.role, row.vendor or "", state, row.created_ms, row.expires_ms, row.revoked_ms
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
