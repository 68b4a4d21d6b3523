"""A work package: the unit that is outsourced, with its versions; what was tendered never changes."""

from dataclasses import dataclass, field
from decimal import Decimal

from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.bounds import require_once, require_positive
from core.domain.canonical import sha256
from core.domain.cost import TodaysCost
from core.domain.observation import Observation
from core.domain.reason import Reason
from core.domain.volume import Volume
from core.domain.wage_adjustment import WageAdjustment
from core.errors import Conflict, InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class Scope:
    """What is done and where: procedures by pack name, sites, hours, and what the work needs and touches.

    `personal_data` are the kinds of personal data handed over (PIPL 21); `capacity_a_day` is committed by the vendor.
    """

    procedures: tuple[str, ...]
    sites: tuple[str, ...]
    hours: str = ""
    skills: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()
    capacity_a_day: Decimal | None = None

    def __post_init__(self) -> None:
        require_once(self.procedures, code="work_package.twice", place="scope.procedures")
        require_once(self.sites, code="work_package.twice", place="scope.sites")
        if self.capacity_a_day is not None:
            require_positive(self.capacity_a_day, code="work_package.volume", place="scope.capacity_a_day")


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Everything a version says; parts that are not known yet are None or empty."""

    scope: Scope
    bill: BillOfQuantities | None = None
    volume: Volume | None = None
    cost: TodaysCost | None = None
    performance: tuple[Observation, ...] = ()
    adjustment: WageAdjustment | None = None

    def __post_init__(self) -> None:
        if self.bill is not None and self.cost is not None and self.bill.currency != self.cost.currency:
            raise InvalidInput("money.two_currencies", place="cost.currency",
                               value=self.cost.currency, allowed=self.bill.currency)  # fmt: skip

    def gaps(self) -> tuple[Reason, ...]:
        """Return what is missing before a tender can be made of it, each with its path."""
        parts = {
            "scope.procedures": self.scope.procedures, "scope.sites": self.scope.sites, "scope.hours": self.scope.hours,
            "bill": self.bill, "volume": self.volume, "cost.lines": self.cost and self.cost.lines,
        }  # fmt: skip
        return tuple(Reason.of("work_package.missing", place, part=place) for place, part in parts.items() if not part)


@dataclass(eq=False)
class PackageVersion:
    """What the package said from `created_ms` on."""

    version: int
    content: PackageContent
    sha256: str
    created_ms: int
    id: int | None = None


@dataclass(eq=False)
class WorkPackage:
    """A work package of a buyer; draft until it is released for a tender."""

    organisation_id: int
    uuid: str
    number: str
    title: str
    created_ms: int
    state: str = "draft"
    versions: list[PackageVersion] = field(default_factory=list)
    id: int | None = None

    @property
    def latest(self) -> PackageVersion:
        """The last version. Raises `NotFound` before the first."""
        if not self.versions:
            raise NotFound("work_package.no_version", place=self.number, value=self.number)
        return self.versions[-1]

    def version(self, number: int) -> PackageVersion:
        """Return one version. Raises `NotFound`."""
        for one in self.versions:
            if one.version == number:
                return one
        raise NotFound("work_package.no_such_version", place="version", value=number, most=len(self.versions))

    def require_latest(self, version: int | None) -> None:
        """Raise `Conflict` if there is a later version than the one that somebody has read; None asks for none."""
        if version not in (None, self.latest.version):
            raise Conflict("work_package.newer", place=f"{self.number}.version", value=version,
                           latest=self.latest.version)  # fmt: skip

    def revise(self, content: PackageContent, *, at_ms: int) -> PackageVersion:
        """Add a version; the same content again is the version that is there. A released package becomes a draft."""
        hashed = sha256(content)
        if self.versions and self.latest.sha256 == hashed:
            return self.latest
        version = PackageVersion(len(self.versions) + 1, content, hashed, at_ms)
        self.versions.append(version)
        self.state = "draft"
        return version

    def release(self) -> PackageVersion:
        """Let the latest version be tendered. Raises `Conflict` naming the first part that is missing."""
        for gap in self.latest.content.gaps():
            raise Conflict(gap.code, place=gap.place, part=gap.place)
        self.state = "released"
        return self.latest
