"""The register of vendors: who they are by their code, where they were found, what they have proved and until when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from core.domain.bounds import require_text
from core.domain.canonical import sha256
from core.domain.plain_text import check_name
from core.domain.qualification import Evidence, expiring
from core.domain.vendor import Vendor, refuse_duplicate
from core.domain.zone import house_day
from core.errors import Conflict, InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.storage.books.vendors import Vendors
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

SOON_DAYS = 60
LONGEST_NUMBER, LONGEST_NAME = 64, 200


class VendorView(msgspec.Struct):
    """A vendor with his evidence; `expiring` is what stands today and ends within sixty days."""

    number: str
    name: str
    uscc: str | None
    found_by: str | None
    evidence: tuple[Evidence, ...]
    expiring: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class VendorService:
    """Keeps the register."""

    database: Database

    def register(
        self, actor: Actor, number: str, name: str, *, uscc: str = "", found_by: str = "", call: Once | None = None
    ) -> VendorView:
        """Add a vendor. Raises `InvalidInput` for a wrong code or channel, `Conflict` for a company that is known."""
        access.require(actor, "vendor.edit")
        require_text(number, code="vendor.no_number", place="number")
        require_text(name, code="vendor.no_name", place="name")
        check_name(number, "number", LONGEST_NUMBER)
        check_name(name, "name", LONGEST_NAME)
        if "/" in number:  # it is part of an address
            raise InvalidInput("vendor.slash", place="number", value=number)

        def act(work: Work) -> VendorView:
            register = Vendors(work)
            if register.find(number) is not None:
                raise Conflict("vendor.number_taken", place="number", value=number)
            vendor = Vendor(work.organisation_id, uuid7(work.now_ms), number, name, work.now_ms)
            _describe(vendor, register, uscc, found_by)
            register.add(vendor)
            work.session.flush()
            work.audit("vendor.register", number, _digest(vendor))
            return _view(vendor, work)

        return self._perform(actor, call, act)

    def describe(
        self, actor: Actor, number: str, *, uscc: str = "", found_by: str = "", call: Once | None = None
    ) -> VendorView:
        """Set the code or the channel of a vendor; what is left empty stays. Raises as `register` does."""
        access.require(actor, "vendor.edit")

        def act(work: Work) -> VendorView:
            register = Vendors(work)
            vendor = register.change(number)
            _describe(vendor, register, uscc, found_by)
            work.audit("vendor.describe", number, _digest(vendor))
            return _view(vendor, work)

        return self._perform(actor, call, act)

    def prove(self, actor: Actor, number: str, evidence: Evidence, call: Once | None = None) -> VendorView:
        """Add a document to a vendor's evidence."""
        access.require(actor, "vendor.edit")

        def act(work: Work) -> VendorView:
            vendor = Vendors(work).change(number)
            vendor.prove(evidence)
            work.audit("vendor.prove", f"{number} {evidence.requirement}", sha256(evidence))
            return _view(vendor, work)

        return self._perform(actor, call, act)

    def get(self, actor: Actor, number: str) -> VendorView:
        """One vendor. Raises `NotFound`."""
        access.require(actor, "vendor.read")
        with self.database.reading_for(actor) as work:
            return _view(Vendors(work).get(number), work)

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[VendorView]:
        """Vendors by number, beginning behind the number `after`."""
        access.require(actor, "vendor.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            return [_view(one, work) for one in Vendors(work).list(after, limit)]

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], VendorView]) -> VendorView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, VendorView, lambda: act(work))


def _describe(vendor: Vendor, register: Vendors, uscc: str, found_by: str) -> None:
    if uscc:
        vendor.identify(uscc)
        refuse_duplicate(vendor, register.of_code(vendor.uscc or ""))
    if found_by:
        vendor.note_channel(found_by)


def _digest(vendor: Vendor) -> str:
    return sha256(_Entry(vendor.number, vendor.name, vendor.uscc, vendor.found_by))


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    name: str
    uscc: str | None
    found_by: str | None


def _view(vendor: Vendor, work: Work) -> VendorView:
    soon = expiring(vendor.evidence, house_day(work.now_ms), SOON_DAYS)
    return VendorView(vendor.number, vendor.name, vendor.uscc, vendor.found_by, vendor.evidence, soon)
