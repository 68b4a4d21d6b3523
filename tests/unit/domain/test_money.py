"""Money is exact to the cent and never mixes currencies."""

from decimal import Decimal

import pytest

from core.domain.money import Money
from core.errors import InvalidInput


def yuan(text: str) -> Money:
    return Money(Decimal(text), "CNY")


@pytest.mark.parametrize(("amount", "kept"), [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), ("0", "0.00")])
def test_an_amount_is_kept_to_the_cent_half_up(amount: str, kept: str) -> None:
    assert str(yuan(amount).amount) == kept


def test_a_share_that_must_not_fall_short_rounds_up() -> None:
    # 10 % of 99.91 is 9.991
    assert yuan("99.91").share_rounded_up(Decimal("0.10")) == yuan("10.00")
    assert yuan("99.91").share(Decimal("0.10")) == yuan("9.99")


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(InvalidInput, match="CNY"):
        yuan("1") + Money(Decimal(1), "USD")


@pytest.mark.parametrize("text", ["", "ten", "NaN", "sNaN", "Infinity", "1e15", "-1e15", "1E+99999999", "1.001"])
def test_what_is_no_amount_is_refused_at_its_place(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Money.parse(text, "CNY", "price")
    assert refused.value.place == "price"


def test_a_total_of_none_is_zero() -> None:
    assert Money.total([], "CNY") == yuan("0")
    assert Money.total([yuan("0.10"), yuan("0.20")], "CNY") == yuan("0.30")
