"""Agreement of evaluators, and what they say together."""

import numpy as np
import pytest

from core.scoring.consensus import borda, consolidate, icc, kendall_w

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_ties_raise_the_most_that_raters_can_agree() -> None:
    # Midranks 1 2.5 2.5 4 and 1 2 3 4: totals 2 4.5 5.5 8, S = 18.5; W = 12 S / (4 x 60 - 2 x 6) = 222 / 228.
    assert kendall_w([[1, 2, 2, 4], [1, 2, 3, 4]]) == pytest.approx(222 / 228)


def test_opposite_raters_do_not_agree_at_all() -> None:
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == 0


@pytest.mark.parametrize(
    "rankings", [[[1, 2, 3]] * 4, [[3, 1, 2]], [[1], [1]], [[1, 1], [1, 1]]], ids=["alike", "one", "alone", "all tied"]
)
def test_raters_that_differ_in_nothing_agree(rankings: list[list[int]]) -> None:
    assert kendall_w(rankings) == pytest.approx(1)


def test_scores_agree_as_their_ranks_do() -> None:
    assert kendall_w([[90, 70, 80], [60, 40, 50]]) == pytest.approx(1)


def test_tied_vendors_share_the_points_of_a_ballot() -> None:
    # Ranks 1, 2.5, 2.5, 4 of four: 3, 1.5, 1.5 and 0 points.
    assert borda([[1, 2, 2, 4]]).tolist() == [3, 1.5, 1.5, 0]


def test_icc_is_that_of_shrout_and_fleiss() -> None:
    # Their table 4: ICC(2,1) = .29, ICC(2,4) = .62.
    found = icc(SHROUT_FLEISS)

    assert (round(found.single, 2), round(found.average, 2)) == (0.29, 0.62)


def test_ratings_that_are_all_the_same_agree() -> None:
    assert icc([[0.1, 0.1, 0.1]] * 3).single == 1


@pytest.mark.parametrize(
    "ratings",
    [[[1, 2], [2, 1]], [[0.1, 0.1 + 0.2], [0.3, 0.1]], [[1, 2], [1, 2]]],
    ids=["opposite", "opposite but for rounding", "vendors alike"],
)
def test_where_vendors_do_not_differ_there_is_no_agreement_on_them(ratings: list[list[int]]) -> None:
    assert icc(ratings).single <= 0
    assert icc(ratings).average <= 0


@pytest.mark.parametrize(
    ("center", "together"),
    [
        pytest.param("mean", 78, id="(70 + 72 + 74 + 79 + 95) / 5"),
        pytest.param("median", 74, id="the third of five"),
        pytest.param("trimmed_mean", 75, id="(72 + 74 + 79) / 3"),
    ],
)
def test_evaluators_are_brought_together_cell_by_cell(center: str, together: float) -> None:
    ratings = np.zeros((5, 2, 2))
    ratings[:, 1, 0] = [72, 95, 70, 79, 74]

    assert consolidate(ratings, center).tolist() == [[0, 0], [together, 0]]


def test_more_than_one_rating_may_be_cut_at_each_end() -> None:
    ratings = np.array([72, 95, 70, 79, 74.0]).reshape(5, 1, 1)

    assert consolidate(ratings, "trimmed_mean", cut=2).tolist() == [[74]]
