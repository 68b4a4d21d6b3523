"""What holds for any table: order, ties, a single vendor, vendors that are alike, criteria that tell nothing."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.scoring import rank
from core.scoring.ranking import METHODS
from core.scoring.ties import competition_ranks

SHAPES = ("usual", "U", "V", "level", "linear", "Gaussian")
VARIANTS: list[dict[str, Any]] = [
    *({"method": "wsm", "normalization": name} for name in ("minmax", "max", "sum")),
    {"method": "wsm", "normalization": "fixed", "bounds": [[0, 100]] * 3},
    {"method": "wpm"},
    *({"method": "topsis", "normalization": name} for name in ("vector", "minmax")),
    {"method": "vikor"},
    *({"method": "promethee2", "functions": name, "q": 1.0, "p": 4.0, "s": 2.0} for name in SHAPES),
]
ALIKE = {"wsm": 0.0, "wpm": 1.0, "topsis": 0.5, "vikor": 0.0, "promethee2": 0.0}
"""By method, the score of vendors that cannot be told apart."""
every_variant = pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: "-".join(map(str, list(one.values())[:2])))

# Quarters, so that differences are exact and many are equal.
quarters = arrays(np.int64, st.tuples(st.integers(1, 7), st.just(3)), elements=st.integers(1, 40)).map(
    lambda one: one / 4
)
weightings = arrays(np.int64, 3, elements=st.integers(0, 9)).filter(lambda one: one.any())


@every_variant
@given(quarters, weightings, st.randoms())
@settings(max_examples=30, deadline=None)
def test_scores_belong_to_the_vendor_not_to_its_place(
    variant: dict[str, Any], values: Any, weights: Any, random: Any
) -> None:
    order = random.sample(range(len(values)), len(values))
    ranking = rank(values, weights, [1, -1, 1], **variant)
    shuffled = rank(values[order], weights, [1, -1, 1], **variant)

    assert shuffled.scores == pytest.approx(ranking.scores[order], abs=1e-12)
    assert shuffled.ranks.tolist() == ranking.ranks[order].tolist()


@every_variant
@given(quarters, weightings)
@settings(max_examples=30, deadline=None)
def test_contributions_always_add_up(variant: dict[str, Any], values: Any, weights: Any) -> None:
    ranking = rank(values, weights, [1, -1, 1], **variant)

    total = ranking.details["base"] + ranking.details["contributions"].sum(axis=1)
    assert total == pytest.approx(ranking.scores, abs=1e-12)


@every_variant
@given(quarters, weightings)
@settings(max_examples=30, deadline=None)
def test_who_is_nowhere_worse_is_ranked_no_lower(variant: dict[str, Any], values: Any, weights: Any) -> None:
    ranking = rank(values, weights, [1, -1, 1], **variant)
    towards = values * [1, -1, 1]
    for better in range(len(values)):
        no_worse = (towards[better] >= towards).all(axis=1)
        assert (ranking.ranks[better] <= ranking.ranks[no_worse]).all()


@every_variant
def test_a_single_vendor_is_first(variant: dict[str, Any]) -> None:
    ranking = rank([[5, 2, 8]], [1, 1, 1], [1, -1, 1], **variant)

    assert ranking.ranks.tolist() == [1]
    assert np.isfinite(ranking.scores).all()


@every_variant
def test_vendors_that_are_alike_are_tied(variant: dict[str, Any]) -> None:
    # 0.1 + 0.2 is not 0.3 in binary, but it is for a buyer.
    ranking = rank([[0.3, 2, 8], [0.1 + 0.2, 2, 8], [0.3, 2, 8]], [1, 2, 3], [1, -1, 1], **variant)

    assert ranking.ranks.tolist() == [1, 1, 1]
    assert ranking.scores == pytest.approx(ranking.scores[0])


@every_variant
def test_a_criterion_that_is_the_same_for_all_decides_nothing(variant: dict[str, Any]) -> None:
    ranking = rank([[5, 3, 8], [9, 3, 8], [7, 3, 8]], [1, 5, 5], [1, -1, 1], **variant)

    assert ranking.ranks.tolist() == [3, 1, 2]


def test_every_method_is_held_to_what_all_must_keep() -> None:
    assert {one["method"] for one in VARIANTS} == ALIKE.keys() == METHODS.keys()


@pytest.mark.parametrize(("method", "score"), ALIKE.items())
def test_the_score_of_vendors_that_cannot_be_told_apart_is_defined(method: str, score: float) -> None:
    assert rank([[4, 7], [4, 7]], [1, 1], [1, -1], method).scores.tolist() == [score, score]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("unit", [1e-90, 1e90])
def test_scores_stay_numbers_in_any_unit(method: str, unit: float) -> None:
    table = np.array([[1.0, 5.0], [2.0, 3.0], [3.0, 4.0]])
    ranking = rank(table * unit, [1, 2], [1, -1], method)

    assert ranking.scores == pytest.approx(rank(table, [1, 2], [1, -1], method).scores)


@given(quarters, weightings, st.sampled_from(SHAPES))
@settings(max_examples=50, deadline=None)
def test_promethee_by_sorting_is_promethee_by_pairs(values: Any, weights: Any, shape: str) -> None:
    # The definition of Brans and Vincke (1985), pair by pair.
    shapes: dict[str, Callable[[float], float]] = {
        "usual": lambda d: float(d > 0),
        "U": lambda d: float(d > 1),
        "V": lambda d: min(1.0, d / 4),
        "level": lambda d: 0.5 * (d > 1) + 0.5 * (d > 4),
        "linear": lambda d: min(1.0, max(0.0, (d - 1) / 3)),
        "Gaussian": lambda d: 1 - np.exp(-d * d / 8),
    }
    flows = np.zeros(len(values))
    for a, one in enumerate(values):
        for b, other in enumerate(values):
            for weight, lead in zip(weights / weights.sum(), (one - other) * [1, -1, 1], strict=True):
                preferred = weight * shapes[shape](max(0.0, lead)) / (len(values) - 1) if a != b else 0
                flows[a] += preferred
                flows[b] -= preferred
    ranking = rank(values, weights, [1, -1, 1], "promethee2", functions=shape, q=1, p=4, s=2)

    assert ranking.scores == pytest.approx(flows, abs=1e-12)
    assert ranking.scores.sum() == pytest.approx(0, abs=1e-12)


def test_promethee_keeps_its_digits_far_from_zero() -> None:
    values = np.random.default_rng(7).uniform(0, 10, 400) + 1e9
    degrees = np.clip((values[:, None] - values - 1) / 3, 0, 1)
    ranking = rank(values[:, None], [1], [1], "promethee2", functions="linear", q=1, p=4)

    assert ranking.scores == pytest.approx((degrees - degrees.T).sum(axis=1) / 399, abs=1e-10)


def test_a_lead_of_exactly_the_threshold_is_no_preference() -> None:
    # 0.8 - 0.6 is a little over 0.2 in binary.
    ranking = rank([[0.8], [0.6]], [1], [1], "promethee2", functions="U", q=0.2)

    assert ranking.scores.tolist() == [0, 0]


def test_ties_take_competition_ranks() -> None:
    assert competition_ranks(np.array([7.0, 9.0, 7.0, 5.0])).tolist() == [2, 1, 2, 4]


def test_ties_are_relative_to_the_scores() -> None:
    scores = np.array([0.7, 0.7 + 1e-12, 0.7 - 1e-6])

    assert competition_ranks(scores).tolist() == [1, 1, 3]
    assert competition_ranks(scores * 1e-30).tolist() == [1, 1, 3]


def test_a_tie_goes_to_the_lower_price_and_then_stays() -> None:
    # Equal weights on points and price: the first two have one total, the third and fourth everything in common.
    table = [[60, 40], [70, 50], [30, 60], [30, 60]]
    given: dict[str, Any] = {"normalization": "fixed", "bounds": [[0, 100], [0, 100]]}

    assert rank(table, [1, 1], [1, -1], **given).ranks.tolist() == [1, 1, 3, 3]
    assert rank(table, [1, 1], [1, -1], tie_break=[1], **given).ranks.tolist() == [1, 2, 3, 3]


def test_fixed_bounds_keep_the_order_when_a_competitor_leaves() -> None:
    table = np.random.default_rng(3).uniform(0, 100, (20, 4))
    given: dict[str, Any] = {"normalization": "fixed", "bounds": [[0, 100]] * 4}
    everybody = rank(table, [4, 3, 2, 1], [1, 1, -1, 1], **given)
    fewer = rank(table[:10], [4, 3, 2, 1], [1, 1, -1, 1], **given)

    assert fewer.scores.tolist() == everybody.scores[:10].tolist()


# S and R by hand, weights 1/2, v = 1/2.
@pytest.mark.parametrize(
    ("table", "compromise", "advantage", "stability"),
    [
        # S 0, .5, 1 and R 0, .25, .5 put Q at 0, .5, 1 and the advantage at exactly 1/(3 - 1).
        pytest.param([[10, 10], [5, 5], [0, 0]], (0,), True, True, id="clear"),
        # Q 0, 1/3, 2/3, 1 in tenths: in binary the lead is a little less than 1/(4 - 1).
        pytest.param([[0.7 * 3], [0.7 * 2], [0.7], [0]], (0,), True, True, id="just enough"),
        # Two equal leaders have no advantage over each other.
        pytest.param([[10, 10], [10, 10], [0, 0]], (0, 1), False, True, id="two first"),
        # Nobody comes near one that is alone.
        pytest.param([[10, 10]], (0,), True, True, id="alone"),
    ],
)
def test_vikor_says_who_belongs_to_the_compromise(
    table: Any, compromise: Any, advantage: bool, stability: bool
) -> None:
    ones = [1] * len(table[0])
    details = rank(table, ones, ones, "vikor").details

    assert details["compromise"] == compromise
    assert (details["advantage"], details["stability"]) == (advantage, stability)


def test_vikor_adds_the_second_where_the_first_leads_in_neither_measure() -> None:
    # In thirds: S .85 .7 1.5 2 2 3, R .55 .7 .5 1 1 1, so Q .083 .2 .174 and more; 1/(13 - 1) = .0833 < .0913.
    table = np.array([[0.9, 0.8, 0.45], [1, 1, 0.3], [0.5, 0.5, 0.5], [0, 0, 1], [1, 0, 0]] + [[0, 0, 0]] * 8)
    details = rank(table, [1, 1, 1], [1, 1, 1], "vikor").details

    assert details["compromise"] == (0, 2)
    assert (details["advantage"], details["stability"]) == (True, False)


def test_what_is_worst_is_a_plain_zero() -> None:
    # -0.0 would be printed as "-0".
    ranking = rank([[1, 2], [3, 1]], [1, 1], [1, -1])

    assert not np.signbit(ranking.details["normalized"]).any()
    assert not np.signbit(rank([[1, 2], [3, 1]], [1, 1], [1, -1], "vikor").details["S"]).any()


def test_a_spread_too_small_to_divide_by_tells_nothing() -> None:
    assert rank([[1e-310], [2e-310]], [1], [1], "vikor").scores.tolist() == [0, 0]


def test_full_tables_are_computed_once_and_only_when_asked_for() -> None:
    details = rank([[1, 2], [3, 1]], [1, 1], [1, -1]).details

    assert details["normalized"] is details["normalized"]
    assert details["normalized"].tolist() == [[0, 0], [1, 1]]
