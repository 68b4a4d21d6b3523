"""The rows of two annexes: service levels and bill of quantities."""

from collections.abc import Mapping
from typing import Any

from core.documents import wording
from core.documents.lines import Lines, Speaker
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.terms.price import PriceLine
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import Wording
from core.errors import InvalidInput

Row = Mapping[str, Any]
DASH = "—"


def level_rows(terms: ContractTerms, speaker: Speaker) -> tuple[Row, ...]:
    """Return a row for each service level; the limit is printed from the same record that is enforced."""
    return tuple(_level(one, speaker) for one in terms.service_levels)


def _level(one: ServiceLevel, speaker: Speaker) -> Row:
    limit = one.agreed_limit()
    return {
        "id": one.obligation,
        "text": speaker.lines(one.text, f"service_levels.{one.obligation}.text"),
        "limit": speaker.lines(Wording(limit.words("zh"), limit.words("en")) if limit is not None else DASH),
        "basis": speaker.words("basis", one.basis) if limit is not None else (),
        "target": f"≥ {wording.percent(one.target)}" if one.target is not None else DASH,
        "severity": speaker.words("severity", one.severity),
        "credit": _credit(one, speaker),
    }


def _credit(one: ServiceLevel, speaker: Speaker) -> Lines:
    kind = speaker.word("credit", one.credit.kind)
    zh, en = kind.zh, kind.en
    if one.credit.kind == "each":
        speaker.lines(one.credit.amount, f"service_levels.{one.obligation}.credit.amount")
    if one.credit.kind == "each" and one.credit.amount is not None:
        zh = f"{zh}{wording.figures(one.credit.amount, 'zh')}"
        en = f"{wording.figures(one.credit.amount, 'en')} {en}"
        if one.credit.free:
            begins = speaker.filled("from_miss", first=one.credit.free + 1)
            zh, en = f"{begins.zh}{zh}", f"{en} {begins.en}"
    if not one.credit.note:
        return speaker.lines(Wording(zh, en))
    speaker.lines(one.credit.note, f"service_levels.{one.obligation}.credit.note")
    return speaker.lines(Wording(f"{zh}；{one.credit.note.zh}", f"{en}; {one.credit.note.en}"))


def price_rows(terms: ContractTerms, speaker: Speaker) -> tuple[Row, ...]:
    """Return a row for each line of the bill of quantities, numbered from 1."""
    return tuple(_price(number, one, speaker) for number, one in enumerate(terms.prices.lines))


def _price(number: int, one: PriceLine, speaker: Speaker) -> Row:
    place = f"prices.lines[{number}]"
    return {
        "number": str(number + 1),
        "item": speaker.lines(one.item, f"{place}.item"),
        "note": _taxation(one, place, speaker),
        "unit": speaker.lines(one.unit, f"{place}.unit"),
        "quantity": wording.number(one.quantity) if one.quantity is not None else DASH,
        "unit_price": sum_of(one.unit_price, f"{place}.unit_price"),
        "net": sum_of(one.net, f"{place}.net"),
        "rate": wording.percent(one.vat_rate) if one.vat_rate is not None else DASH,
        "vat": sum_of(one.vat, f"{place}.vat"),
        "gross": sum_of(one.gross, f"{place}.gross"),
    }


def _taxation(one: PriceLine, place: str, speaker: Speaker) -> Lines:
    """What is said of a line that is not taxed in the general way: how, and by which exemption."""
    if one.taxation == "general":
        return ()
    how = speaker.word("taxation", one.taxation)
    if not one.exemption:
        return speaker.lines(how)
    speaker.lines(one.exemption, f"{place}.exemption")
    return speaker.lines(Wording(f"{how.zh}：{one.exemption.zh}", f"{how.en}: {one.exemption.en}"))


def sum_of(money: Money | None, place: str) -> str:
    """Return a sum as a table prints it, without the currency. Raises `InvalidInput` at `place` if it is not stated."""
    if money is None:
        raise InvalidInput("document.not_stated", place=place)
    return f"{money.amount:,.2f}"
