"""A breach: an obligation that was not kept, from its record to its notice (sla.md 3.14)."""

PROVISIONAL = "provisional"
RECORDED = "recorded"
NOTIFIED = "notified"
ACCEPTED = "accepted"
DEEMED_ACCEPTED = "deemed_accepted"
DISPUTED = "disputed"
UPHELD = "upheld"
RESCINDED = "rescinded"
COUNTED = (ACCEPTED, DEEMED_ACCEPTED, UPHELD)
"""Only breaches in these states count for money, standing and termination (sla.md 3.14)."""

INGEST_GRACE_MS = 300_000
"""A breach stays provisional for five minutes, so that an event under way that refutes it can still land."""

LATE_EVIDENCE_BUSINESS_DAYS = 3
"""How long a late stop with evidence still rescinds a breach (sla.md 3.15)."""

CORRECTED = "corrected"
WITHIN_GRACE = "arrived_within_grace"
WITH_EVIDENCE = "late_stop_with_evidence"
WITHOUT_EVIDENCE = "late_stop_without_evidence"
"""Why a breach was withdrawn."""


def is_settled(breach_ms: int, now_ms: int) -> bool:
    """Whether the grace is over: what arrives from then on is late, whether or not the monitor has looked."""
    return now_ms > breach_ms + INGEST_GRACE_MS


def ripe_states(owed_by: str) -> tuple[str, ...]:
    """What a breach passes through when its grace ends; the vendor is never told what the buyer broke."""
    return (RECORDED, NOTIFIED) if owed_by == "vendor" else (RECORDED,)


def states_by(owed_by: str, breach_ms: int, now_ms: int) -> tuple[str, ...]:
    """The states that a breach found at `now_ms` passes through at once."""
    return (PROVISIONAL,) if now_ms < breach_ms + INGEST_GRACE_MS else ripe_states(owed_by)


def next_fire_ms(breach_ms: int, now_ms: int) -> int | None:
    """When time alone changes the state of such a breach."""
    ripe_ms = breach_ms + INGEST_GRACE_MS
    return ripe_ms if now_ms < ripe_ms else None
