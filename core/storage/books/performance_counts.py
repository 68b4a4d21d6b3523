"""What a month's scorecards count, aggregated by the database: one statement a subject, for many contracts at once.

Nothing is loaded per event: with many cases the answers stay a few rows for each contract, site and obligation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from core.domain.breach import COUNTED, RESCINDED
from core.domain.clock import MET, MISSED, RUNNING
from core.storage.tables import breach_changes, breaches, cases, clocks, contracts, events, sequences

SIGNED, FAILED, REPEATED = "acceptance.owner_signed", "acceptance.failed", "acceptance.repeated"
RATED = (SIGNED, REPEATED, "customer.feedback_recorded", "survey.completed", "complaint.follow_up")
"""Events that may carry `satisfaction`, 1 to 5."""
COMPLAINED, RESOLVED = "complaint.received", "complaint.resolved"
SUBSTITUTE, INDEPENDENT = "office", "buyer"
"""`signed_by: office` is a signature in the owner's place, `sampled_by: buyer` an independent sample."""
TENTH_OF_HOUR_MS = 360_000
_SECOND_MS = 1000
Place = tuple[int, str]
"""The id of a contract, and a site."""


@dataclass(frozen=True, slots=True)
class Window:
    """The contracts of an organisation whose month runs [from_ms, to_ms); `at_ms` is now."""

    organisation_id: int
    contract_ids: tuple[int, ...]
    from_ms: int
    to_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How many clocks of an obligation that fell due are met or missed, by the state of the miss's breach."""

    place: Place
    obligation: str
    met: int
    counted: int
    undecided: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Broken:
    """How many findings of an obligation stand in a state: counted, undecided or withdrawn."""

    place: Place
    obligation: str
    standing: str
    count: int


@dataclass(frozen=True, slots=True)
class Rated:
    """How many ratings of this text came, from whom."""

    place: Place
    signed_by: str
    sampled_by: str
    is_signature: bool
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Complained:
    """Complaints by the contract that they concern, by number if the event names one, and whether they are repeats."""

    place: Place
    concerns: str
    is_repeat: bool
    count: int


@dataclass(frozen=True, slots=True)
class Late:
    """Breaches of earlier months that began to count since the last close (`change` 1), or ceased to (-1)."""

    place: Place
    breach_ms: int
    obligation: str
    is_deadline: bool
    change: int


def text_of(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """A field of a JSON column as text; `""` where there is none."""
    return func.coalesce(cast(column[name].as_string(), String), "")


_SITE = text_of(cases.c.facts, "site").label("site")
_STANDING: ColumnElement[Any] = case(
    (breaches.c.state.in_(COUNTED), "counted"), (breaches.c.state == RESCINDED, "withdrawn"), else_="undecided"
)


def feed_seq(connection: Connection, organisation_id: int, feed: str) -> int:
    """The number of the last change of a breach in this snapshot."""
    chosen = select(sequences.c.value).where(sequences.c.organisation_id == organisation_id, sequences.c.name == feed)
    return int(connection.execute(chosen).scalar() or 0)


def opened(connection: Connection, window: Window) -> dict[Place, int]:
    """Cases that began in the month and are no complaints."""
    began = cases.c.opened_ms.between(window.from_ms, window.to_ms - 1)
    of_month = select(cases.c.contract_id, _SITE, func.count().label("n")).where(
        cases.c.organisation_id == window.organisation_id, cases.c.contract_id.in_(window.contract_ids), began
    )
    complaining = select(events.c.case_id).where(*_of_type(window, (COMPLAINED,))).distinct().subquery()
    complaints = of_month.join_from(complaining, cases, cases.c.id == complaining.c.case_id)
    counted = {_place(row): int(row.n) for row in _grouped(connection, of_month)}
    for row in _grouped(connection, complaints):
        counted[_place(row)] -= row.n
    return counted


def ended(connection: Connection, window: Window) -> Iterator[Ended]:
    """Clocks that the vendor owes and that fell due in the month (sla.md 3.20); one still open is missed by now."""
    verdicts = (
        select(
            breaches.c.clock_id,
            func.max(case((_STANDING == "counted", 2), (_STANDING == "undecided", 1), else_=0)).label("verdict"),
        )
        .where(
            breaches.c.organisation_id == window.organisation_id, breaches.c.clock_id.is_not(None),
            breaches.c.vendor_id.in_(_vendors(window)),
            breaches.c.breach_ms.between(window.from_ms, window.to_ms + _SECOND_MS),
        )
        .group_by(breaches.c.clock_id)
        .subquery()
    )  # fmt: skip
    is_met = clocks.c.state == MET
    is_missed = or_(clocks.c.state == MISSED, and_(clocks.c.state == RUNNING, clocks.c.due_ms < window.at_ms))
    verdict = func.coalesce(verdicts.c.verdict, 1)
    chosen = (
        select(
            cases.c.contract_id, _SITE, clocks.c.obligation, _sum(is_met).label("met"),
            _sum(and_(is_missed, verdict == 2)).label("counted"),
            _sum(and_(is_missed, verdict == 1)).label("undecided"),
            _sum(and_(is_missed, verdict == 0)).label("withdrawn"),
        )
        .join(cases, cases.c.id == clocks.c.case_id)
        .outerjoin(verdicts, verdicts.c.clock_id == clocks.c.id)
        .where(
            clocks.c.organisation_id == window.organisation_id, clocks.c.state.in_((MET, MISSED, RUNNING)),
            clocks.c.due_ms.between(window.from_ms, window.to_ms - 1), clocks.c.owed_by == "vendor",
            cases.c.contract_id.in_(window.contract_ids),
        )
    )  # fmt: skip
    for row in _grouped(connection, chosen, clocks.c.obligation):
        found = Ended(_place(row), row.obligation, row.met, row.counted, row.undecided, row.withdrawn)
        if found.met + found.counted + found.undecided + found.withdrawn:
            yield found


def broken(connection: Connection, window: Window) -> list[Broken]:
    """Rules that the vendor broke in the month and that are no deadline."""
    chosen = (
        select(cases.c.contract_id, _SITE, breaches.c.obligation, _STANDING.label("standing"), func.count().label("n"))
        .join(cases, cases.c.id == breaches.c.case_id)
        .where(
            breaches.c.organisation_id == window.organisation_id, breaches.c.vendor_id.in_(_vendors(window)),
            breaches.c.breach_ms.between(window.from_ms, window.to_ms - 1), breaches.c.clock_id.is_(None),
            breaches.c.owed_by == "vendor", cases.c.contract_id.in_(window.contract_ids),
        )
    )  # fmt: skip
    rows = _grouped(connection, chosen, breaches.c.obligation, "standing")
    return [Broken(_place(row), row.obligation, row.standing, row.n) for row in rows]


def acceptances(connection: Connection, window: Window) -> dict[Place, tuple[int, int]]:
    """Cases whose first result of acceptance came in the month, and how many of them passed at once (HK-06, HK-08)."""
    signed = func.min(case((events.c.type == SIGNED, events.c.effective_ms)))
    failed = func.min(case((events.c.type == FAILED, events.c.effective_ms)))
    firsts = (
        select(events.c.case_id, signed.label("signed"), failed.label("failed"))
        .where(*_of_cases(window, (SIGNED, FAILED), (SIGNED, FAILED)))
        .group_by(events.c.case_id)
        .subquery()
    )
    has_passed = and_(firsts.c.signed.is_not(None), func.coalesce(firsts.c.failed > firsts.c.signed, True))
    first_ms = case((has_passed, firsts.c.signed), else_=firsts.c.failed)
    chosen = (
        select(cases.c.contract_id, _SITE, func.count().label("n"), _sum(has_passed).label("passed"))
        .join_from(firsts, cases, cases.c.id == firsts.c.case_id)
        .where(cases.c.contract_id.in_(window.contract_ids), first_ms.between(window.from_ms, window.to_ms - 1))
    )
    return {_place(row): (row.n, row.passed) for row in _grouped(connection, chosen)}


def signatures(connection: Connection, window: Window) -> dict[str, dict[Place, int]]:
    """How often in the month acceptance failed, and how many owner's signatures there were, by event type."""
    chosen = (
        select(cases.c.contract_id, _SITE, events.c.type, func.count().label("n"))
        .join(cases, cases.c.id == events.c.case_id)
        .where(*_of_type(window, (FAILED, SIGNED)), cases.c.contract_id.in_(window.contract_ids))
    )
    found: dict[str, dict[Place, int]] = defaultdict(dict)
    for row in _grouped(connection, chosen, events.c.type):
        found[row.type][_place(row)] = row.n
    return found


def ratings(connection: Connection, window: Window) -> list[Rated]:
    """What was said of satisfaction in the month, as text: what is no whole number of 1 to 5 is for the caller."""
    signed_by, sampled_by = text_of(events.c.data, "signed_by"), text_of(events.c.data, "sampled_by")
    said, is_signature = text_of(events.c.data, "satisfaction"), case((events.c.type == SIGNED, 1), else_=0)
    chosen = (
        select(
            cases.c.contract_id, _SITE, signed_by.label("signed_by"), sampled_by.label("sampled_by"),
            is_signature.label("is_signature"), said.label("said"), func.count().label("n"),
        )
        .join(cases, cases.c.id == events.c.case_id)
        .where(
            *_of_type(window, RATED), cases.c.contract_id.in_(window.contract_ids),
            or_(said != "", and_(events.c.type == SIGNED, signed_by == SUBSTITUTE)),
        )
    )  # fmt: skip
    rows = _grouped(connection, chosen, "signed_by", "sampled_by", "is_signature", "said")
    return [Rated(_place(row), row.signed_by, row.sampled_by, bool(row.is_signature), row.said, row.n) for row in rows]


def is_repeat() -> ColumnElement[bool]:
    """A complaint after another one on its case, or one that names the case it repeats (`repeat_of`)."""
    before = events.alias("before")
    again = exists(
        select(literal(1)).where(
            before.c.organisation_id == events.c.organisation_id, before.c.case_id == events.c.case_id,
            by_case(before.c.type) == COMPLAINED, before.c.effective_ms < events.c.effective_ms,
        )
    )  # fmt: skip
    return or_(again, text_of(events.c.data, "repeat_of") != "")


def complaints(connection: Connection, window: Window) -> list[Complained]:
    """All complaints of the organisation's month, also those under other contracts that concern one of these."""
    rows = (
        select(
            cases.c.contract_id, _SITE, text_of(events.c.data, "concerns").label("concerns"),
            case((is_repeat(), 1), else_=0).label("is_repeat"),
        )
        .join_from(events, cases, cases.c.id == events.c.case_id)
        .where(*_of_type(window, (COMPLAINED,)))
        .subquery()
    )  # fmt: skip
    chosen = select(rows, func.count().label("n")).group_by(*rows.c)
    return [
        Complained(_place(row), row.concerns, bool(row.is_repeat), row.n) for row in connection.execute(chosen).all()
    ]


def recovery(connection: Connection, window: Window) -> dict[Place, dict[int, int]]:
    """Tenths of an hour from a case's first complaint to its first solution, where that came in the month."""
    received = func.min(case((events.c.type == COMPLAINED, events.c.effective_ms)))
    resolved = func.min(case((events.c.type == RESOLVED, events.c.effective_ms)))
    spans = (
        select(events.c.case_id, received.label("received"), resolved.label("resolved"))
        .where(*_of_cases(window, (COMPLAINED, RESOLVED), (RESOLVED,)))
        .group_by(events.c.case_id)
        .subquery()
    )
    tenths = ((spans.c.resolved - spans.c.received) // TENTH_OF_HOUR_MS).label("tenths")
    by_case = (
        select(cases.c.contract_id, _SITE, tenths)
        .join_from(spans, cases, cases.c.id == spans.c.case_id)
        .where(
            cases.c.contract_id.in_(window.contract_ids),
            spans.c.resolved.between(window.from_ms, window.to_ms - 1),
            spans.c.received <= spans.c.resolved,
        )
        .subquery()
    )
    chosen = select(by_case, func.count().label("n")).group_by(*by_case.c)
    found: dict[Place, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(chosen):
        found[_place(row)][row.tenths] = row.n
    return found


def late(connection: Connection, window: Window, contract_id: int, closed_to_ms: int, after_seq: int) -> list[Late]:
    """Breaches of the months before, closed up to `closed_to_ms`, whose decision came with a later change."""
    changed = (
        select(breach_changes.c.breach_id)
        .where(breach_changes.c.organisation_id == window.organisation_id, breach_changes.c.seq > after_seq)
        .distinct()
        .subquery()
    )
    known = (
        select(breach_changes.c.state)
        .where(
            breach_changes.c.organisation_id == window.organisation_id,
            breach_changes.c.breach_id == breaches.c.id,
            breach_changes.c.seq <= after_seq,
        )
        .order_by(breach_changes.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    did_count = func.coalesce(known.in_(COUNTED), false())
    does_count = breaches.c.state.in_(COUNTED)
    chosen = (
        select(
            cases.c.contract_id, _SITE, breaches.c.breach_ms, breaches.c.obligation, breaches.c.clock_id,
            case((does_count, 1), else_=-1).label("change"),
        )
        .join_from(changed, breaches, breaches.c.id == changed.c.breach_id)
        .join(cases, cases.c.id == breaches.c.case_id)
        .where(
            cases.c.contract_id == contract_id, breaches.c.owed_by == "vendor", breaches.c.breach_ms < closed_to_ms,
            does_count != did_count,
        )
        .order_by(breaches.c.id)
    )  # fmt: skip
    return [
        Late(_place(row), row.breach_ms, row.obligation, row.clock_id is not None, row.change)
        for row in connection.execute(chosen)
    ]


def _of_type(window: Window, types: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """The events of a type in the month, found by their index."""
    return (
        events.c.organisation_id == window.organisation_id,
        events.c.type.in_(types),
        events.c.effective_ms.between(window.from_ms, window.to_ms - 1),
    )


def _of_cases(window: Window, types: Sequence[str], due: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """The events of these types, whenever they came, of the cases with an event of a type of `due` in the month."""
    of_month = select(events.c.case_id).where(*_of_type(window, due))
    return (
        events.c.organisation_id == window.organisation_id,
        events.c.case_id.in_(of_month),
        by_case(events.c.type).in_(types),
    )


def by_case(event_type: ColumnElement[Any]) -> ColumnElement[Any]:
    """A type among the few events of a case: as a sum, so that the planner does not look through all of that type."""
    return event_type + ""


def _vendors(window: Window) -> Select[Any]:
    return select(contracts.c.vendor_id).where(contracts.c.id.in_(window.contract_ids))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _grouped(connection: Connection, chosen: Select[Any], *more: ColumnElement[Any] | str) -> Sequence[Row[Any]]:
    """By contract, site and more; expressions by their labels, for PostgreSQL knows no two parameters to be equal."""
    return connection.execute(chosen.group_by(cases.c.contract_id, "site", *more)).all()


def _place(row: Any) -> Place:
    return row.contract_id, row.site
