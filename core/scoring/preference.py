"""How a lead in one criterion becomes a preference, in the six shapes of PROMETHEE."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInput
from core.scoring.arrays import LARGEST, ROUNDING, SMALLEST, Floats, Ints, varies
from core.scoring.table import Table, fit, shown

THRESHOLDS = {"usual": "", "u": "q", "v": "p", "level": "qp", "linear": "qp", "gaussian": "s"}
PAIRS = 2**16

Threshold = float | Sequence[float] | None


@dataclass(frozen=True, slots=True)
class Preference:
    """A shape with its thresholds, in the criterion's own unit.

    usual: 1 for any lead. u: 1 beyond q. v: rises to 1 at p. level: 0.5 beyond q, 1 beyond p. linear: rises from
    q to 1 at p. gaussian: 1 - exp(-d^2 / 2 s^2).
    """

    function: str
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def totals(self, column: Floats) -> tuple[Floats, Floats]:
        """Return how far each vendor is preferred to the others, and they to it, summed over them: both (vendors,).

        In `column` more is better. By sort and prefix sums in O(m log m); pairs only for gaussian.

        References
        ----------
        Calders, T. and Van Assche, D. (2016). PROMETHEE is not quadratic. arXiv 1603.00091.
        """
        if self.function == "gaussian":
            return self._by_pairs(column)
        order = np.argsort(column)
        totals = np.empty((2, len(column)))
        totals[:, order] = self._sorted_totals(column[order])
        return totals[0], totals[1]

    def _sorted_totals(self, ascending: Floats) -> tuple[Floats, Floats]:
        if self.function in ("v", "linear"):
            return self._ramp(ascending)
        rounding = ROUNDING * max(abs(ascending[0]), abs(ascending[-1]))
        steps = [getattr(self, name) for name in THRESHOLDS[self.function]] or [0.0]
        beaten = [_beaten(ascending, step + rounding) for step in steps]
        lost = [len(ascending) - _first_to_beat(one) for one in beaten]
        return np.mean(beaten, axis=0), np.mean(lost, axis=0)

    def _ramp(self, ascending: Floats) -> tuple[Floats, Floats]:
        """Preferences that rise from 0 at q to 1 at p: counts beyond p, sums of (lead - q) between."""
        near, far = _beaten(ascending, self.q), _beaten(ascending, self.p)
        first, full = _first_to_beat(near), _first_to_beat(far)
        centred = ascending - ascending[len(ascending) // 2]
        sums = np.concatenate(([0.0], np.cumsum(centred)))
        rise = self.p - self.q
        gained = far + ((near - far) * (centred - self.q) - (sums[near] - sums[far])) / rise
        lost = len(centred) - full + ((sums[full] - sums[first]) - (full - first) * (centred + self.q)) / rise
        return gained, lost

    def _by_pairs(self, column: Floats) -> tuple[Floats, Floats]:
        gained, lost = np.empty(len(column)), np.zeros(len(column))
        size = max(1, PAIRS // len(column))
        for first in range(0, len(column), size):
            rows = slice(first, first + size)
            leads = np.maximum(column[rows, None] - column, 0) / self.s
            degrees = -np.expm1(-0.5 * leads**2)
            gained[rows] = degrees.sum(axis=1)
            lost += degrees.sum(axis=0)
        return gained, lost


def preferences(
    table: Table, functions: str | Sequence[str], *, q: Threshold = None, p: Threshold = None, s: Threshold = None
) -> tuple[Preference, ...]:
    """Return one preference per criterion. Raises `InvalidInput` naming the criterion that lacks a threshold."""
    count = table.values.shape[1]
    names = (functions,) * count if isinstance(functions, str) else tuple(functions)
    fit(len(names), count, "functions")
    given = {"q": _each(q, count, "q"), "p": _each(p, count, "p"), "s": _each(s, count, "s")}
    return tuple(
        _preference(name.lower(), {one: given[one][column] for one in given}, table.criterion(column))
        for column, name in enumerate(names)
    )


def _each(threshold: Threshold, count: int, place: str) -> Sequence[float | None]:
    if threshold is None or isinstance(threshold, int | float):
        return (threshold,) * count
    fit(len(threshold), count, place)
    return threshold


def _preference(function: str, given: dict[str, float | None], criterion: str) -> Preference:
    if function not in THRESHOLDS:
        allowed = ", ".join(THRESHOLDS)
        raise InvalidInput("scoring.unknown_choice", place="functions", value=function, allowed=allowed)
    needed = {}
    for name in THRESHOLDS[function]:
        value = given[name]
        if value is None:
            raise InvalidInput("scoring.no_threshold", place=name, criterion=criterion, function=function)
        needed[name] = float(value)
    for name, value in needed.items():
        enough = {"q": value >= 0, "p": varies(needed.get("q", 0.0), value), "s": value > SMALLEST}[name]
        if not (enough and value < LARGEST):
            raise InvalidInput("scoring.bad_threshold", place=name, criterion=criterion, value=shown(value))
    return Preference(function, **needed)


def _beaten(ascending: Floats, threshold: float) -> Ints:
    """Return how many of the sorted values each one leads by more than `threshold`."""
    beaten: Ints = np.searchsorted(ascending, ascending - threshold)
    return beaten


def _first_to_beat(beaten: Ints) -> Ints:
    """Return for each of the sorted values the first one that leads it; they all do from there on."""
    first: Ints = np.cumsum(np.bincount(beaten, minlength=len(beaten)))[: len(beaten)]
    return first
