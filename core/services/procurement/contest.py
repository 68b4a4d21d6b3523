"""Bids compared by frozen rules: prices by formula and joint scores by weight, as exact points; ranks with ties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Self

from core.domain.criterion import PRICE
from core.domain.evaluation import Scores
from core.domain.money import Money
from core.domain.ranking_record import Lead, Points, Standing, Variant
from core.domain.selection_rules import SelectionRules
from core.scoring.price import price_scores

KEPT = Decimal("0.000001")
"""Points are kept to six digits: means of three evaluators never end."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Vendors with their totals without VAT and their joint scores; `weights` are points of 100, in order."""

    rules: SelectionRules
    weights: Points
    formula: str
    prices: Mapping[str, Money]
    joint: Scores

    @classmethod
    def of(cls, rules: SelectionRules, prices: Mapping[str, Money], joint: Scores) -> Self:
        """The contest as the rules froze it."""
        weights = {line.criterion.code: line.weight for line in rules.criteria.lines}
        return cls(rules, weights, rules.price_formula, prices, joint)

    def among(self, vendors: tuple[str, ...]) -> "Contest":
        """The same contest with these vendors alone."""
        return replace(self, prices={one: self.prices[one] for one in vendors})

    def points(self) -> dict[str, dict[str, Decimal]]:
        """The points of each vendor by criterion: the price by its formula, the rest as weight x score / 100."""
        prices = self._price_points()
        return {
            vendor: {
                code: prices[vendor] if code == PRICE else (weight * self.joint[vendor][code] / 100).quantize(KEPT)
                for code, weight in self.weights.items()
            }
            for vendor in self.prices
        }

    def _price_points(self) -> dict[str, Decimal]:
        weight = self.weights.get(PRICE, Decimal(0))
        amounts = [money.amount for money in self.prices.values()]
        digits = self.rules.price_digits
        given = price_scores(
            amounts, self.formula, weight, digits=digits, vendors=tuple(self.prices), **self._options()
        )
        least = Decimal(1).scaleb(-digits)
        return {
            vendor: Decimal(str(one)).quantize(least) for vendor, one in zip(self.prices, given.tolist(), strict=True)
        }

    def _options(self) -> dict[str, Decimal]:
        if self.formula != "absolute_linear" or self.rules.price_target is None:
            return {}
        return {"best": self.rules.price_target.amount, "worst": self.rules.bill.ceiling.net.amount}


def standings(contest: Contest) -> tuple[Standing, ...]:
    """Return the vendors by rank; of equal totals the lower price is ahead, and who is equal there too stays tied."""
    points = contest.points()
    totals = {vendor: sum(row.values(), Decimal(0)) for vendor, row in points.items()}
    keys = {vendor: (-totals[vendor], contest.prices[vendor].amount) for vendor in points}
    return tuple(
        Standing(
            vendor=vendor, rank=1 + sum(other < keys[vendor] for other in keys.values()), price=contest.prices[vendor],
            scores=dict(contest.joint[vendor]), points=points[vendor], total=totals[vendor],
        )
        for vendor in sorted(points, key=keys.__getitem__)
    )  # fmt: skip


def leads(ranked: tuple[Standing, ...]) -> tuple[Lead, ...]:
    """Return for each vendor but the last by how much he is ahead of the next."""
    return tuple(
        Lead(
            first.vendor, second.vendor, first.total - second.total,
            {code: value - second.points[code] for code, value in first.points.items()},
        )
        for first, second in pairwise(ranked)
    )  # fmt: skip


def variant(changed: str, before: tuple[Standing, ...], contest: Contest) -> Variant:
    """Rank a changed contest and compare it with the order that those who are in both had before."""
    now = standings(contest)
    there = {one.vendor for one in now}
    kept = [one for one in before if one.vendor in there]
    place = {one.vendor: sum(other.rank < one.rank for other in kept) for one in kept}
    known = [one for one in now if one.vendor in place]
    order = {one.vendor: sum(other.rank < one.rank for other in known) for one in known}
    winners = tuple(one.vendor for one in now if one.rank == 1)
    return Variant(
        changed=changed, winners=winners, totals={one.vendor: one.total for one in now},
        changes_winner=set(winners) != {vendor for vendor, at in place.items() if at == 0},
        changes_order=order != place,
    )  # fmt: skip
