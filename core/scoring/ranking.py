"""The validated call: scores, ranks and what led to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from core.errors import InvalidInput
from core.scoring import promethee2, topsis, vikor, wpm, wsm
from core.scoring.arrays import Floats, Ints
from core.scoring.explanation import Explanation
from core.scoring.problem import Problem
from core.scoring.scored import Details, Scored
from core.scoring.table import Names, Table, check_options
from core.scoring.ties import competition_ranks, untie

METHODS: dict[str, Callable[..., Scored]] = {
    "wsm": wsm.score,
    "wpm": wpm.score,
    "topsis": topsis.score,
    "vikor": vikor.score,
    "promethee2": promethee2.score,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The method's own `scores`, and competition `ranks` (1, 2, 2, 4), both of shape (vendors,).

    `details` holds the intermediates and the variant that was chosen by name, `contributions` (vendors, criteria)
    and `base` among them: each row of contributions sums to the score less the base.
    """

    method: str
    scores: Floats
    ranks: Ints
    details: Details
    lower_is_better: bool
    table: Table

    def explain(self, first: int | str, second: int | str) -> Explanation:
        """Say by which criteria `first` is ahead of `second`, vendors by row or by name. Raises `InvalidInput`."""
        rows = [self._row(one) for one in (first, second)]
        sign = -1 if self.lower_is_better else 1
        shares = self.details["contributions"][rows] * sign
        return Explanation(
            vendors=(self.table.vendor(rows[0]), self.table.vendor(rows[1])),
            criteria=tuple(self.table.criterion(column) for column in range(shares.shape[1])),
            lead=float(sign * (self.scores[rows[0]] - self.scores[rows[1]])),
            contributions=shares,
            differences=shares[0] - shares[1],
        )

    def _row(self, vendor: int | str) -> int:
        if isinstance(vendor, int) and 0 <= vendor < len(self.scores):
            return vendor
        if vendor in self.table.vendors:
            return self.table.vendors.index(str(vendor))
        raise InvalidInput("scoring.unknown_vendor", place="vendor", value=vendor)


def rank(
    values: ArrayLike,
    weights: ArrayLike,
    directions: ArrayLike,
    method: str = "wsm",
    *,
    vendors: Names = (),
    criteria: Names = (),
    weights_as_given: bool = False,
    tie_break: Sequence[int] = (),
    **options: object,
) -> Ranking:
    """Rank vendors by one method.

    Parameters
    ----------
    values : array_like, shape (vendors, criteria)
        Finite numbers, each column in that criterion's own unit. They are not copied: `details` reads them later.
    weights : array_like, shape (criteria,)
        Non-negative, not all zero; scaled to sum 1 unless `weights_as_given`.
    directions : array_like of +1 or -1, shape (criteria,)
        +1 where more is better, -1 where less is (a price).
    method : str
        wsm, wpm, topsis, vikor (the lower score is better) or promethee2.
    vendors, criteria : sequence of str
        Names for errors and explanations; without them rows and columns are numbered from 1.
    tie_break : sequence of int
        Columns that decide between tied vendors, one after the other; who is equal in all stays tied.
    **options
        wsm: `normalization` (minmax, max, sum, fixed), `bounds`. topsis: `normalization` (vector, minmax).
        vikor: `v`. promethee2: `functions`, `q`, `p`, `s`.

    Returns
    -------
    Ranking

    Raises
    ------
    InvalidInput
        With a code `scoring.*`, naming vendor and criterion where a score is at fault.
    """
    if method not in METHODS:
        raise InvalidInput("scoring.unknown_choice", place="method", value=method, allowed=", ".join(METHODS))
    table = Table.of(values, vendors, criteria)
    problem = Problem.of(table, weights, directions, weights_as_given=weights_as_given)
    check_options(options, METHODS[method], f"method {method}")
    for column in tie_break:
        if not 0 <= column < table.values.shape[1]:
            most = table.values.shape[1] - 1
            raise InvalidInput("scoring.outside", place="tie_break", value=column, least=0, most=most)
    scored = METHODS[method](problem, **options)
    ranks = competition_ranks(scored.scores, scored.scale, lower_is_better=scored.lower_is_better)
    for column in tie_break:
        ranks = untie(ranks, problem.values[:, column] * problem.directions[column])
    details = Details(scored.details | {"contributions": scored.contributions, "base": scored.base})
    return Ranking(method, scored.scores, ranks, details, scored.lower_is_better, table)
