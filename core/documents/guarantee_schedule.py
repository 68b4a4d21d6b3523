"""The annex of guarantees: a block for each, item by item, with the last day that follows from what is agreed."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import wording
from core.documents.lines import Lines, Speaker, enumeration, span
from core.domain.contract_terms import ContractTerms
from core.domain.guarantee import Guarantee
from core.domain.party import Party
from core.domain.wording import Wording
from core.errors import InvalidInput

Item = tuple[str, object]
"""The name of a label and the value that stands beside it."""
PATHS = {
    "guarantor": "guarantor.name", "asset": "asset.description", "owner": "asset.owner", "delivery": "asset.delivery",
    "resolution": "surety.resolution", "documents": "fund.documents", "reduction": "fund.reduction",
}  # fmt: skip
"""Where the value of a label is agreed, if not under its own name."""


def guarantee_blocks(terms: ContractTerms, speaker: Speaker) -> tuple[Mapping[str, Any], ...]:
    """Return a block for each guarantee. Raises `InvalidInput` naming what a language of the edition lacks."""
    return tuple(
        {
            "id": one.id,
            "kind": speaker.words("guarantee", one.kind),
            "entries": tuple(
                {"label": speaker.label(label), "value": _said(value, f"{place}.{PATHS.get(label, label)}", speaker)}
                for label, value in _items(one, place, terms, speaker)
                if value not in (None, "", Wording())
            ),
        }
        for place, one in _placed(terms)
    )


def _placed(terms: ContractTerms) -> Iterator[tuple[str, Guarantee]]:
    return ((f"guarantees[{number}]", one) for number, one in enumerate(terms.guarantees))


def _said(value: object, place: str, speaker: Speaker) -> Lines:
    return speaker.name(value, place) if isinstance(value, Party) else speaker.lines(value, place)


def _items(one: Guarantee, place: str, terms: ContractTerms, speaker: Speaker) -> Iterator[Item]:
    if one.guarantor is not None:
        yield "guarantor", one.guarantor
        yield "uscc", one.guarantor.uscc
    yield "claim", one.claim
    yield "secures", _secures(one, speaker)
    if one.kind != "lien_exclusion" or one.amount is not None:
        yield "amount", _amount(one, place, terms, speaker)
    period = one.performance
    if period.begins_on is not None and period.due_on is not None:
        yield "performance", span(period.begins_on, period.due_on)
    yield from _persons(one, speaker)
    yield from _things(one, speaker)
    yield from _money(one, speaker)
    yield "scope", enumeration(tuple(speaker.word("scope", name) for name in one.scope))
    yield "damages", one.damages
    yield "call", one.call
    yield "release", one.release
    yield "counter", _counter(one, terms, speaker)
    yield "rank", one.rank
    yield "wording", one.wording


def _persons(one: Guarantee, speaker: Speaker) -> Iterator[Item]:
    period = one.period()
    if period is None:
        return
    yield "manner", speaker.word("manner", one.surety.manner if one.surety is not None else "")
    yield "resolution", one.surety.resolution if one.surety is not None else Wording()
    yield "guarantee_period", speaker.word("period", period.basis)
    if period.basis == "agreed":
        yield "last_day", period.last_day
    elif period.calendar_day is not None:
        yield "last_day", speaker.filled("last_day_note", day=period.calendar_day)


def _things(one: Guarantee, speaker: Speaker) -> Iterator[Item]:
    asset = one.asset
    if asset is None:
        return
    yield "asset", enumeration((asset.description, asset.quantity)) if asset.quantity else asset.description
    yield "owner", asset.owner
    yield "value", asset.value
    how = speaker.word("perfection", asset.perfection)
    yield "perfected_by", speaker.filled("perfect_by", how=how, day=asset.perfect_by) if asset.perfect_by else how
    yield "delivery", asset.delivery
    yield "registration", asset.registration_number


def _money(one: Guarantee, speaker: Speaker) -> Iterator[Item]:
    fund = one.fund
    if fund is None:
        return
    yield "form", speaker.word("money_form", fund.form)
    if one.kind == "earnest_money":
        yield "deposit_type", speaker.word("deposit_type", fund.deposit_type)
    if fund.share_of_each_payment is not None:
        yield "share_of_each_payment", wording.percent(fund.share_of_each_payment)
    yield "pay_by", fund.pay_by
    yield "return_by", fund.return_by
    yield "account", fund.account
    yield "documents", fund.documents
    yield "expires_on", fund.expires_on
    yield "reduction", fund.reduction


def _secures(one: Guarantee, speaker: Speaker) -> Wording:
    if not one.secures:
        return speaker.word("label", "secures_all")
    return Wording("、".join(one.secures), ", ".join(one.secures))


def _amount(one: Guarantee, place: str, terms: ContractTerms, speaker: Speaker) -> Wording:
    secured = terms.secured_by(one)
    if secured is None:
        raise InvalidInput("document.not_stated", place=f"{place}.amount")
    zh, en = wording.amount(secured, "zh"), wording.amount(secured, "en")
    if one.share is None or one.amount is not None:
        return Wording(zh, en)
    base = speaker.word("base", one.fund.base if one.fund is not None else "")
    share = wording.percent(one.share)
    return Wording(f"{base.zh}的{share}，计{zh}", f"{share} {base.en}, which is {en}")


def _counter(one: Guarantee, terms: ContractTerms, speaker: Speaker) -> Wording:
    if one.counter_to:
        return speaker.filled("counter_to", id=one.counter_to)
    by = [other.id for other in terms.guarantees if one.id and other.counter_to == one.id]
    return Wording("、".join(by), ", ".join(by)) if by else speaker.word("label", "counter_none")
