"""What waits in procurement: packages and studies, each selection at its stage, sheets, and vendors' evidence."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from core.domain.contract import ACTIVE
from core.domain.evaluation import Evaluation
from core.domain.feasibility.study import FeasibilityStudy
from core.domain.qualification import Evidence
from core.domain.reason import Reason
from core.domain.selection import Selection
from core.services.home.asked import Asked, at, is_empty, what
from core.services.home.views import Task
from core.storage.tables import (
    contracts,
    evaluations,
    feasibility_studies,
    package_versions,
    score_sheets,
    selections,
    vendors,
    work_packages,
)

EXPIRES_WITHIN = timedelta(days=30)
STEPS = ("core", "technical", "economic", "social")
RUNS = ("draft", "open", "closed", "evaluated")
"""States of a selection in which something is still to be done."""


def drafted_packages(asked: Asked) -> Iterator[Task]:
    """Work packages that were not released yet."""
    chosen = select(work_packages.c.number, work_packages.c.title).where(
        work_packages.c.organisation_id == asked.actor.organisation_id, work_packages.c.state == "draft"
    )
    for row in asked.work.connection.execute(chosen.order_by(work_packages.c.number)):
        yield asked.task(what("today.release"), row.number, row.title, at("work_package", package=row.number))


def open_studies(asked: Asked) -> Iterator[Task]:
    """Studies of the latest versions at the first step that has no answer."""
    for study, title in _studies(asked):
        missing = [place for place, step in enumerate(STEPS, 1) if getattr(study, step) is None]
        if missing:
            yield _study_task(asked, study, title, what("today.study_step", step=missing[0]))


def undecided_studies(asked: Asked) -> Iterator[Task]:
    """Studies whose four steps are answered."""
    for study, title in _studies(asked):
        if all(getattr(study, step) is not None for step in STEPS):
            yield _study_task(asked, study, title, what("today.decide_study"))


def selections_to_run(asked: Asked) -> Iterator[Task]:
    """Selections by what comes next for those who run them."""
    running = [one for one in _selections(asked) if one.state in ("draft", "open", "closed")]
    begun = _evaluations(asked, [one.number for one in running if one.state == "closed"])
    for one in running:
        place = at("selection", selection=one.number)
        closes_ms = one.rules.closes_ms if one.rules is not None and one.state == "open" else None
        yield asked.task(_next(one, begun.get(one.number), asked.now_ms), one.number, one.title, place, closes_ms)


def selections_to_award(asked: Asked) -> Iterator[Task]:
    """Selections that are ranked."""
    for one in _selections(asked):
        if one.state == "evaluated":
            yield asked.task(what("today.award"), one.number, one.title, at("ranking", selection=one.number))


def own_sheets(asked: Asked) -> Iterator[Task]:
    """The reader's own sheets that are not locked, with how much is left; nothing of anybody else's."""
    name = asked.actor.name
    mine = select(score_sheets.c.evaluation_id).where(
        score_sheets.c.organisation_id == asked.actor.organisation_id, score_sheets.c.evaluator == name,
        score_sheets.c.locked_ms.is_(None), score_sheets.c.recused_because.is_(None),
    )  # fmt: skip
    chosen = (
        select(Evaluation, selections.c.title)
        .join(selections, (selections.c.organisation_id == evaluations.c.organisation_id)
              & (selections.c.number == evaluations.c.selection_number))
        .where(evaluations.c.organisation_id == asked.actor.organisation_id, evaluations.c.closed_ms.is_(None))
        .where(selections.c.state == "closed", evaluations.c.id.in_(mine))
        .order_by(selections.c.number)
    )  # fmt: skip
    for one, title in asked.work.session.execute(chosen):
        number = one.selection_number
        left = unscored(one, name)
        reason = what("today.score", left=left) if left else what("today.lock")
        yield asked.task(reason, number, title, at("evaluation", selection=number))


def unscored(evaluation: Evaluation, name: str) -> int:
    """How many scores an evaluator has still to give."""
    scored = sum(len(row) for row in evaluation.sheet(name).scores.values())
    return len(evaluation.vendors) * len(evaluation.criteria) - scored


def expiring_evidence(asked: Asked) -> Iterator[Task]:
    """What vendors have proved until a day within a month, and of vendors under contract what has expired."""
    for row in _registered(asked):
        for one, last in _lasting(row.evidence):
            is_over = last < asked.on
            if last <= asked.on + EXPIRES_WITHIN and (row.is_bound or not is_over):
                reason = what("today.evidence_over" if is_over else "today.evidence", document=one.document)
                yield asked.task(reason, row.number, row.name, at("vendors", vendor=row.number), last)


def _studies(asked: Asked) -> list[tuple[FeasibilityStudy, str]]:
    latest = (
        select(work_packages.c.number, work_packages.c.title, func.max(package_versions.c.version).label("version"))
        .join(package_versions, package_versions.c.work_package_id == work_packages.c.id)
        .where(work_packages.c.organisation_id == asked.actor.organisation_id)
        .group_by(work_packages.c.number, work_packages.c.title)
        .subquery()
    )
    chosen = (
        select(FeasibilityStudy, latest.c.title)
        .join(latest, (latest.c.number == feasibility_studies.c.package_number)
              & (latest.c.version == feasibility_studies.c.package_version))
        .where(feasibility_studies.c.organisation_id == asked.actor.organisation_id)
        .where(is_empty(feasibility_studies.c.decision))
        .order_by(feasibility_studies.c.package_number)
    )  # fmt: skip
    return [(row[0], row[1]) for row in asked.work.session.execute(chosen)]


def _study_task(asked: Asked, study: FeasibilityStudy, title: str, reason: Reason) -> Task:
    place = at("feasibility", package=study.package_number, version=str(study.package_version))
    return asked.task(reason, study.package_number, title, place)


def _selections(asked: Asked) -> Sequence[Selection]:
    chosen = select(Selection).filter_by(organisation_id=asked.actor.organisation_id)
    return asked.work.session.scalars(chosen.where(selections.c.state.in_(RUNS)).order_by(selections.c.number)).all()


def _evaluations(asked: Asked, numbers: Sequence[str]) -> dict[str, Evaluation]:
    if not numbers:
        return {}
    chosen = select(Evaluation).filter_by(organisation_id=asked.actor.organisation_id)
    found = asked.work.session.scalars(chosen.where(evaluations.c.selection_number.in_(numbers)))
    return {one.selection_number: one for one in found}


def _next(one: Selection, evaluation: Evaluation | None, now_ms: int) -> Reason:
    """What comes next in a selection before its award."""
    if one.state == "draft":
        return what("today.set_rules" if one.rules is None else "today.publish_rules")
    if one.state == "open":
        return what("today.close_bids" if one.frozen_rules.closes_ms <= now_ms else "today.bids_run")
    answered = {answer.vendor for answer in one.answers}
    silent = [asked.vendor for asked in one.questions if asked.vendor not in answered]
    if silent:
        return what("today.low_prices", count=len(silent))
    return _scoring(evaluation)


def _scoring(evaluation: Evaluation | None) -> Reason:
    """How far the evaluators are; only how many have not locked is told, and nothing of what they gave."""
    if evaluation is None:
        return what("today.begin_evaluation")
    counted = [one for one in evaluation.sheets if one.recused_because is None]
    unlocked = sum(one.locked_ms is None for one in counted)
    if not counted:
        return what("today.appoint")
    if unlocked:
        return what("today.sheets_open", count=unlocked)
    if evaluation.closed_ms is not None:
        return what("today.gates")
    agreed = {(one.vendor, one.criterion) for one in evaluation.consensus}
    apart = [one for one in evaluation.divergences() if (one.vendor, one.criterion) not in agreed]
    return what("today.agree", count=len(apart)) if apart else what("today.close_evaluation")


def _registered(asked: Asked) -> Sequence[Any]:
    """Vendors with their evidence, and whether a contract binds them now."""
    bound = select(contracts.c.id).where(
        contracts.c.organisation_id == vendors.c.organisation_id, contracts.c.vendor_id == vendors.c.id,
        contracts.c.state == ACTIVE,
    )  # fmt: skip
    chosen = select(vendors.c.number, vendors.c.name, vendors.c.evidence, bound.exists().label("is_bound")).where(
        vendors.c.organisation_id == asked.actor.organisation_id
    )
    return asked.work.connection.execute(chosen.order_by(vendors.c.number)).all()


def _lasting(evidence: Sequence[Evidence]) -> Iterator[tuple[Evidence, date]]:
    """For each requirement the document that lasts longest, with its last day; none where one does not expire."""
    found: dict[str, tuple[Evidence, date]] = {}
    for one in evidence:
        last = one.valid_until or date.max
        if one.requirement not in found or found[one.requirement][1] < last:
            found[one.requirement] = one, last
    return (one for one in found.values() if one[1] < date.max)
