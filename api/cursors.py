"""Keyset cursors as clients see them: opaque, signed, and only good for the list they came from."""

import base64
import hashlib
import hmac

import msgspec

from core.errors import InvalidInput


def encode(secret: bytes, place: tuple[int | None, int]) -> str:
    """Return the cursor of a row's place in its list."""
    body = msgspec.json.encode(place)
    return base64.urlsafe_b64encode(_mark(secret, body) + body).decode().rstrip("=")


def decode(secret: bytes, cursor: str) -> tuple[int | None, int]:
    """Return the place that a cursor names. Raises `InvalidInput` if we did not make it."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if not hmac.compare_digest(raw[:8], _mark(secret, raw[8:])):
            raise ValueError  # noqa: TRY301 - one answer for all that we did not make
        return msgspec.json.decode(raw[8:], type=tuple[int | None, int])
    except (ValueError, msgspec.DecodeError):
        raise InvalidInput("request.bad_cursor", place="after", value=cursor[:60]) from None


def _mark(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()[:8]
