"""An error of the domain in words, so that it is told at its field in the user's language."""

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import OutpactError
from core.messages import sentence
from ui.texts import language, spoken
from ui.widgets import literal

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_NAMES_A_PLACE = {
    "work_package.missing": "part", "work_package.peaks_overlap": "other", "feasibility.step_missing": "value",
    "feasibility.gate_failed": "value",
}  # fmt: skip
"""Sentences one of whose values is itself a path."""


def told(error: OutpactError, names: Mapping[str, str] = NO_NAMES) -> str:
    """What is wrong, without the place, for Markdown; a value that is a code of `names` is told by its word."""
    values = {one: names.get(str(value), value) for one, value in error.spoken(language()).items()}
    path = _NAMES_A_PLACE.get(error.code, "")
    if path:
        values[path] = spoken(str(values[path])) or values[path]
    return literal(sentence(error.code, language(), values))
