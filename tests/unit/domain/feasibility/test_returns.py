"""Rates of return against published examples; where there is no single rate, none is invented."""

from decimal import Decimal

import pytest

from core.domain.feasibility.returns import irr, payback_period, roi
from core.errors import InvalidInput


def flows(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("values", "rate"),
    [
        # NumPy reference, irr, examples after Gitman, Principles of Managerial Finance (2003), p. 348
        ((-100, 39, 59, 55, 20), 0.28095),
        ((-100, 0, 0, 74), -0.0955),
        ((-100, 100, 0, 7), 0.06206),
        # 100 back after one year with 10
        ((-100, 110), 0.10),
        # nothing at the ends changes nothing
        ((0, 0, -100, 110, 0), 0.10),
        ((*[0] * 40, -100, 110), 0.10),
    ],
)
def test_the_rate_of_published_examples(values: tuple[int, ...], rate: float) -> None:
    assert irr(flows(*values), periods_a_year=1) == pytest.approx(rate, abs=5e-5)


def test_a_monthly_rate_is_compounded_to_a_year() -> None:
    assert irr(flows(-100, 101)) == pytest.approx(1.01**12 - 1)


@pytest.mark.parametrize("values", [(10, 20), (-10, -20), (0, 0), ()])
def test_flows_without_a_change_of_sign_have_no_rate(values: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        irr(flows(*values))
    assert (refused.value.code, refused.value.place) == ("feasibility.no_sign_change", "economic.flows")


def test_several_rates_are_named_and_none_is_chosen() -> None:
    # -100 + 250/(1+i) - 150/(1+i)^2 = 0 for i = 0 and i = 50 %
    with pytest.raises(InvalidInput, match=r"0\.0 %, 50\.0 %"):
        irr(flows(-100, 250, -150), periods_a_year=1)


def test_two_changes_of_sign_without_any_rate_are_refused() -> None:
    # -100 + 10/(1+i) - 100/(1+i)^2 is negative for every i
    with pytest.raises(InvalidInput, match="2 times"):
        irr(flows(-100, 10, -100), periods_a_year=1)


def test_a_negative_rate_beside_another_is_not_chosen() -> None:
    # 100 x - 100 = 7 x^3 with x = 1/(1+i): x = 1.0909 (-8.33 %, which NumPy returns) and x = 3.116 (-67.9 %)
    with pytest.raises(InvalidInput, match=r"-67\.9 %, -8\.3 %"):
        irr(flows(-100, 100, 0, -7), periods_a_year=1)


def test_a_cost_at_the_end_leaves_the_one_positive_rate() -> None:
    # x = 1/(1+i) solves x^2 - 240 x + 100 = 0: x = 0.417391, or 239.58 (-99.6 % a year); the sums -100, 140, 139
    assert irr(flows(-100, 240, -1), periods_a_year=1) == pytest.approx(1 / 0.417391 - 1, abs=1e-4)


def test_a_long_term_does_not_overflow() -> None:
    assert irr(flows(-1000, *[100] * 240)) == pytest.approx((1.1) ** 12 - 1, rel=1e-6)


def test_payback_is_the_month_from_which_the_sum_stays_above_zero() -> None:
    assert payback_period(flows(-100, 60, 60)) == 2
    assert payback_period(flows(-100, 100)) == 1
    assert payback_period(flows(-100, 150, -60, 20)) == 3
    assert payback_period(flows(-100, 99)) is None
    assert payback_period(flows(5, 5)) == 0


def test_return_is_measured_against_the_deepest_outlay() -> None:
    # sums -100, -150, 0, 75: 75 / 150
    assert roi(flows(-100, -50, 150, 75)) == Decimal("0.5")
    assert roi(flows(0, 5)) is None
