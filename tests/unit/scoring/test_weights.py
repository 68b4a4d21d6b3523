"""Weights where the criteria tell little or nothing, and judgements of one person and of a group."""

import numpy as np
import pytest

from core.scoring import weights

Rows = list[list[float]]


def test_given_weights_are_taken_in_proportion() -> None:
    assert weights.direct([30, 15, 5]).tolist() == [0.6, 0.3, 0.1]


def test_a_criterion_that_is_the_same_for_all_weighs_nothing() -> None:
    # 0.1 + 0.2 is not 0.3 in binary, but it is the same score.
    table = [[5, 0.3, 1], [7, 0.1 + 0.2, 4], [9, 0.3, 2]]

    assert weights.entropy(table)[1] == 0
    assert weights.critic(table, [1, -1, 1])[1] == 0
    assert weights.std(table)[1] == 0


@pytest.mark.parametrize("table", [[[3, 4]], [[3, 4], [3, 4]], [[0, 0], [0, 0]]], ids=["alone", "alike", "zeros"])
def test_criteria_that_tell_nothing_weigh_the_same(table: Rows) -> None:
    assert weights.entropy(table).tolist() == [0.5, 0.5]
    assert weights.critic(table, [1, -1]).tolist() == [0.5, 0.5]
    assert weights.std(table).tolist() == [0.5, 0.5]


def test_entropy_takes_zero_times_its_logarithm_as_zero() -> None:
    # Shares (1, 0) diverge wholly, (1/2, 1/2) not at all; (3/4, 1/4) by 1 - .8113 bits.
    assert weights.entropy([[6, 1, 3], [0, 1, 1]]) == pytest.approx(np.array([1, 0, 0.1887]) / 1.1887, abs=1e-4)


def test_critic_counts_criteria_that_say_the_same_alike() -> None:
    assert weights.critic([[1, 10], [2, 20], [3, 30]], [1, 1]).tolist() == [0.5, 0.5]


def test_critic_reads_a_price_as_the_opposite() -> None:
    # Once price counts as less is better, both criteria rise together and a third one against them weighs most.
    table = [[1, 30, 3], [2, 20, 2], [3, 10, 1]]

    # Correlations of the turned columns: 1 and -1, so sums of 1 - r are 2, 2 and 4.
    assert weights.critic(table, [1, -1, 1]).tolist() == pytest.approx([0.25, 0.25, 0.5])


def test_standard_deviations_are_taken_in_the_units_that_are_given() -> None:
    # Of (1, 3) and (10, 30): sqrt(2) and 10 sqrt(2).
    assert weights.std([[1, 10], [3, 30]]) == pytest.approx([1 / 11, 10 / 11])


def test_consistent_judgements_have_no_contradiction() -> None:
    # 6 : 3 : 2
    judged: Rows = [[1, 2, 3], [1 / 2, 1, 3 / 2], [1 / 3, 2 / 3, 1]]
    found = weights.ahp(judged)

    assert found.weights == pytest.approx([6 / 11, 3 / 11, 2 / 11])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("judged", [[[1]], [[1, 3], [1 / 3, 1]]], ids=["one", "two"])
def test_two_criteria_cannot_contradict_each_other(judged: Rows) -> None:
    assert weights.ahp(judged).consistency_ratio == 0


def test_the_ratio_is_by_the_table_that_is_named() -> None:
    # A over B over C over A: lambda_max = 1 + 2 + 1/2, so CI = (3.5 - 3) / 2 = .25; random indices .58 and .52.
    circle: Rows = [[1, 2, 1 / 2], [1 / 2, 1, 2], [2, 1 / 2, 1]]

    assert weights.ahp(circle).consistency_ratio == pytest.approx(0.25 / 0.58)
    assert weights.ahp(circle, random_index="saaty_2005").consistency_ratio == pytest.approx(0.25 / 0.52)
    assert not weights.ahp(circle).is_consistent


def test_judgements_may_be_rounded_to_two_digits() -> None:
    judged: Rows = [[1, 3], [0.33, 1]]

    assert weights.ahp(judged).weights == pytest.approx([0.75, 0.25], abs=0.002)


def test_a_group_judges_by_the_geometric_mean() -> None:
    # 2 and 8 make 4.
    people: list[Rows] = [[[1, 2], [1 / 2, 1]], [[1, 8], [1 / 8, 1]]]
    joint = weights.group_judgement(people)

    assert joint == pytest.approx(np.array([[1, 4], [1 / 4, 1]]))
    assert weights.ahp(joint).weights == pytest.approx([0.8, 0.2])
