"""Every term that the sample states is printed: changed in the record, it changes the document."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

import contract_templates
from core.documents.composition import compose
from core.documents.terms import read_terms
from core.errors import InvalidInput
from tests.wp1 import wp1_terms

LIBRARY = contract_templates.load()
MACHINE_NAMES = {"pack", "kpi"}
"""What only programs read; the hash covers it."""
PRINTED = compose(wp1_terms(), LIBRARY, "bilingual").context


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The values of the record with their paths, of each list the first three."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for number, one in enumerate(value[:3]):
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


@pytest.mark.parametrize("part", sorted(wp1_terms().as_dict()))
def test_a_changed_term_changes_the_document(part: str) -> None:
    record = wp1_terms().as_dict()
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
        context = compose(terms, LIBRARY, "bilingual").context
        if {**context, "hash": ""} == {**PRINTED, "hash": ""}:
            silent.append(path)

    assert silent == []
