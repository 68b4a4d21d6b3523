"""The three numbers over the first screen, by role, each with its place."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select

from core.domain.breach import NOTIFIED
from core.domain.clock import CANCELLED, MET, MISSED, PAUSED, RUNNING
from core.services.filters import is_past, own
from core.services.home.asked import SOON_MS, Asked, at
from core.services.home.buying import RUNS
from core.services.home.views import Figure, Task
from core.services.home.watching import in_dispute
from core.services.operations.tally import SOON_MS as WITHIN_HOUR_MS
from core.services.operations.tally import fell_due, midnight
from core.storage.tables import (
    breaches,
    cases,
    clocks,
    contract_drafts,
    contracts,
    evaluations,
    score_sheets,
    selections,
)

Found = Sequence[Task]
EVERY_STATE = (RUNNING, PAUSED, MET, MISSED, CANCELLED)
"""Named, so that the index by state and due time finds those of today."""


def figures(asked: Asked, found: Found) -> list[Figure]:
    """The numbers of the reader's role; `found` are all tasks that were found for him."""
    ask = _ASK.get(asked.actor.role)
    return ask(asked, found) if ask is not None else []


def _of_operator(asked: Asked, found: Found) -> list[Figure]:
    running, soon = _running(asked, WITHIN_HOUR_MS)
    missed = _missed(asked)
    return [Figure("running", running, at("monitor")), Figure("due_within_hour", soon, at("monitor")), missed]


def _of_manager(asked: Asked, found: Found) -> list[Figure]:
    return [
        _disputed(asked),
        Figure("to_approve", _count(found, "today.approve"), at("contracts")),
        Figure("to_decide", _count(found, "today.decide_review", "today.no_reply"), at("reviews")),
    ]


def _of_procurement(asked: Asked, found: Found) -> list[Figure]:
    return [
        _selecting(asked),
        Figure("packages", _count(found, "today.release"), at("work_package")),
        Figure("evidence", _count(found, "today.evidence", "today.evidence_over"), at("vendors")),
    ]


def _of_legal(asked: Asked, found: Found) -> list[Figure]:
    ours = contract_drafts.c.organisation_id == asked.actor.organisation_id
    drafts = _scalar(asked, select(func.count()).where(ours, contract_drafts.c.state != "active"))
    securing = sum(one.code.startswith("guarantee.") for one in found)
    return [
        Figure("drafts", drafts, at("contracts")),
        Figure("undrafted", _count(found, "today.draft_contract"), at("ranking")),
        Figure("guarantees", securing, at("contracts")),
    ]


def _of_evaluator(asked: Asked, found: Found) -> list[Figure]:
    chosen = (
        select(score_sheets.c.scores, score_sheets.c.locked_ms, evaluations.c.vendors, evaluations.c.criteria)
        .join(evaluations, evaluations.c.id == score_sheets.c.evaluation_id)
        .join(selections, (selections.c.organisation_id == evaluations.c.organisation_id)
              & (selections.c.number == evaluations.c.selection_number))
        .where(score_sheets.c.organisation_id == asked.actor.organisation_id)
        .where(score_sheets.c.evaluator == asked.actor.name, score_sheets.c.recused_because.is_(None))
        .where(evaluations.c.closed_ms.is_(None), selections.c.state == "closed")
    )  # fmt: skip
    rows = asked.work.connection.execute(chosen).all()
    unlocked = [one for one in rows if one.locked_ms is None]
    left = sum(len(one.vendors) * len(one.criteria) - sum(map(len, one.scores.values())) for one in unlocked)
    place = at("evaluation")
    return [Figure("sheets", len(unlocked), place), Figure("scores_left", left, place),
            Figure("sheets_locked", len(rows) - len(unlocked), place)]  # fmt: skip


def _of_vendor(asked: Asked, found: Found) -> list[Figure]:
    waits = (breaches.c.state == NOTIFIED) & (breaches.c.objection_ends_ms >= asked.now_ms)
    open_ones = _scalar(asked, _counting(asked, breaches, breaches.c.next_fire_ms.is_not(None) & waits))
    running, soon = _running(asked, SOON_MS)
    return [Figure("to_answer", open_ones, at("breaches")), Figure("due_within_day", soon, at("cases")),
            Figure("running", running, at("monitor"))]  # fmt: skip


def _of_auditor(asked: Asked, found: Found) -> list[Figure]:
    return [_missed(asked), _disputed(asked), _selecting(asked)]


def _running(asked: Asked, within_ms: int) -> tuple[int, int]:
    """Live clocks whose due time lies ahead, and those of them that are due within so long."""
    ahead = (clocks.c.state == RUNNING) & clocks.c.breached.is_(False)
    soon = clocks.c.due_ms.between(asked.now_ms + 1, asked.now_ms + within_ms)
    chosen = _live(asked, clocks, ahead, func.count(), func.count().filter(soon))
    row = asked.work.connection.execute(chosen).one()
    return int(row[0]), int(row[1])


def _missed(asked: Asked) -> Figure:
    """What fell due since midnight in each contract's own zone and was missed, as the monitor counts it."""
    due_today = fell_due(asked.reading, asked.actor, midnight)
    missed = clocks.c.state.in_(EVERY_STATE) & clocks.c.breached.is_(True) & due_today
    day_or_two = clocks.c.due_ms > asked.now_ms - 2 * SOON_MS  # no zone's midnight lies further back
    value = _scalar(asked, _live(asked, clocks, missed & day_or_two, func.count()))
    return Figure("missed_today", value, at("monitor", state="missed"))


def _disputed(asked: Asked) -> Figure:
    return Figure("disputes", _scalar(asked, _counting(asked, breaches, in_dispute())), at("breaches"))


def _selecting(asked: Asked) -> Figure:
    ours = selections.c.organisation_id == asked.actor.organisation_id
    count = _scalar(asked, select(func.count()).where(ours, selections.c.state.in_(RUNS)))
    return Figure("selections", count, at("selection"))


def _live(asked: Asked, table: Table, condition: ColumnElement[bool], *counts: Any) -> Select[Any]:
    return (
        select(*counts)
        .select_from(table)
        .join(cases, cases.c.id == table.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .where(*own(table, asked.actor), is_past(False), condition)
    )


def _counting(asked: Asked, table: Table, condition: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(table).where(*own(table, asked.actor), condition)


def _scalar(asked: Asked, chosen: Select[Any]) -> int:
    return int(asked.work.connection.execute(chosen).scalar_one())


def _count(found: Found, *codes: str) -> int:
    return sum(one.code in codes for one in found)


_ASK: dict[str, Callable[[Asked, Found], list[Figure]]] = {
    "operator": _of_operator, "manager": _of_manager, "procurement": _of_procurement, "legal": _of_legal,
    "evaluator": _of_evaluator, "vendor": _of_vendor, "auditor": _of_auditor, "admin": _of_auditor,
}  # fmt: skip
