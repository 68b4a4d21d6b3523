"""Organisations and the accounts of their people: who may sign in, and who may no longer."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Select, insert, select, update

from core.errors import Conflict, InvalidInput, NotFound
from core.services import access
from core.services.access import Actor
from core.services.sign_in import check_line, hashed_password
from core.storage.database import Database, Work
from core.storage.tables import organisations, sessions, users, vendors
from core.storage.uuids import uuid7

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class OrganisationView(msgspec.Struct):
    """An organisation; `code` is what a person writes after `@` when two have the same name."""

    id: int
    code: str
    name: str


class AccountView(msgspec.Struct):
    """A person who may sign in, or was blocked from it; `vendor` is the vendor's number."""

    name: str
    shown: str
    role: str
    vendor: str
    active: bool
    created_ms: int


@dataclass(slots=True)
class AccountService:
    """What an administrator does to organisations and to accounts that are there; `SignInService` makes new ones."""

    database: Database

    def organisations(self) -> list[OrganisationView]:
        """All organisations of the installation, the oldest first."""
        chosen = select(organisations.c.id, organisations.c.code, organisations.c.name).order_by(organisations.c.id)
        with self.database.reading() as work:
            return [OrganisationView(*row) for row in work.connection.execute(chosen)]

    def has_people(self) -> bool:
        """Whether anybody at all could sign in."""
        with self.database.reading() as work:
            return work.connection.execute(select(users.c.id).where(users.c.active).limit(1)).scalar() is not None

    def found(self, founder: str, code: str, name: str) -> OrganisationView:
        """Found an organisation in the name of whoever has the machine. Raises `InvalidInput`, `Conflict`."""
        if not _CODE.fullmatch(code):
            raise InvalidInput("access.bad_code", place="code", value=code[:60])
        check_line(name, "name")
        with self.database.unit_of_work_of(0, founder) as work:
            taken = select(organisations.c.name).where(organisations.c.code == code)
            if (holder := work.connection.execute(taken).scalar()) is not None:
                raise Conflict("access.code_taken", place="code", value=code, name=holder)
            values = {"uuid": uuid7(work.now_ms), "code": code, "name": name, "created_ms": work.now_ms}
            new = insert(organisations).values(values).returning(organisations.c.id)
            made = int(work.connection.execute(new).scalar_one())
            replace(work, organisation_id=made).audit("organisation.add", f"organisation:{code}", _digest(code, name))
        return OrganisationView(made, code, name)

    def rename(self, actor: Actor, name: str) -> OrganisationView:
        """Give the actor's organisation another name, which later contracts name as the buyer."""
        access.require(actor, "account.manage")
        check_line(name, "name")
        with self.database.unit_of_work(actor) as work:
            own = organisations.c.id == actor.organisation_id
            code, former = work.connection.execute(select(organisations.c.code, organisations.c.name).where(own)).one()
            if former != name:
                work.connection.execute(update(organisations).where(own).values(name=name))
                work.audit("organisation.rename", f"organisation:{code}", _digest(code, former, name))
        return OrganisationView(actor.organisation_id, code, name)

    def accounts(self, actor: Actor) -> list[AccountView]:
        """The people of the organisation by name."""
        access.require(actor, "account.manage")
        with self.database.reading() as work:
            rows = work.connection.execute(_accounts(actor.organisation_id).order_by(users.c.name))
            return [_account(row) for row in rows]

    def block(self, actor: Actor, name: str) -> AccountView:
        """Let a person sign in no more and end what sessions he has; blocked already, nothing changes."""
        return self._let(actor, name, active=False)

    def unblock(self, actor: Actor, name: str) -> AccountView:
        """Let a blocked person sign in again, with the password he had."""
        return self._let(actor, name, active=True)

    def set_password(self, actor: Actor, name: str, password: str) -> AccountView:
        """Give a person another password and end the sessions opened with the old one."""
        access.require(actor, "account.manage")
        hashed = hashed_password(password)
        with self.database.unit_of_work(actor) as work:
            person = _person(work, name)
            work.connection.execute(update(users).where(users.c.id == person.id).values(password_hash=hashed))
            _end_sessions(work, person.id)
            work.audit("account.password", f"user:{name}", _digest(name))
        return _account(person)

    def _let(self, actor: Actor, name: str, *, active: bool) -> AccountView:
        access.require(actor, "account.manage")
        with self.database.unit_of_work(actor) as work:
            person = _person(work, name)
            if person.active != active:
                work.connection.execute(update(users).where(users.c.id == person.id).values(active=active))
                if not active:
                    _end_sessions(work, person.id)
                work.audit("account.unblock" if active else "account.block", f"user:{name}", _digest(name))
            return _account(_person(work, name))


def _accounts(organisation_id: int) -> Select[Any]:
    return (
        select(users, vendors.c.number.label("vendor"))
        .join(vendors, vendors.c.id == users.c.vendor_id, isouter=True)
        .where(users.c.organisation_id == organisation_id)
    )


def _person(work: Work, name: str) -> Any:
    """The person of this name, blocked or not. Raises `NotFound`."""
    row = work.connection.execute(_accounts(work.organisation_id).where(users.c.name == name)).one_or_none()
    if row is None:
        raise NotFound("access.unknown_person", place="name", value=name[:60])
    return row


def _end_sessions(work: Work, user_id: int) -> None:
    open_ones = sessions.c.user_id == user_id, sessions.c.ended_ms.is_(None)
    work.connection.execute(update(sessions).where(*open_ones).values(ended_ms=work.now_ms))


def _account(row: Any) -> AccountView:
    return AccountView(row.name, row.display_name, row.role, row.vendor or "", row.active, row.created_ms)


def _digest(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
