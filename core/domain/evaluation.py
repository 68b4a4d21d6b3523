"""Evaluators score bids each on a sheet of their own; sheets lock, and where they diverge a consensus is recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from core.domain.bounds import require_number, require_text
from core.errors import Conflict, InvalidInput, NotFound

Scores = Mapping[str, Mapping[str, Decimal]]
"""By vendor, then by criterion, 0 to 100."""
Comments = Mapping[str, Mapping[str, str]]
"""By vendor, then by criterion: why a score is what it is."""


@dataclass(eq=False)
class ScoreSheet:
    """One evaluator's scores; `locked_ms` once they may not change, `recused_because` if he may not score."""

    evaluator: str
    scores: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)
    locked_ms: int | None = None
    recused_because: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Divergence:
    """A cell whose scores lie further apart than the rules allow, with each evaluator's score."""

    vendor: str
    criterion: str
    scores: tuple[tuple[str, Decimal], ...]
    spread: Decimal


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the evaluators agreed about a cell that diverged; the individual scores stay as they are."""

    vendor: str
    criterion: str
    note: str
    recorded_by: str
    recorded_ms: int


@dataclass(eq=False)
class Evaluation:
    """The evaluation of a selection's bids; `bound` is how far apart the scores of one cell may lie."""

    organisation_id: int
    uuid: str
    selection_number: str
    vendors: tuple[str, ...]
    criteria: tuple[str, ...]
    bound: Decimal
    created_ms: int
    sheets: list[ScoreSheet] = field(default_factory=list)
    consensus: list[Consensus] = field(default_factory=list)
    closed_ms: int | None = None
    id: int | None = None

    def appoint(self, evaluator: str) -> ScoreSheet:
        """Give an evaluator a sheet. Raises `Conflict` for one who has it."""
        self._require_running()
        require_text(evaluator, code="evaluation.nameless", place="evaluators")
        if any(sheet.evaluator == evaluator for sheet in self.sheets):
            raise Conflict("evaluation.appointed_twice", place=f"evaluators.{evaluator}", value=evaluator)
        sheet = ScoreSheet(evaluator)
        self.sheets.append(sheet)
        return sheet

    def recuse(self, evaluator: str, reason: str) -> None:
        """Take an evaluator out for a conflict of interest; his sheet stays on record and counts no longer.

        Raises `Conflict` for one who is out already: the first reason stands.
        """
        self._require_running()
        require_text(reason, code="evaluation.recusal_without_reason", place=f"evaluators.{evaluator}")
        sheet = self.sheet(evaluator)
        _refuse_recused(sheet)
        sheet.recused_because = reason

    def sheet(self, evaluator: str) -> ScoreSheet:
        """Return the sheet of an evaluator. Raises `NotFound`."""
        for sheet in self.sheets:
            if sheet.evaluator == evaluator:
                return sheet
        raise NotFound("evaluation.no_evaluator", place=f"evaluators.{evaluator}", value=evaluator)

    def require_sight(self, evaluator: str) -> None:
        """Raise `NotFound` for one who was not appointed, `Conflict` for one who was recused."""
        _refuse_recused(self.sheet(evaluator))

    def score(self, evaluator: str, scores: Scores, comments: Comments = MappingProxyType({})) -> None:
        """Write scores with their comments on an evaluator's sheet, all of them or none.

        Raises `Conflict` when it is locked or he is recused, `InvalidInput` naming vendor and criterion.
        """
        sheet = self._writable(evaluator)
        for vendor, row in scores.items():
            for criterion, value in row.items():
                self._check(evaluator, vendor, criterion, value)
        for vendor, said in comments.items():
            for criterion in said:
                self._check_cell(evaluator, vendor, criterion)
        for vendor, row in scores.items():
            sheet.scores[vendor] = sheet.scores.get(vendor, {}) | dict(row)
        for vendor, said in comments.items():
            sheet.comments[vendor] = sheet.comments.get(vendor, {}) | dict(said)

    def lock(self, evaluator: str, *, at_ms: int) -> None:
        """Lock a complete sheet for good. Raises `InvalidInput` naming the vendor and criterion without a score."""
        sheet = self._writable(evaluator)
        for vendor in self.vendors:
            for criterion in self.criteria:
                if criterion not in sheet.scores.get(vendor, {}):
                    raise InvalidInput("evaluation.score_missing", place=_path(evaluator, vendor, criterion),
                                       vendor=vendor, criterion=criterion)  # fmt: skip
        sheet.locked_ms = at_ms

    def joint_scores(self) -> dict[str, dict[str, Decimal]]:
        """Return the mean of all evaluators who were not recused, exact, by vendor and criterion.

        Raises `Conflict` naming a sheet that is not locked.
        """
        sheets = self._counted()
        return {
            vendor: {
                one: sum((sheet.scores[vendor][one] for sheet in sheets), Decimal(0)) / len(sheets)
                for one in self.criteria
            }
            for vendor in self.vendors
        }

    def divergences(self) -> tuple[Divergence, ...]:
        """Return the cells whose highest and lowest score lie more than `bound` apart, widest first."""
        found = [cell for cell in self._cells() if cell.spread > self.bound]
        return tuple(sorted(found, key=lambda cell: -cell.spread))

    def agree(self, vendor: str, criterion: str, note: str, *, by: str, at_ms: int) -> None:
        """Record what the evaluators agreed about a cell that diverged."""
        self._require_running()
        place = f"consensus.{vendor}.{criterion}"
        require_text(note, code="evaluation.consensus_without_note", place=place)
        if (vendor, criterion) not in {(one.vendor, one.criterion) for one in self.divergences()}:
            raise InvalidInput("evaluation.no_divergence", place=place, vendor=vendor, criterion=criterion)
        self.consensus.append(Consensus(vendor, criterion, note, by, at_ms))

    def close(self, *, at_ms: int) -> None:
        """End the evaluation. Raises `Conflict` naming a sheet that is open or a divergence without consensus."""
        self._require_running()
        agreed = {(one.vendor, one.criterion) for one in self.consensus}
        for cell in self.divergences():
            if (cell.vendor, cell.criterion) not in agreed:
                raise Conflict("evaluation.diverges", place=f"consensus.{cell.vendor}.{cell.criterion}",
                               vendor=cell.vendor, criterion=cell.criterion, spread=str(cell.spread),
                               bound=str(self.bound))  # fmt: skip
        self.closed_ms = at_ms

    def _cells(self) -> Iterator[Divergence]:
        sheets = self._counted()
        for vendor in self.vendors:
            for criterion in self.criteria:
                given = tuple((sheet.evaluator, sheet.scores[vendor][criterion]) for sheet in sheets)
                values = [value for _, value in given]
                yield Divergence(vendor, criterion, given, max(values) - min(values))

    def _counted(self) -> list[ScoreSheet]:
        sheets = [sheet for sheet in self.sheets if sheet.recused_because is None]
        if not sheets:
            raise Conflict("evaluation.nobody", place="evaluators")
        for sheet in sheets:
            if sheet.locked_ms is None:
                raise Conflict("evaluation.not_locked", place=f"evaluators.{sheet.evaluator}", value=sheet.evaluator)
        return sheets

    def _writable(self, evaluator: str) -> ScoreSheet:
        self._require_running()
        sheet, place = self.sheet(evaluator), f"evaluators.{evaluator}"
        _refuse_recused(sheet)
        if sheet.locked_ms is not None:
            raise Conflict("evaluation.locked", place=place, value=evaluator)
        return sheet

    def _check(self, evaluator: str, vendor: str, criterion: str, value: Decimal) -> None:
        self._check_cell(evaluator, vendor, criterion)
        if not (value.is_finite() and 0 <= value <= 100):
            raise InvalidInput("evaluation.score", place=_path(evaluator, vendor, criterion), value=str(value),
                               vendor=vendor, criterion=criterion)  # fmt: skip
        require_number(value, place=_path(evaluator, vendor, criterion))

    def _check_cell(self, evaluator: str, vendor: str, criterion: str) -> None:
        place = _path(evaluator, vendor, criterion)
        if vendor not in self.vendors:
            raise InvalidInput("evaluation.unknown_vendor", place=place, value=vendor, allowed=", ".join(self.vendors))
        if criterion not in self.criteria:
            raise InvalidInput("evaluation.unknown_criterion", place=place, value=criterion,
                               allowed=", ".join(self.criteria))  # fmt: skip

    def _require_running(self) -> None:
        if self.closed_ms is not None:
            raise Conflict("evaluation.closed", place=self.selection_number, value=self.selection_number)


def _refuse_recused(sheet: ScoreSheet) -> None:
    """Raise `Conflict` with the reason for an evaluator who was taken out."""
    if sheet.recused_because is not None:
        place = f"evaluators.{sheet.evaluator}"
        raise Conflict("evaluation.recused", place=place, value=sheet.evaluator, reason=sheet.recused_because)


def _path(evaluator: str, vendor: str, criterion: str) -> str:
    return f"scores.{evaluator}.{vendor}.{criterion}"
