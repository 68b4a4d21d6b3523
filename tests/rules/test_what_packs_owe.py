"""What the shipped packs owe: one fact of a case never breaks two obligations, and what no contract may change."""

import pytest

import rules
from core.domain.calendar import WorkingCalendar
from core.domain.duration import Limit
from core.domain.event import Scalar, ServiceEvent
from core.errors import InvalidInput
from core.sla.examples import CALENDARS
from core.sla.replay import replay
from core.sla.terms import Terms, compile_terms
from tests.instants import ms
from tests.judge import judge

AGREED_MS = 1_793_847_600_000  # 2026-11-05 11:00 in Shanghai


@pytest.fixture(scope="module")
def terms() -> Terms:
    packs = [pack for pack in rules.load() if pack.name in ("repair", "hard_complaint")]
    obligations = [one for pack in packs for one in pack.obligations.values()]
    return compile_terms(obligations, {}, {}, WorkingCalendar.from_dict(CALENDARS["always"]), judge)


def event(terms: Terms, event_type: str, at: str, **data: Scalar) -> ServiceEvent:
    return ServiceEvent(event_type, event_type, ms(at), terms.precedence(event_type), data)


@pytest.mark.parametrize(
    ("opened", "broken"),
    [
        pytest.param(("complaint.received", {"complaint_kind": "hard"}), ["HC-05"], id="a complaint about the product"),
        pytest.param(("complaint.received", {"complaint_kind": "mixed"}), ["HC-05"], id="a mixed complaint"),
        pytest.param(("repair_notice.received", {}), ["RP-08"], id="a repair"),
    ],
)
def test_a_missed_appointment_is_one_breach(
    terms: Terms, opened: tuple[str, dict[str, str]], broken: list[str]
) -> None:
    first = event(terms, opened[0], "2026-11-02T09:00:00+08:00", **opened[1])
    agreed = event(terms, "appointment.agreed", "2026-11-02T10:00:00+08:00", appointment="visit", agreed_ms=AGREED_MS)

    state, _ = replay(terms, [first, agreed], AGREED_MS + 1000)

    appointments = [clock for clock in state.clocks.values() if clock.obligation in ("HC-05", "RP-08")]
    assert [clock.obligation for clock in appointments if clock.breached] == broken


def test_a_window_that_ends_before_it_begins_is_refused(terms: Terms) -> None:
    with pytest.raises(InvalidInput) as refused:
        terms.check("appointment.agreed", AGREED_MS, {"agreed_from_ms": AGREED_MS + 1, "agreed_ms": AGREED_MS})

    assert (refused.value.code, refused.value.place) == ("event.window_reversed", "data.agreed_from_ms")
    terms.check("appointment.agreed", AGREED_MS, {"agreed_from_ms": AGREED_MS, "agreed_ms": AGREED_MS})


def test_the_day_of_the_store_managers_confirmation_cannot_be_negotiated_away() -> None:
    """2.2.3: 当天; a contract may not agree another day (RP-04)."""
    repair = next(pack for pack in rules.load() if pack.name == "repair")

    assert repair.obligations["RP-04"].allows(Limit.parse("0 days"))
    assert not repair.obligations["RP-04"].allows(Limit.parse("1 day"))
