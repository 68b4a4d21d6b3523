"""Performance bonds where public money or a statutory tender is involved (Gov. Procurement Regulation 48)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money

BONDS = ("performance_bond", "independent_letter")
REGIMES = ("government", "statutory_tender")
NOTES_AND_COINS = ("cash",)


def is_within_a_tenth(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """G11: all performance bonds together stay within the share; in government procurement none is in cash."""
    total = terms.prices.total()
    if terms.prices.regime not in REGIMES:
        return
    most = Decimal(parameters["most_share"])
    asked: Money | None = None
    for number, one in enumerate(terms.guarantees):
        if one.kind not in BONDS or one.counter_to:
            continue
        path = f"guarantees[{number}]"
        amount = terms.secured_by(one)
        if total is None or amount is None:
            yield Hit("unknown", path)
        else:
            asked = amount if asked is None else asked + amount
            if total.share(most) < asked:
                yield Hit("over", f"{path}.amount", {"amount": asked, "most": total.share(most), "total": total})
        if terms.prices.regime == "government" and one.fund is not None and one.fund.form in NOTES_AND_COINS:
            yield Hit("cash", f"{path}.fund.form")
