"""The cases behind a figure of a scorecard: from a number to its cases, from a case to its time line."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select

from core.domain.clock import MET, MISSED, RUNNING
from core.domain.month import Month
from core.domain.scheme import CONDUCT, KPIS
from core.errors import InvalidInput
from core.services.performance.card_making import Signed
from core.storage.books.performance_counts import (
    COMPLAINED,
    FAILED,
    INDEPENDENT,
    RATED,
    RESOLVED,
    SIGNED,
    SUBSTITUTE,
    is_repeat,
    text_of,
)
from core.storage.database import Reading
from core.storage.tables import breaches, cases, clocks, contracts, events

MOST = 200
_NOTHING = literal("")
_EVENTS = {
    "first_time_pass": (FAILED, SIGNED), "rework_rounds": (FAILED,), "satisfaction": RATED,
    "satisfaction_independent": RATED, "substitute_signatures": (SIGNED,), "complaints": (COMPLAINED,),
    "repeat_complaints": (COMPLAINED,), "recovery_hours": (RESOLVED,),
}  # fmt: skip


class Behind(msgspec.Struct):
    """A case behind a figure: what happened, when, and in which state a breach of it is (`""` without one).

    `outcome` is met or missed for a clock, the kind of the breach for a finding, else the type of the event.
    """

    case: str
    contract: str
    obligation: str
    outcome: str
    state: str
    at_ms: int
    said: str


def behind(
    work: Reading, organisation_id: int, some: Sequence[Signed], month: Month, kpi: str, obligation: str,
    kpis: Mapping[str, str], limit: int,
) -> list[Behind]:  # fmt: skip
    """Return the cases of these contracts behind one figure of the month, those that spoil it first.

    `kpis` are those of the contracts' obligations.
    """
    if kpi not in {one.code for one in KPIS}:
        raise InvalidInput("scorecard.unknown_kpi", place="kpi", value=kpi[:60],
                           allowed=", ".join(one.code for one in KPIS))  # fmt: skip
    rows = _chosen(kpi, obligation, kpis)
    at_ms = rows.selected_columns["at_ms"]
    by_contract = [
        and_(contracts.c.id == one.id, at_ms.between(begin, end - 1))
        for one in some
        for begin, end in (month.bounds_ms(one.zone),)
    ]
    ours = rows.where(cases.c.organisation_id == organisation_id, or_(false(), *by_contract))
    return [Behind(*row) for row in work.connection.execute(ours.limit(limit))]


def _chosen(kpi: str, obligation: str, kpis: Mapping[str, str]) -> Select[Any]:
    if kpi == "on_time":
        return _clocks(obligation)
    if kpi == "deductions":
        return _breaches((obligation,) if obligation else ())
    if kpi in (CONDUCT, "rule_findings"):
        of_conduct = [name for name, one in kpis.items() if (one == CONDUCT) == (kpi == CONDUCT)]
        return _breaches((obligation,) if obligation else of_conduct, is_finding=True)
    return _events(kpi)


def _clocks(obligation: str) -> Select[Any]:
    is_met = case((clocks.c.state == MET, 1), else_=0)
    rows = (
        _rows(clocks.c.obligation, case((clocks.c.state == MET, "met"), else_="missed"), breaches.c.state,
              clocks.c.due_ms)
        .join_from(clocks, cases, cases.c.id == clocks.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .outerjoin(breaches, breaches.c.clock_id == clocks.c.id)
        .where(clocks.c.owed_by == "vendor", clocks.c.state.in_((MET, MISSED, RUNNING)))
        .order_by(is_met, clocks.c.due_ms.desc(), clocks.c.id)
    )  # fmt: skip
    return rows.where(clocks.c.obligation == obligation) if obligation else rows


def _breaches(obligations: Sequence[str], *, is_finding: bool = False) -> Select[Any]:
    rows = (
        _rows(breaches.c.obligation, breaches.c.kind, breaches.c.state, breaches.c.breach_ms)
        .join_from(breaches, cases, cases.c.id == breaches.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .where(breaches.c.owed_by == "vendor")
        .order_by(breaches.c.breach_ms.desc(), breaches.c.id)
    )
    if is_finding:
        return rows.where(breaches.c.clock_id.is_(None), breaches.c.obligation.in_(obligations))
    return rows.where(breaches.c.obligation.in_(obligations)) if obligations else rows


def _events(kpi: str) -> Select[Any]:
    said, signed_by = text_of(events.c.data, "satisfaction"), text_of(events.c.data, "signed_by")
    is_independent = text_of(events.c.data, "sampled_by") == INDEPENDENT
    narrower: dict[str, tuple[ColumnElement[bool], ...]] = {
        "satisfaction": (said != "", signed_by != SUBSTITUTE, ~is_independent),
        "satisfaction_independent": (said != "", signed_by != SUBSTITUTE, is_independent),
        "substitute_signatures": (signed_by == SUBSTITUTE,),
        "repeat_complaints": (is_repeat(),),
    }
    spoils = case((events.c.type.in_((FAILED, COMPLAINED)), 0), else_=1)
    return (
        _rows(_NOTHING, events.c.type, _NOTHING, events.c.effective_ms, said)
        .join_from(events, cases, cases.c.id == events.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .where(events.c.type.in_(_EVENTS[kpi]), *narrower.get(kpi, ()))
        .order_by(spoils, said, events.c.effective_ms.desc(), events.c.id)
    )


def _rows(
    obligation: ColumnElement[Any], outcome: ColumnElement[Any], state: ColumnElement[Any], at_ms: ColumnElement[Any],
    said: ColumnElement[Any] = _NOTHING,
) -> Select[Any]:  # fmt: skip
    return select(
        cases.c.number, contracts.c.number, obligation.label("obligation"), outcome.label("outcome"),
        func.coalesce(state, "").label("state"), at_ms.label("at_ms"), said.label("said"),
    )  # fmt: skip
