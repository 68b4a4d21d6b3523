"""Customers of cases and workers of vendors, as collections of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.domain.case_people import CaseContact, Worker
from core.errors import NotFound
from core.storage.database import Work
from core.storage.tables import case_contacts, workers


def personal_facts(work: Work, case_ids: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """The personal facts of these cases by case id, for checking that no event repeats them."""
    if not case_ids:
        return {}
    columns = (case_contacts.c.name, case_contacts.c.phone, case_contacts.c.address)
    chosen = select(case_contacts.c.case_id, *columns).where(
        case_contacts.c.organisation_id == work.organisation_id, case_contacts.c.case_id.in_(case_ids)
    )
    return {
        row.case_id: tuple((f"customer_{column.name}", value) for column, value in zip(columns, row[1:], strict=True))
        for row in work.connection.execute(chosen)
    }


@dataclass(frozen=True, slots=True)
class Contacts:
    """The customers of the organisation whose transaction this is."""

    work: Work

    def find(self, case_id: int) -> CaseContact | None:
        """The customer of a case, if anything is known of him."""
        chosen = select(CaseContact).filter_by(organisation_id=self.work.organisation_id, case_id=case_id)
        return self.work.session.scalars(chosen).one_or_none()

    def add(self, contact: CaseContact) -> None:
        """Add the customer of a case."""
        self.work.session.add(contact)


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers in the registers of an organisation's vendors."""

    work: Work

    def add(self, worker: Worker) -> None:
        """Add a worker."""
        self.work.session.add(worker)

    def find(self, number: str) -> Worker | None:
        """The worker with this number."""
        chosen = select(Worker).filter_by(organisation_id=self.work.organisation_id, number=number)
        return self.work.session.scalars(chosen).one_or_none()

    def get(self, number: str, vendor_id: int | None, place: str = "worker") -> Worker:
        """The worker with this number. Raises `NotFound`, also for another vendor's."""
        worker = self.find(number)
        if worker is None or vendor_id not in (None, worker.vendor_id):
            raise NotFound("worker.absent", place=place, value=number[:60])
        return worker

    def badge_taken(self, vendor_id: int, badge: str) -> bool:
        """Whether somebody else of this vendor has the badge."""
        chosen = select(workers.c.id).where(
            workers.c.organisation_id == self.work.organisation_id, workers.c.vendor_id == vendor_id,
            workers.c.badge == badge,
        )  # fmt: skip
        return self.work.connection.execute(chosen).scalar() is not None

    def list(self, vendor_id: int | None, after: str, limit: int) -> Sequence[Worker]:
        """Workers by number behind `after`; those of one vendor, or of all."""
        chosen = select(Worker).filter_by(organisation_id=self.work.organisation_id).where(workers.c.number > after)
        if vendor_id is not None:
            chosen = chosen.where(workers.c.vendor_id == vendor_id)
        return self.work.session.scalars(chosen.order_by(workers.c.number).limit(limit)).all()
