"""Scores of different units brought to one scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import SMALLEST, Bools, Floats, blocks, extremes, varies
from core.scoring.table import Table, fit, numbers, shown


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The normalised score (x - origin) / unit of each criterion, with 1/x in place of x where `inverse`.

    All have shape (criteria,); an infinite unit gives 0 for all vendors.
    """

    origin: Floats
    unit: Floats
    inverse: Bools

    def applied(self, values: Floats) -> Floats:
        """Return the normalised scores, shape (vendors, criteria)."""
        normalized = np.empty(values.shape)
        for rows, block in blocks(values):
            normalized[rows] = self.onto(block).T + 0.0  # never -0.0
        return normalized

    def onto(self, block: Floats) -> Floats:
        """Normalise a block of shape (criteria, vendors) in place."""
        for row in np.flatnonzero(self.inverse):
            np.reciprocal(block[row], out=block[row])
        np.subtract(block, self.origin[:, None], out=block)
        return np.divide(block, self.unit[:, None], out=block)


def minmax(values: Floats, directions: Floats) -> Scale:
    """0 for the worst vendor of a criterion and 1 for the best; a constant criterion gives 0 for all."""
    low, high = extremes(values)
    unit = np.where(varies(low, high), directions * (high - low), np.inf)
    return Scale(np.where(directions > 0, low, high), unit, np.zeros(len(low), dtype=bool))


def by_max(values: Floats, directions: Floats) -> Scale:
    """x/max where more is better and min/x where less is; for what `check_divisors` lets through."""
    low, high = extremes(values)
    inverse = directions < 0
    return Scale(np.zeros(len(low)), np.where(inverse, 1 / np.where(inverse, low, 1), high), inverse)


def by_sum(values: Floats, directions: Floats) -> Scale:
    """x/sum(x) where more is better and (1/x)/sum(1/x) where less is; for what `check_divisors` lets through."""
    unit = (values**directions).sum(axis=0)
    return Scale(np.zeros(len(unit)), unit, directions < 0)


def vector(values: Floats) -> Scale:
    """x/sqrt(sum x^2), its direction kept; a criterion of zeros stays 0."""
    squares = np.sum([np.vecdot(block, block) for _, block in blocks(values)], axis=0)
    unit = np.where(squares > 0, np.sqrt(squares), np.inf)
    return Scale(np.zeros(len(unit)), unit, np.zeros(len(unit), dtype=bool))


def fixed(bounds: Floats, directions: Floats) -> Scale:
    """0 at the worse and 1 at the better of each criterion's declared `bounds`, shape (criteria, 2)."""
    low, high = bounds.T
    origin = np.where(directions > 0, low, high)
    return Scale(origin, directions * (high - low), np.zeros(len(origin), dtype=bool))


RATIOS = {"max": by_max, "sum": by_sum}


def scale(table: Table, directions: Floats, normalization: str, bounds: ArrayLike | None = None) -> Scale:
    """Return the scale by name, 0 (worst) to 1: `minmax`, `max`, `sum`, or `fixed` with declared `bounds`.

    Raises `InvalidInput` naming vendor and criterion for a score that cannot be normalised so.
    """
    if normalization == "fixed":
        return fixed(checked_bounds(table, bounds), directions)
    if normalization == "minmax":
        return minmax(table.values, directions)
    if normalization not in RATIOS:
        allowed = ", ".join(("minmax", *RATIOS, "fixed"))
        raise InvalidInput("scoring.unknown_choice", place="normalization", value=normalization, allowed=allowed)
    check_divisors(table, directions)
    return RATIOS[normalization](table.values, directions)


def check_divisors(table: Table, directions: Floats) -> None:
    """Refuse what `max` and `sum` cannot divide: scores below zero, a price of zero, a criterion of zeros."""
    table.refuse(table.values < 0, "scoring.negative")
    divides = (directions < 0) | (table.values.max(axis=0) < SMALLEST)
    table.refuse((table.values < SMALLEST) & divides, "scoring.zero")


def checked_bounds(table: Table, bounds: ArrayLike | None) -> Floats:
    """Return declared bounds, shape (criteria, 2). Raises `InvalidInput` if they do not hold every score."""
    if bounds is None:
        raise InvalidInput("scoring.no_bounds", place="bounds")
    checked = numbers(bounds, "bounds", 2)
    fit(checked.shape[1], 2, "bounds")
    fit(len(checked), table.values.shape[1], "bounds")
    low, high = checked.T
    ordered = np.isfinite(checked).all(axis=1) & (low < high)
    if not ordered.all():
        column = int(np.argmin(ordered))
        named = {"low": shown(low[column]), "high": shown(high[column])}
        raise InvalidInput("scoring.bad_bounds", place="bounds", criterion=table.criterion(column), **named)
    outside = (table.values < low) | (table.values > high)
    if outside.any():
        column = np.argwhere(outside)[0, 1]
        table.refuse(outside, "scoring.outside_bounds", low=shown(low[column]), high=shown(high[column]))
    return checked
