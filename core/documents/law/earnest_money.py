"""Earnest money (定金): at most a fifth of the contract, and never beside liquidated damages (CC 586-588)."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.documents.law.phrases import additions, says
from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.guarantee import Guarantee
from core.domain.money import Money
from core.domain.wording import Wording

_BESIDE = r"\b(together with|in addition to|as well as|along with|on top of)\b"
_BOTH = re.compile(
    r"(违约金.{0,20}定金|定金.{0,20}违约金).{0,20}(并用|并处|同时|一并|合并|累计)"
    r"|(并用|同时适用|一并适用|同时主张).{0,20}(违约金.{0,20}定金|定金.{0,20}违约金)"
    r"|(earnest money.{0,80}liquidated damages|liquidated damages.{0,80}earnest money)"
    r".{0,60}(cumulativ|in addition|together|at the same time|both)"
    r"|(in addition to|as well as|both).{0,40}(earnest money.{0,60}liquidated|liquidated.{0,60}earnest money)"
    rf"|earnest money.{{0,20}}{_BESIDE}.{{0,20}}liquidated|liquidated damages.{{0,20}}{_BESIDE}.{{0,20}}earnest money",
    re.IGNORECASE,
)
_NOT_BOTH = re.compile(
    r"不[^，；,;]{0,12}(并用|并处|同时|一并|合并|累计)[^，；,;]*|(同时|一并)(约定|规定|存在)"
    r"|\b(not?|never|neither)\b[^,;]{0,60}(cumulativ|in addition|together|at the same time|both)[^,;]*",
    re.IGNORECASE,
)
"""That the two do not stand together, or that the contract merely holds both."""


def is_within_a_fifth(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """D05: all earnest money together stays within the share; its base and day of payment are stated."""
    most = Decimal(parameters["most_share"])
    paid: Money | None = None
    for number, one in _deposits(terms):
        path = f"guarantees[{number}]"
        base, amount = terms.base_of(one), terms.secured_by(one)
        if base is None or amount is None:
            yield Hit("unknown", path)
        else:
            paid = amount if paid is None else paid + amount
            if base.share(most) < paid:
                yield Hit("over", f"{path}.amount", {"amount": paid, "most": base.share(most), "base": base})
        yield from _missing(one, path)


def _missing(one: Guarantee, path: str) -> Iterator[Hit]:
    if one.fund is None or not one.fund.base:
        yield Hit("no_base", f"{path}.fund.base")
    if one.fund is None or one.fund.pay_by is None:
        yield Hit("no_day", f"{path}.fund.pay_by")


def is_alternative(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """D07: who is wronged has liquidated damages or the earnest money, not both."""
    deposits = list(_deposits(terms))
    for number, one in enumerate(terms.liquidated_damages):
        path = f"liquidated_damages[{number}]"
        if deposits and one.with_earnest_money == "both":
            yield Hit("both", f"{path}.with_earnest_money")
        yield from _said("both_said", f"{path}.wording", one.wording)
    for number, deposit in deposits:
        yield from _said("both_said", f"guarantees[{number}].wording", deposit.wording)
        yield from _said("both_said", f"guarantees[{number}].call", deposit.call)
    for path, text in additions(terms):
        yield from _said("both_added", path, text)


def _said(statement: str, path: str, text: Wording) -> Iterator[Hit]:
    sentence = says(text, _BOTH, _NOT_BOTH)
    if sentence:
        yield Hit(statement, path, {"said": sentence})


def _deposits(terms: ContractTerms) -> Iterator[tuple[int, Guarantee]]:
    return ((number, one) for number, one in enumerate(terms.guarantees) if one.kind == "earnest_money")
