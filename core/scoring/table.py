"""A checked table of scores, whose errors name vendor and criterion."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import LARGEST, Bools, Floats

Names = Sequence[str]


def numbers(some: ArrayLike, place: str, dimensions: int) -> Floats:
    """Read numbers of any kind as a non-empty array, NaN where one is masked; raises `InvalidInput` at `place`."""
    try:
        if isinstance(some, np.ma.MaskedArray):
            some = np.ma.filled(some.astype(np.float64), np.nan)
        array = np.asarray(some, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidInput("scoring.not_numbers", place=place) from None
    if array.ndim != dimensions or array.size == 0:
        shape = " x ".join(str(one) for one in array.shape)
        raise InvalidInput("scoring.wrong_shape", place=place, shape=shape, dimensions=dimensions)
    return array


def is_finite(array: Floats) -> bool:
    """Whether all numbers are there and small enough to compute with; two passes, no copy."""
    return bool(array.min() > -LARGEST and array.max() < LARGEST)


def check_options(given: Iterable[str], call: Callable[..., object], place: str) -> None:
    """Raise `InvalidInput` for an option that `call` does not know, or one that it needs and is not given."""
    is_needed = _options(call)
    for name in given:
        if name not in is_needed:
            raise InvalidInput("scoring.unknown_choice", place=place, value=name, allowed=", ".join(is_needed) or "-")
    for name, needed in is_needed.items():
        if needed and name not in given:
            raise InvalidInput("scoring.no_setting", place=name, of=place)


@cache
def _options(call: Callable[..., object]) -> dict[str, bool]:
    """The options of a function, and whether it cannot do without them."""
    parameters = signature(call).parameters.values()
    return {one.name: one.default is one.empty for one in parameters if one.kind is one.KEYWORD_ONLY}


def fit(count: int, expected: int, place: str) -> None:
    """Raise `InvalidInput` at `place` if it has not as many entries as the table asks for."""
    if count != expected:
        raise InvalidInput("scoring.does_not_fit", place=place, count=count, expected=expected)


def called(names: Names, index: int) -> str:
    """Return the name at `index`; without names, its number from 1."""
    return names[index] if names else str(index + 1)


def shown(number: float) -> str:
    """Return a number as errors show it: 2488000, 0.3, nan."""
    return f"{number:.12g}"


@dataclass(frozen=True, slots=True)
class Table:
    """Finite numbers, one row per vendor and one column per criterion; without names they are numbered from 1."""

    values: Floats
    vendors: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: ArrayLike, vendors: Names = (), criteria: Names = ()) -> Self:
        """Check `values`, shape (vendors, criteria). Raises `InvalidInput` for what is missing or not finite."""
        table = cls(numbers(values, "values", 2), tuple(vendors), tuple(criteria))
        rows, columns = table.values.shape
        fit(len(table.vendors) or rows, rows, "vendors")
        fit(len(table.criteria) or columns, columns, "criteria")
        if not is_finite(table.values):
            table.refuse(~(np.abs(table.values) < LARGEST), "scoring.missing")
        return table

    def refuse(self, wrong: Bools, code: str, **allowed: str) -> None:
        """Raise `InvalidInput` naming vendor, criterion and value of the first cell that is `wrong`, if one is."""
        cells = np.argwhere(wrong)
        if len(cells):
            row, column = cells[0].tolist()
            value = shown(self.values[row, column])
            named = {"vendor": self.vendor(row), "criterion": self.criterion(column)}
            raise InvalidInput(code, place="values", value=value, **named, **allowed)

    def vendor(self, row: int) -> str:
        """Return what a vendor is called."""
        return called(self.vendors, row)

    def criterion(self, column: int) -> str:
        """Return what a criterion is called."""
        return called(self.criteria, column)
