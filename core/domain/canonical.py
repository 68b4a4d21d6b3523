"""Canonical JSON of a value object and its SHA-256: equal contents give equal hashes, on every machine."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any


def canonical_json(content: Any) -> str:
    """Return a dataclass as JSON with sorted keys and no blanks; 30, 30.0 and 3E+1 are the same number."""
    return json.dumps(
        asdict(content), default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def sha256(content: Any) -> str:
    """Return the hash of a dataclass's canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
