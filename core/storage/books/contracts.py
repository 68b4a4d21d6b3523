"""Contracts, calendars and pinned packs of one organisation, as collections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, insert, select

from core.domain.contract import CalendarVersion, Contract
from core.errors import NotFound
from core.storage.database import Work
from core.storage.tables import calendars, contracts, packs
from core.storage.uuids import uuid7

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Contracts:
    """The contracts of the organisation whose transaction this is."""

    work: Work

    def find(self, number: str) -> Contract | None:
        """The contract with this number, if there is one."""
        return self.work.session.scalars(self._own(Contract).filter_by(number=number)).one_or_none()

    def get(self, number: str, vendor_id: int | None = None) -> Contract:
        """The contract with this number. Raises `NotFound`, also for another vendor's."""
        contract = self.find(number)
        if contract is None or vendor_id not in (None, contract.vendor.id):
            raise NotFound("contract.absent", value=number)
        return contract

    def list(self, after: str, limit: int, vendor_id: int | None = None) -> Sequence[Contract]:
        """Contracts by number, beginning behind `after`; a vendor's user sees his own."""
        chosen = self._own(Contract).where(contracts.c.number > after).order_by(contracts.c.number).limit(limit)
        if vendor_id is not None:
            chosen = chosen.where(contracts.c.vendor_id == vendor_id)
        return self.work.session.scalars(chosen).all()

    def calendar(self, name: str, content: Mapping[str, Any], sha256: str) -> CalendarVersion:
        """The version of the named calendar with this content; a changed content is a new version."""
        chosen = self._own(CalendarVersion).filter_by(name=name).order_by(calendars.c.version)
        versions = self.work.session.scalars(chosen).all()
        for one in versions:
            if one.sha256 == sha256:
                return one
        now_ms, through = self.work.now_ms, content.get("official_through") and str(content["official_through"])
        version = CalendarVersion(
            self.work.organisation_id, uuid7(now_ms), name, len(versions) + 1, content, sha256, now_ms, through
        )
        self.work.session.add(version)
        return version

    def pin(self, name: str, sha256: str, content: bytes) -> None:
        """Keep the content of a pack by its hash; contracts compile this copy, never the folder."""
        if not self.is_pinned(name, sha256):
            row = {"organisation_id": self.work.organisation_id, "name": name, "sha256": sha256, "content": content}
            self.work.connection.execute(insert(packs).values(**row, created_ms=self.work.now_ms))

    def is_pinned(self, name: str, sha256: str) -> bool:
        """Whether this content of a pack is kept already."""
        known = select(packs.c.id).where(
            packs.c.organisation_id == self.work.organisation_id, packs.c.name == name, packs.c.sha256 == sha256
        )
        return self.work.connection.execute(known).scalar() is not None

    def pinned(self, name: str, sha256: str) -> bytes:
        """The content of a pack that was pinned. Raises `NotFound`."""
        chosen = select(packs.c.content).where(
            packs.c.organisation_id == self.work.organisation_id, packs.c.name == name, packs.c.sha256 == sha256
        )
        content = self.work.connection.execute(chosen).scalar()
        if content is None:
            raise NotFound("contract.pack_not_pinned", place="packs", value=name)
        return bytes(content)

    def add(self, contract: Contract) -> None:
        """Add a new contract."""
        self.work.session.add(contract)

    def _own(self, entity: type[T]) -> Select[T]:
        return select(entity).filter_by(organisation_id=self.work.organisation_id)
