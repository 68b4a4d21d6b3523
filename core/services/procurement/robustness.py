"""How firm a ranking is, worked out with every ranking without being asked for."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from core.domain.criterion import PAST, PRICE
from core.domain.evaluation import ScoreSheet
from core.domain.ranking_record import (
    Acceptability,
    EvaluatorTotals,
    Robustness,
    ScoreFlip,
    Standing,
    Variant,
    WeightInterval,
)
from core.domain.selection_rules import PRICE_FORMULAS
from core.scoring.arrays import Floats
from core.scoring.consensus import kendall_w
from core.scoring.robustness import half_width, rank_acceptability, smallest_flip, weight_intervals
from core.scoring.robustness.acceptability import DRAWS
from core.services.procurement.contest import Contest, standings, variant

SEED = 0
SHARE = Decimal("0.00001")
WEIGHT = Decimal("0.0001")
BEYOND = 1e-6


def robustness(
    contest: Contest, ranked: tuple[Standing, ...], excluded: tuple[str, ...], sheets: Sequence[ScoreSheet]
) -> Robustness:
    """Return everything that is known about a ranking's firmness.

    `contest` holds all bids that can be priced, `ranked` the admitted ones in their order; `sheets` are the counted
    evaluators' own.
    """
    admitted = tuple(one.vendor for one in ranked)
    own = contest.among(admitted)
    shares = _shares(own, ranked)
    drawn = rank_acceptability(shares, DRAWS, SEED)
    evaluators = tuple(_totals(own, sheet) for sheet in sheets)
    return Robustness(
        draws=DRAWS, seed=SEED, half_width=_kept(half_width(DRAWS), SHARE),
        acceptability=tuple(
            Acceptability(vendor, tuple(_kept(one, SHARE) for one in row.tolist()))
            for vendor, row in zip(admitted, drawn, strict=True)
        ),
        intervals=_intervals(own, admitted, shares),
        flip=_flip(own, ranked, shares),
        without_vendor=_without_vendor(own, ranked),
        without_evaluator=_without_evaluator(own, ranked, sheets),
        formulas=_formulas(own, ranked),
        counted_in=tuple(variant(one, ranked, contest.among((*admitted, one))) for one in excluded),
        kendall_w=_agreement(evaluators), evaluators=evaluators,
    )  # fmt: skip


def _shares(own: Contest, ranked: tuple[Standing, ...]) -> Floats:
    """What each criterion gives of its own points, 0 to 1; the price as it was rounded, where it counts."""
    price = ranked
    if not own.weights.get(PRICE, Decimal(0)):
        price = standings(replace(own, weights={**own.weights, PRICE: Decimal(1)}))
    full = own.weights.get(PRICE) or Decimal(1)
    of_price = {one.vendor: one.points.get(PRICE, Decimal(0)) / full for one in price}
    rows = [
        [of_price[one.vendor] if code == PRICE else one.scores[code] / 100 for code in own.weights] for one in ranked
    ]
    return np.array(rows, dtype=np.float64)


def _weights(own: Contest) -> Floats:
    return np.array([float(one) for one in own.weights.values()])


def _intervals(own: Contest, vendors: tuple[str, ...], shares: Floats) -> tuple[WeightInterval, ...]:
    weights = _weights(own)
    found = []
    for column, (lowest, highest) in enumerate(weight_intervals(shares, weights).tolist()):
        code = tuple(own.weights)[column]
        below = _winner_at(lowest - BEYOND, column, weights, shares, vendors)
        above = _winner_at(highest + BEYOND, column, weights, shares, vendors)
        low, high = (_kept(one * 100, WEIGHT) for one in (lowest, highest))
        found.append(WeightInterval(code, own.weights[code], low, high, below, above))
    return tuple(found)


def _winner_at(share: float, column: int, weights: Floats, shares: Floats, vendors: tuple[str, ...]) -> str | None:
    """Who leads once one weight has that share and the others keep their proportions; None where it cannot be."""
    others = np.where(np.arange(len(weights)) == column, 0, weights)
    if not 0 <= share <= 1 or not others.any():
        return None
    moved = others / others.sum() * (1 - share)
    moved[column] = share
    return vendors[int(np.argmax(shares @ moved))]


def _flip(own: Contest, ranked: tuple[Standing, ...], shares: Floats) -> ScoreFlip | None:
    codes = tuple(own.weights)
    fixed = tuple(column for column, code in enumerate(codes) if code in (PRICE, PAST))
    flip = smallest_flip(shares, _weights(own), fixed=fixed)
    if flip is None:
        return None
    one, code = ranked[flip.vendor], codes[flip.criterion]
    change = _kept(flip.change * 100, WEIGHT)
    return ScoreFlip(one.vendor, code, one.scores[code], change, ranked[flip.new_winner].vendor)


def _without_vendor(own: Contest, ranked: tuple[Standing, ...]) -> tuple[Variant, ...]:
    if len(ranked) < 2:
        return ()
    everybody = tuple(one.vendor for one in ranked)
    return tuple(
        variant(left_out, ranked, own.among(tuple(one for one in everybody if one != left_out)))
        for left_out in everybody
    )


def _without_evaluator(own: Contest, ranked: tuple[Standing, ...], sheets: Sequence[ScoreSheet]) -> tuple[Variant, ...]:
    if len(sheets) < 2:
        return ()
    return tuple(
        variant(sheet.evaluator, ranked, replace(own, joint=_means(own, [one for one in sheets if one is not sheet])))
        for sheet in sheets
    )


def _means(own: Contest, sheets: Sequence[ScoreSheet]) -> dict[str, dict[str, Decimal]]:
    return {
        vendor: {
            code: given if code == PAST else sum((one.scores[vendor][code] for one in sheets), Decimal(0)) / len(sheets)
            for code, given in own.joint[vendor].items()
        }
        for vendor in own.prices
    }


def _formulas(own: Contest, ranked: tuple[Standing, ...]) -> tuple[Variant, ...]:
    """The same bids by each formula that the rules could have named; a target price is needed for one of them."""
    possible = [one for one in PRICE_FORMULAS if one != "absolute_linear" or own.rules.price_target is not None]
    return tuple(variant(one, ranked, replace(own, formula=one)) for one in possible)


def _totals(own: Contest, sheet: ScoreSheet) -> EvaluatorTotals:
    rated = {code: weight for code, weight in own.weights.items() if code not in (PRICE, PAST)}
    totals = {
        vendor: sum((weight * sheet.scores[vendor][code] / 100 for code, weight in rated.items()), Decimal(0))
        for vendor in own.prices
    }
    return EvaluatorTotals(sheet.evaluator, totals)


def _agreement(evaluators: tuple[EvaluatorTotals, ...]) -> Decimal | None:
    if len(evaluators) < 2 or len(evaluators[0].totals) < 2:
        return None
    return _kept(kendall_w([[float(one) for one in each.totals.values()] for each in evaluators]), WEIGHT)


def _kept(number: float, digits: Decimal) -> Decimal:
    return Decimal(repr(float(number))).quantize(digits)
