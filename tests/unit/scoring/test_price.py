"""Price formulas to the digit."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scoring.price import FORMULAS, half_up, price_scores

OPTIONS: dict[str, dict[str, Any]] = {"absolute_linear": {"best": 80, "worst": 120}}


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        # 100 x 80 / 100
        pytest.param("lowest_over_bid", [100, 80, 64], id="lowest / bid"),
        pytest.param("world_bank", [100, 80, 64], id="Clow / C"),
        pytest.param("qcbs", [100, 80, 64], id="Fm / F"),
        # 25 of the 45 between the lowest and the highest
        pytest.param("linear_to_max", [100, 55.56, 0], id="none at the highest"),
        # 100 is a quarter over 80, 125 is 56.25 % over
        pytest.param("linear_to_min", [100, 75, 43.75], id="less by the excess"),
        # mean 101.67: 21.31 % under, 1.64 % under, 22.95 % over
        pytest.param("mean_deviation", [78.69, 98.36, 77.05], id="a point per cent"),
        # (120 - 100) / (120 - 80); 125 is past the ceiling
        pytest.param("absolute_linear", [100, 50, 0], id="ceiling to target"),
    ],
)
def test_a_formula_gives_the_points_of_its_definition(formula: str, points: list[float]) -> None:
    options = OPTIONS.get(formula, {})

    assert price_scores([80, 100, 125], formula, digits=2, **options).tolist() == points


def test_the_lowest_over_the_bid_is_the_default_of_100_points() -> None:
    assert price_scores([80, 100]).tolist() == [100, 80]


@pytest.mark.parametrize("formula", FORMULAS)
def test_one_bid_or_equal_bids_get_all_points(formula: str) -> None:
    options = OPTIONS.get(formula, {})

    assert price_scores([80], formula, 30, **options).tolist() == [30]
    assert price_scores([80, 80], formula, 30, **options).tolist() == [30, 30]


def test_deductions_for_a_low_and_a_high_price_may_differ() -> None:
    # mean 100; 10 % over at 2 points, 10 % under at 1/2
    assert price_scores([110, 90], "mean_deviation", 40, above=2, below=0.5).tolist() == [20, 35]


def test_points_never_fall_below_zero() -> None:
    assert price_scores([10, 40], "linear_to_min").tolist() == [100, 0]
    # mean 25: 60 % off at 2 points
    assert price_scores([10, 40], "mean_deviation", above=2, below=2).tolist() == [0, 0]


def test_below_the_target_there_are_no_more_points() -> None:
    assert price_scores([60], "absolute_linear", best=80, worst=120).tolist() == [100]


@pytest.mark.parametrize(
    ("number", "rounded"), [("2.675", "2.68"), ("1.005", "1.01"), ("2.665", "2.67"), ("2.6749", "2.67"), ("0", "0")]
)
def test_exactly_half_a_cent_goes_up(number: str, rounded: str) -> None:
    assert half_up(Fraction(number), 2) == Fraction(rounded)


def test_half_a_cent_of_points_goes_up_though_no_binary_number_is_there() -> None:
    # 2.675 = 5.35 / 2 = 107 / 40: the binary 2.675 is a little less, and would round to 2.67.
    assert price_scores([107, 200], points=5, digits=3).tolist() == [5, 2.675]
    assert price_scores([107, 200], points=5, digits=2).tolist() == [5, 2.68]


def test_prices_are_read_as_they_are_printed() -> None:
    as_floats = price_scores([2288231.72, 2311110.4], points=20, digits=2)
    as_decimals = price_scores([Decimal("2288231.72"), Decimal("2311110.40")], points=Decimal(20), digits=2)
    as_array = price_scores(np.array([2288231.72, 2311110.4]), points=20, digits=2)

    assert as_floats.tolist() == as_decimals.tolist() == as_array.tolist() == [20, 19.8]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.sampled_from(sorted(FORMULAS)))
def test_points_lie_between_none_and_all_and_fall_with_the_price(cents: list[int], formula: str) -> None:
    options = OPTIONS.get(formula, {})
    points = price_scores([Decimal(one) / 100 for one in cents], formula, **options)

    assert ((points >= 0) & (points <= 100)).all()
    if formula != "mean_deviation":
        assert (np.diff(points[np.argsort(cents, kind="stable")]) <= 0).all()
