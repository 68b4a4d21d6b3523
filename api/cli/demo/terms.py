"""The terms of the world's contracts: the sample contract for WP-1, and what each of the others says otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import contract_templates
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms

SAMPLE = Path(contract_templates.__file__).parent / "examples" / "wp1.yaml"
DAYS_A_YEAR = 365


@cache
def cleaning() -> ContractTerms:
    """The contract for WP-1."""
    return _read(_written(SAMPLE))


@cache
def amended(name: str) -> ContractTerms:
    """The contract of `name`.yaml, which writes only what differs from that for WP-1; totals are worked out."""
    terms = _read(_merged(_written(SAMPLE), _written(Path(__file__).with_name(f"{name}.yaml"))))
    return _counted(terms)


def second_source() -> ContractTerms:
    """The draft with findings, on the terms of WP-2."""
    return _counted(_read(_merged(
        _merged(_written(SAMPLE), _written(Path(__file__).with_name("wp2.yaml"))),
        _written(Path(__file__).with_name("second_source.yaml")),
    )))  # fmt: skip


def _read(written: Mapping[str, Any]) -> ContractTerms:
    return read_terms(_plain(written))


def _plain(value: Any) -> Any:
    """Days as YAML reads them become text again."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _written(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return read


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings are merged, everything else is replaced; the total of a term is another's, so it is left out."""
    merged = {name: value for name, value in under.items() if name != "contract_total"}
    for name, value in over.items():
        known = merged.get(name)
        merged[name] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _counted(terms: ContractTerms) -> ContractTerms:
    """Totals of the lines, and of the whole term where they are prices of a year."""
    prices, schedule = terms.prices.counted(), terms.schedule
    if prices.gross_total is None or schedule.begins_on is None or schedule.ends_on is None:
        return replace(terms, prices=prices)
    days = (schedule.ends_on - schedule.begins_on).days + 1
    share = Decimal(days) / DAYS_A_YEAR if prices.per.en == "for a year" else Decimal(1)
    return replace(terms, prices=replace(prices, contract_total=prices.gross_total.share(share)))
