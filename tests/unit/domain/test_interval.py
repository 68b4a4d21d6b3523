"""Intervals and quantiles against published values."""

import pytest

from core.domain.distribution import beta_at, beta_below, gamma_below, t_at
from core.domain.interval import Interval, garwood, of_mean, of_median, wilson


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    ids=["8 of 10", "Newcombe 1998 a", "Newcombe 1998 c", "Newcombe 1998 d"],
)
def test_wilsons_interval(successes: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3; 8 of 10 by the formula."""
    found = wilson(successes, of)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_all_of_them_is_an_upper_bound_of_one() -> None:
    assert wilson(29, 29).high == 1.0
    assert wilson(29, 29).low == pytest.approx(0.8830, abs=5e-5)  # 1 - 0.1170: z2/(n + z2) of none of 29


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (100, 81.36, 121.63)],
)
def test_garwoods_interval(events: int, low: float, high: float) -> None:
    """The exact limits of a Poisson count, Pearson and Hartley's Biometrika Tables, table 40."""
    found = garwood(events)

    assert found.low == pytest.approx(low, abs=5e-3)
    assert found.high == pytest.approx(high, abs=5e-3)


@pytest.mark.parametrize(("freedom", "expected"), [(1, 12.706), (4, 2.776), (9, 2.262), (29, 2.045), (1000, 1.962)])
def test_students_quantile(freedom: float, expected: float) -> None:
    """The table of Student's t, two-sided 95 per cent."""
    assert t_at(0.975, freedom) == pytest.approx(expected, abs=5e-4)


def test_a_mean_of_four_ratings() -> None:
    # 5, 5, 4, 4: mean 4.5, sample variance 1/3, t of 3 degrees 3.182: 4.5 +- 3.182 * sqrt(1/12) = 0.9186
    found = of_mean(4, 4.5, 1 / 3)

    assert found is not None
    assert found.low == pytest.approx(3.5814, abs=1e-4)
    assert found.high == pytest.approx(5.4186, abs=1e-4)
    assert of_mean(1, 5.0, 0.0) is None


def test_the_median_of_twenty_lies_between_the_6th_and_the_15th() -> None:
    """Conover, Practical Nonparametric Statistics: P(B(20, 1/2) <= 5) = 0.0207, P(<= 6) = 0.0577."""
    assert of_median([(one, 1) for one in range(1, 21)]) == Interval(6, 15)
    assert of_median([(one, 1) for one in range(1, 6)]) is None  # of five even all of them hold it with 93.75 %


def test_the_beta_function_is_the_binomial_sum() -> None:
    # P(Beta(9, 3) <= 0.8) = P(B(11, 0.8) >= 9) = 0.2953 + 0.2362 + 0.0859
    assert beta_below(0.8, 9, 3) == pytest.approx(0.6174, abs=1e-4)
    assert beta_at(0.5, 1, 1) == pytest.approx(0.5)
    assert (beta_below(0, 2, 3), beta_below(1, 2, 3)) == (0.0, 1.0)


@pytest.mark.parametrize(("x", "shape", "expected"), [(3, 2, 0.800852), (10, 3, 0.997231), (0, 1, 0.0)])
def test_the_gamma_function_is_the_poisson_sum(x: float, shape: float, expected: float) -> None:
    # P(Gamma(2) <= 3) = 1 - 4/e^3; P(Gamma(3) <= 10) = 1 - 61/e^10
    assert gamma_below(x, shape) == pytest.approx(expected, abs=1e-6)
