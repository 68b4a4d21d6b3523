"""Amounts in words follow the rules for writing bills (正确填写票据和结算凭证的基本规定)."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("figure", "currency", "words"),
    [
        ("1.01", "USD", "one dollar and one cent"),
        ("1.00", "HKD", "one Hong Kong dollar only"),
        ("21.21", "EUR", "twenty-one euros and twenty-one cents"),
        ("0.01", "CNY", "zero yuan and one cent"),
    ],
)
def test_one_of_a_unit_is_singular(figure: str, currency: str, words: str) -> None:
    assert english_words(Money(Decimal(figure), currency)) == words


CHINESE = {one: value for value, one in enumerate("零壹贰叁肆伍陆柒捌玖")}
ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH = dict(zip(ONES.split(), range(20), strict=True)) | dict(zip(TENS.split(), range(20, 100, 10), strict=True))
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def read_chinese(words: str) -> int:
    """Cents, read as a clerk does: groups end at 亿 and 万, digits count by the place that follows them."""
    for mark, worth in (("亿", 10**8), ("万", 10**4)):
        if mark in words:
            before, after = words.rsplit(mark, 1)
            return read_chinese(before) * worth + read_chinese(after)
    total = digit = 0
    for one in words:
        if one in "拾佰仟":
            total, digit = total + digit * 10 ** ("拾佰仟".index(one) + 1), 0
        else:
            digit = CHINESE[one]
    return total + digit


def read_english(words: str) -> int:
    total = group = 0
    for one in words.replace("-", " ").split():
        if one in SCALES:
            total, group = total + group * SCALES[one], 0
        elif one != "and":
            group = group * 100 if one == "hundred" else group + ENGLISH[one]
    return total + group


@given(
    st.integers(0, 10**17 - 1)
    | st.builds(lambda digit, place: digit * 10**place, st.integers(1, 9), st.integers(0, 16))
)
def test_figures_and_both_words_say_the_same_amount(cents: int) -> None:
    money = Money(Decimal(cents) / 100, "CNY")
    whole, jiao, fen = re.fullmatch(
        "人民币(?:(.+)圆)?(?:整|零?(?:(.)角)?(?:零?(.)分)?整?)", chinese_capitals(money)
    ).groups("零")  # type: ignore[union-attr]
    yuan_said, _, cents_said = english_words(money).partition(" yuan and ")

    assert read_chinese(whole) * 100 + CHINESE[jiao] * 10 + CHINESE[fen] == cents
    assert (
        read_english(yuan_said.removesuffix(" yuan only")) * 100 + read_english(re.sub(" cents?$", "", cents_said))
        == cents
    )


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
