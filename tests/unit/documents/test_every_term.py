"""Every term that the sample states is printed: changed in the record, it changes the document."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

import contract_templates
from core.documents.composition import compose, gaps
from core.documents.lines import EDITIONS, Edition
from core.documents.output_check import check_contract
from core.documents.terms import read_terms
from core.errors import InvalidInput
from tests.wp1 import wp1_terms

LIBRARY = contract_templates.load()
MACHINE_NAMES = {"pack", "kpi", "grace_until"}
"""What only programs read, and the grace that a creditor sets after the contract was made; the hash covers them."""
TEXT = {"zh": "约定内容", "en": "what is agreed"}
SUM = {"amount": "1000.00", "currency": "CNY"}
ASSET = {
    "description": TEXT, "quantity": TEXT, "value": SUM, "owner": TEXT, "perfection": "registration",
    "perfect_by": "2026-07-01", "registration_number": "R-1", "delivery": TEXT,
}  # fmt: skip
FUND = {
    "form": "bank_transfer", "base": "annual_estimate", "base_amount": SUM, "deposit_type": "breach",
    "pay_by": "2026-07-01", "return_by": "2028-12-01", "account": "3100 01", "documents": TEXT,
    "expires_on": "2029-01-01", "reduction": TEXT, "share_of_each_payment": "0.05",
}  # fmt: skip
THINGS = ("mortgage", "pledge_of_movables", "pledge_of_rights", "lien_exclusion")
MONEY = ("earnest_money", "performance_bond", "retention", "independent_letter", "cash_margin")


def full_record() -> dict[str, Any]:
    """WP-1 with what it does not need: every kind of guarantee, exempt lines, seat and rules, terms of its own."""
    record: dict[str, Any] = deepcopy(dict(wp1_terms().as_dict()))
    record["guarantees"] = [
        *({"id": f"G-{kind}", "kind": kind, "asset": ASSET, "amount": SUM} for kind in THINGS),
        *({"id": f"G-{kind}", "kind": kind, "fund": FUND, "share": "0.05", "counter_to": "G-surety"} for kind in MONEY),
        {"id": "G-surety", "kind": "surety", "amount": SUM, "performance": {"due_on": "2028-09-30"}},
    ]
    record["award"] = {
        "selection": "S-2026-0001", "mode": TEXT, "package": "WP-2026-0001", "package_version": 1,
        "decided_on": "2026-06-10", "ranking_sha256": "5f" * 32,
    }  # fmt: skip
    record["prices"]["lines"][1] |= {"taxation": "exempt", "exemption": TEXT}
    record["dispute"] |= {"rules": TEXT, "seat": TEXT, "wording": TEXT}
    record["liability"] |= {"wording": TEXT}
    record["liquidated_damages"] = [
        {"owed_by": "vendor", "trigger": TEXT, "amount": SUM, "with_earnest_money": "either", "wording": TEXT}
    ]
    record["service_levels"][0]["credit"] = {"kind": "each", "amount": SUM, "free": 2}
    own: dict[str, Any] = json.loads(json.dumps(record))  # no part is shared with another
    return own


RECORDS = {"WP-1": dict(wp1_terms().as_dict()), "with everything": full_record()}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The values of the record with their paths, of most lists the first three."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for number, one in enumerate(value[:12] if path == ("guarantees",) else value[:3]):
            yield from leaves(one, (*path, number))
    elif path[-1] not in MACHINE_NAMES:
        yield path, value


def other(value: Any) -> Any:
    """A value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return str(date.fromisoformat(value) + timedelta(1))
    digits = re.match(r"\d+", value)
    return f"{int(digits[0]) + 1}{value[digits.end() :]}" if digits else f"{value}某"


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("part", sorted(RECORDS["with everything"]))
def test_a_changed_term_changes_the_document(part: str, name: str) -> None:
    record = RECORDS[name]
    if part not in record or (name != "WP-1" and record[part] == RECORDS["WP-1"].get(part)):
        return
    printed = compose(read_terms(record), LIBRARY, "bilingual").context
    silent = []
    for path, value in leaves(record[part], (part,)):
        changed: Any = deepcopy(record)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = other(value)
        try:
            terms = read_terms(changed)
        except InvalidInput:  # one of a few words: another one is no choice
            continue
        if {**compose(terms, LIBRARY, "bilingual").context, "hash": ""} == {**printed, "hash": ""}:
            silent.append(path)

    assert silent == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_kind_of_guarantee_goes_out_without_a_flaw(edition: Edition) -> None:
    terms = read_terms(full_record())
    content = LIBRARY.template.render(compose(terms, LIBRARY, edition).context)

    assert check_contract(content, terms, edition) == ()


def without(record: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed: Any = deepcopy(record)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return dict(changed)


@pytest.mark.parametrize("name", RECORDS)
def test_a_term_left_out_is_named_or_missed_by_neither_language(name: str) -> None:
    record = RECORDS[name]
    for path, _ in leaves(record):
        if path[-1] in ("amount", "currency") and path[-2] != "guarantees" and not isinstance(path[-2], int):
            continue  # half a sum of money cannot be read
        terms = read_terms(without(record, path))
        missing = gaps(terms, LIBRARY)
        assert all(one.place for one in missing)
        if missing:
            continue
        content = LIBRARY.template.render(compose(terms, LIBRARY, "bilingual").context)
        differing = [one for one in check_contract(content, terms, "bilingual") if one.code.endswith("differ")]
        assert differing == [], path
