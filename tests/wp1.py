"""The sample contract for WP-1: its committed terms with the service levels made from the packs' obligations."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

import rules
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms
from core.domain.obligation import Obligation
from core.domain.terms.service_level import LevelCredit, ServiceLevel

FILE = Path(__file__).parents[1] / "contract_templates" / "examples" / "wp1.yaml"


@cache
def obligations() -> Mapping[str, Obligation]:
    """All obligations of the packs that ship."""
    return {one.id: one for pack in rules.load() for one in pack.obligations.values()}


@cache
def wp1_terms() -> ContractTerms:
    """The terms, complete."""
    written = msgspec.to_builtins(yaml.safe_load(FILE.read_text("utf-8")))
    levels = tuple(_level(one) for one in written.pop("service_levels"))
    return replace(read_terms(written), service_levels=levels)


def _level(written: dict[str, Any]) -> ServiceLevel:
    target = written.get("target")
    return ServiceLevel.of(
        obligations()[written["obligation"]],
        written.get("limit", ""),
        target=Decimal(target) if target else None,
        credit=msgspec.convert(written["credit"], LevelCredit),
    )
