"""Where an error of the domain stands, in words, so that it is told at its field in the user's language."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from core.errors import OutpactError
from core.messages import sentence
from ui.texts import catalogue, language, say
from ui.widgets import literal

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_ROW = re.compile(r"\[(\d+)\]")
_NAMES_A_PLACE = {
    "work_package.missing": "part", "work_package.peaks_overlap": "other", "feasibility.step_missing": "value",
    "feasibility.gate_failed": "value",
}  # fmt: skip
"""Sentences one of whose values is itself a path."""


def bare(place: str) -> str:
    """A path without the numbers of its rows: `bill.lines.ceiling` for `bill.lines[2].ceiling`."""
    return _ROW.sub("", place)


def spoken(place: str) -> str:
    """A path in words, with its row counted from 1; a path without words is named by the part it belongs to."""
    known = bare(place)
    while known and f"place.{known}" not in catalogue(language()):
        known = known.rpartition(".")[0]
    if not known:
        return ""
    name, row = say(f"place.{known}"), _ROW.search(place)
    return say("form.row", row=int(row[1]) + 1, name=name) if row else name


def told(error: OutpactError, names: Mapping[str, str] = NO_NAMES) -> str:
    """What is wrong, without the place, for Markdown; a value that is a code of `names` is told by its word."""
    values = {one: names.get(str(value), value) for one, value in error.spoken(language()).items()}
    path = _NAMES_A_PLACE.get(error.code, "")
    if path:
        values[path] = spoken(str(values[path])) or values[path]
    return literal(sentence(error.code, language(), values))
