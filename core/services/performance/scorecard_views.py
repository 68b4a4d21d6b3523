"""Scorecards as they are shown: the figures with their evidence, beside what the peers of the month say."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from core.domain.kpi import Measure
from core.domain.peers import Peers
from core.domain.renewal import Sureness, sureness
from core.domain.scorecard import Adjustment, Score, Scorecard
from core.domain.standing import Grade, suggested
from core.storage.books.scorecards import ClosedCard

DRAWN = ("on_time", "first_time_pass")
"""Shares that are drawn to the peers' mean; the peers are all vendors with a closed card of the month."""


class KpiView(msgspec.Struct):
    """One figure. `drawn` is it drawn to the mean of `peers` vendors, None where there are fewer than two.

    `share`: 0 to 1; `rate`: per `per` cases; `mean`: 1 to 5; `median`: hours. `weight` is of 100, `points` of 100.
    """

    code: str
    obligation: str
    kpi: str
    form: str
    per: int
    state: str
    n: int
    least: int
    numerator: Decimal | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    target: Decimal | None
    promise: Decimal | None
    delta: Decimal | None
    scored: Decimal | None
    points: Decimal | None
    weight: Decimal
    best: Decimal
    worst: Decimal
    undecided: int
    withdrawn: int
    adjusted: int
    drawn: Decimal | None
    peers: int


class SiteView(msgspec.Struct):
    """The score of one site, and how many cases began there."""

    site: str
    cases: int
    score: Score


class Proof(msgspec.Struct):
    """A closed card by the hash of its content."""

    contract: str
    month: str
    sha256: str
    closed_by: str
    closed_ms: int


class ScorecardView(msgspec.Struct):
    """A vendor's month; `proofs` is empty while it is a preview that still changes.

    `cases` is the evidence: cases that began and are no complaints. `breaches` count, `undecided` ones wait.
    """

    vendor: str
    name: str
    contract: str
    site: str
    month: str
    zone: str
    is_closed: bool
    proofs: tuple[Proof, ...]
    score: Score
    suggested: Grade | None
    cases: int
    breaches: int
    undecided: int
    kpis: tuple[KpiView, ...]
    sites: tuple[SiteView, ...]
    adjustments: tuple[Adjustment, ...]
    sureness: tuple[Sureness, ...]


class CardSummary(msgspec.Struct):
    """A closed month of a vendor in a list."""

    vendor: str
    name: str
    month: str
    score: Score
    suggested: Grade | None
    cases: int
    contracts: tuple[str, ...]


class MonthFigures(msgspec.Struct):
    """The figures of a closed month, by KPI or by KPI and obligation (`on_time HK-04`)."""

    month: str
    score: Decimal | None
    values: dict[str, Decimal]


def figures(card: Scorecard) -> MonthFigures:
    """Return what is known of a month for a trend."""
    known = {one.name: one.value for one in card.measures if one.value is not None}
    return MonthFigures(card.month, card.score.points, known)


def view(
    card: Scorecard, name: str, closed: Sequence[ClosedCard], peers: Mapping[str, Peers], site: str | None = None
) -> ScorecardView:
    """Show a card, of all sites or of one."""
    shown = card if site is None else card.at(site)
    counts = shown.counts
    return ScorecardView(
        vendor=card.vendor, name=name, contract=card.contract, site=site or "", month=card.month, zone=card.zone,
        is_closed=bool(closed), proofs=tuple(proof(one) for one in closed), score=shown.score,
        suggested=suggested(shown.score.points), cases=counts.cases, breaches=max(0, counts.breaches),
        undecided=counts.undecided, kpis=tuple(_kpi(shown, one, peers) for one in shown.measures),
        sites=tuple(_site(card, one.site) for one in card.sites), adjustments=shown.adjustments,
        sureness=sureness(shown),
    )  # fmt: skip


def summary(card: Scorecard, name: str, contracts: Sequence[str]) -> CardSummary:
    """Sum a closed month up."""
    return CardSummary(
        card.vendor, name, card.month, card.score, suggested(card.score.points), card.counts.cases, tuple(contracts)
    )


def proof(one: ClosedCard) -> Proof:
    """What shows which card it is."""
    return Proof(one.card.contract, one.card.month, one.sha256, one.closed_by, one.closed_ms)


def peers_of(cards: Sequence[Scorecard]) -> dict[str, Peers]:
    """What the vendors of a month have in common, by KPI; each vendor's cards are rolled up before."""
    found = {}
    for code in DRAWN:
        shares = [(int(one.numerator or 0), one.n) for card in cards for one in card.measures if _is_whole(one, code)]
        peers = Peers.of(shares)
        if peers is not None:
            found[code] = peers
    return found


def _is_whole(measure: Measure, code: str) -> bool:
    return measure.code == code and not measure.obligation


def _kpi(card: Scorecard, one: Measure, peers: Mapping[str, Peers]) -> KpiView:
    kpi = card.scheme.kpi(one.code)
    beside = peers.get(one.code) if not one.obligation else None
    return KpiView(
        code=one.code, obligation=one.obligation, kpi=one.kpi, form=one.form, per=one.per, state=one.state, n=one.n,
        least=one.least, numerator=one.numerator, value=one.value, low=one.low, high=one.high, target=one.target,
        promise=one.promise, delta=one.delta, scored=one.scored, points=one.points,
        weight=Decimal(0) if one.obligation else kpi.weight, best=kpi.best, worst=kpi.worst, undecided=one.undecided,
        withdrawn=one.withdrawn, adjusted=one.adjusted,
        drawn=beside.drawn(int(one.numerator or 0), one.n) if beside is not None and one.n else None,
        peers=beside.vendors if beside is not None else 0,
    )  # fmt: skip


def _site(card: Scorecard, site: str) -> SiteView:
    at_site = card.at(site)
    return SiteView(site, at_site.counts.cases, at_site.score)
