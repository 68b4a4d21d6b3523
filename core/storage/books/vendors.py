"""The register of vendors of one organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.domain.vendor import Vendor
from core.errors import NotFound
from core.storage.database import Work
from core.storage.tables import vendors
from core.storage.uuids import uuid7


@dataclass(frozen=True, slots=True)
class Vendors:
    """The vendors of the organisation whose transaction this is."""

    work: Work

    def add(self, vendor: Vendor) -> None:
        """Add a new vendor."""
        self.work.session.add(vendor)

    def find(self, number: str) -> Vendor | None:
        """The vendor with this number, if there is one."""
        chosen = select(Vendor).filter_by(organisation_id=self.work.organisation_id, number=number)
        return self.work.session.scalars(chosen).one_or_none()

    def of_contract(self, number: str, name: str) -> Vendor:
        """The vendor whom a contract names, added to the register if he is new."""
        vendor = self.find(number)
        if vendor is None:
            now_ms = self.work.now_ms
            vendor = Vendor(self.work.organisation_id, uuid7(now_ms), number, name, now_ms)
            self.add(vendor)
        return vendor

    def get(self, number: str) -> Vendor:
        """The vendor with this number. Raises `NotFound`."""
        vendor = self.find(number)
        if vendor is None:
            raise NotFound("vendor.absent", place="vendor", value=number)
        return vendor

    def names(self, numbers: Iterable[str]) -> dict[str, str]:
        """The names of the vendors with these numbers, by number."""
        chosen = select(vendors.c.number, vendors.c.name).where(
            vendors.c.organisation_id == self.work.organisation_id, vendors.c.number.in_(list(numbers))
        )
        return {row.number: row.name for row in self.work.connection.execute(chosen)}

    def change(self, number: str) -> Vendor:
        """The same, locked until the transaction ends."""
        vendor = self.get(number)
        self.work.session.refresh(vendor, with_for_update=True)
        return vendor

    def by_id(self, ids: Sequence[int]) -> dict[int, Vendor]:
        """The vendors with these row ids."""
        chosen = select(Vendor).filter_by(organisation_id=self.work.organisation_id).where(vendors.c.id.in_(ids))
        return {one.id: one for one in self.work.session.scalars(chosen) if one.id is not None}

    def of_code(self, uscc: str) -> Sequence[Vendor]:
        """The vendors with this unified social credit code: one at the most."""
        chosen = select(Vendor).filter_by(organisation_id=self.work.organisation_id, uscc=uscc)
        return self.work.session.scalars(chosen).all()

    def list(self, after: str, limit: int) -> Sequence[Vendor]:
        """Vendors by number, beginning behind `after`."""
        chosen = select(Vendor).filter_by(organisation_id=self.work.organisation_id)
        by_number = chosen.where(vendors.c.number > after).order_by(vendors.c.number)
        return self.work.session.scalars(by_number.limit(limit)).all()
