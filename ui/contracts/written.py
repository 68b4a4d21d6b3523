"""Terms as a person writes them, in YAML or JSON."""

from typing import Any

import msgspec
import yaml

from core.errors import InvalidInput, Malformed


def read_written(entered: str, place: str) -> dict[str, Any]:
    """Return the plain values of a text; of an empty one none.

    Raises `InvalidInput` at `place` for what is no YAML, such as a 30 February, `Malformed` for what is no mapping.
    """
    try:
        stated = msgspec.to_builtins(yaml.safe_load(entered) or {})
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidInput("terms.not_allowed", place=place, reason=str(error)[:200]) from None
    if not isinstance(stated, dict):
        raise Malformed("terms.not_a_mapping", place=place)
    return stated
