"""Who sees which personal field, in which state of the case: one registry for screens, API and documents.

The source forbids giving a worker's phone to a customer (OT-04) and a customer's detailed address to a worker while one
is being matched; after the dispatch it stands on the dispatch order from 24 h before the service until 2 h after it
(OT-05). What no line of the table allows is hidden.
"""

from collections.abc import Collection, Mapping

from core.domain.actor import VENDOR
from core.domain.duration import Limit
from core.domain.event import CASE_CANCELLED, CASE_CLOSED, Fields
from core.domain.permitted_time import PermittedTime

SHOWN, MASKED, HIDDEN = "shown", "masked", "hidden"

BOOKED, MATCHING, DISPATCHED, IN_WINDOW, PAST_WINDOW, CLOSED = STATES = (
    "booked", "matching", "dispatched", "in_window", "past_window", "closed"
)  # fmt: skip
"""States of a case as far as its people are concerned; `dispatched` is earlier than 24 h before the service."""

CUSTOMER_FIELDS = ("customer.name", "customer.phone", "customer.address", "customer.relay")
WORKER_FIELDS = ("worker.name", "worker.phone", "worker.badge", "worker.certificates")
FIELDS = (*CUSTOMER_FIELDS, *WORKER_FIELDS)

OPERATOR, MANAGER = "operator", "manager"
PARTIES = (OPERATOR, MANAGER, VENDOR, "other")
"""Who looks: the buyer's desk, the buyer's manager, users of the case's own vendor, and everybody else."""

DISPATCH_CONFIRMED = "dispatch.confirmed"
ADDRESS_TIME = PermittedTime("service_start_ms", Limit(24, "h"), "service_end_ms", Limit(2, "h"))
"""When a customer's address stands on the dispatch order (OT-05)."""
_MATCHES = frozenset(("order.placed", "booking.notified_to_crew", "worker.found", "crew.assigned", "order.accepted"))

_ALWAYS = dict.fromkeys(STATES, SHOWN)
_AFTER_DISPATCH = {DISPATCHED: SHOWN, IN_WINDOW: SHOWN, PAST_WINDOW: SHOWN}

RULES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("customer.name", OPERATOR): _ALWAYS,
    ("customer.phone", OPERATOR): _ALWAYS,
    ("customer.address", OPERATOR): _ALWAYS,
    ("customer.relay", OPERATOR): _ALWAYS,
    ("customer.name", MANAGER): _ALWAYS,
    ("customer.relay", MANAGER): _ALWAYS,
    ("customer.phone", MANAGER): dict.fromkeys(STATES, MASKED),
    ("customer.name", VENDOR): {MATCHING: MASKED, DISPATCHED: MASKED, IN_WINDOW: SHOWN, PAST_WINDOW: MASKED},
    ("customer.address", VENDOR): {IN_WINDOW: SHOWN},
    ("customer.relay", VENDOR): _AFTER_DISPATCH,
    ("worker.name", OPERATOR): _ALWAYS,
    ("worker.badge", OPERATOR): _ALWAYS,
    ("worker.certificates", OPERATOR): _ALWAYS,
    ("worker.name", MANAGER): _ALWAYS,
    ("worker.badge", MANAGER): _ALWAYS,
    ("worker.certificates", MANAGER): _ALWAYS,
    ("worker.name", VENDOR): _ALWAYS,
    ("worker.phone", VENDOR): _ALWAYS,
    ("worker.badge", VENDOR): _ALWAYS,
    ("worker.certificates", VENDOR): _ALWAYS,
}
"""(field, party) -> state -> shown or masked; hidden where nothing stands."""


def party(role: str, *, is_own_vendor: bool) -> str:
    """How the registry calls whoever has this role; a user of another vendor is nobody to the case."""
    if role == VENDOR:
        return VENDOR if is_own_vendor else "other"
    return role if role in (OPERATOR, MANAGER) else "other"


def state(types: Collection[str], facts: Fields, at_ms: int) -> str:
    """The state of a case from the types of its events, its facts and the instant."""
    if CASE_CLOSED in types or CASE_CANCELLED in types:
        return CLOSED
    if DISPATCH_CONFIRMED not in types:
        return MATCHING if _MATCHES.intersection(types) else BOOKED
    if ADDRESS_TIME.holds(at_ms, facts):
        return IN_WINDOW
    begins_ms = facts.get(ADDRESS_TIME.from_field)
    ahead = type(begins_ms) is int and at_ms < begins_ms
    return DISPATCHED if ahead else PAST_WINDOW


def level(field: str, viewer: str, standing: str) -> str:
    """Shown, masked or hidden: what the registry grants a party in a state."""
    return RULES.get((field, viewer), {}).get(standing, HIDDEN)


def seen(field: str, value: str, viewer: str, standing: str) -> str:
    """The value as this party sees it in this state; `""` where it is hidden."""
    granted = level(field, viewer, standing)
    if granted == SHOWN or not value:
        return value if granted == SHOWN else ""
    return masked(field, value) if granted == MASKED else ""


def masked(field: str, value: str) -> str:
    """What is left of a value: of a name the first character, of a phone the last two digits, of others nothing."""
    if field.endswith(".phone"):
        return f"*********{value[-2:]}"
    return f"{value[:1]}**" if field.endswith(".name") else ""
