"""Work packages and their feasibility studies, as collections of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.domain.feasibility.study import FeasibilityStudy
from core.domain.work_package import WorkPackage
from core.errors import NotFound
from core.storage.database import Work
from core.storage.packed import open_for_change
from core.storage.tables import work_packages


@dataclass(frozen=True, slots=True)
class WorkPackages:
    """The work packages of the organisation whose transaction this is."""

    work: Work

    def add(self, package: WorkPackage) -> None:
        """Add a new work package."""
        self.work.session.add(package)

    def get(self, number: str) -> WorkPackage:
        """The work package with this number. Raises `NotFound`."""
        chosen = select(WorkPackage).filter_by(organisation_id=self.work.organisation_id, number=number)
        package = self.work.session.scalars(chosen).one_or_none()
        if package is None:
            raise NotFound("work_package.absent", place="work_package", value=number)
        return package

    def change(self, number: str) -> WorkPackage:
        """The same, locked until the transaction ends."""
        package = self.get(number)
        self.work.session.refresh(package, with_for_update=True)
        return package

    def list(self, after: str, limit: int) -> Sequence[WorkPackage]:
        """Work packages by number, beginning behind `after`."""
        chosen = select(WorkPackage).filter_by(organisation_id=self.work.organisation_id)
        by_number = chosen.where(work_packages.c.number > after).order_by(work_packages.c.number)
        return self.work.session.scalars(by_number.limit(limit)).all()


@dataclass(frozen=True, slots=True)
class FeasibilityStudies:
    """The feasibility studies of the organisation whose transaction this is."""

    work: Work

    def add(self, study: FeasibilityStudy) -> None:
        """Add a new study."""
        self.work.session.add(study)

    def find(self, package_number: str, version: int) -> FeasibilityStudy | None:
        """The study of one version of a work package, if there is one."""
        chosen = select(FeasibilityStudy).filter_by(
            organisation_id=self.work.organisation_id, package_number=package_number, package_version=version
        )
        return self.work.session.scalars(chosen).one_or_none()

    def change(self, package_number: str, version: int) -> FeasibilityStudy:
        """The study, locked until the transaction ends. Raises `NotFound`."""
        study = self.find(package_number, version)
        if study is None:
            raise NotFound("feasibility.absent", place="feasibility", value=f"{package_number} v{version}")
        self.work.session.refresh(study, with_for_update=True)
        open_for_change(study)
        return study
