"""A counter-guarantee is linked to the guarantee whose giver it secures (CC 387, 689)."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.guarantee import Guarantee
from core.domain.party import Party

OWN_MONEY = ("earnest_money", "performance_bond", "retention", "cash_margin")


def is_linked(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """F14: the link names another guarantee of this contract, given by a third party, and no circle arises."""
    by_id = {one.id: one for one in terms.guarantees if one.id}
    for number, one in enumerate(terms.guarantees):
        if not one.counter_to:
            continue
        path = f"guarantees[{number}].counter_to"
        linked = by_id.get(one.counter_to)
        if linked is None:
            yield Hit("dangling", path, {"id": one.counter_to})
        elif _is_circle(one.id, one.counter_to, {key: value.counter_to for key, value in by_id.items()}):
            yield Hit("circle", path, {"id": one.counter_to})
        elif _is_own(linked, terms.vendor):
            yield Hit("own", path, {"id": one.counter_to})


def _is_own(linked: Guarantee, vendor: Party) -> bool:
    """Money that nobody else is named for is the debtor's."""
    if linked.guarantor is None:
        return linked.kind in OWN_MONEY
    return _is_same(linked.guarantor, vendor)


def _is_circle(start: str, towards: str, links: Mapping[str, str]) -> bool:
    seen = {start}
    while towards:
        if towards in seen:
            return True
        seen.add(towards)
        towards = links.get(towards, "")
    return False


def _is_same(one: Party, other: Party) -> bool:
    if one.uscc and other.uscc:
        return one.uscc == other.uscc
    return bool(one.name.zh) and one.name.zh == other.name.zh
