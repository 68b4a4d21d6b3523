"""Terms that a person wrote as YAML, in a file or in a field; whatever is wrong with them is told where they stand."""

from typing import Any

import msgspec
import yaml

from core.errors import InvalidInput, Malformed
from core.workbooks.plain_yaml import read_plain


def read_mapping(text: str, place: str) -> dict[str, Any]:
    """Read a mapping, empty for an empty text. Raises `InvalidInput` or `Malformed` at `place`, or at the key."""
    try:
        written = msgspec.to_builtins(read_plain(text), str_keys=True)
    except (yaml.YAMLError, ValueError, TypeError) as error:  # no YAML, or a day that no calendar has
        raise InvalidInput("terms.not_allowed", place=place, reason=str(error)[:200]) from None
    if written is not None and not isinstance(written, dict):
        raise Malformed("terms.not_a_mapping", place=place)
    return written or {}
