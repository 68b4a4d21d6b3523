"""The one score whose smallest change lets another vendor win."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.scoring.arrays import Floats
from core.scoring.problem import checked_weights
from core.scoring.table import Table, fit
from core.scoring.ties import first_winner


@dataclass(frozen=True, slots=True)
class Flip:
    """With `change` on the score of `vendor` in `criterion`, `new_winner` draws level; with any more it wins.

    Rows and columns of the table, from 0; the change is 0 where two are level already.
    """

    vendor: int
    criterion: int
    change: float
    new_winner: int


def smallest_flip(
    scores: ArrayLike, weights: ArrayLike, *, lowest: float = 0.0, highest: float = 1.0, fixed: Sequence[int] = ()
) -> Flip | None:
    """Return the smallest change of any one score that makes another vendor win, or None if no single one can.

    `scores` (vendors, criteria) are those of the additive model, more is better, and stay within `lowest` and
    `highest`; `weights` (criteria,) are taken in proportion. The columns of `fixed` are facts, such as a price, and
    stay. Of several winners the first in the table is meant.
    """
    table = Table.of(scores)
    given = checked_weights(weights)
    fit(len(given), table.values.shape[1], "weights")
    if len(table.values) == 1:
        return None
    totals = table.values @ given
    winner = first_winner(totals)
    gaps = np.maximum(totals[winner] - totals, 0)
    second = int(np.argmin(np.where(np.arange(len(gaps)) == winner, np.inf, gaps)))
    gaps[winner] = gaps[second]
    movable = np.where(np.isin(np.arange(len(given)), fixed), 0, given)
    changes = _changes(table.values, movable, gaps, np.where(np.arange(len(gaps)) == winner, lowest, highest))
    vendor, criterion = np.unravel_index(np.argmin(changes), changes.shape)
    change = float(changes[vendor, criterion])
    if change == np.inf:
        return None
    falls = int(vendor) == winner
    return Flip(int(vendor), int(criterion), -change if falls else change, second if falls else int(vendor))


def _changes(scores: Floats, weights: Floats, gaps: Floats, limits: Floats) -> Floats:
    """Return by how much each score must move to make up its vendor's gap, infinite where there is no room for it."""
    needed = np.full(scores.shape, np.inf)
    np.divide(gaps[:, None], weights, out=needed, where=weights > 0)
    room = np.abs(limits[:, None] - scores)
    return np.where(needed < room, needed, np.inf)
