"""The weighted sum model."""

import numpy as np
from numpy.typing import ArrayLike

from core.scoring.arrays import Floats, blocks
from core.scoring.normalise import Scale, scale
from core.scoring.problem import Problem
from core.scoring.scored import Scored


def weighted_sums(values: Floats, weights: Floats, on: Scale) -> Floats:
    r"""Return the weighted sum of each vendor's normalised scores, :math:`\sum_j w_j r_{ij}`.

    Parameters
    ----------
    values : ndarray, shape (vendors, criteria)
        Finite; one row per vendor, each column in that criterion's own unit.
    weights : ndarray, shape (criteria,)
        Non-negative; of sum 1, or in points, which the result then is in too.
    on : Scale
        How each criterion is normalised; see `core.scoring.normalise`.

    Returns
    -------
    ndarray, shape (vendors,)

    References
    ----------
    Fishburn, P. C. (1967). Additive utilities with incomplete product sets. Operations Research 15(3), 537-542.
    """
    sums = np.empty(len(values))
    for rows, block in blocks(values):
        np.multiply(on.onto(block), weights[:, None], out=block)
        block.sum(axis=0, out=sums[rows])  # a matrix product would round by how many vendors there are
    return sums


def score(problem: Problem, *, normalization: str = "minmax", bounds: ArrayLike | None = None) -> Scored:
    """Score a checked problem; `fixed` with declared bounds is the normalisation that no other vendor can move."""
    on = scale(problem.table, problem.directions, normalization, bounds)
    return Scored(
        weighted_sums(problem.values, problem.weights, on),
        lambda: on.applied(problem.values) * problem.weights,
        {"normalization": normalization, "scale": on, "normalized": lambda: on.applied(problem.values)},
    )
