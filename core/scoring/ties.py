"""Ranks, and who is tied."""

import numpy as np

from core.scoring.arrays import Floats, Ints

TOLERANCE = 1e-9
"""Scores closer than this share of the largest score are tied."""


def competition_ranks(scores: Floats, scale: float | None = None, *, lower_is_better: bool = False) -> Ints:
    """Return the rank of each score, 1 for the best: 1, 2, 2, 4.

    Neighbours within `TOLERANCE` of `scale` are tied; by default the scale is the largest magnitude among the scores.
    """
    order = np.argsort(scores)
    ascending = scores[order]
    gap = TOLERANCE * (max(abs(ascending[0]), abs(ascending[-1])) if scale is None else scale)
    apart = ascending[1:] - ascending[:-1] > gap
    if not lower_is_better:
        order, apart = order[::-1], apart[::-1]
    starts = np.arange(1, len(scores) + 1)
    starts[1:] *= apart
    ranks = np.empty_like(starts)
    ranks[order] = np.maximum.accumulate(starts, out=starts)
    return ranks


def first_winner(scores: Floats) -> int:
    """Return the first in the table of those that share rank 1."""
    return int(np.argmin(competition_ranks(scores)))


def untie(ranks: Ints, keys: Floats) -> Ints:
    """Order those that share a rank by `keys`, the highest first; who is equal there too stays tied."""
    untied = ranks.copy()
    for shared in np.flatnonzero(np.bincount(ranks) > 1):
        tied = ranks == shared
        untied[tied] += competition_ranks(keys[tied]) - 1
    return untied


def midranks(row: Floats) -> tuple[Floats, Ints]:
    """Return the rank of each number, the lowest first and ties averaged (1, 2.5, 2.5, 4), and how many share it."""
    ascending = np.sort(row)
    below = np.searchsorted(ascending, row, side="left")
    through = np.searchsorted(ascending, row, side="right")
    return (below + through + 1) / 2, through - below
