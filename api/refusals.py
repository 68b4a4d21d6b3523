"""What pydantic finds wrong with a call, in our own words and both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import InvalidInput, Malformed, OutpactError

CODES = {
    "missing": "request.missing",
    "extra_forbidden": "request.unknown_key",
    "unexpected_keyword_argument": "request.unknown_key",
    "string_type": "request.not_a_text",
    "int_type": "request.not_a_whole_number",
    "int_parsing": "request.not_a_whole_number",
    "int_parsing_size": "request.not_a_whole_number",
    "int_from_float": "request.not_a_whole_number",
    "float_type": "request.not_a_number",
    "float_parsing": "request.not_a_number",
    "decimal_type": "request.not_a_number",
    "decimal_parsing": "request.not_a_number",
    "bool_type": "request.not_a_bool",
    "bool_parsing": "request.not_a_bool",
    "date_type": "request.not_a_date",
    "date_parsing": "request.not_a_date",
    "date_from_datetime_parsing": "request.not_a_date",
    "date_from_datetime_inexact": "request.not_a_date",
    "dict_type": "request.not_a_mapping",
    "model_type": "request.not_a_mapping",
    "model_attributes_type": "request.not_a_mapping",
    "dataclass_type": "request.not_a_mapping",
    "list_type": "request.not_a_list",
    "tuple_type": "request.not_a_list",
    "greater_than_equal": "request.too_small",
    "less_than_equal": "request.too_large",
    "string_too_short": "request.too_short",
    "too_short": "request.too_short",
    "string_too_long": "request.too_long",
    "too_long": "request.too_long",
    "literal_error": "request.not_allowed",
    "enum": "request.not_allowed",
}
"""Pydantic's kind of mistake -> our sentence; any other kind is `request.bad_parameter`."""
_LEAST, _MOST = ("ge", "min_length"), ("le", "max_length")


def refusal(found: Sequence[Mapping[str, Any]]) -> OutpactError:
    """The first mistake as an error of ours, at its place."""
    first = found[0]
    context = first.get("ctx", {})
    if first["type"] == "json_invalid":
        return Malformed("request.not_json", reason=str(context.get("error", "")))
    way = first["loc"]
    if sum(one["loc"][:-1] == way[:-1] and one["input"] is first["input"] for one in found) > 1:
        return InvalidInput("request.bad_parameter", place=_place(way[:-1]))  # it may be one of several types
    return InvalidInput(
        CODES.get(first["type"], "request.bad_parameter"), place=_place(way), value=str(first["input"])[:60],
        allowed=str(context.get("expected", "")).replace(" or ", ", "), least=_bound(context, _LEAST),
        most=_bound(context, _MOST),
    )  # fmt: skip


def _place(way: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in way)


def _bound(context: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((str(context[name]) for name in names if name in context), "")
