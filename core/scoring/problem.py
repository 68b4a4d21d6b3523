"""What a method ranks: a table of scores, weights that sum to 1, and which way each criterion points."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import LARGEST, SMALLEST, Floats
from core.scoring.table import Names, Table, called, fit, numbers, shown


@dataclass(frozen=True, slots=True)
class Problem:
    """A table, weights (criteria,) and directions (criteria,): +1 where more is better, -1 where less is."""

    table: Table
    weights: Floats
    directions: Floats

    @classmethod
    def of(cls, table: Table, weights: ArrayLike, directions: ArrayLike, *, weights_as_given: bool = False) -> Self:
        """Check that everything fits the table. Raises `InvalidInput`."""
        checked = cls(
            table,
            checked_weights(weights, table.criteria, as_given=weights_as_given),
            checked_directions(directions, table),
        )
        fit(len(checked.weights), table.values.shape[1], "weights")
        return checked

    @property
    def values(self) -> Floats:
        """The scores, shape (vendors, criteria), each column in its own unit."""
        return self.table.values


def checked_weights(weights: ArrayLike, criteria: Names = (), *, as_given: bool = False) -> Floats:
    """Return weights of sum 1, or as they are. Raises `InvalidInput` for a negative, missing or all-zero weight."""
    checked = numbers(weights, "weights", 1)
    if not (checked.min() >= 0 and checked.max() < LARGEST):
        column = int(np.argmin((checked >= 0) & (checked < LARGEST)))
        criterion = called(criteria, column)
        raise InvalidInput("scoring.bad_weight", place="weights", criterion=criterion, value=shown(checked[column]))
    total = checked.sum()
    if total < SMALLEST:
        raise InvalidInput("scoring.no_weight", place="weights")
    return checked if as_given else checked / total


def checked_directions(directions: ArrayLike, table: Table) -> Floats:
    """Return the directions as +1.0 and -1.0. Raises `InvalidInput` for anything else."""
    checked = numbers(directions, "directions", 1)
    fit(len(checked), table.values.shape[1], "directions")
    right = np.abs(checked) == 1
    if not right.all():
        column = int(np.argmin(right))
        criterion, value = table.criterion(column), shown(checked[column])
        raise InvalidInput("scoring.bad_direction", place="directions", criterion=criterion, value=value)
    return checked
