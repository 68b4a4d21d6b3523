"""The registry of who sees which personal field (OT-04, OT-05): states of a case, and what each party sees."""

import pytest

from core.domain import visibility
from core.domain.visibility import FIELDS, PARTIES, RULES, STATES, level, masked, party, seen, state
from tests.instants import ms

BEGINS, ENDS = ms("2026-01-15T09:00:00Z"), ms("2026-01-15T11:00:00Z")
FACTS = {"service_start_ms": BEGINS, "service_end_ms": ENDS}
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("types", "at_ms", "expected"),
    [
        ((), BEGINS, "booked"),
        (("booking.confirmed",), BEGINS, "booked"),
        (("booking.confirmed", "booking.notified_to_crew"), BEGINS, "matching"),
        (("order.placed",), BEGINS, "matching"),
        (("dispatch.confirmed",), BEGINS - 24 * HOUR_MS - 1, "dispatched"),
        (("dispatch.confirmed",), BEGINS - 24 * HOUR_MS, "in_window"),
        (("dispatch.confirmed",), ENDS + 2 * HOUR_MS, "in_window"),
        (("dispatch.confirmed",), ENDS + 2 * HOUR_MS + 1, "past_window"),
        (("dispatch.confirmed", "case.closed"), BEGINS, "closed"),
        (("dispatch.confirmed", "case.cancelled"), BEGINS, "closed"),
    ],
)
def test_the_state_follows_from_events_and_instant(types: tuple[str, ...], at_ms: int, expected: str) -> None:
    """3.4.2: from 24 h before the service until 2 h after it, both ends included."""
    assert state(types, FACTS, at_ms) == expected


def test_a_dispatch_without_its_times_opens_no_window() -> None:
    assert state(("dispatch.confirmed",), {}, BEGINS) == "past_window"


def test_the_table_names_only_what_there_is() -> None:
    for (field, viewer), by_state in RULES.items():
        assert field in FIELDS
        assert viewer in PARTIES
        assert set(by_state) <= set(STATES)
        assert set(by_state.values()) <= {visibility.SHOWN, visibility.MASKED}


@pytest.mark.parametrize("standing", STATES)
def test_a_workers_phone_is_his_vendors_alone(standing: str) -> None:
    """OT-04."""
    assert {viewer for viewer in PARTIES if level("worker.phone", viewer, standing) != "hidden"} == {"vendor"}


def test_the_vendor_is_shown_the_address_in_its_window_alone() -> None:
    """OT-05."""
    assert [one for one in STATES if level("customer.address", "vendor", one) != "hidden"] == ["in_window"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("standing", STATES)
def test_who_is_not_on_the_case_sees_nothing(field: str, standing: str) -> None:
    assert level(field, "other", standing) == "hidden"
    assert seen(field, "value", "other", standing) == ""


@pytest.mark.parametrize(
    ("role", "is_own", "expected"),
    [("operator", False, "operator"), ("manager", False, "manager"), ("vendor", True, "vendor"),
     ("vendor", False, "other"), ("admin", False, "other"), ("auditor", False, "other"), ("service", False, "other")],
)  # fmt: skip
def test_a_role_is_a_party(role: str, is_own: bool, expected: str) -> None:
    assert party(role, is_own_vendor=is_own) == expected


def test_what_is_left_of_a_masked_value() -> None:
    assert masked("customer.name", "欧阳若兰") == "欧**"
    assert masked("customer.phone", "13817260543") == "*********43"
    assert masked("customer.address", "长乐路 427 弄") == ""
