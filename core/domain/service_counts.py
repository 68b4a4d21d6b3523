"""What was counted of a vendor's work in a period: sums that can be added over sites and contracts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OnTime:
    """The clocks of one obligation that fell due: met, or missed in the state of their breach.

    `counted` misses are accepted, deemed accepted or upheld; `undecided` ones may still be; `withdrawn` ones leave the
    count. `adjusted` are earlier months' misses that were decided in this period, less those reversed in it.
    """

    obligation: str
    kpi: str
    met: int = 0
    counted: int = 0
    undecided: int = 0
    withdrawn: int = 0
    adjusted: int = 0

    def __add__(self, other: "OnTime") -> "OnTime":
        return _added(self, other)


@dataclass(frozen=True, slots=True)
class Findings:
    """Broken rules that are no deadline, of one obligation; states as in `OnTime`."""

    obligation: str
    kpi: str
    counted: int = 0
    undecided: int = 0
    withdrawn: int = 0
    adjusted: int = 0

    def __add__(self, other: "Findings") -> "Findings":
        return _added(self, other)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Satisfaction of 1 to 5: how many were given, their sum and the sum of their squares."""

    n: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, given: Iterable[tuple[int, int]]) -> Self:
        """Sum up (score, how often)."""
        pairs = tuple(given)
        return cls(
            sum(count for _, count in pairs),
            sum(score * count for score, count in pairs),
            sum(score * score * count for score, count in pairs),
        )

    @property
    def mean(self) -> Decimal:
        """The mean; there is at least one."""
        return Decimal(self.total) / self.n

    @property
    def variance(self) -> float:
        """The sample variance; there are at least two."""
        return (self.squares - self.total * self.total / self.n) / (self.n - 1)

    def __add__(self, other: "Ratings") -> "Ratings":
        return _added(self, other)


@dataclass(frozen=True, slots=True)
class Counts:
    """All sums of a period; `recovery` holds (tenths of an hour from complaint to solution, how often).

    `cases` is the exposure of rates: cases that began and are no complaints. `passed_first` of `acceptances` had no
    failed one before (HK-06, HK-08); `signatures` are the owner's, of which `substitutes` were the office's in
    his place and are no satisfaction (HK-02). `complaint_cases` is `cases` where complaints are taken, else 0.
    `reported` is what was recorded in the course of the work, `independent` the buyer's sample.
    """

    cases: int = 0
    on_time: tuple[OnTime, ...] = ()
    findings: tuple[Findings, ...] = ()
    acceptances: int = 0
    passed_first: int = 0
    rework_rounds: int = 0
    signatures: int = 0
    reported: Ratings = Ratings()
    independent: Ratings = Ratings()
    substitutes: int = 0
    complaint_cases: int = 0
    complaints: int = 0
    repeats: int = 0
    recovery: tuple[tuple[int, int], ...] = ()

    @property
    def breaches(self) -> int:
        """Breaches that count, with those adjusted in this period."""
        deadlines = sum(one.counted + one.adjusted for one in self.on_time)
        return deadlines + sum(one.counted + one.adjusted for one in self.findings)

    @property
    def undecided(self) -> int:
        """Breaches that nobody has decided yet."""
        return sum(one.undecided for one in self.on_time) + sum(one.undecided for one in self.findings)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            cases=self.cases + other.cases,
            on_time=_by_obligation((*self.on_time, *other.on_time), lambda one: one.obligation),
            findings=_by_obligation((*self.findings, *other.findings), lambda one: one.obligation),
            acceptances=self.acceptances + other.acceptances,
            passed_first=self.passed_first + other.passed_first,
            rework_rounds=self.rework_rounds + other.rework_rounds,
            signatures=self.signatures + other.signatures,
            reported=self.reported + other.reported,
            independent=self.independent + other.independent,
            substitutes=self.substitutes + other.substitutes,
            complaint_cases=self.complaint_cases + other.complaint_cases,
            complaints=self.complaints + other.complaints,
            repeats=self.repeats + other.repeats,
            recovery=_spread((*self.recovery, *other.recovery)),
        )


def total(counts: Iterable[Counts]) -> Counts:
    """Add up."""
    return sum(counts, Counts())


def _by_obligation(parts: Iterable[Any], key: Callable[[Any], str]) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for one in parts:
        known = found.get(key(one))
        found[key(one)] = one if known is None else known + one
    return tuple(found[name] for name in sorted(found))


def _added(one: T, other: T) -> T:
    """Add the numbers of two records of a kind; what is text stays that of the first."""
    names = [field.name for field in fields(one)]  # type: ignore[arg-type]
    values = {name: getattr(one, name) for name in names}
    sums = {name: value + getattr(other, name) for name, value in values.items() if isinstance(value, int)}
    return type(one)(**(values | sums))


def _spread(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: Counter[int] = Counter()
    for value, count in pairs:
        found[value] += count
    return tuple(sorted(found.items()))
