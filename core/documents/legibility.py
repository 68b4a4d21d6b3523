"""Texts of people in a record that has to be printed whatever they typed: what cannot be shown leaves a mark."""

from collections.abc import Mapping
from typing import Any

from core.documents.terms import TURNING, UNPRINTABLE

MARK = "\ufffd"
"""The replacement character: something stood here that no document can carry, or that turns the writing round."""


def legible(value: Any) -> Any:
    """Return a tree of mappings, sequences and texts in which every text can be printed; a line break is one.

    For memos and reports of what was decided; terms of a contract are refused instead (`read_terms`).
    """
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return TURNING.sub(MARK, UNPRINTABLE.sub(MARK, lines))
    if isinstance(value, Mapping):
        return {name: legible(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(legible(one) for one in value)
    return value
