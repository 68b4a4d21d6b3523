"""Rules of the house, from the source document rather than from the law."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms


def is_guaranteed(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """OS-19: an outsourcing contract has a guarantee; that the vendor holds nothing back secures no debt of his."""
    if not any(one.kind and one.kind != "lien_exclusion" for one in terms.guarantees):
        yield Hit("none", "guarantees")
