"""Amounts in words follow the rules for writing bills (正确填写票据和结算凭证的基本规定)."""

from datetime import date
from decimal import Decimal

import pytest

from core.documents.wording import amount, chinese_capitals, day, english_words, number, percent
from core.domain.money import Money
from core.errors import InvalidInput


def yuan(text: str) -> Money:
    return Money(Decimal(text), "CNY")


@pytest.mark.parametrize(
    ("figure", "capitals"),
    [
        ("0", "零圆整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹圆零伍分"),
        ("10.50", "壹拾圆伍角整"),
        ("1409.50", "壹仟肆佰零玖圆伍角整"),  # the rule's own example 1
        ("6007.14", "陆仟零柒圆壹角肆分"),  # example 2
        ("107000.53", "壹拾万零柒仟圆伍角叁分"),  # example 3, the second of its two forms
        ("16409.02", "壹万陆仟肆佰零玖圆零贰分"),  # example 4
        ("325.04", "叁佰贰拾伍圆零肆分"),
        ("2488000.00", "贰佰肆拾捌万捌仟圆整"),
        ("100005", "壹拾万零伍圆整"),
        ("100000000", "壹亿圆整"),
        ("100010000", "壹亿零壹万圆整"),
        ("1000000000000", "壹万亿圆整"),
        ("1000100000000", "壹万零壹亿圆整"),
    ],
)
def test_chinese_capitals_are_written_as_on_a_bill(figure: str, capitals: str) -> None:
    assert chinese_capitals(yuan(figure)) == f"人民币{capitals}"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("0", "zero yuan only"),
        ("21", "twenty-one yuan only"),
        ("115", "one hundred and fifteen yuan only"),
        ("1005", "one thousand and five yuan only"),
        ("2488000", "two million four hundred and eighty-eight thousand yuan only"),
        ("131864.40", "one hundred and thirty-one thousand eight hundred and sixty-four yuan and forty cents"),
    ],
)
def test_english_words_say_the_amount(figure: str, words: str) -> None:
    assert english_words(yuan(figure)) == words


def test_an_amount_stands_in_figures_and_in_words() -> None:
    assert amount(yuan("30"), "zh") == "人民币30.00元（大写：人民币叁拾圆整）"
    assert amount(yuan("30"), "en") == "CNY 30.00 (thirty yuan only)"


def test_a_negative_amount_is_not_worded() -> None:
    with pytest.raises(InvalidInput, match=r"-1\.00"):
        chinese_capitals(yuan("-1"))


def test_days_shares_and_quantities_are_written_without_idle_digits() -> None:
    assert day(date(2026, 3, 1), "zh") == "2026年3月1日"
    assert day(date(2026, 3, 1), "en") == "1 March 2026"
    assert percent(Decimal("0.050")) == "5%"
    assert percent(Decimal("0.0005")) == "0.05%"
    assert percent(Decimal("1.00")) == "100%"
    assert number(Decimal("21600.00")) == "21,600"
    assert number(Decimal("1.50")) == "1.5"
