"""Evaluations and score sheets as they are shown; nobody sees another's scores before all sheets are locked."""

from decimal import Decimal

import msgspec

from core.domain.bid import Promise
from core.domain.criterion import Criterion
from core.domain.evaluation import Consensus, Divergence, Evaluation, ScoreSheet
from core.domain.qualification import Evidence
from core.services.procurement.selection_views import aliases
from core.storage.books.selections import Selections
from core.storage.books.vendors import Vendors
from core.storage.database import Work

Cells = dict[str, dict[str, Decimal]]
"""By vendor, then by criterion."""


class SheetStatus(msgspec.Struct):
    """How far an evaluator has come, without his scores."""

    evaluator: str
    scored: int
    of: int
    locked_ms: int | None
    recused_because: str | None


class EvaluatorScores(msgspec.Struct):
    """One evaluator's scores with his comments, once they are locked."""

    evaluator: str
    scores: Cells
    comments: dict[str, dict[str, str]]


class EvaluationView(msgspec.Struct):
    """An evaluation; `scores`, `joint` and `divergences` are empty until every sheet that counts is locked."""

    selection: str
    criteria: tuple[str, ...]
    bound: Decimal
    sheets: tuple[SheetStatus, ...]
    is_locked: bool
    scores: tuple[EvaluatorScores, ...]
    joint: Cells
    divergences: tuple[Divergence, ...]
    consensus: tuple[Consensus, ...]
    closed_ms: int | None


class Bidder(msgspec.Struct):
    """A bidder as evaluators see him: what he promises and proves; prices are none of their business."""

    vendor: str
    name: str
    alias: str
    promises: tuple[Promise, ...]
    evidence: tuple[Evidence, ...]


class SheetCriterion(msgspec.Struct):
    """A criterion with its anchors and its weight of 100."""

    criterion: Criterion
    weight: Decimal
    minimum: Decimal | None


class SheetView(msgspec.Struct):
    """An evaluator's own sheet with all that he needs to fill it; no bidders for one who is recused."""

    selection: str
    title: str
    evaluator: str
    bidders: tuple[Bidder, ...]
    criteria: tuple[SheetCriterion, ...]
    scores: Cells
    comments: dict[str, dict[str, str]]
    scored: int
    of: int
    locked_ms: int | None
    recused_because: str | None
    closed_ms: int | None


class Task(msgspec.Struct):
    """A selection in which somebody has a sheet, and how far he has come."""

    selection: str
    title: str
    status: SheetStatus
    closed_ms: int | None


def evaluation_view(evaluation: Evaluation) -> EvaluationView:
    """Show an evaluation."""
    counted = [one for one in evaluation.sheets if one.recused_because is None]
    is_locked = bool(counted) and all(one.locked_ms is not None for one in counted)
    return EvaluationView(
        selection=evaluation.selection_number, criteria=evaluation.criteria, bound=evaluation.bound,
        sheets=tuple(_status(evaluation, one) for one in evaluation.sheets), is_locked=is_locked,
        scores=tuple(EvaluatorScores(one.evaluator, one.scores, one.comments) for one in counted) if is_locked else (),
        joint=evaluation.joint_scores() if is_locked else {},
        divergences=evaluation.divergences() if is_locked else (),
        consensus=tuple(evaluation.consensus), closed_ms=evaluation.closed_ms,
    )  # fmt: skip


def sheet_view(work: Work, evaluation: Evaluation, evaluator: str) -> SheetView:
    """Show one's own sheet. Raises `NotFound` if there is none."""
    sheet = evaluation.sheet(evaluator)
    selection = Selections(work).get(evaluation.selection_number)
    letters = aliases(selection)
    names = Vendors(work).names(letters)
    status = _status(evaluation, sheet)
    shown = selection.standing_bids if sheet.recused_because is None else ()
    return SheetView(
        selection=selection.number, title=selection.title, evaluator=evaluator,
        bidders=tuple(
            Bidder(bid.vendor, names[bid.vendor], letters[bid.vendor], bid.promises, bid.evidence)
            for bid in shown
        ),
        criteria=tuple(
            SheetCriterion(line.criterion, line.weight, line.minimum)
            for line in selection.frozen_rules.criteria.lines
            if line.criterion.code in evaluation.criteria
        ),
        scores=sheet.scores, comments=sheet.comments, scored=status.scored, of=status.of, locked_ms=sheet.locked_ms,
        recused_because=sheet.recused_because, closed_ms=evaluation.closed_ms,
    )  # fmt: skip


def task(work: Work, evaluation: Evaluation, evaluator: str) -> Task:
    """Show that somebody has a sheet."""
    title = Selections(work).get(evaluation.selection_number).title
    return Task(
        evaluation.selection_number, title, _status(evaluation, evaluation.sheet(evaluator)), evaluation.closed_ms
    )


def _status(evaluation: Evaluation, sheet: ScoreSheet) -> SheetStatus:
    scored = sum(len(row) for row in sheet.scores.values())
    cells = len(evaluation.vendors) * len(evaluation.criteria)
    return SheetStatus(sheet.evaluator, scored, cells, sheet.locked_ms, sheet.recused_because)
