"""Weights from pairwise judgements (the analytic hierarchy process)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import Floats
from core.scoring.table import Names, called, fit, numbers, shown

RANDOM_INDEX = {
    "saaty_1980": (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "saaty_2005": (0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
}
MOST = 15
CONSISTENT = 0.10
RECIPROCAL = 0.05
"""Judgements are often written with two digits: 3 against 0.33."""


@dataclass(frozen=True, slots=True, eq=False)
class AhpWeights:
    """Weights (criteria,) of sum 1, and how far the judgements contradict each other by the table that is named."""

    weights: Floats
    consistency_ratio: float
    lambda_max: float
    random_index: str

    @property
    def is_consistent(self) -> bool:
        """Whether the consistency ratio is at most 0.10, as Saaty asks for."""
        return self.consistency_ratio <= CONSISTENT


def ahp(pairwise: ArrayLike, *, random_index: str = "saaty_1980", criteria: Names = ()) -> AhpWeights:
    r"""Return the principal eigenvector of judgements as weights.

    Parameters
    ----------
    pairwise : array_like, shape (criteria, criteria)
        How many times as important the row's criterion is as the column's; the mirror entry is its reciprocal,
        to within 5 %.
    random_index : str
        saaty_1980 or saaty_2005, for up to 15 criteria.

    Returns
    -------
    AhpWeights
        :math:`CR = \frac{\lambda_{max} - n}{(n - 1) RI_n}`; 0 for one or two criteria.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. Saaty, T. L. (2005). Theory and Applications of the Analytic
    Network Process, for the second table.
    """
    if random_index not in RANDOM_INDEX:
        allowed = ", ".join(RANDOM_INDEX)
        raise InvalidInput("scoring.unknown_choice", place="random_index", value=random_index, allowed=allowed)
    judged = checked_judgement(pairwise, criteria)
    count = len(judged)
    values, vectors = np.linalg.eig(judged)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    lambda_max = float(values[principal].real)
    expected = RANDOM_INDEX[random_index][count - 1]
    ratio = max(0.0, lambda_max - count) / (count - 1) / expected if expected else 0.0
    return AhpWeights(vector / vector.sum(), ratio, lambda_max, random_index)


def group_judgement(judgements: ArrayLike) -> Floats:
    """Return the judgement of a group: the geometric mean of (people, criteria, criteria), entry by entry.

    References
    ----------
    Aczel, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. J. Math. Psychology 27(1), 93-102.
    """
    people = [checked_judgement(one) for one in numbers(judgements, "pairwise", 3)]
    joint: Floats = np.exp(np.log(people).mean(axis=0))
    return joint


def checked_judgement(pairwise: ArrayLike, criteria: Names = ()) -> Floats:
    """Return a square matrix of positive reciprocal judgements. Raises `InvalidInput` naming the pair that is not."""
    judged = numbers(pairwise, "pairwise", 2)
    rows, columns = judged.shape
    fit(columns, rows, "pairwise")
    fit(len(criteria) or rows, rows, "criteria")
    if rows > MOST:
        raise InvalidInput("scoring.too_many_criteria", place="pairwise", count=rows, most=MOST)
    with np.errstate(all="ignore"):
        right = (judged > 0) & (np.abs(judged * judged.T - 1) <= RECIPROCAL)
    if not right.all():
        row, column = np.argwhere(~right)[0].tolist()
        value, mirror = shown(judged[row, column]), shown(judged[column, row])
        pair = {"first": called(criteria, row), "second": called(criteria, column)}
        raise InvalidInput("scoring.not_reciprocal", place="pairwise", value=value, mirror=mirror, **pair)
    return judged
