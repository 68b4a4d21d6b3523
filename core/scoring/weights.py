"""Weights, shape (criteria,) and of sum 1: given directly, read off the scores, or from pairwise judgements."""

import numpy as np
from numpy.typing import ArrayLike

from core.scoring.ahp import AhpWeights, ahp, group_judgement
from core.scoring.arrays import ROUNDING, Bools, Floats, varies
from core.scoring.normalise import minmax
from core.scoring.problem import checked_directions, checked_weights
from core.scoring.table import Names, Table

__all__ = ["AhpWeights", "ahp", "critic", "direct", "entropy", "group_judgement", "std"]


def direct(weights: ArrayLike, *, criteria: Names = ()) -> Floats:
    """Return given weights scaled to sum 1. Raises `InvalidInput` if one is negative, or all are zero."""
    return checked_weights(weights, criteria)


def entropy(values: ArrayLike, *, vendors: Names = (), criteria: Names = ()) -> Floats:
    r"""Return weights by how unevenly each criterion's total is spread over the vendors.

    :math:`w_j \propto 1 + \frac{1}{\ln m} \sum_i p_{ij} \ln p_{ij}`, :math:`p_{ij} = x_{ij} / \sum_i x_{ij}`,
    0 ln 0 = 0. A constant criterion weighs 0; if none differs, all weigh the same.

    Raises
    ------
    InvalidInput
        Naming vendor and criterion, if a score of `values` (vendors, criteria) is missing or negative.

    References
    ----------
    Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, ch. 2.
    """
    table = Table.of(values, vendors, criteria)
    table.refuse(table.values < 0, "scoring.negative")
    varying = _varying(table.values)
    shares = table.values[:, varying] / table.values[:, varying].sum(axis=0)
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return _spread(_unrounded(1 + (shares * logarithms).sum(axis=0) / np.log(max(2, len(shares)))), varying)


def critic(values: ArrayLike, directions: ArrayLike, *, vendors: Names = (), criteria: Names = ()) -> Floats:
    r"""Return weights by contrast and conflict, :math:`w_j \propto \sigma_j \sum_k (1 - \rho_{jk})`.

    Of the direction-aware min-max scores; a constant criterion weighs 0 and is left out of the sums. Criteria that
    all say the same weigh the same.

    References
    ----------
    Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights in multiple criteria
    problems: the CRITIC method. Computers and Operations Research 22(7), 763-770.
    """
    table = Table.of(values, vendors, criteria)
    varying = _varying(table.values)
    scores = minmax(table.values, checked_directions(directions, table)).applied(table.values)[:, varying]
    deviations = scores - scores.mean(axis=0)
    sizes = np.sqrt((deviations**2).mean(axis=0))
    units = deviations / (sizes * np.sqrt(len(scores)))
    return _spread(sizes * _unrounded((1 - units.T @ units).sum(axis=0)), varying)


def std(values: ArrayLike, *, vendors: Names = (), criteria: Names = ()) -> Floats:
    """Return weights in proportion to each criterion's standard deviation (ddof 1), in the units that are given.

    Bring criteria of different units to one scale first. If none differs, all weigh the same.

    References
    ----------
    Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995), as for `critic`.
    """
    table = Table.of(values, vendors, criteria)
    varying = _varying(table.values)
    deviations = table.values - table.values.mean(axis=0)
    squares = (deviations[:, varying] ** 2).sum(axis=0) / max(1, len(deviations) - 1)
    return _spread(np.sqrt(squares), varying)


def _varying(values: Floats) -> Bools:
    return varies(values.min(axis=0), values.max(axis=0))


def _unrounded(importances: Floats) -> Floats:
    """Return importances on the scale of 1, with 0 for what is rounding only."""
    return np.where(importances > ROUNDING, importances, 0.0)


def _spread(importances: Floats, varying: Bools) -> Floats:
    """Scale the importances of the criteria that vary to sum 1; equal ones where there is nothing to tell them by."""
    weights = np.zeros(len(varying))
    weights[varying] = importances if importances.any() else 1.0
    return checked_weights(weights if varying.any() else np.ones(len(varying)))
