"""A scorecard: the KPIs of a vendor's month with their evidence, and one score with an interval of its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from core.domain.interval import Interval
from core.domain.kpi import Kpi, Measure, hours, kept, mean, rate, share
from core.domain.posterior import score_interval
from core.domain.scheme import CONDUCT, Scheme
from core.domain.service_counts import Counts, Findings, OnTime, total
from core.errors import InvalidInput

T = TypeVar("T", OnTime, Findings)
LEAST_WEIGHT = Decimal(50)
"""A card with less than this of its weight measured has no score: too little is known."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Misses of an earlier month that were decided in this one: `change` is negative where a counted one was reversed.

    The earlier card stays as it was closed.
    """

    month: str
    obligation: str
    kpi: str
    site: str
    is_deadline: bool
    change: int


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What was counted at one site; cases without a site have the site `""`."""

    site: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Score:
    """Points of 100 with their interval; `weight` of 100 was measured. None where too little was."""

    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A vendor's month under one contract, or over all of them (`contract` is `""` then)."""

    vendor: str
    contract: str
    month: str
    zone: str
    scheme: Scheme
    sites: tuple[SiteCounts, ...]
    adjustments: tuple[Adjustment, ...] = ()
    promises: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    measures: tuple[Measure, ...] = ()
    score: Score = Score(None, None, None, Decimal(0))

    @classmethod
    def of(
        cls, vendor: str, contract: str, month: str, zone: str, scheme: Scheme, sites: Iterable[SiteCounts],
        adjustments: Iterable[Adjustment] = (), promises: Mapping[str, Decimal] = MappingProxyType({}),
    ) -> "Scorecard":  # fmt: skip
        """Measure what was counted; `promises` are shares by obligation."""
        changes = tuple(adjustments)
        counted = tuple(_adjusted(one, changes) for one in _with_sites(sites, changes))
        measures = measured(total(one.counts for one in counted), scheme, promises)
        return cls(
            vendor, contract, month, zone, scheme, counted, changes, dict(promises), measures, scored(measures, scheme)
        )

    @property
    def counts(self) -> Counts:
        """The sums over all sites."""
        return total(one.counts for one in self.sites)

    def at(self, site: str) -> "Scorecard":
        """The same of one site. Raises `InvalidInput` for one that the card does not know."""
        for one in self.sites:
            if one.site == site:
                measures = measured(one.counts, self.scheme, self.promises)
                changes = tuple(change for change in self.adjustments if change.site == site)
                return replace(self, sites=(one,), adjustments=changes, measures=measures,
                               score=scored(measures, self.scheme))  # fmt: skip
        raise InvalidInput("scorecard.unknown_site", place="site", value=site[:60],
                           allowed=", ".join(one.site or "-" for one in self.sites))  # fmt: skip


def together(cards: Iterable[Scorecard]) -> Scorecard:
    """Roll the cards of one vendor and month up: counts are added, so that each case weighs the same.

    A promise stands on it where all contracts that have one for the obligation promise the same.
    """
    parts = tuple(cards)
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    promised: dict[str, set[Decimal]] = {}
    for card in parts:
        for obligation, one in card.promises.items():
            promised.setdefault(obligation, set()).add(one)
    promises = {obligation: min(some) for obligation, some in promised.items() if len(some) == 1}
    by_site: dict[str, Counts] = {}
    for card in parts:
        for each in card.sites:
            by_site[each.site] = by_site.get(each.site, Counts()) + each.counts
    measures = measured(total(by_site.values()), first.scheme, promises)
    return Scorecard(
        first.vendor, "", first.month, first.zone, first.scheme,
        tuple(SiteCounts(site, by_site[site]) for site in sorted(by_site)),
        tuple(one for card in parts for one in card.adjustments), promises, measures, scored(measures, first.scheme),
    )  # fmt: skip


def measured(counts: Counts, scheme: Scheme, promises: Mapping[str, Decimal]) -> tuple[Measure, ...]:
    """Return the scheme's figures, each followed by those of the obligations that it is made of."""
    return tuple(_measures(counts, scheme, promises))


def _measures(counts: Counts, scheme: Scheme, promises: Mapping[str, Decimal]) -> Iterator[Measure]:
    kpi = scheme.kpi
    yield _on_time(kpi("on_time"), counts.on_time)
    for one in counts.on_time:
        yield _on_time(kpi("on_time"), (one,), one, promises.get(one.obligation))
    yield _plain(kpi("first_time_pass"), share(kpi("first_time_pass"), counts.passed_first, counts.acceptances))
    yield _plain(kpi("rework_rounds"), rate(kpi("rework_rounds"), counts.rework_rounds, counts.acceptances))
    yield _plain(kpi("satisfaction"), mean(kpi("satisfaction"), counts.reported))
    yield _plain(kpi("satisfaction_independent"), mean(kpi("satisfaction_independent"), counts.independent))
    substitutes = share(kpi("substitute_signatures"), counts.substitutes, counts.signatures)
    yield _plain(kpi("substitute_signatures"), substitutes)
    yield _plain(kpi("complaints"), rate(kpi("complaints"), counts.complaints, counts.complaint_cases))
    yield _plain(kpi("repeat_complaints"), share(kpi("repeat_complaints"), counts.repeats, counts.complaints))
    of_conduct = tuple(one for one in counts.findings if one.kpi == CONDUCT)
    others = tuple(one for one in counts.findings if one.kpi != CONDUCT)
    for code, some in ((CONDUCT, of_conduct), ("rule_findings", others)):
        yield _findings(kpi(code), some, counts.cases)
        for finding in some:
            yield _findings(kpi(code), (finding,), counts.cases, finding)
    yield _plain(kpi("recovery_hours"), hours(kpi("recovery_hours"), counts.recovery))
    yield _deductions(kpi("deductions"), counts)


def _plain(kpi: Kpi, measure: Measure) -> Measure:
    """A figure in which nothing waits for a decision: what is shown is what is scored."""
    return _with_points(kpi, measure, measure.value)


def _with_points(kpi: Kpi, measure: Measure, figure: Decimal | None) -> Measure:
    points = kpi.points(figure) if figure is not None and measure.state == "measured" else None
    return replace(measure, scored=figure, points=points)


def _on_time(kpi: Kpi, parts: tuple[OnTime, ...], one: OnTime | None = None, promise: Decimal | None = None) -> Measure:
    met, counted = sum(each.met for each in parts), sum(each.counted for each in parts)
    undecided, adjusted = sum(each.undecided for each in parts), sum(each.adjusted for each in parts)
    shown = share(kpi, met, met + counted + undecided)
    decided = met + max(0, counted + adjusted)
    named = replace(
        shown, promise=promise, obligation=one.obligation if one else "", kpi=one.kpi if one else "",
        undecided=undecided, adjusted=adjusted, withdrawn=sum(each.withdrawn for each in parts),
    )  # fmt: skip
    return _with_points(kpi, named, kept(met / decided) if decided else None)


def _findings(kpi: Kpi, parts: tuple[Findings, ...], cases: int, one: Findings | None = None) -> Measure:
    """Findings per so many cases; without an obligation that could be broken there is nothing to measure."""
    counted, undecided = sum(each.counted for each in parts), sum(each.undecided for each in parts)
    adjusted, exposure = sum(each.adjusted for each in parts), cases if parts else 0
    shown = rate(kpi, counted + undecided, exposure)
    decided = max(0, counted + adjusted)
    named = replace(
        shown, obligation=one.obligation if one else "", kpi=one.kpi if one else "", undecided=undecided,
        adjusted=adjusted, withdrawn=sum(each.withdrawn for each in parts),
    )  # fmt: skip
    return _with_points(kpi, named, kept(decided * kpi.per / exposure) if exposure else None)


def _deductions(kpi: Kpi, counts: Counts) -> Measure:
    """Breaches that count for money, per so many cases; the undecided stand beside."""
    found = rate(kpi, max(0, counts.breaches), counts.cases)
    return _plain(kpi, replace(found, undecided=counts.undecided))


def scored(measures: Iterable[Measure], scheme: Scheme) -> Score:
    """Return the weighted mean of the points that were measured, and the interval that its figures leave it."""
    weights = {one.code: one.weight for one in scheme.kpis if one.weight}
    rated = [one for one in measures if not one.obligation and one.points is not None and one.code in weights]
    weight = sum((weights[one.code] for one in rated), Decimal(0))
    if weight < LEAST_WEIGHT:
        return Score(None, None, None, weight)
    points = sum((weights[one.code] * (one.points or 0) for one in rated), Decimal(0)) / weight
    around: Interval = score_interval(tuple((one, scheme.kpi(one.code)) for one in rated))
    low, high = (round(Decimal(str(bound)), 2) for bound in (around.low, around.high))
    return Score(round(points, 2), min(low, round(points, 2)), max(high, round(points, 2)), weight)


def _with_sites(sites: Iterable[SiteCounts], changes: tuple[Adjustment, ...]) -> Iterator[SiteCounts]:
    """The sites, with those that only an adjustment concerns."""
    known = tuple(sites)
    yield from known
    for site in sorted({one.site for one in changes} - {one.site for one in known}):
        yield SiteCounts(site, Counts())


def _adjusted(one: SiteCounts, changes: tuple[Adjustment, ...]) -> SiteCounts:
    ours = tuple(change for change in changes if change.site == one.site)
    if not ours:
        return one
    late = Counts(
        on_time=_late(OnTime, (change for change in ours if change.is_deadline)),
        findings=_late(Findings, (change for change in ours if not change.is_deadline)),
    )
    return SiteCounts(one.site, one.counts + late)


def _late(kind: type[T], changes: Iterable[Adjustment]) -> tuple[T, ...]:
    found: dict[tuple[str, str], int] = {}
    for one in changes:
        found[one.obligation, one.kpi] = found.get((one.obligation, one.kpi), 0) + one.change
    return tuple(kind(*named, adjusted=change) for named, change in sorted(found.items()))
