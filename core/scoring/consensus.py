"""How far evaluators agree, and what they say together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import LARGEST, ROUNDING, Floats, varies
from core.scoring.table import Names, called, fit, is_finite, numbers, shown
from core.scoring.ties import midranks

CENTERS = ("mean", "trimmed_mean", "median")


@dataclass(frozen=True, slots=True)
class Icc:
    """Intraclass correlations: of one evaluator's ratings (2,1), and of the mean of all of them (2,k)."""

    single: float
    average: float


def kendall_w(rankings: ArrayLike) -> float:
    r"""Return the concordance of raters, 0 (none) to 1 (all alike).

    :math:`W = 12 S / (k^2 (m^3 - m) - k \sum T)` with :math:`T = \sum (t^3 - t)` over each rater's ties. Raters who
    all hold all vendors equal agree.

    Parameters
    ----------
    rankings : array_like, shape (raters, vendors)
        Ranks, or scores if they all are; ties are averaged.

    References
    ----------
    Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings. Ann. Math. Statistics 10(3), 275-287.
    Siegel, S. (1956). Nonparametric Statistics for the Behavioral Sciences, ch. 9, for the ties.
    """
    ranks, sharing = zip(*(midranks(row) for row in _rows(rankings)), strict=True)
    raters, vendors = np.shape(ranks)
    totals = np.sum(ranks, axis=0)
    squares = float(((totals - totals.mean()) ** 2).sum())
    ties = float((np.square(sharing, dtype=np.float64) - 1).sum())
    most = raters * (raters * (vendors**3 - vendors) - ties)
    return 12 * squares / most if most else 1.0


def borda(rankings: ArrayLike, voters: ArrayLike | None = None) -> Floats:
    """Return the points of each vendor: m - rank from every ballot, times its voters; tied vendors share theirs.

    `rankings` has shape (ballots, vendors) with 1 for the best, `voters` (ballots,), by default one each.

    References
    ----------
    de Borda, J.-C. (1781). Memoire sur les elections au scrutin. Histoire de l'Academie Royale des Sciences.
    """
    rows = _rows(rankings)
    counts = np.ones(len(rows)) if voters is None else numbers(voters, "voters", 1)
    fit(len(counts), len(rows), "voters")
    for count in counts[~((counts >= 0) & (counts < LARGEST))]:
        raise InvalidInput("scoring.bad_number", place="voters", value=shown(count))
    points: Floats = counts @ (rows.shape[1] - np.array([midranks(row)[0] for row in rows]))
    return points


def icc(ratings: ArrayLike) -> Icc:
    """Return how far ratings (vendors, raters) agree in absolute value: two-way random effects.

    Where vendors differ no more than chance the value is 0 or below; ratings that are all the same agree.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). Intraclass correlations. Psychological Bulletin 86(2), 420-428.
    """
    rated = numbers(ratings, "ratings", 2)
    vendors, raters = _finite(rated, "ratings").shape
    for place, count in (("vendors", vendors), ("raters", raters)):
        if count < 2:
            raise InvalidInput("scoring.too_few", place=place, count=count, least=2)
    if not varies(rated.min(), rated.max()):
        return Icc(1.0, 1.0)
    of_vendors = rated.mean(axis=1, keepdims=True) - rated.mean()
    of_raters = rated.mean(axis=0) - rated.mean()
    residuals = rated - rated.mean() - of_vendors - of_raters
    rows = raters * (of_vendors**2).sum() / (vendors - 1)
    columns = vendors * (of_raters**2).sum() / (raters - 1)
    error = (residuals**2).sum() / ((vendors - 1) * (raters - 1))
    bias = (columns - error) / vendors
    least = ROUNDING * (rows + columns + error)
    return Icc(
        _ratio(rows - error, rows + (raters - 1) * error + raters * bias, least),
        _ratio(rows - error, rows + bias, least),
    )


def consolidate(
    ratings: ArrayLike, center: str = "mean", *, cut: int = 1, vendors: Names = (), criteria: Names = ()
) -> Floats:
    """Return what evaluators say together, cell by cell, shape (vendors, criteria).

    `ratings` has shape (evaluators, vendors, criteria). `center` is mean, median, or trimmed_mean, which drops the
    `cut` highest and lowest ratings of a cell. Raises `InvalidInput` naming evaluator, vendor and criterion of a
    missing rating, and for fewer evaluators than are left over.
    """
    checked = checked_ratings(ratings, vendors, criteria)
    if center not in CENTERS:
        raise InvalidInput("scoring.unknown_choice", place="center", value=center, allowed=", ".join(CENTERS))
    if center == "median":
        return np.median(checked, axis=0)
    if center == "trimmed_mean":
        if not 0 < 2 * cut < len(checked):
            raise InvalidInput("scoring.too_few", place="evaluators", count=len(checked), least=2 * cut + 1)
        checked = np.sort(checked, axis=0)[cut:-cut]
    means: Floats = checked.mean(axis=0)
    return means


def checked_ratings(ratings: ArrayLike, vendors: Names = (), criteria: Names = ()) -> Floats:
    """Return ratings (evaluators, vendors, criteria). Raises `InvalidInput` naming the place of a missing one."""
    checked = numbers(ratings, "ratings", 3)
    fit(len(vendors) or checked.shape[1], checked.shape[1], "vendors")
    fit(len(criteria) or checked.shape[2], checked.shape[2], "criteria")
    if not is_finite(checked):
        evaluator, row, column = np.argwhere(~(np.abs(checked) < LARGEST))[0].tolist()
        named = {"vendor": called(vendors, row), "criterion": called(criteria, column)}
        value = shown(checked[evaluator, row, column])
        raise InvalidInput("scoring.rating_missing", place="ratings", evaluator=evaluator + 1, value=value, **named)
    return checked


def _rows(rankings: ArrayLike) -> Floats:
    return _finite(numbers(rankings, "rankings", 2), "rankings")


def _finite(array: Floats, place: str) -> Floats:
    if not is_finite(array):
        row, column = np.argwhere(~(np.abs(array) < LARGEST))[0].tolist()
        raise InvalidInput("scoring.not_finite", place=place, row=row + 1, column=column + 1)
    return array


def _ratio(part: float, whole: float, least: float) -> float:
    return float(part / whole) if whole > least else 0.0
