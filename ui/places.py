"""An error of the domain in words, so that it is told at its field in the user's language."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from core.errors import OutpactError
from core.messages import sentence
from ui.texts import bare, language, say, spoken
from ui.widgets import literal

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_NAMES_A_PLACE = {
    "work_package.missing": "part", "work_package.peaks_overlap": "other", "feasibility.step_missing": "value",
    "feasibility.gate_failed": "value",
}  # fmt: skip
"""Sentences one of whose values is itself a path."""
_PERCENT = {
    "volume": ("growth",), "bill": ("vat_rate",), "cost": ("avoidable", "with_volume", "vat_rate"),
    "bids": ("vat_rate",), "adjustment": ("labour_share", "threshold"),
    "triggers": ("volume_least", "volume_most", "price_rise"),
    "economic": (
        "price_vat", "in_house_vat", "vat_recoverable", "discount_rate", "management", "growth", "wage_growth",
        "price_growth",
    ),
}  # fmt: skip
"""Fields that are typed in per cent and kept as shares, by the part they belong to."""


def told(error: OutpactError, names: Mapping[str, str] = NO_NAMES) -> str:
    """What is wrong, without the place, for Markdown; a value that is a code of `names` is told by its word."""
    values = {one: names.get(str(value), value) for one, value in error.spoken(language()).items()}
    if in_percent(error.place):
        values = {one: _percent(value) for one, value in values.items()}
        if {"value", "least", "most"} <= set(values):
            return literal(say("form.percent_range", **values))
    path = _NAMES_A_PLACE.get(error.code, "")
    if path:
        values[path] = spoken(str(values[path])) or values[path]
    return literal(sentence(error.code, language(), values))


def in_percent(place: str) -> bool:
    """Whether what stands at a path is typed in per cent, while its share is what an error names."""
    return bare(place).rpartition(".")[2] in _PERCENT.get(place.partition(".")[0], ())


def _percent(value: object) -> object:
    """A share, or several, as the per cent that were typed: -1.5 is -150 %; what is no number stays."""
    try:
        return ", ".join(f"{(100 * Decimal(one)).normalize():,f}" for one in str(value).split(", "))
    except (InvalidOperation, ValueError):
        return value
