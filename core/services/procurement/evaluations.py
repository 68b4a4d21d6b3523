"""Evaluations: each evaluator scores on a sheet of his own, unseen by the others until every sheet is locked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

import msgspec
from sqlalchemy import select

from core.domain.admission import open_evaluation
from core.domain.canonical import sha256
from core.domain.evaluation import Comments, Evaluation, Scores
from core.domain.plain_text import check_name
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.procurement.evaluation_views import (
    EvaluationView,
    SheetView,
    Task,
    evaluation_view,
    sheet_view,
    task,
)
from core.storage.books.selections import Evaluations, Selections
from core.storage.database import Database, Work
from core.storage.tables import users
from core.storage.uuids import uuid7

NO_COMMENTS: Comments = MappingProxyType({})
LONGEST_NAME = 128
T = TypeVar("T", bound=msgspec.Struct)


class Person(msgspec.Struct):
    """Somebody who may be appointed."""

    name: str
    shown: str


@dataclass(frozen=True, slots=True)
class EvaluationService:
    """Runs the evaluation of a closed selection."""

    database: Database

    def open(self, actor: Actor, number: str, call: Once | None = None) -> EvaluationView:
        """Begin the evaluation of a closed selection; one that has begun is shown. Raises `Conflict` before that."""
        access.require(actor, "evaluation.run")

        def act(work: Work) -> EvaluationView:
            selection = Selections(work).get(number)
            evaluation = Evaluations(work).find(number)
            if evaluation is None:
                evaluation = open_evaluation(selection, uuid7(work.now_ms), at_ms=work.now_ms)
                Evaluations(work).add(evaluation)
                work.session.flush()
                work.audit("evaluation.open", number, selection.rules_sha256 or "")
            return evaluation_view(evaluation)

        return self._perform(actor, call, EvaluationView, act)

    def appoint(self, actor: Actor, number: str, evaluator: str, call: Once | None = None) -> EvaluationView:
        """Give an evaluator, by the name he signs in with, a sheet. Raises `Conflict` for one who has it."""
        access.require(actor, "evaluation.run")
        check_name(evaluator, "evaluator", LONGEST_NAME)
        return self._change(actor, number, call, f"appoint {evaluator}", lambda one, _: one.appoint(evaluator))

    def recuse(
        self, actor: Actor, number: str, evaluator: str, reason: str, call: Once | None = None
    ) -> EvaluationView:
        """Take an evaluator out for a conflict of interest; he may do so himself. Raises `InvalidInput`, `NotFound`."""
        access.require(actor, "sheet.score" if evaluator == actor.name else "evaluation.run")
        return self._change(actor, number, call, f"recuse {evaluator}", lambda one, _: one.recuse(evaluator, reason))

    def agree(
        self, actor: Actor, number: str, vendor: str, criterion: str, note: str, call: Once | None = None
    ) -> EvaluationView:
        """Record what the evaluators agreed about scores that lie far apart; the scores stay. Raises `InvalidInput`."""
        access.require(actor, "evaluation.run")
        return self._change(
            actor, number, call, f"agree {vendor} {criterion}",
            lambda one, now_ms: one.agree(vendor, criterion, note, by=actor.name, at_ms=now_ms),
        )  # fmt: skip

    def close(self, actor: Actor, number: str, call: Once | None = None) -> EvaluationView:
        """End it. Raises `Conflict` naming a sheet that is open or a divergence without consensus."""
        access.require(actor, "evaluation.run")
        return self._change(actor, number, call, "close", lambda one, now_ms: one.close(at_ms=now_ms))

    def score(
        self, actor: Actor, number: str, scores: Scores, comments: Comments = NO_COMMENTS, call: Once | None = None
    ) -> SheetView:
        """Write scores with their comments on the actor's own sheet, all of them or none.

        Raises `InvalidInput` naming vendor and criterion, `Conflict` once the sheet is locked.
        """
        access.require(actor, "sheet.score")
        return self._change_sheet(actor, number, call, "score", lambda one, _: one.score(actor.name, scores, comments))

    def lock(self, actor: Actor, number: str, call: Once | None = None) -> SheetView:
        """Lock the actor's own sheet for good. Raises `InvalidInput` naming a score that is missing."""
        access.require(actor, "sheet.score")
        return self._change_sheet(actor, number, call, "lock", lambda one, now_ms: one.lock(actor.name, at_ms=now_ms))

    def get(self, actor: Actor, number: str) -> EvaluationView:
        """An evaluation; scores are shown once every sheet that counts is locked.

        Raises `NotFound`, also for an evaluator who was not appointed, `Conflict` for one who was recused.
        """
        access.require(actor, "evaluation.read")
        with self.database.reading_for(actor) as work:
            evaluation = Evaluations(work).get(number)
            if actor.role == "evaluator":
                evaluation.require_sight(actor.name)
            return evaluation_view(evaluation)

    def find(self, actor: Actor, number: str) -> EvaluationView | None:
        """The same, or None before it has begun."""
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            evaluation = Evaluations(work).find(number)
            return evaluation_view(evaluation) if evaluation else None

    def mine(self, actor: Actor, number: str) -> SheetView:
        """The actor's own sheet. Raises `NotFound` if he was not appointed."""
        access.require(actor, "sheet.score")
        with self.database.reading_for(actor) as work:
            return sheet_view(work, Evaluations(work).get(number), actor.name)

    def tasks(self, actor: Actor) -> Sequence[Task]:
        """The selections in which the actor has a sheet."""
        access.require(actor, "sheet.score")
        with self.database.reading_for(actor) as work:
            return [task(work, one, actor.name) for one in Evaluations(work).of_evaluator(actor.name)]

    def candidates(self, actor: Actor) -> Sequence[Person]:
        """The people of the organisation with the role of evaluator, by name."""
        access.require(actor, "evaluation.run")
        with self.database.reading_for(actor) as work:
            chosen = select(users.c.name, users.c.display_name).where(
                users.c.organisation_id == actor.organisation_id, users.c.role == "evaluator", users.c.active
            )
            return [
                Person(row.name, row.display_name) for row in work.connection.execute(chosen.order_by(users.c.name))
            ]

    def _change(
        self, actor: Actor, number: str, call: Once | None, what: str, do: Callable[[Evaluation, int], object]
    ) -> EvaluationView:
        def act(work: Work) -> EvaluationView:
            return evaluation_view(_changed(work, number, what, do))

        return self._perform(actor, call, EvaluationView, act)

    def _change_sheet(
        self, actor: Actor, number: str, call: Once | None, what: str, do: Callable[[Evaluation, int], object]
    ) -> SheetView:
        def act(work: Work) -> SheetView:
            return sheet_view(work, _changed(work, number, what, do), actor.name)

        return self._perform(actor, call, SheetView, act)

    def _perform(self, actor: Actor, call: Once | None, kind: type[T], act: Callable[[Work], T]) -> T:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, kind, lambda: act(work))


@dataclass(frozen=True, slots=True)
class _Written:
    """What an audit entry vouches for: every sheet and consensus as they stand."""

    sheets: tuple[tuple[str, dict[str, dict[str, Decimal]], dict[str, dict[str, str]], int | None, str | None], ...]
    consensus: tuple[object, ...]


def _changed(work: Work, number: str, what: str, do: Callable[[Evaluation, int], object]) -> Evaluation:
    evaluation = Evaluations(work).change(number)
    do(evaluation, work.now_ms)
    sheets = tuple(
        (one.evaluator, one.scores, one.comments, one.locked_ms, one.recused_because) for one in evaluation.sheets
    )
    work.audit(f"evaluation.{what.partition(' ')[0]}", f"{number} {what}",
               sha256(_Written(sheets, tuple(evaluation.consensus))))  # fmt: skip
    return evaluation
