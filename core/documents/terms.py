"""Contract terms read from plain values, and the JSON Schema made from the types."""

import dataclasses
import re
import types
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from inspect import cleandoc
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from core.documents.term_bounds import check_bounds
from core.domain.contract_terms import ContractTerms
from core.domain.money import CURRENCIES, Money
from core.errors import InvalidInput, Malformed

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line feed (XML loses a carriage return), halves of a surrogate pair, noncharacters."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing; right-to-left scripts need none of them."""
MARKS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
LONGEST_SHOWN = 60
"""Characters of a refused value that its error shows."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def read_terms(written: Mapping[str, Any]) -> ContractTerms:
    """Read terms from plain values (see `contract_terms.schema.json`); parts that are absent are not agreed yet.

    Raises `InvalidInput` naming the path of an unknown key, a value that is not allowed, or a text that cannot be
    printed; `Malformed` if it is no mapping.
    """
    if not isinstance(written, Mapping):
        raise Malformed("terms.not_a_mapping", place="terms")
    _check(written, ContractTerms, "")
    try:
        terms = msgspec.convert(written, ContractTerms)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).rpartition(" - at ")
        raise _not_allowed(written, place.strip("`$."), reason) from None
    check_bounds(terms)
    return terms


def _not_allowed(written: Mapping[str, Any], place: str, reason: str) -> InvalidInput:
    """Say what stands at a path and what may stand there, by the type of the term."""
    value, kind = _at(written, place)
    shown = str(value)[:LONGEST_SHOWN]
    if get_origin(kind) is Literal:
        allowed = ", ".join(one for one in get_args(kind) if one)
        return InvalidInput("terms.no_choice", place=place, value=shown, allowed=allowed)
    code = {date: "terms.no_day", Decimal: "terms.no_number", int: "terms.no_whole_number"}.get(kind)
    if code is not None and not isinstance(value, Mapping | list):
        return InvalidInput(code, place=place, value=shown)
    return InvalidInput("terms.not_allowed", place=place or "terms", reason=reason)


def _at(written: Any, place: str) -> tuple[Any, Any]:
    """What is written at a path, and the type that the terms have there."""
    kind: Any = ContractTerms
    for step in filter(None, place.replace("]", "").replace("[", ".").split(".")):
        if step.isdecimal():
            written, kind = written[int(step)], _stated(get_args(kind)[0])
        else:
            written, kind = written[step], _stated(get_type_hints(kind)[step])
    return written, kind


def _stated(hint: Any) -> Any:
    """A type without the `None` that stands for what is not agreed."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the terms; unknown keys are refused, as `read_terms` does."""
    made = msgspec.json.schema(ContractTerms)
    for one in made["$defs"].values():
        one["additionalProperties"] = False
        if "description" in one:
            one["description"] = cleandoc(one["description"])  # a docstring's indent is Python 3.12's and older alone
    made["$defs"]["Money"]["properties"]["amount"]["pattern"] = r"^-?\d{1,15}(\.\d{1,2})?$"
    return {"$schema": DIALECT, "title": "ContractTerms", **made}


def check_printable(text: str, place: str) -> None:
    """Refuse a text that no document can carry. Raises `InvalidInput` at `place`."""
    found = UNPRINTABLE.search(text)
    if found:
        raise InvalidInput("terms.unprintable", place=place, value=f"U+{ord(found[0]):04X}", position=found.start() + 1)


def check_text(text: str, place: str) -> None:
    """Refuse what no document can carry, and the marks of a template. Raises `InvalidInput` at `place`."""
    check_printable(text, place)
    turning = TURNING.search(text)
    if turning:
        raise InvalidInput("terms.direction", place=place, value=f"U+{ord(turning[0]):04X}",
                           position=turning.start() + 1)  # fmt: skip
    marks = MARKS.search(text)
    if marks:
        raise InvalidInput("terms.template_marks", place=place, value=marks[0])


def _check(value: Any, kind: Any, place: str) -> None:
    """Go through `value` beside its type: keys, texts and amounts."""
    if isinstance(value, str):
        check_text(value, place)
    elif isinstance(value, Mapping) and kind is Money:
        _check_money(value, place)
    elif isinstance(value, Mapping) and dataclasses.is_dataclass(kind):
        _check_record(value, kind, place)
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            _check(one, _element(kind), f"{place}[{number}]")


def _check_record(value: Mapping[str, Any], kind: Any, place: str) -> None:
    known = _fields(kind)
    for name, one in value.items():
        inner = f"{place}.{name}" if place else str(name)
        if name not in known:
            raise InvalidInput("terms.unknown_key", place=inner, value=str(name)[:60], allowed=", ".join(known))
        _check(one, known[name], inner)


def _check_money(value: Mapping[str, Any], place: str) -> None:
    amount, currency = value.get("amount"), str(value.get("currency"))
    if currency not in CURRENCIES:
        raise InvalidInput("money.unknown_currency", place=f"{place}.currency", value=currency[:60],
                           allowed=", ".join(CURRENCIES))  # fmt: skip
    Money.parse(str(amount), currency, f"{place}.amount")
    if not isinstance(amount, str):
        raise InvalidInput("terms.amount_not_text", place=f"{place}.amount", value=str(amount)[:60])


@cache
def _fields(kind: Any) -> dict[str, Any]:
    """The fields of a record with the record type that each holds, None for plain values."""
    return {name: _record(hint) for name, hint in get_type_hints(kind).items()}


def _record(hint: Any) -> Any:
    """What a field holds apart from `None`; of a tuple, the tuple."""
    stated = _stated(hint)
    return None if get_origin(stated) is Literal else stated


def _element(kind: Any) -> Any:
    return _record(get_args(kind)[0]) if get_args(kind) else None


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a tree of mappings, sequences and records with its path."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from texts(one, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from texts(one, f"{place}[{number}]")
