"""Who would win without one of the vendors, or without one of the evaluators."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.scoring.arrays import Ints
from core.scoring.consensus import consolidate
from core.scoring.ranking import rank
from core.scoring.table import Names, numbers
from core.scoring.ties import competition_ranks


@dataclass(frozen=True, slots=True, eq=False)
class Omission:
    """The ranking without row `left_out`; `ranks` has one entry per vendor of the table, 0 for one that is left out.

    It is compared with the order that the remaining vendors have when nothing is left out.
    """

    left_out: int
    ranks: Ints
    winners: tuple[int, ...]
    changes_winner: bool
    changes_order: bool


def leave_one_vendor_out(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "wsm",
    *,
    vendors: Names = (),
    **options: Any,
) -> tuple[Omission, ...]:
    """Rank again without each vendor in turn; arguments as of `rank`.

    Where a loser's withdrawal changes the order of the others, the method lets competitors move each other's scores.
    """
    full = rank(values, weights, directions, method, vendors=vendors, **options).ranks
    table = numbers(values, "values", 2)
    everybody = np.arange(len(full))
    omissions = []
    for row in everybody[: len(full) if len(full) > 1 else 0]:
        rest = everybody[everybody != row]
        names = tuple(vendors[one] for one in rest) if vendors else ()
        ranks = rank(table[rest], weights, directions, method, vendors=names, **options).ranks
        omissions.append(_compared(int(row), rest, full, ranks))
    return tuple(omissions)


def leave_one_evaluator_out(
    ratings: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "wsm",
    *,
    center: str = "mean",
    cut: int = 1,
    vendors: Names = (),
    criteria: Names = (),
    **options: Any,
) -> tuple[Omission, ...]:
    """Rank again without each evaluator in turn; `ratings` has shape (evaluators, vendors, criteria).

    `center` is how evaluators are brought together, as in `consolidate`; the rest as of `rank`.
    """
    together = consolidate(ratings, center, cut=cut, vendors=vendors, criteria=criteria)
    named = options | {"vendors": vendors, "criteria": criteria}
    full = rank(together, weights, directions, method, **named).ranks
    everybody, each = np.arange(len(full)), numbers(ratings, "ratings", 3)
    omissions = []
    for left_out in range(len(each) if len(each) > 1 else 0):
        rest = consolidate(np.delete(each, left_out, axis=0), center, cut=cut)
        ranks = rank(rest, weights, directions, method, **named).ranks
        omissions.append(_compared(left_out, everybody, full, ranks))
    return tuple(omissions)


def _compared(left_out: int, rest: Ints, full: Ints, ranks: Ints) -> Omission:
    before = competition_ranks(full[rest].astype(np.float64), lower_is_better=True)
    all_ranks = np.zeros_like(full)
    all_ranks[rest] = ranks
    return Omission(
        left_out=left_out,
        ranks=all_ranks,
        winners=tuple(rest[ranks == 1].tolist()),
        changes_winner=not np.array_equal(before == 1, ranks == 1),
        changes_order=not np.array_equal(before, ranks),
    )
