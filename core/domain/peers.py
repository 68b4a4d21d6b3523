"""Small samples beside their peers: a share is drawn to the peers' mean the more, the fewer cases it rests on.

Empirical Bayes for beta-binomial shares by moments: Kleinman (1973), Proportions with extraneous variance, JASA
68:46-54, with weights n.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from core.domain.kpi import kept

LEAST_PEERS = 2


@dataclass(frozen=True, slots=True)
class Peers:
    """What all vendors of a month have in common: their mean, and how many cases of evidence it is worth."""

    mean: float
    worth: float
    vendors: int

    @classmethod
    def of(cls, shares: Sequence[tuple[int, int]]) -> Self | None:
        """Estimate from (successes, cases) of each vendor; None for fewer than two that have cases."""
        some = [(successes, cases) for successes, cases in shares if cases]
        if len(some) < LEAST_PEERS:
            return None
        n = sum(cases for _, cases in some)
        mean = sum(successes for successes, _ in some) / n
        return cls(mean, _worth(some, n, mean), len(some))

    def drawn(self, successes: int, cases: int) -> Decimal:
        """Return the share of a vendor, drawn to the mean."""
        return kept((successes + self.worth * self.mean) / (cases + self.worth))


def _worth(some: Sequence[tuple[int, int]], n: int, mean: float) -> float:
    """The prior's sum of shapes, a + b: at the most all cases, where chance alone explains the differences."""
    most = float(n)
    scatter = sum(cases * (successes / cases - mean) ** 2 for successes, cases in some)
    by_chance = mean * (1 - mean) * (len(some) - 1)
    beyond = mean * (1 - mean) * (n - sum(cases**2 for _, cases in some) / n - (len(some) - 1))
    if scatter <= by_chance or beyond <= 0:
        return most
    correlation = (scatter - by_chance) / beyond
    return min(most, max(0.0, 1 / correlation - 1))
