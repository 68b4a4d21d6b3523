"""Canonical JSON of a value object and its SHA-256: equal contents give equal hashes, on every machine."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

_ABSENT = object()
_LATER = ("undecided_because",)
"""Fields that came when contents had been hashed: left out while they are empty, so that those hashes hold."""


def canonical_json(content: Any) -> str:
    """Return a dataclass as JSON with sorted keys and no blanks; 30, 30.0 and 3E+1 are the same number."""
    return json.dumps(
        asdict(content, dict_factory=_fields),
        default=_plain,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def differences(before: Any, after: Any) -> tuple[str, ...]:
    """Return the paths, such as `bill.lines[2].ceiling.amount`, at which two dataclasses of a kind differ."""
    old, new = (dict(_leaves(json.loads(canonical_json(one)), "")) for one in (before, after))
    return tuple(path for path in old | new if old.get(path, _ABSENT) != new.get(path, _ABSENT))


def sha256(content: Any) -> str:
    """Return the hash of a dataclass's canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _leaves(content: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict) and content:
        for key, value in content.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(content, list) and content:
        for index, value in enumerate(content):
            yield from _leaves(value, f"{path}[{index}]")
    else:
        yield path, content


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value or name not in _LATER}


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
