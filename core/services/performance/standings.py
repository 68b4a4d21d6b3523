"""Standing and blocks: what managers decided of vendors, and who may be invited to a selection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from core.domain.bounds import require_text
from core.domain.canonical import sha256
from core.domain.reason import Reason
from core.domain.review import CardPin
from core.domain.standing import Act, Grade, StandingAct, in_force, require_expiry
from core.domain.vendor import Vendor
from core.errors import Conflict, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.storage.books import scorecards as cards
from core.storage.books.reviews import StandingActs
from core.storage.books.vendors import Vendors
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

BLOCK_EXPIRY = "standing.block_expiry"
"""What is said of a block whose last day is not ahead."""


class StandingActView(msgspec.Struct):
    """One act: a standing with its grade, a block or a release."""

    act: Act
    grade: Grade | None
    reason: str
    by: str
    at_ms: int
    expires_on: date | None
    review: str


class StandingView(msgspec.Struct):
    """How a vendor stands today; `bar` says why he may not be invited to a selection, `warning` what to know of him.

    `grade` is None where none was decided, or the last one has expired.
    """

    vendor: str
    name: str
    grade: Grade | None
    expires_on: date | None
    is_blocked: bool
    bar: Reason | None
    warning: Reason | None
    acts: tuple[StandingActView, ...]


@dataclass(frozen=True, slots=True)
class StandingService:
    """Keeps what was decided; a standing itself is decided in a review."""

    database: Database

    def get(self, actor: Actor, vendor: str) -> StandingView:
        """How a vendor stands. Raises `NotFound`, for a vendor's user also for another."""
        access.require(actor, "standing.read")
        with self.database.reading_for(actor) as work:
            known = Vendors(work).get(vendor)
            if actor.vendor_id not in (None, known.id):
                raise NotFound("vendor.absent", place="vendor", value=vendor)
            return _view(work, known.number, known.name, StandingActs(work).of([known.id or 0]).get(known.id or 0, []))

    def all(self, actor: Actor) -> list[StandingView]:
        """How all vendors stand of whom something was decided; a vendor's user sees himself."""
        access.require(actor, "standing.read")
        with self.database.reading_for(actor) as work:
            acts = StandingActs(work).of(None if actor.vendor_id is None else [actor.vendor_id])
            known = Vendors(work).by_id(list(acts))
            return [_view(work, known[one].number, known[one].name, acts[one]) for one in sorted(acts)]

    def block(
        self, actor: Actor, vendor: str, reason: str, expires_on: date | None = None, call: Once | None = None
    ) -> StandingView:
        """Keep a vendor from being invited, until a day or until he is released. Raises `Conflict` if he is blocked."""
        access.require(actor, "standing.decide")

        def act(work: Work) -> StandingView:
            if expires_on is not None:
                require_expiry(expires_on, work.day, BLOCK_EXPIRY)
            return self._act(work, vendor, "block", reason, expires_on)

        return self._perform(actor, call, act)

    def release(self, actor: Actor, vendor: str, reason: str, call: Once | None = None) -> StandingView:
        """End a block, with a reason. Raises `Conflict` without one."""
        access.require(actor, "standing.decide")
        return self._perform(actor, call, lambda work: self._act(work, vendor, "release", reason, None))

    def _act(self, work: Work, vendor: str, act: Act, reason: str, expires_on: date | None) -> StandingView:
        require_text(reason, code="standing.no_reason", place="reason")
        known = Vendors(work).get(vendor)
        work.alone(f"standing.{known.id}")
        held = StandingActs(work).of([known.id or 0]).get(known.id or 0, [])
        is_blocked = in_force(held, work.day).block is not None
        if is_blocked != (act == "release"):
            code = "standing.is_blocked" if is_blocked else "standing.not_blocked"
            raise Conflict(code, place="vendor", value=vendor)
        new = StandingAct(work.organisation_id, uuid7(work.now_ms), known.id or 0, act, reason, work.actor,
                          work.now_ms, expires_on=expires_on)  # fmt: skip
        StandingActs(work).add(new)
        work.session.flush()
        work.audit(f"standing.{act}", vendor, sha256(_Said(reason, ())))
        return _view(work, known.number, known.name, [*held, new])

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], StandingView]) -> StandingView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, StandingView, lambda: act(work))


@dataclass(frozen=True, slots=True)
class _Said:
    reason: str
    cards: tuple[CardPin, ...]


def pin(one: cards.ClosedCard) -> CardPin:
    """A closed card by its hash."""
    return CardPin(one.card.contract, one.card.month, one.sha256)


def refuse_barred(work: Work, vendor: Vendor) -> None:
    """Raise `Conflict` with the reason if a vendor may not be invited to a selection."""
    known = vendor.id or 0
    bar = in_force(StandingActs(work).of([known]).get(known, []), work.day).bar()
    if bar is not None:
        raise Conflict(bar.code, place=f"vendor {vendor.number}", **{name: str(value) for name, value in bar.values})


def _view(work: Work, vendor: str, name: str, acts: Sequence[StandingAct]) -> StandingView:
    held = in_force(acts, work.day)
    standing = held.standing
    return StandingView(
        vendor=vendor, name=name, grade=standing.grade if standing else None,
        expires_on=standing.expires_on if standing else None, is_blocked=held.block is not None, bar=held.bar(),
        warning=held.warning(),
        acts=tuple(
            StandingActView(one.act, one.grade, one.reason, one.by, one.at_ms, one.expires_on, one.review)
            for one in acts
        ),
    )  # fmt: skip
