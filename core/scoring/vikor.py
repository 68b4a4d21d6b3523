"""VIKOR: a compromise between the greatest total and the smallest single regret."""

import numpy as np

from core.errors import InvalidInput
from core.scoring.arrays import Floats, blocks, extremes, share_of, varies
from core.scoring.problem import Problem
from core.scoring.scored import Scored
from core.scoring.table import shown
from core.scoring.ties import TOLERANCE


def regrets(values: Floats, weights: Floats, directions: Floats) -> tuple[Floats, Floats]:
    r"""Return each vendor's total regret S and greatest single regret R.

    :math:`S_i = \sum_j r_{ij}`, :math:`R_i = \max_j r_{ij}`, :math:`r_{ij} = w_j (x_j^* - x_{ij}) / (x_j^* - x_j^-)`.

    Parameters
    ----------
    values : ndarray, shape (vendors, criteria)
        Finite; one row per vendor, each column in that criterion's own unit.
    weights : ndarray, shape (criteria,)
        Non-negative, of sum 1 (as given they only scale S and R).
    directions : ndarray of +1 or -1, shape (criteria,)
        +1 where more is better, -1 where less is.

    Returns
    -------
    tuple of ndarray, each of shape (vendors,)
        Dimensionless, 0 (best) to the sum and to the largest of the weights; a constant criterion adds nothing.

    References
    ----------
    Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods. EJOR 156(2), 445-455.
    """
    factors, best = _scale(values, weights, directions)
    total, greatest = np.empty(len(values)), np.empty(len(values))
    for rows, block in blocks(values):
        _regret(block, factors, best)
        total[rows] = block.sum(axis=0)
        greatest[rows] = block.max(axis=0)
    return total, greatest


def compromise(total: Floats, greatest: Floats, v: float = 0.5) -> Floats:
    """Return Q, 0 (best) to 1: `v` times S and (1 - v) times R, each as a share of its range; no range adds nothing."""
    q: Floats = (total - total.min()) * (v / _range(total))
    q += (greatest - greatest.min()) * ((1 - v) / _range(greatest))
    return q


def score(problem: Problem, *, v: float = 0.5) -> Scored:
    """Score a checked problem by Q, the lower the better; `v` is the weight of S, 0 to 1."""
    if not 0 <= v <= 1:
        raise InvalidInput("scoring.outside", place="v", value=shown(v), least=0, most=1)
    total, greatest = regrets(problem.values, problem.weights, problem.directions)
    q = compromise(total, greatest, v)
    return Scored(
        q,
        lambda: _contributions(problem, total, greatest, v),
        {"v": v, "S": total, "R": greatest, "Q": q} | _solution(total, greatest, q),
        base=float(-v * total.min() / _range(total) - (1 - v) * greatest.min() / _range(greatest)),
        lower_is_better=True,
        scale=1.0,
    )


def _solution(total: Floats, greatest: Floats, q: Floats) -> dict[str, object]:
    """Return the compromise set (rows of the table), and whether C1 (advantage) and C2 (stability) hold."""
    first = q <= q.min() + TOLERANCE
    second = q.min(where=~first, initial=np.inf)
    lead = 1 / max(1, len(q) - 1) - TOLERANCE
    advantage = bool(first.sum() == 1 and second - q.min() >= lead)
    stability = any(one[first].min() <= one.min() + TOLERANCE * one.max() for one in (total, greatest))
    chosen = first
    if not advantage:
        chosen = q < q.min() + lead
    elif not stability:
        chosen = q <= second + TOLERANCE
    return {"compromise": tuple(np.flatnonzero(chosen).tolist()), "advantage": advantage, "stability": stability}


def _scale(values: Floats, weights: Floats, directions: Floats) -> tuple[Floats, Floats]:
    """Return each criterion's regret per unit and its best value, as columns; a constant criterion has none."""
    low, high = extremes(values)
    factors = share_of(weights, high - low, varies(low, high))
    return factors[:, None], np.where(directions > 0, high, low)[:, None]


def _regret(block: Floats, factors: Floats, best: Floats) -> Floats:
    """Turn a block of shape (criteria, vendors) into regrets, in place."""
    np.subtract(block, best, out=block)
    np.abs(block, out=block)
    return np.multiply(block, factors, out=block)


def _range(some: Floats) -> float:
    """Return the range of a measure; without any, infinity, so that it takes no part."""
    low, high = some.min(), some.max()
    return float(high - low) if varies(low, high) else np.inf


def _contributions(problem: Problem, total: Floats, greatest: Floats, v: float) -> Floats:
    """Split Q by criterion: regrets make up S, and R belongs to the criterion of the greatest regret."""
    single = _regret(problem.values.T.copy(), *_scale(problem.values, problem.weights, problem.directions)).T
    split: Floats = v * single / _range(total)
    rows = np.arange(len(single))
    split[rows, single.argmax(axis=1)] += (1 - v) * greatest / _range(greatest)
    return split
