"""Arrays of scores, and how the large ones are walked: criterion by criterion, a cacheful of vendors at a time."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-13
"""Numbers closer than this share of the larger one differ by rounding only: 0.1 + 0.2 is 0.3."""
LARGEST = 1e100
SMALLEST = 1 / LARGEST
"""No score is larger, and none is divided by a smaller one: their squares and ratios stay numbers."""
CACHED = 2**15
"""Numbers of one block; 256 KiB stay in the second-level cache of any current processor."""


def blocks(values: Floats) -> Iterator[tuple[slice, Floats]]:
    """Walk (vendors, criteria) in blocks of shape (criteria, some vendors), contiguous per criterion.

    The caller may overwrite a block; the next one comes in the same memory.
    """
    vendors, criteria = values.shape
    size = max(1, CACHED // criteria)
    memory = np.empty((criteria, min(vendors, size)))
    for first in range(0, vendors, size):
        rows = slice(first, min(first + size, vendors))
        block = memory[:, : rows.stop - first]
        np.copyto(block, values[rows].T)
        yield rows, block


def extremes(values: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest value of each criterion."""
    found = [(block.min(axis=1), block.max(axis=1)) for _, block in blocks(values)]
    lows, highs = zip(*found, strict=True)
    return np.minimum.reduce(lows), np.maximum.reduce(highs)


def varies(low: Floats | float, high: Floats | float) -> Bools:
    """Whether the values between `low` and `high` differ by more than rounding."""
    least = ROUNDING * np.maximum(np.abs(low), np.abs(high))
    varying: Bools = high - low > np.maximum(least, SMALLEST)
    return varying


def share_of(part: Floats, whole: Floats, where: Bools) -> Floats:
    """Return `part / whole` where asked, and 0 elsewhere."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=where)
