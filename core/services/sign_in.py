"""Signing in: people by password and server-side session, programs by opaque API key; only hashes are stored."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from core.domain.actor import Actor
from core.errors import Conflict, InvalidInput, NotFound, NotSignedIn
from core.services import access
from core.services.attempts import Attempts
from core.storage.database import Database, Work
from core.storage.tables import api_keys, organisations, sessions, users, vendors
from core.storage.uuids import uuid7

SESSION_MS = 12 * 3_600_000
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
LONGEST_NAME = 128
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody")


class Profile(msgspec.Struct):
    """Who is signed in, as the frame of every screen shows it."""

    display_name: str
    organisation: str
    now_ms: int


@dataclass(slots=True)
class SignInService:
    """Accounts and who is behind a token or a key."""

    database: Database
    _by_name: Attempts = field(default_factory=lambda: Attempts(most=10, refill_ms=30_000))
    _by_address: Attempts = field(default_factory=lambda: Attempts(most=100, refill_ms=1_000))

    def add_organisation(self, code: str, name: str) -> int:
        """Found an organisation, or return the one with this code."""
        with self.database.reading() as work:
            found = work.connection.execute(select(organisations.c.id).where(organisations.c.code == code)).scalar()
        if found is not None:
            return int(found)
        with self.database.unit_of_work_of(0, "setup") as work:
            values = {"uuid": uuid7(work.now_ms), "code": code, "name": name, "created_ms": work.now_ms}
            return int(
                work.connection.execute(insert(organisations).values(values).returning(organisations.c.id)).scalar_one()
            )

    def is_unused(self) -> bool:
        """Whether no organisation has been founded yet."""
        with self.database.reading() as work:
            return work.connection.execute(select(organisations.c.id).limit(1)).scalar() is None

    def add_user(self, actor: Actor, name: str, shown: str, password: str, role: str, vendor: str = "") -> None:
        """Add a person; one with the role vendor belongs to the vendor with the number `vendor`.

        Raises `InvalidInput` for a bad name, password or role, `NotFound` for the vendor, `Conflict` for a name in use.
        """
        access.require(actor, "account.manage")
        _check_name(name)
        check_line(shown, "shown")
        hashed = hashed_password(password)
        with self.database.unit_of_work(actor) as work:
            new = Actor(actor.organisation_id, name, role, _vendor_id(work, vendor))
            values = {
                "uuid": uuid7(work.now_ms), "organisation_id": new.organisation_id, "name": name,
                "display_name": shown, "password_hash": hashed, "role": role, "vendor_id": new.vendor_id,
                "created_ms": work.now_ms,
            }  # fmt: skip
            taken = select(users.c.id).where(users.c.organisation_id == actor.organisation_id, users.c.name == name)
            if work.connection.execute(taken).scalar() is not None:
                raise Conflict("access.name_taken", place="name", value=name)
            work.connection.execute(insert(users).values(values))
            work.audit("account.add", f"user:{name}", _sha256(f"{name}:{role}:{vendor}"))

    def add_key(self, actor: Actor, name: str, role: str, vendor: str = "", until_ms: int | None = None) -> str:
        """Make an API key and return it; it is shown this once. `vendor` and errors as for `add_user`.

        It is valid until the instant `until_ms` (UTC), else until it is revoked. The name of a key that has ended may
        be given again.
        """
        access.require(actor, "account.manage")
        check_line(name, "name")
        key = "op_" + secrets.token_urlsafe(32)
        with self.database.unit_of_work(actor) as work:
            work.alone("account.key")
            _check_until(until_ms, work.now_ms)
            new = Actor(actor.organisation_id, name, role, _vendor_id(work, vendor))
            values = {
                "uuid": uuid7(work.now_ms), "organisation_id": new.organisation_id, "name": name, "prefix": key[:8],
                "key_hash": _sha256(key), "role": role, "vendor_id": new.vendor_id, "created_ms": work.now_ms,
                "expires_ms": until_ms,
            }  # fmt: skip
            taken = select(api_keys.c.prefix).where(
                api_keys.c.organisation_id == actor.organisation_id, api_keys.c.name == name, _is_valid(work.now_ms)
            )
            if (holder := work.connection.execute(taken).scalar()) is not None:
                raise Conflict("access.key_name_taken", place="name", value=name, prefix=holder)
            work.connection.execute(insert(api_keys).values(values))
            work.audit("account.add", f"key:{key[:8]}", _sha256(f"{name}:{role}:{vendor}:{until_ms or ''}"))
        return key

    def sign_in(self, name: str, password: str, address: str = "") -> str:
        """Return a new session's token; `name` is a person's, or `name@organisation-code` where two have that name.

        Raises `NotSignedIn`, and `TooMany` when `address` has tried too often; a wrong name takes as long as a wrong
        password.
        """
        with self.database.reading() as work:
            now_ms = work.now_ms
        tried = f"{name[:LONGEST_NAME]} {address}"
        self._by_address.take(address, now_ms)
        self._by_name.take(tried, now_ms)
        row = self._person(name)
        if not _is_password(row.password_hash if row else _NOBODY, password) or row is None:
            raise NotSignedIn("access.wrong_password", place="password")
        self._by_name.forget(tried)
        token = secrets.token_urlsafe(32)
        with self.database.unit_of_work(_actor(row)) as work:
            values = {
                "organisation_id": row.organisation_id, "token_hash": _sha256(token), "user_id": row.id,
                "created_ms": work.now_ms, "expires_ms": work.now_ms + SESSION_MS,
            }  # fmt: skip
            work.connection.execute(insert(sessions).values(values))
            work.audit("session.open", f"user:{row.name}", _sha256(token))
        return token

    def _person(self, typed: str) -> Any:
        """The active person of this name, or None. Raises `NotSignedIn` if two organisations have one."""
        if not typed.isprintable():
            return None
        name, _, code = typed.partition("@")
        chosen = select(users).where(users.c.name == name, users.c.active)
        if code:
            chosen = chosen.join(organisations, organisations.c.id == users.c.organisation_id).where(
                organisations.c.code == code
            )
        with self.database.reading() as work:
            found = work.connection.execute(chosen.limit(2)).all()
        if len(found) > 1:
            raise NotSignedIn("access.ambiguous_name", place="name", value=name)
        return found[0] if found else None

    def actor_of_session(self, token: str) -> Actor:
        """The person behind a session's token. Raises `NotSignedIn` when it has ended."""
        with self.database.reading() as work:
            chosen = (
                select(users)
                .join(sessions, sessions.c.user_id == users.c.id)
                .where(sessions.c.token_hash == _sha256(token), sessions.c.expires_ms > work.now_ms)
                .where(sessions.c.ended_ms.is_(None), users.c.active)
            )
            row = work.connection.execute(chosen).one_or_none()
        if row is None:
            raise NotSignedIn("access.no_session")
        return _actor(row)

    def profile(self, actor: Actor) -> Profile:
        """The name and organisation of a person, and the database's instant."""
        with self.database.reading() as work:
            chosen = (
                select(users.c.display_name, organisations.c.name)
                .join(organisations, organisations.c.id == users.c.organisation_id)
                .where(users.c.organisation_id == actor.organisation_id, users.c.name == actor.name)
            )
            row = work.connection.execute(chosen).one()
            return Profile(row.display_name, row.name, work.now_ms)

    def sign_out(self, token: str) -> None:
        """End a session."""
        actor = self.actor_of_session(token)
        with self.database.unit_of_work(actor) as work:
            ended = update(sessions).where(sessions.c.token_hash == _sha256(token)).values(ended_ms=work.now_ms)
            work.connection.execute(ended)
            work.audit("session.close", f"user:{actor.name}", _sha256(token))

    def actor_of_key(self, key: str) -> Actor:
        """The program behind an API key. Raises `NotSignedIn`."""
        hashed = _sha256(key)
        with self.database.reading() as work:
            chosen = select(api_keys).where(api_keys.c.key_hash == hashed, _is_valid(work.now_ms))
            row = work.connection.execute(chosen).one_or_none()
        if row is None:
            raise NotSignedIn("access.unknown_key", place="Authorization")
        return Actor(row.organisation_id, f"key:{row.prefix}", row.role, row.vendor_id)


def _actor(row: Any) -> Actor:
    return Actor(row.organisation_id, row.name, row.role, row.vendor_id)


def hashed_password(password: str) -> str:
    """Return the hash of a new password. Raises `InvalidInput` for one too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput("access.weak_password", place="password", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return _HASHER.hash(password)


def check_line(text: str, place: str) -> None:
    """Refuse a name that is empty, long, or could not be shown on one line."""
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        raise InvalidInput("access.bad_line", place=place, value=text[:60], most=LONGEST_NAME)


def _is_valid(now_ms: int) -> ColumnElement[bool]:
    """Which keys open anything now."""
    unexpired = or_(api_keys.c.expires_ms.is_(None), api_keys.c.expires_ms > now_ms)
    return and_(api_keys.c.revoked_ms.is_(None), unexpired)


def _check_until(until_ms: int | None, now_ms: int) -> None:
    if until_ms is not None and until_ms <= now_ms:
        raise InvalidInput("access.key_over", place="until", value=_utc(until_ms), now=_utc(now_ms))


def _utc(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")


def _check_name(name: str) -> None:
    """`@` parts a name from its organisation when a person signs in; `key:` and `cli:` begin what no person is."""
    if not 1 <= len(name) <= LONGEST_NAME or {"@", ":"} & set(name) or not name.isprintable():
        raise InvalidInput("access.bad_name", place="name", value=name[:60], most=LONGEST_NAME)


def _vendor_id(work: Work, number: str) -> int | None:
    """The vendor with this number in the organisation whose account is made."""
    if not number:
        return None
    chosen = select(vendors.c.id).where(vendors.c.organisation_id == work.organisation_id, vendors.c.number == number)
    found: int | None = work.connection.execute(chosen).scalar()
    if found is None:
        raise NotFound("access.unknown_vendor", place="vendor", value=number)
    return found


def _is_password(hashed: str, password: str) -> bool:
    """Too long a password is none: hashing it would only take our time."""
    try:
        return _HASHER.verify(hashed, password[: LONGEST_PASSWORD + 1])
    except VerificationError:
        return False


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
