"""Selections and their evaluations, as collections of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from core.domain.evaluation import Evaluation
from core.domain.selection import Selection
from core.errors import NotFound
from core.storage.database import Work
from core.storage.packed import open_for_change
from core.storage.tables import ranking_records, score_sheets, selections


@dataclass(frozen=True, slots=True)
class Selections:
    """The selections of the organisation whose transaction this is."""

    work: Work

    def add(self, selection: Selection) -> None:
        """Add a new selection."""
        self.work.session.add(selection)

    def get(self, number: str) -> Selection:
        """The selection with this number. Raises `NotFound`."""
        chosen = select(Selection).filter_by(organisation_id=self.work.organisation_id, number=number)
        selection = self.work.session.scalars(chosen).one_or_none()
        if selection is None:
            raise NotFound("selection.absent", place="selection", value=number)
        return selection

    def change(self, number: str) -> Selection:
        """The same, locked until the transaction ends."""
        selection = self.get(number)
        self.work.session.refresh(selection, with_for_update=True)
        open_for_change(selection)
        return selection

    def list(self, after: str, limit: int) -> Sequence[Selection]:
        """Selections by number, beginning behind `after`."""
        chosen = select(Selection).filter_by(organisation_id=self.work.organisation_id)
        by_number = chosen.where(selections.c.number > after).order_by(selections.c.number)
        return self.work.session.scalars(by_number.limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The evaluations of the organisation whose transaction this is."""

    work: Work

    def add(self, evaluation: Evaluation) -> None:
        """Add a new evaluation."""
        self.work.session.add(evaluation)

    def find(self, selection_number: str) -> Evaluation | None:
        """The evaluation of a selection, if it has begun."""
        chosen = select(Evaluation).filter_by(
            organisation_id=self.work.organisation_id, selection_number=selection_number
        )
        return self.work.session.scalars(chosen).one_or_none()

    def get(self, selection_number: str) -> Evaluation:
        """The evaluation of a selection. Raises `NotFound`."""
        evaluation = self.find(selection_number)
        if evaluation is None:
            raise NotFound("evaluation.absent", place="selection", value=selection_number)
        return evaluation

    def change(self, selection_number: str) -> Evaluation:
        """The same with its sheets, locked until the transaction ends."""
        evaluation = self.get(selection_number)
        self.work.session.refresh(evaluation, with_for_update=True)
        for one in (evaluation, *evaluation.sheets):
            open_for_change(one)
        return evaluation

    def of_evaluator(self, evaluator: str) -> Sequence[Evaluation]:
        """The evaluations in which somebody has a sheet, by selection number."""
        chosen = select(Evaluation).filter_by(organisation_id=self.work.organisation_id)
        own = chosen.where(Evaluation.id.in_(select(score_sheets.c.evaluation_id).filter_by(evaluator=evaluator)))  # type: ignore[union-attr]
        return sorted(self.work.session.scalars(own), key=lambda one: one.selection_number)


@dataclass(frozen=True, slots=True)
class RankingRecords:
    """The rankings that lay before an award, as they were written: text and hash, never changed."""

    work: Work

    def add(self, selection_number: str, content: str, sha256: str) -> None:
        """Keep the ranking of a selection."""
        values = {
            "organisation_id": self.work.organisation_id, "selection_number": selection_number, "content": content,
            "sha256": sha256, "created_ms": self.work.now_ms,
        }  # fmt: skip
        self.work.connection.execute(insert(ranking_records).values(values))

    def find(self, selection_number: str) -> tuple[str, str] | None:
        """The text and its hash, if an award was made."""
        chosen = select(ranking_records.c.content, ranking_records.c.sha256).where(
            ranking_records.c.organisation_id == self.work.organisation_id,
            ranking_records.c.selection_number == selection_number,
        )
        row = self.work.connection.execute(chosen).one_or_none()
        return (row.content, row.sha256) if row else None
