"""How far one weight may move before another vendor wins, exactly."""

import numpy as np
from numpy.typing import ArrayLike

from core.scoring.arrays import ROUNDING, Floats, share_of
from core.scoring.problem import checked_weights
from core.scoring.table import Table, fit
from core.scoring.ties import first_winner


def weight_intervals(scores: ArrayLike, weights: ArrayLike) -> Floats:
    r"""Return for each criterion the weights, lowest and highest, between which the winner stays first.

    One weight moves from 0 to 1 and the others keep their proportions, so that each vendor's lag behind the winner
    is a linear function of it, :math:`t s_{ij} + (1 - t) r_{ij}` with r by the other weights alone; the ends are where
    the first lag turns into a lead.

    Parameters
    ----------
    scores : array_like, shape (vendors, criteria)
        Of the additive model: normalised, more is better.
    weights : array_like, shape (criteria,)
        Non-negative, not all zero; their proportions matter.

    Returns
    -------
    ndarray, shape (criteria, 2)
        Shares of the whole weight, 0 to 1; at both ends another vendor is level, unless they are 0 or 1. Of several
        winners the first in the table is meant.
    """
    table = Table.of(scores)
    given = checked_weights(weights)
    fit(len(given), table.values.shape[1], "weights")
    winner = first_winner(table.values @ given)
    own = _unrounded(table.values[winner] - table.values, table.values)
    rest = _unrounded((table.values[winner] - table.values) @ _others(given), table.values)
    catches_up, falls_back = (rest < 0) & (own >= 0), (own < 0) & (rest >= 0)
    level_at = share_of(rest, rest - own, catches_up | falls_back)
    lowest = np.where(catches_up, level_at, 0).max(axis=0)
    highest = np.where(falls_back, level_at, 1).min(axis=0)
    return np.stack([np.minimum(lowest, given), np.maximum(highest, given)], axis=1)


def _unrounded(leads: Floats, scores: Floats) -> Floats:
    return np.where(np.abs(leads) > ROUNDING * np.abs(scores).max(), leads, 0)


def _others(weights: Floats) -> Floats:
    """Return in each column the weights of sum 1 that are left without that criterion; equal ones if none is."""
    count = len(weights)
    left = np.where(np.eye(count, dtype=bool), 0, weights[:, None])
    total = left.sum(axis=0)
    equal = (1 - np.eye(count)) / max(1, count - 1)
    return np.where(total > 0, share_of(left, total, total > 0), equal)
