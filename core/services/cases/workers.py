"""The workers in a vendor's register: the vendor keeps them, the buyer sees name, badge and certificates."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from core.domain import visibility
from core.domain.case_people import Worker, check_certificates
from core.domain.qualification import Evidence
from core.errors import Conflict
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.storage.books.people import Workers
from core.storage.database import Database


class WorkerView(msgspec.Struct):
    """A worker as the reader may see him; `phone` is empty for everybody but the vendor's own users (OT-04)."""

    number: str
    name: str
    badge: str
    phone: str
    certificates: tuple[Evidence, ...]
    active: bool


class WorkerKept(msgspec.Struct):
    """What a change of the register answers: the number alone, for answers are kept for repeated calls."""

    number: str


@dataclass(frozen=True, slots=True)
class WorkerService:
    """Keeps the registers of workers."""

    database: Database

    def add(
        self, actor: Actor, name: str, phone: str, badge: str, certificates: Sequence[Evidence] = (),
        call: Once | None = None,
    ) -> WorkerKept:  # fmt: skip
        """Add a worker of the actor's own vendor. Raises `InvalidInput` naming the field, `Conflict` for a badge."""
        access.require(actor, "worker.edit")
        check_certificates(certificates)
        with self.database.unit_of_work(actor) as work:

            def act() -> WorkerKept:
                book, vendor_id = Workers(work), actor.vendor_id or 0
                if book.badge_taken(vendor_id, badge.strip()):
                    raise Conflict("worker.badge_taken", place="badge", value=badge[:60])
                worker = Worker(
                    work.organisation_id, vendor_id, "", name.strip(), phone.strip(), badge.strip(), work.now_ms,
                    tuple(certificates),
                )  # fmt: skip
                worker.number = work.number("W")
                book.add(worker)
                work.session.flush()
                work.audit("worker.add", f"worker:{worker.number}", _digest(worker))
                return WorkerKept(worker.number)

            return perform(work, call, WorkerKept, act)

    def change(
        self, actor: Actor, number: str, *, certificates: Sequence[Evidence] | None = None, active: bool | None = None,
        call: Once | None = None,
    ) -> WorkerKept:  # fmt: skip
        """Renew certificates, or note that somebody has left or is back. Raises `NotFound`."""
        access.require(actor, "worker.edit")
        check_certificates(certificates or ())
        with self.database.unit_of_work(actor) as work:

            def act() -> WorkerKept:
                worker = Workers(work).get(number, actor.vendor_id)
                worker.certificates = worker.certificates if certificates is None else tuple(certificates)
                worker.active = worker.active if active is None else active
                work.session.flush()
                work.audit("worker.change", f"worker:{number}", _digest(worker))
                return WorkerKept(number)

            return perform(work, call, WorkerKept, act)

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> list[WorkerView]:
        """Workers by number behind `after`: a vendor's own, or all for the buyer's desks."""
        access.require(actor, "worker.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            return [worker_view(one, actor) for one in Workers(work).list(actor.vendor_id, after, limit)]


def worker_view(worker: Worker, actor: Actor, standing: str = visibility.BOOKED) -> WorkerView:
    """The worker as the registry lets this reader see him."""
    viewer = visibility.party(actor.role, is_own_vendor=actor.vendor_id == worker.vendor_id)

    def seen(field: str, value: str) -> str:
        return visibility.seen(f"worker.{field}", value, viewer, standing)

    shows_certificates = visibility.level("worker.certificates", viewer, standing) == visibility.SHOWN
    return WorkerView(
        worker.number, seen("name", worker.name), seen("badge", worker.badge), seen("phone", worker.phone),
        worker.certificates if shows_certificates else (), worker.active,
    )  # fmt: skip


def _digest(worker: Worker) -> str:
    """Over what the record may know of him; a hash of a phone could be guessed."""
    return hashlib.sha256(msgspec.json.encode((worker.number, worker.certificates, worker.active))).hexdigest()
