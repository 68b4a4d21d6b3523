"""UUIDv7 (RFC 9562): sorted by time, from the time port's milliseconds."""

import secrets
import uuid


def uuid7(now_ms: int) -> str:
    """Return a new UUIDv7 of the instant `now_ms`."""
    value = (now_ms & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
