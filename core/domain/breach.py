"""A breach: an obligation that the vendor did not keep, from its record to its notice (sla.md 3.14)."""

PROVISIONAL = "provisional"
RECORDED = "recorded"
NOTIFIED = "notified"
DISPUTED = "disputed"
RESCINDED = "rescinded"

INGEST_GRACE_MS = 300_000
"""A breach stays provisional for five minutes past its due time, so that a stop under way can still land."""

LATE_EVIDENCE_BUSINESS_DAYS = 3
"""How long a late stop with evidence still rescinds a breach (sla.md 3.15)."""


def states_by(kind: str, breach_ms: int, now_ms: int) -> tuple[str, ...]:
    """The states a breach found at `now_ms` passes through at once; only a deadline knows a grace."""
    if kind == "deadline" and now_ms < breach_ms + INGEST_GRACE_MS:
        return (PROVISIONAL,)
    return (RECORDED, NOTIFIED)


def next_fire_ms(kind: str, breach_ms: int, now_ms: int) -> int | None:
    """When time alone changes the state of such a breach."""
    return breach_ms + INGEST_GRACE_MS if states_by(kind, breach_ms, now_ms) == (PROVISIONAL,) else None
