"""PROMETHEE II: by how much each vendor is preferred to the others, over how much they are to it."""

from collections.abc import Sequence

import numpy as np

from core.scoring.arrays import Floats
from core.scoring.preference import Preference, Threshold, preferences
from core.scoring.problem import Problem
from core.scoring.scored import Scored


def flows(values: Floats, weights: Floats, directions: Floats, chosen: Sequence[Preference]) -> tuple[Floats, Floats]:
    r"""Return how much each vendor outranks the others (phi+) and is outranked by them (phi-).

    :math:`\phi^+_a = \frac{1}{m-1} \sum_b \pi(a, b)`, :math:`\phi^-_a = \frac{1}{m-1} \sum_b \pi(b, a)`,
    :math:`\pi(a, b) = \sum_j w_j P_j(t_j (x_{aj} - x_{bj}))`; the net flow is their difference.

    Parameters
    ----------
    values : ndarray, shape (vendors, criteria)
        Finite; one row per vendor, each column in that criterion's own unit.
    weights : ndarray, shape (criteria,)
        Non-negative, of sum 1.
    directions : ndarray of +1 or -1, shape (criteria,)
        +1 where more is better, -1 where less is.
    chosen : sequence of Preference, one per criterion
        How a lead becomes a preference; thresholds in the criterion's own unit.

    Returns
    -------
    tuple of ndarray, each of shape (vendors,)
        Dimensionless, 0 to 1; a single vendor has 0.

    References
    ----------
    Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method. Management Science 31(6), 647-656.
    """
    outranks, outranked = np.zeros(len(values)), np.zeros(len(values))
    for column, preference in enumerate(chosen):
        gained, lost = preference.totals(values[:, column] * directions[column])
        outranks += weights[column] * gained
        outranked += weights[column] * lost
    others = max(1, len(values) - 1)
    return outranks / others, outranked / others


def criterion_flows(values: Floats, directions: Floats, chosen: Sequence[Preference]) -> Floats:
    """Return the net flow of each vendor in each criterion alone, shape (vendors, criteria), -1 to 1."""
    net = np.empty(values.shape)
    for column, preference in enumerate(chosen):
        gained, lost = preference.totals(values[:, column] * directions[column])
        net[:, column] = gained - lost
    return net / max(1, len(values) - 1)


def score(
    problem: Problem,
    *,
    functions: str | Sequence[str] = "usual",
    q: Threshold = None,
    p: Threshold = None,
    s: Threshold = None,
) -> Scored:
    """Score a checked problem by net flows, -1 to 1; one function or threshold alone counts for all criteria.

    Raises `InvalidInput` for an unknown function, or a threshold that is missing or out of order.
    """
    chosen = preferences(problem.table, functions, q=q, p=p, s=s)
    outranks, outranked = flows(problem.values, problem.weights, problem.directions, chosen)
    details = {
        "preferences": chosen,
        "positive_flow": outranks,
        "negative_flow": outranked,
        "criterion_flows": lambda: criterion_flows(problem.values, problem.directions, chosen),
    }
    return Scored(
        outranks - outranked,
        lambda: criterion_flows(problem.values, problem.directions, chosen) * problem.weights,
        details,
        scale=1.0,
    )
