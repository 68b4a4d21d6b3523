"""How firm a ranking is, against counting by brute force and by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.scoring import rank
from core.scoring.robustness import (
    central_weights,
    half_width,
    leave_one_evaluator_out,
    leave_one_vendor_out,
    pairwise_winning,
    rank_acceptability,
    smallest_flip,
    weight_intervals,
)

CORNERS: list[list[float]] = [[1, 0], [0, 1], [0.4, 0.4]]
twentieths = st.integers(0, 20)
tables = arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=twentieths).map(
    lambda one: one / 20
)


def weights_for(table: Any, seed: int) -> Any:
    return np.random.default_rng(seed).integers(1, 9, table.shape[1]) / 10


def winners(table: Any, weights: Any) -> set[int]:
    totals = table @ weights
    return set(np.flatnonzero(totals >= totals.max() - 1e-9).tolist())


@given(tables, st.integers(0, 9))
@settings(max_examples=50, deadline=None)
def test_every_vendor_has_one_rank_in_every_weighting(table: Any, seed: int) -> None:
    shares = rank_acceptability(table, draws=300, seed=seed)

    assert shares.sum(axis=1) == pytest.approx(1)
    if len(np.unique(table, axis=0)) == len(table):
        assert shares.sum(axis=0) == pytest.approx(1)


def test_acceptability_agrees_with_ranking_draw_by_draw() -> None:
    table = np.random.default_rng(5).uniform(0, 1, (7, 4))
    drawn = np.random.default_rng(0).standard_exponential((500, 4))
    counted = np.zeros((7, 7))
    for weights in drawn:
        ranks = (table @ weights)[:, None] < table @ weights
        counted[np.arange(7), ranks.sum(axis=1)] += 1

    assert rank_acceptability(table, draws=500).tolist() == (counted / 500).tolist()


def test_the_same_seed_gives_the_same_shares() -> None:
    assert rank_acceptability(CORNERS, 999, seed=4).tolist() == rank_acceptability(CORNERS, 999, seed=4).tolist()
    assert rank_acceptability(CORNERS, 999, seed=4).tolist() != rank_acceptability(CORNERS, 999, seed=5).tolist()


def test_weights_are_uniform_and_do_not_crowd_the_middle() -> None:
    # First of three exactly when the first weight is over one half: a quarter of the simplex; of normalised uniforms,
    # one sixth.
    table: list[list[float]] = [[1, 0, 0], [0.5, 0.5, 0.5]]

    assert rank_acceptability(table)[0, 0] == pytest.approx(0.25, abs=2 * half_width())


def test_vendors_that_are_alike_share_the_better_rank() -> None:
    # 0.1 + 0.2 is not 0.3 in binary.
    shares = rank_acceptability([[0.9, 0.3], [0.9, 0.1 + 0.2], [0.1, 0.1]], draws=200)

    assert shares.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_one_vendor_is_always_first() -> None:
    assert rank_acceptability([[0.3, 0.4]], draws=10).tolist() == [[1]]


def test_the_half_width_is_that_of_the_draws() -> None:
    # 1.96 sqrt(1 / 400,000)
    assert half_width(100_000) == pytest.approx(0.0031, abs=5e-5)


def test_central_weights_are_the_middle_of_what_puts_a_vendor_first() -> None:
    # The first leads from one half to 1, the third never.
    found = central_weights(CORNERS)

    assert found == pytest.approx(np.array([[0.75, 0.25], [0.25, 0.75], [0, 0]]), abs=0.005)
    assert found[:2].sum(axis=1) == pytest.approx(1)


def test_pairwise_winning_counts_who_scores_higher() -> None:
    # The first is above the third for first weights over .4, the second for under .6.
    found = pairwise_winning([*CORNERS, CORNERS[0]])

    exact = [[0, 0.5, 0.6, 0], [0.5, 0, 0.6, 0.5], [0.4, 0.4, 0, 0.4], [0, 0.5, 0.6, 0]]
    assert found == pytest.approx(np.array(exact), abs=2 * half_width())
    assert found[0, 3] == found[3, 0] == 0


def test_a_weight_interval_ends_where_two_vendors_are_level() -> None:
    # The second overtakes the first below .5; nobody does above.
    assert weight_intervals(CORNERS, [0.7, 0.3]) == pytest.approx(np.array([[0.5, 1], [0, 0.5]]))


@pytest.mark.parametrize(
    ("table", "weights", "intervals"),
    [
        pytest.param([[0.2, 0.3]], [1, 1], [[0, 1], [0, 1]], id="alone"),
        pytest.param([[0.2], [0.1]], [1], [[0, 1]], id="one criterion"),
        pytest.param([[0.3, 0.1 + 0.2], [0.1 + 0.2, 0.3]], [1, 1], [[0, 1], [0, 1]], id="alike"),
        pytest.param([[1, 0], [1, 1]], [1, 0], [[1, 1], [0, 0]], id="level at the end of the scale"),
    ],
)
def test_weight_intervals_are_defined_at_the_edges(table: Any, weights: Any, intervals: Any) -> None:
    assert weight_intervals(table, weights) == pytest.approx(np.array(intervals))


@given(tables.filter(lambda one: one.shape[1] > 1), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_weight_intervals_agree_with_trying_every_weight(table: Any, seed: int) -> None:
    given_weights = weights_for(table, seed)
    winner = min(winners(table, given_weights))
    for criterion, (lowest, highest) in enumerate(weight_intervals(table, given_weights)):
        others = np.where(np.arange(len(given_weights)) == criterion, 0, given_weights)
        for tried in np.linspace(0, 1, 101):
            weights = others / others.sum() * (1 - tried)
            weights[criterion] = tried
            inside = lowest - 1e-9 <= tried <= highest + 1e-9
            near_an_end = min(abs(tried - lowest), abs(tried - highest)) < 1e-6
            assert (winner in winners(table, weights)) == inside or near_an_end


@given(tables, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_the_smallest_flip_is_enough_and_nothing_less_is(table: Any, seed: int) -> None:
    weights = weights_for(table, seed)
    winner = min(winners(table, weights))
    flip = smallest_flip(table, weights)
    reach = abs(flip.change) - 1e-6 if flip else 1.0

    if flip:
        changed = table.copy()
        changed[flip.vendor, flip.criterion] += flip.change + (-1e-6 if flip.vendor == winner else 1e-6)
        assert flip.new_winner in winners(changed, weights)
        assert winner not in winners(changed, weights)
    for vendor, criterion in np.ndindex(table.shape):
        tried = table.copy()
        moved = tried[vendor, criterion] + (-reach if vendor == winner else reach)
        tried[vendor, criterion] = min(1, max(0, moved))
        assert winner in winners(tried, weights)


def test_of_vendors_that_are_level_the_first_is_the_winner() -> None:
    # .9 x .5 + .65 x .4 + .15 x .1 = .8 x .5 + .65 x .4 + .65 x .1, though not in binary.
    level, weights = [[0.9, 0.65, 0.15], [0.8, 0.65, 0.65]], [0.5, 0.4, 0.1]
    flip = smallest_flip(level, weights)

    assert weight_intervals(level, weights)[0] == pytest.approx([0.5, 1])
    assert flip is not None
    assert flip.new_winner == 1
    assert flip.change == pytest.approx(0)


def test_the_smallest_flip_by_hand() -> None:
    # Totals .55, .45, .4: the gap of .1 is made up soonest by .1 / .55 in the first criterion.
    flip = smallest_flip(CORNERS, [0.55, 0.45])

    assert flip is not None
    assert (flip.vendor, flip.criterion, flip.new_winner) == (0, 0, 1)
    assert flip.change == pytest.approx(-0.1 / 0.55)


@pytest.mark.parametrize(
    "table", [[[0.5, 0.5]], [[1, 1], [0, 0]], [[0.5, 0.5], [0, 0]]], ids=["alone", "too far ahead", "level at most"]
)
def test_some_winners_no_single_score_can_topple(table: Any) -> None:
    assert smallest_flip(table, [1, 1]) is None


def test_a_withdrawal_that_leaves_the_order_of_the_others_is_no_reversal() -> None:
    table = [[10, 0], [4, 5], [0, 20]]
    full = rank(table, [5, 4], [1, 1])
    without_c = leave_one_vendor_out(table, [5, 4], [1, 1])[2]

    # With C: A 5/9, B (5 x .4 + 4 x .25)/9 = 3/9, C 4/9. Without C: A 5/9, B 4/9.
    assert full.ranks.tolist() == [1, 3, 2]
    assert without_c.ranks.tolist() == [1, 2, 0]
    assert (without_c.winners, without_c.changes_winner, without_c.changes_order) == ((0,), False, False)


def test_a_loser_that_withdraws_can_change_the_winner_of_min_max() -> None:
    # Weights 1/2. With C: A (1 + .4)/2 = .7, B (.6 + 1)/2 = .8. Without C the first criterion spreads from 6 to 10:
    # A (1 + 0)/2, B (0 + 1)/2: level.
    table = [[10, 4], [6, 10], [0, 0]]
    withdrawals = leave_one_vendor_out(table, [1, 1], [1, 1], vendors=["A", "B", "C"])

    assert (withdrawals[2].winners, withdrawals[2].changes_winner) == ((0, 1), True)
    assert withdrawals[2].changes_order
    # Without the winner the next one wins, which is no reversal.
    assert (withdrawals[1].winners, withdrawals[1].changes_winner) == ((0,), False)


def test_an_order_can_change_below_a_winner_that_stays() -> None:
    # The same two behind a first that is best in both: .7 and .8 become level once the last one leaves.
    withdrawals = leave_one_vendor_out([[10, 10], [10, 4], [6, 10], [0, 0]], [1, 1], [1, 1])

    assert withdrawals[3].ranks.tolist() == [1, 2, 2, 0]
    assert (withdrawals[3].changes_winner, withdrawals[3].changes_order) == (False, True)


def test_declared_bounds_know_no_rank_reversal() -> None:
    table = np.random.default_rng(2).uniform(0, 1, (8, 3))
    given_options: dict[str, Any] = {"normalization": "fixed", "bounds": [[0, 1]] * 3}

    assert not any(one.changes_order for one in leave_one_vendor_out(table, [3, 2, 1], [1, 1, 1], **given_options))


def test_no_vendor_can_leave_a_table_of_one() -> None:
    assert leave_one_vendor_out([[1, 2]], [1, 1], [1, 1]) == ()


def test_an_evaluator_that_decides_alone_is_shown() -> None:
    # Means A (90 + 80 + 80)/3 = 83.3, B (60 + 82 + 82)/3 = 74.7; without the first, A 80 and B 82.
    ratings = [[[90], [60]], [[80], [82]], [[80], [82]]]
    omissions = leave_one_evaluator_out(ratings, [1], [1])

    assert [one.winners for one in omissions] == [(1,), (0,), (0,)]
    assert [one.changes_winner for one in omissions] == [True, False, False]
    assert omissions[0].ranks.tolist() == [2, 1]


def test_the_median_is_not_moved_by_one_evaluator() -> None:
    ratings = [[[90], [60]], [[80], [82]], [[80], [82]], [[80], [82]]]

    assert not any(one.changes_winner for one in leave_one_evaluator_out(ratings, [1], [1], center="median"))


def test_a_single_evaluator_cannot_be_left_out() -> None:
    assert leave_one_evaluator_out([[[90], [60]]], [1], [1]) == ()


def test_a_column_that_is_a_fact_does_not_move() -> None:
    # totals .5 x .8 + .5 x .6 = .70 and .5 x .6 + .5 x .7 = .65: a gap of .05, so .1 on any score of weight .5
    scores, weights = [[0.8, 0.6], [0.6, 0.7]], [0.5, 0.5]

    flip = smallest_flip(scores, weights, fixed=(0,))

    assert flip is not None
    assert flip.criterion == 1
    assert abs(flip.change) == pytest.approx(0.1)
    assert smallest_flip(scores, weights, fixed=(0, 1)) is None
