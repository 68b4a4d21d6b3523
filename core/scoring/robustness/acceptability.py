"""In which share of all weightings a vendor takes which rank (SMAA), by drawing weights uniformly from the simplex.

Scores are those of the additive model: normalised, more is better, shape (vendors, criteria).

References
----------
Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group decision
making. Operations Research 49(3), 444-454.
"""

from collections.abc import Iterator
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring.arrays import Floats, Ints, share_of
from core.scoring.table import Table

DRAWS = 100_000
MOST_DRAWS = 10_000_000
MOST_VENDORS = 1_000
PRODUCTS = 2**18
"""Multiplications of one chunk: it stays in the cache, and the linear algebra starts no threads for it."""
ALIKE_DIGITS = 12
QUANTILE = 1.96


def rank_acceptability(scores: ArrayLike, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return in which share of weightings each vendor takes each rank, shape (vendors, ranks).

    Rows sum to 1; vendors with the same scores share the better rank. Each share is known to `half_width(draws)`,
    and the same seed gives the same shares. Raises `InvalidInput` for a missing score, or too much to draw.
    """
    checked, first_alike = _checked(scores, draws)
    vendors = len(checked)
    bits = (vendors - 1).bit_length()
    mask = (1 << bits) - 1
    reverse = np.arange(vendors)[::-1]
    counts = np.zeros(vendors << bits, dtype=np.int64)
    for _, utilities in _drawn(checked, draws, seed):
        # Floats from 0 up sort as their bits do, so the lowest bits can carry the vendor; the first of equals is best.
        packed = utilities.view(np.int64)
        packed &= ~mask
        packed |= reverse
        packed.sort(axis=1)
        packed &= mask
        packed |= reverse << bits
        counts += np.bincount(packed.ravel(), minlength=len(counts))
    shares: Floats = counts.reshape(vendors, -1)[:, reverse].T / draws
    return shares[first_alike]


def central_weights(scores: ArrayLike, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return the mean of the weightings that put each vendor first, shape (vendors, criteria).

    Rows sum to 1; a vendor that no weighting puts first has a row of zeros.
    """
    checked, _ = _checked(scores, draws)
    sums, counts = np.zeros(checked.shape), np.zeros((len(checked), 1))
    for weights, utilities in _drawn(checked, draws, seed):
        first = (utilities == utilities.max(axis=1, keepdims=True)).astype(np.float64)
        sums += first.T @ (weights / weights.sum(axis=1, keepdims=True))
        counts[:, 0] += first.sum(axis=0)
    return share_of(sums, counts, counts > 0)


def pairwise_winning(scores: ArrayLike, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return in which share of weightings the vendor of the row scores above that of the column, (vendors, vendors)."""
    checked, _ = _checked(scores, draws)
    wins = np.zeros((len(checked), len(checked)))
    for _, utilities in _drawn(checked, draws, seed):
        for row, own in enumerate(utilities.T):
            wins[row] += np.count_nonzero(own[:, None] > utilities, axis=0)
    return wins / draws


def half_width(draws: int = DRAWS) -> float:
    """Return half the width of the 95 % interval of a share near one half, the widest there is."""
    return QUANTILE * sqrt(0.25 / draws)


def _checked(scores: ArrayLike, draws: int) -> tuple[Floats, Ints]:
    """Return scores with those that differ by rounding made equal, and for each vendor the first one that is alike."""
    table = Table.of(scores)
    for place, value, most in (("draws", draws, MOST_DRAWS), ("scores", len(table.values), MOST_VENDORS)):
        if not 1 <= value <= most:
            raise InvalidInput("scoring.outside", place=place, value=value, least=1, most=most)
    rounded = table.values.round(ALIKE_DIGITS)
    _, first, alike = np.unique(rounded, axis=0, return_index=True, return_inverse=True)
    return rounded, first[alike]


def _drawn(scores: Floats, draws: int, seed: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield chunks of weights (draws, criteria) and utilities (draws, vendors), both up to a factor per draw.

    Exponentials divided by their sum are uniform on the simplex (normalised uniforms crowd its middle); the division
    moves no rank, nor does the shift that keeps utilities from 0 up. Equal scores get equal utilities to the bit.
    """
    distinct, alike = np.unique(scores - scores.min(axis=0), axis=0, return_inverse=True)
    generator = np.random.default_rng(seed)
    size = max(1, PRODUCTS // scores.size)
    for first in range(0, draws, size):
        weights = generator.standard_exponential((min(size, draws - first), scores.shape[1]))
        yield weights, np.take(weights @ distinct.T, alike, axis=1)
