"""Scorecards made of what the database counted: sums by contract and site, put under the contract's own terms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, select

from core.domain.month import Month
from core.domain.scheme import Scheme
from core.domain.scorecard import Adjustment, Scorecard, SiteCounts
from core.domain.service_counts import Counts, Findings, OnTime, Ratings
from core.services.filters import is_past
from core.services.shelf import Editions, InForce, Shelf
from core.storage.books import performance_counts as book
from core.storage.books import scorecards as cards
from core.storage.books.breaches import FEED
from core.storage.books.performance_counts import Place, Window
from core.storage.database import Reading
from core.storage.tables import contract_versions, contracts, vendors

SCORES = {str(one): one for one in range(1, 6)}
"""Satisfaction is a whole number of 1 to 5; anything else is no rating."""
BUYER = "buyer"
_WITHOUT_CLOCK = ("sequence", "approval", "prohibition")


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract with its vendor."""

    id: int
    number: str
    vendor_id: int
    vendor: str
    vendor_name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Making:
    """The cards of a month as one snapshot shows them; `feed_seq` is the last change of a breach that it knows."""

    cards: Mapping[int, Scorecard]
    feed_seq: int
    now_ms: int


def signed_contracts(
    connection: Connection, organisation_id: int, *, vendor: str = "", contract: str = "", vendor_id: int | None = None
) -> list[Signed]:
    """Contracts with their vendors, by number; of one vendor or one contract where it is named.

    Those of past logs are only there by name: they are no work that goes on.
    """
    chosen = (
        select(
            contracts.c.id, contracts.c.number, contracts.c.vendor_id, contracts.c.zone,
            vendors.c.number.label("vendor"), vendors.c.name,
        )
        .join(vendors, vendors.c.id == contracts.c.vendor_id)
        .where(contracts.c.organisation_id == organisation_id)
        .order_by(contracts.c.number)
    )  # fmt: skip
    asked = ((vendors.c.number, vendor), (contracts.c.number, contract), (contracts.c.vendor_id, vendor_id))
    for column, value in asked:
        if value not in ("", None):
            chosen = chosen.where(column == value)
    if not vendor and not contract:
        chosen = chosen.where(is_past(False))
    rows = connection.execute(chosen)
    return [Signed(row.id, row.number, row.vendor_id, row.vendor, row.name, row.zone) for row in rows]


def made(
    work: Reading, shelf: Shelf, organisation_id: int, some: Sequence[Signed], month: Month, scheme: Scheme
) -> Making:
    """Measure the month of these contracts, each in its own zone."""
    editions = _editions(work, [one.id for one in some])
    closed = cards.before(work.connection, organisation_id, [one.id for one in some])
    numbers = {one.number: one.id for one in signed_contracts(work.connection, organisation_id)}
    found: dict[int, Scorecard] = {}
    by_zone: dict[str, list[Signed]] = defaultdict(list)
    for one in some:
        by_zone[one.zone].append(one)
    for zone, ours in by_zone.items():
        ids = tuple(one.id for one in ours)
        window = Window(organisation_id, ids, *month.bounds_ms(zone), work.now_ms)
        forces = {one.id: _in_force(work, shelf, editions[one.id], window.to_ms) for one in ours}
        gathered = _Gathered(forces, numbers)
        gathered.read(work, window)
        for one in ours:
            force = forces[one.id]
            found[one.id] = Scorecard.of(
                one.vendor, one.number, str(month), zone, scheme, gathered.sites(one.id),
                _adjustments(work, window, one, force, closed.get(one.id), month), _promises(force),
            )  # fmt: skip
    return Making(found, book.feed_seq(work.connection, organisation_id, FEED), work.now_ms)


def kpis_by_obligation(work: Reading, shelf: Shelf, some: Sequence[Signed], month: Month) -> dict[str, str]:
    """The KPI of each obligation that these contracts agree on in the month."""
    editions = _editions(work, [one.id for one in some])
    forces = [_in_force(work, shelf, editions[one.id], month.bounds_ms(one.zone)[1]) for one in some]
    return {one.id: one.kpi for force in forces for one in force.obligations.values()}


@dataclass(slots=True)
class _Gathered:
    """The answers of the database, by contract and site."""

    forces: Mapping[int, InForce]
    numbers: Mapping[str, int]
    counts: dict[Place, Counts] = field(default_factory=dict)

    def read(self, work: Reading, window: Window) -> None:
        """Ask for every subject once."""
        connection = work.connection
        told = book.complaints(connection, window)
        self._add_complaints(told)
        is_told_of_all = any(one.concerns for one in told)
        for place, n in book.opened(connection, window).items():
            takes = is_told_of_all or self._takes_complaints(place[0])
            self._add(place, Counts(cases=n, complaint_cases=n if takes else 0))
        for one in book.ended(connection, window):
            ended = OnTime(
                one.obligation, self._kpi(one.place[0], one.obligation), one.met, one.counted, one.undecided,
                one.withdrawn,
            )  # fmt: skip
            self._add(one.place, Counts(on_time=(ended,)))
        for broken in book.broken(connection, window):
            kpi = self._kpi(broken.place[0], broken.obligation)
            finding = Findings(broken.obligation, kpi, **{broken.standing: broken.count})
            self._add(broken.place, Counts(findings=(finding,)))
        for place, (n, passed) in book.acceptances(connection, window).items():
            self._add(place, Counts(acceptances=n, passed_first=passed))
        by_type = book.signatures(connection, window)
        for place, n in by_type.get(book.FAILED, {}).items():
            self._add(place, Counts(rework_rounds=n))
        for place, n in by_type.get(book.SIGNED, {}).items():
            self._add(place, Counts(signatures=n))
        for rated in book.ratings(connection, window):
            self._add(rated.place, _rating(rated))
        for place, spread in book.recovery(connection, window).items():
            self._add(place, Counts(recovery=tuple(sorted(spread.items()))))

    def _add_complaints(self, told: Iterable[book.Complained]) -> None:
        """A complaint counts against the contract that it `concerns`, by number, else against that of its case.

        One about the buyer's own goods or people (`concerns: buyer`) counts against nobody.
        """
        for one in told:
            if one.concerns == BUYER:
                continue
            contract_id, site = one.place
            concerned = self.numbers.get(one.concerns, contract_id)
            if concerned in self.forces:
                repeats = one.count if one.is_repeat else 0
                self._add((concerned, site), Counts(complaints=one.count, repeats=repeats))

    def sites(self, contract_id: int) -> list[SiteCounts]:
        """What was counted at each site, with a zero for each rule that could have been broken."""
        could = tuple(
            Findings(one.id, one.kpi)
            for one in self.forces[contract_id].obligations.values()
            if one.kind in _WITHOUT_CLOCK and one.owed_by != "buyer"
        )
        ours = {site: counts for (contract, site), counts in sorted(self.counts.items()) if contract == contract_id}
        zero = Counts(findings=tuple(sorted(could, key=lambda one: one.obligation)))
        return [SiteCounts(site, zero + counts) for site, counts in (ours or {"": Counts()}).items()]

    def _add(self, place: Place, counts: Counts) -> None:
        self.counts[place] = self.counts.get(place, Counts()) + counts

    def _kpi(self, contract_id: int, obligation: str) -> str:
        known = self.forces[contract_id].obligations.get(obligation)
        return known.kpi if known else obligation

    def _takes_complaints(self, contract_id: int) -> bool:
        return book.COMPLAINED in self.forces[contract_id].terms.types()


def _rating(rated: book.Rated) -> Counts:
    """Who signs in the owner's place says nothing of his satisfaction (HK-02)."""
    if rated.signed_by == book.SUBSTITUTE:
        return Counts(substitutes=rated.count if rated.is_signature else 0)
    score = SCORES.get(rated.text.removesuffix(".0"))
    if score is None:
        return Counts()
    ratings = Ratings.of([(score, rated.count)])
    return Counts(independent=ratings) if rated.sampled_by == book.INDEPENDENT else Counts(reported=ratings)


def _adjustments(
    work: Reading, window: Window, one: Signed, force: InForce, closed: tuple[str, int] | None, month: Month
) -> list[Adjustment]:
    """Decisions since the last close about months that were closed by then."""
    if closed is None or Month.parse(closed[0]) >= month:
        return []
    closed_to_ms = Month.parse(closed[0]).bounds_ms(one.zone)[1]
    changes: dict[tuple[str, str, str, bool], int] = defaultdict(int)
    for each in book.late(work.connection, window, one.id, closed_to_ms, closed[1]):
        fell = str(Month.of(each.breach_ms, one.zone))
        changes[fell, each.obligation, each.place[1], each.is_deadline] += each.change
    return [
        Adjustment(fell, name, force.obligations[name].kpi if name in force.obligations else name, site, deadline, n)
        for (fell, name, site, deadline), n in sorted(changes.items())
        if n
    ]


def _editions(work: Reading, contract_ids: Sequence[int]) -> dict[int, Editions]:
    """The published versions of each contract."""
    chosen = (
        select(contract_versions.c.contract_id, contract_versions.c.effective_from_ms, contract_versions.c.id)
        .where(contract_versions.c.contract_id.in_(contract_ids))
        .order_by(contract_versions.c.effective_from_ms)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in work.connection.execute(chosen):
        found[row.contract_id].append((row.effective_from_ms, row.id))
    return {contract_id: Editions(since) for contract_id, since in found.items()}


def _in_force(work: Reading, shelf: Shelf, editions: Editions, to_ms: int) -> InForce:
    """The version in force at the end of the month, or the first if that came later."""
    return shelf.version(work.connection, editions.at(to_ms - 1))


def _promises(force: InForce) -> dict[str, Decimal]:
    """The targets of the contract's service levels, by obligation: what the winning bid promised."""
    levels = force.agreed.service_levels if force.agreed is not None else ()
    return {one.obligation: one.target for one in levels if one.target is not None}
