"""TOPSIS: nearness to the ideal vendor."""

from collections.abc import Iterator

import numpy as np

from core.errors import InvalidInput
from core.scoring.arrays import Floats, blocks, extremes, share_of, varies
from core.scoring.normalise import vector
from core.scoring.problem import Problem
from core.scoring.scored import Scored

UNITS = ("vector", "minmax")


def closeness(values: Floats, weights: Floats, directions: Floats, normalization: str = "vector") -> Floats:
    r"""Return how close each vendor comes to the ideal vendor.

    :math:`C_i = D_i^- / (D_i^+ + D_i^-)` with the Euclidean distances of :math:`w_j x_{ij} / \lVert x_j \rVert`
    to the best and to the worst value of each criterion.

    Parameters
    ----------
    values : ndarray, shape (vendors, criteria)
        Finite; one row per vendor, each column in that criterion's own unit.
    weights : ndarray, shape (criteria,)
        Non-negative importances; only their proportions matter.
    directions : ndarray of +1 or -1, shape (criteria,)
        +1 where more is better, -1 where less is (a price).
    normalization : str
        vector, or minmax for a column divided by its range.

    Returns
    -------
    ndarray, shape (vendors,)
        Dimensionless, 0 (worst) to 1 (best); indistinguishable vendors all get 0.5.

    References
    ----------
    Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, ch. 3.
    """
    found = np.full(len(values), 0.5)
    for rows, to_ideal, to_worst in _walked(values, weights, directions, normalization):
        both = to_ideal + to_worst
        np.divide(to_worst, both, out=found[rows], where=both > 0)
    return found


def distances(
    values: Floats, weights: Floats, directions: Floats, normalization: str = "vector"
) -> tuple[Floats, Floats]:
    """Return each vendor's distance to the ideal and to the anti-ideal vendor, both of shape (vendors,)."""
    to_ideal, to_worst = np.empty(len(values)), np.empty(len(values))
    for rows, near, far in _walked(values, weights, directions, normalization):
        to_ideal[rows], to_worst[rows] = near, far
    return to_ideal, to_worst


def score(problem: Problem, *, normalization: str = "vector") -> Scored:
    """Score a checked problem; `normalization` is `vector` or, as a named variant, `minmax`."""
    if normalization not in UNITS:
        allowed = ", ".join(UNITS)
        raise InvalidInput("scoring.unknown_choice", place="normalization", value=normalization, allowed=allowed)
    given = problem.values, problem.weights, problem.directions, normalization
    return Scored(
        closeness(*given),
        lambda: _contributions(*given),
        {"normalization": normalization, "distances": lambda: distances(*given)},
        base=0.5,
    )


def _walked(
    values: Floats, weights: Floats, directions: Floats, normalization: str
) -> Iterator[tuple[slice, Floats, Floats]]:
    """Yield the distances to the ideal and to the anti-ideal vendor, some vendors at a time."""
    squares, best, worst = _scale(values, weights, directions, normalization)
    for rows, block in blocks(values):
        np.subtract(block, best[:, None], out=block)
        to_ideal = np.sqrt(squares @ np.square(block))
        np.add(block, (best - worst)[:, None], out=block)
        yield rows, to_ideal, np.sqrt(squares @ np.square(block, out=block))


def _scale(values: Floats, weights: Floats, directions: Floats, normalization: str) -> tuple[Floats, Floats, Floats]:
    """Return each criterion's squared factor, and the best and the worst value; a constant criterion counts 0."""
    low, high = extremes(values)
    unit = vector(values).unit if normalization == "vector" else high - low
    factors = share_of(weights, unit, varies(low, high))
    wanted = directions > 0
    return factors**2, np.where(wanted, high, low), np.where(wanted, low, high)


def _contributions(values: Floats, weights: Floats, directions: Floats, normalization: str) -> Floats:
    """Split C - 1/2 = (D- - D+) / 2(D+ + D-) by the squared distances that make up D- and D+."""
    squares, best, worst = _scale(values, weights, directions, normalization)
    to_ideal, to_worst = (one[:, None] for one in distances(values, weights, directions, normalization))
    leads = values - best
    gained = share_of(squares * (leads + (best - worst)) ** 2, to_worst, to_worst > 0)
    lost = share_of(squares * leads**2, to_ideal, to_ideal > 0)
    both = 2 * (to_ideal + to_worst)
    return share_of(gained - lost, both, both > 0)
