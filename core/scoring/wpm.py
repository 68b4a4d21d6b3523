"""The weighted product model."""

import numpy as np

from core.scoring.arrays import SMALLEST, Floats, blocks, share_of
from core.scoring.normalise import by_max
from core.scoring.problem import Problem
from core.scoring.scored import Scored


def weighted_products(values: Floats, weights: Floats, directions: Floats) -> Floats:
    r"""Return the weighted product of each vendor's ratios to the best, :math:`\prod_j r_{ij}^{w_j}`.

    :math:`r_{ij}` is x/max where more is better and min/x where less is.

    Parameters
    ----------
    values : ndarray, shape (vendors, criteria)
        Strictly positive; one row per vendor, each column in that criterion's own unit.
    weights : ndarray, shape (criteria,)
        Non-negative, of sum 1.
    directions : ndarray of +1 or -1, shape (criteria,)
        +1 where more is better, -1 where less is (a price).

    Returns
    -------
    ndarray, shape (vendors,)
        Dimensionless, above 0 and at most 1. The ratio of two vendors depends on no third one.

    References
    ----------
    Miller, D. W. and Starr, M. K. (1969). Executive Decisions and Operations Research, 2nd ed.
    """
    on = by_max(values, directions)
    products = np.empty(len(values))
    for rows, block in blocks(values):
        ratios = on.onto(block)
        products[rows] = weights @ np.log(ratios, out=ratios)
    return np.exp(products, out=products)


def score(problem: Problem) -> Scored:
    """Score a checked problem. Raises `InvalidInput` naming vendor and criterion of a score that is not above zero."""
    problem.table.refuse(problem.values < SMALLEST, "scoring.not_positive")
    on = by_max(problem.values, problem.directions)
    return Scored(
        weighted_products(problem.values, problem.weights, problem.directions),
        lambda: losses(on.applied(problem.values), problem.weights),
        {"normalization": "max", "normalized": lambda: on.applied(problem.values)},
        base=1.0,
    )


def losses(normalized: Floats, weights: Floats) -> Floats:
    """Split what each product falls short of 1 among the criteria by their logarithms.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis. Energy Policy 33(7), 867-871.
    """
    logarithms = np.log(normalized) * weights
    whole = logarithms.sum(axis=1, keepdims=True)
    return logarithms * share_of(np.expm1(whole), whole, whole != 0)
