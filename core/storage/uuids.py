"""UUIDv7 (RFC 9562): sorted by time, from the time port's milliseconds."""

import secrets

_VARIANTS = "89ab"


def uuid7(now_ms: int) -> str:
    """Return a new UUIDv7 of the instant `now_ms`."""
    time, chance = f"{now_ms & (2**48 - 1):012x}", secrets.token_hex(10)
    variant = _VARIANTS[int(chance[3], 16) & 3]
    return f"{time[:8]}-{time[8:]}-7{chance[:3]}-{variant}{chance[4:7]}-{chance[7:19]}"
