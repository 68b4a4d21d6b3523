"""Amounts, dates, shares and references as a contract prints them, in zh and en."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.domain.money import Money
from core.domain.wording import Language
from core.errors import InvalidInput

NO_BREAK = "\u00a0"
"""A space at which no line ends."""
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_UNITS_ZH = {"CNY": "人民币", "USD": "美元", "EUR": "欧元", "HKD": "港币"}
_UNITS_EN = {"CNY": ("yuan", "yuan"), "USD": ("dollar", "dollars"), "EUR": ("euro", "euros"),
             "HKD": ("Hong Kong dollar", "Hong Kong dollars")}  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSANDS = ("", "thousand", "million", "billion", "trillion")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def listed(some: Sequence[str], language: Language) -> str:
    """Return names as one enumeration: A、B和C, A, B and C."""
    *before, last = some
    between, before_last = ("、", "和") if language == "zh" else (", ", " and ")
    return f"{between.join(before)}{before_last}{last}" if before else last


def figures(money: Money, language: Language) -> str:
    """Return the amount in figures: 人民币2,488,000.00元, CNY 2,488,000.00."""
    if language == "en":
        return str(money)
    name = _UNITS_ZH[money.currency]
    return f"{name}{money.amount:,.2f}" + ("元" if money.currency in ("CNY", "HKD") else "")


def amount(money: Money, language: Language) -> str:
    """Return the amount in figures and in words; the words prevail in practice, so both are always printed."""
    if language == "zh":
        return f"{figures(money, 'zh')}（大写：{chinese_capitals(money)}）"
    return f"{figures(money, 'en')} ({english_words(money)})"


def chinese_capitals(money: Money) -> str:
    """Return 人民币贰佰肆拾捌万捌仟圆整: capitals as bills are written, 整 after 圆 and 角, not after 分.

    Raises `InvalidInput` for a negative amount, which no contract promises.
    """
    whole, jiao, fen = _parts(money)
    text = _UNITS_ZH[money.currency]
    if whole or not (jiao or fen):
        text += _whole(whole) + "圆"
    if not jiao and not fen:
        return text + "整"
    if jiao:
        return text + _DIGITS[jiao] + "角" + (_DIGITS[fen] + "分" if fen else "整")
    return text + ("零" if whole else "") + _DIGITS[fen] + "分"


def english_words(money: Money) -> str:
    """Return `two million four hundred and eighty-eight thousand yuan only`."""
    whole, jiao, fen = _parts(money)
    one, many = _UNITS_EN[money.currency]
    cents = jiao * 10 + fen
    said = f"{_english(whole)} {one if whole == 1 else many}"
    return f"{said} and {_english(cents)} {'cent' if cents == 1 else 'cents'}" if cents else f"{said} only"


def day(on: date, language: Language) -> str:
    """Return 2026年10月12日 or 12 October 2026."""
    if language == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def percent(share: Decimal, language: Language = "en") -> str:
    """Return 0.05 as 5%, in both languages alike; 0.0005 is 0.05%."""
    text = f"{share * 100:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def number(value: Decimal | int) -> str:
    """Return a quantity with thousands separated and no idle zeros: 21,600."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def article(reference: str, language: Language) -> str:
    """Return a reference to an article or a clause of it: 第7.3条, Article 7.3."""
    return f"第{reference}条" if language == "zh" else f"Article{NO_BREAK}{reference}"


def annex(reference: int, language: Language) -> str:
    """Return a reference to an annex: 附件2, Annex 2."""
    return f"附件{reference}" if language == "zh" else f"Annex{NO_BREAK}{reference}"


def _parts(money: Money) -> tuple[int, int, int]:
    if money.amount < 0:
        raise InvalidInput("document.negative_amount", place="amount", value=str(money))
    cents = int(money.amount * 100)
    return cents // 100, cents // 10 % 10, cents % 10


def _whole(value: int) -> str:
    """Read groups of four digits from the left; zeros inside are said once, zeros at the end not at all."""
    if value == 0:
        return _DIGITS[0]
    text, gap = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = value // 10_000**place % 10_000
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1_000):
            text += _DIGITS[0]
        text += _group(group) + _GROUPS[place]
        gap = group % 10 == 0
    return text.replace("万亿", "万", 1) if text.count("亿") > 1 else text


def _group(value: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text


def _english(value: int) -> str:
    if value == 0:
        return _ONES[0]
    words: list[str] = []
    for place in range(len(_THOUSANDS) - 1, -1, -1):
        group = value // 1_000**place % 1_000
        if group:
            joined = "and " if words and place == 0 and group < 100 else ""
            words.append(joined + " ".join(filter(None, (_hundreds(group), _THOUSANDS[place]))))
    return " ".join(words)


def _hundreds(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        ten, one = divmod(rest, 10)
        said.append(_ONES[rest] if rest < 20 else _TENS[ten] + (f"-{_ONES[one]}" if one else ""))
    return " and ".join(said)
