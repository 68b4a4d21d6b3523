"""Work packages: what is to be outsourced, version by version, until it is released for a selection."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from sqlalchemy import func, select

from core.domain.bounds import require_text
from core.domain.canonical import differences
from core.domain.clock import MET
from core.domain.contract import Contract
from core.domain.money import Money
from core.domain.observation import Observation
from core.domain.plain_text import check_name
from core.domain.reason import Reason
from core.domain.work_package import PackageContent, PackageVersion, WorkPackage
from core.domain.zone import day_start_ms
from core.errors import InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.storage.books.contracts import Contracts
from core.storage.books.work_packages import WorkPackages
from core.storage.database import Database, Work
from core.storage.tables import cases, clocks
from core.storage.uuids import uuid7

LONGEST_TITLE = 200


class PackageSummary(msgspec.Struct):
    """A work package as a list shows it; the totals are None before there is a bill or a cost."""

    number: str
    title: str
    state: str
    version: int
    ceiling: Money | None
    cost: Money | None


class PackageView(msgspec.Struct):
    """A work package with the content of one version and what is still missing before it can be released."""

    number: str
    title: str
    state: str
    version: int
    versions: int
    sha256: str
    content: PackageContent
    gaps: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WorkPackageService:
    """Keeps the work packages of an organisation."""

    database: Database

    def create(self, actor: Actor, title: str, content: PackageContent, call: Once | None = None) -> PackageView:
        """Begin a work package. Raises `InvalidInput` for a missing title."""
        access.require(actor, "package.edit")
        require_text(title, code="work_package.no_title", place="title")
        check_name(title, "title", LONGEST_TITLE)
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, PackageView, lambda: _create(work, title, content))

    def revise(
        self, actor: Actor, number: str, content: PackageContent, call: Once | None = None, *, of: int | None = None
    ) -> PackageView:
        """Add a version; the same content again changes nothing.

        `of` is the version that it was made from. Raises `NotFound`, or `Conflict` if there is a later one.
        """
        access.require(actor, "package.edit")

        def act(work: Work) -> PackageView:
            package = WorkPackages(work).change(number)
            package.require_latest(of)
            version = package.revise(content, at_ms=work.now_ms)
            work.audit("package.revise", f"{number} v{version.version}", version.sha256)
            return _view(package, version)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, PackageView, lambda: act(work))

    def release(self, actor: Actor, number: str, call: Once | None = None, *, of: int | None = None) -> PackageView:
        """Let the latest version be tendered, the version `of` and no later one.

        Raises `Conflict` naming the first part that is missing.
        """
        access.require(actor, "package.edit")

        def act(work: Work) -> PackageView:
            package = WorkPackages(work).change(number)
            package.require_latest(of)
            version = package.release()
            work.audit("package.release", f"{number} v{version.version}", version.sha256)
            return _view(package, version)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, PackageView, lambda: act(work))

    def get(self, actor: Actor, number: str, version: int | None = None) -> PackageView:
        """One version of a work package, by default the latest. Raises `NotFound`."""
        access.require(actor, "package.read")
        with self.database.reading_for(actor) as work:
            package = WorkPackages(work).get(number)
            return _view(package, package.latest if version is None else package.version(version))

    def compare(self, actor: Actor, number: str, before: int, after: int) -> tuple[str, ...]:
        """The paths, such as `bill.lines[2].ceiling.amount`, at which two versions differ. Raises `NotFound`."""
        access.require(actor, "package.read")
        with self.database.reading_for(actor) as work:
            package = WorkPackages(work).get(number)
            return differences(package.version(before).content, package.version(after).content)

    def observed(self, actor: Actor, contract: str, first: date, last: date) -> tuple[Observation, ...]:
        """Of the vendor's clocks that fell due from `first` to `last` in the contract's zone, how many were met.

        A clock that still runs and is not late says nothing yet. Raises `NotFound`, or `InvalidInput` for days in
        the wrong order.
        """
        access.require(actor, "clock.read")
        if last < first:
            raise InvalidInput("work_package.days_reversed", place="last", value=str(last), first=str(first))
        with self.database.reading_for(actor) as work:
            counted = _counted(work, Contracts(work).get(contract, actor.vendor_id), first, last)
            return tuple(Observation(name, met, met + missed, first, last) for name, met, missed in counted)

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[PackageSummary]:
        """Work packages by number, beginning behind the number `after`."""
        access.require(actor, "package.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            return [_summary(one) for one in WorkPackages(work).list(after, limit)]


def _counted(work: Work, contract: Contract, first: date, last: date) -> Iterator[tuple[str, int, int]]:
    """Obligations with their clocks met and missed, in the order of their ids."""
    begin_ms, end_ms = (day_start_ms(contract.zone, day) for day in (first, last + timedelta(days=1)))
    met = (clocks.c.state == MET) & ~clocks.c.breached
    chosen = (
        select(clocks.c.obligation, func.count().filter(met), func.count().filter(clocks.c.breached))
        .join(cases, cases.c.id == clocks.c.case_id)
        .where(clocks.c.organisation_id == work.organisation_id, cases.c.contract_id == contract.id)
        .where(clocks.c.owed_by == "vendor", clocks.c.due_ms >= begin_ms, clocks.c.due_ms < end_ms)
        .where(met | clocks.c.breached)
        .group_by(clocks.c.obligation)
        .order_by(clocks.c.obligation)
    )
    for row in work.connection.execute(chosen):
        yield row[0], row[1], row[2]


def _create(work: Work, title: str, content: PackageContent) -> PackageView:
    package = WorkPackage(work.organisation_id, uuid7(work.now_ms), work.number("WP"), title, work.now_ms)
    version = package.revise(content, at_ms=work.now_ms)
    WorkPackages(work).add(package)
    work.session.flush()
    work.audit("package.create", f"{package.number} v1", version.sha256)
    return _view(package, version)


def _view(package: WorkPackage, version: PackageVersion) -> PackageView:
    return PackageView(
        package.number, package.title, package.state, version.version, len(package.versions), version.sha256,
        version.content, version.content.gaps(),
    )  # fmt: skip


def _summary(package: WorkPackage) -> PackageSummary:
    content = package.latest.content
    return PackageSummary(
        package.number, package.title, package.state, package.latest.version,
        content.bill.ceiling.net if content.bill else None, content.cost.total if content.cost else None,
    )  # fmt: skip
