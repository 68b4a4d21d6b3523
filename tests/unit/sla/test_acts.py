"""Approvals and sign-offs: what is not allowed changes nothing (SC-07, HK-06)."""

from typing import Any

import pytest

import rules
from core.domain.calendar import WorkingCalendar
from core.domain.event import ServiceEvent
from core.domain.service_case import CaseState
from core.sla.outcome import Outcome
from core.sla.replay import replay
from core.sla.terms import Terms, compile_terms
from tests.instants import ms
from tests.judge import judge

PACKS = {pack.name: pack for pack in rules.load()}
Told = tuple[str, str, dict[str, Any]]

APPROVED: Told = ("complaint.reclassification_approved", "10:00", {"role": "second_person", "by_name": "Li"})
RECLASSIFIED: Told = (
    "complaint.reclassified",
    "11:00",
    {"complaint_kind": "soft", "reason": "no defect", "by_name": "Wang"},
)
HARD: Told = ("complaint.received", "09:00", {"complaint_kind": "hard"})


def terms(*packs: str) -> Terms:
    obligations = [one for name in packs for one in PACKS[name].obligations.values()]
    return compile_terms(obligations, {}, {}, WorkingCalendar.always_open("Asia/Shanghai"), judge)


def happened(one: Terms, *told: Told, until: str = "12:00") -> tuple[CaseState, Outcome]:
    events = [
        ServiceEvent(f"e{n}", kind, ms(f"2026-11-02T{at}:00Z"), one.precedence(kind), data)
        for n, (kind, at, data) in enumerate(told)
    ]
    return replay(one, events, ms(f"2026-11-02T{until}:00Z"))


def plain(kind: str, at: str) -> Told:
    return kind, at, {}


def found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(one.obligation, one.event[1]) for one in outcome.findings]


def running(state: CaseState) -> set[str]:
    return {clock.obligation for clock in state.clocks.values()}


def test_an_unapproved_reclassification_changes_no_fact_and_starts_no_limit() -> None:
    state, outcome = happened(terms("soft_complaint", "hard_complaint"), HARD, RECLASSIFIED)

    assert found(outcome) == [("SC-07.reclassification", "e1")]
    assert state.facts["complaint_kind"] == "hard"
    assert not running(state) & {"SC-01", "SC-02"}


def test_an_approved_reclassification_starts_the_limits_of_its_kind() -> None:
    state, outcome = happened(terms("soft_complaint", "hard_complaint"), HARD, APPROVED, RECLASSIFIED)

    assert found(outcome) == []
    assert state.facts["complaint_kind"] == "soft"
    assert running(state) >= {"SC-01", "SC-02", "HC-01"}


def test_one_approval_allows_one_reclassification() -> None:
    back = ("complaint.reclassified", "11:30", {"complaint_kind": "hard", "reason": "defect", "by_name": "Wang"})
    state, outcome = happened(terms("soft_complaint"), HARD, APPROVED, RECLASSIFIED, back)

    assert found(outcome) == [("SC-07.reclassification", "e3")]
    assert state.facts["complaint_kind"] == "soft"


@pytest.mark.parametrize(
    ("approval", "effect"),
    [
        pytest.param({}, {"reason": ""}, id="no reason"),
        pytest.param({"by_name": "Wang"}, {}, id="the same person"),
        pytest.param({"by_name": ""}, {}, id="an approver without a name"),
        pytest.param({}, {"by_name": ""}, id="an asker without a name"),
        pytest.param({"role": "agent"}, {}, id="another role"),
    ],
)
def test_a_reclassification_needs_a_reason_and_a_second_person(
    approval: dict[str, str], effect: dict[str, str]
) -> None:
    told = [
        (kind, at, {**data, **change}) for (kind, at, data), change in ((APPROVED, approval), (RECLASSIFIED, effect))
    ]
    state, outcome = happened(terms("soft_complaint"), HARD, *told)

    assert found(outcome) == [("SC-07.reclassification", "e2")]
    assert state.facts["complaint_kind"] == "hard"


def test_no_other_event_changes_the_kind_and_drops_the_follow_up() -> None:
    state, outcome = happened(
        terms("soft_complaint", "hard_complaint"),
        HARD,
        ("case.updated", "10:00", {"complaint_kind": "soft", "room": 3}),
        plain("complaint.resolved", "10:30"),
    )

    assert found(outcome) == [("SC-07.reclassification", "e1")]
    assert (state.facts["complaint_kind"], state.facts["room"]) == ("hard", 3)
    assert "HC-03" in running(state)


def test_the_same_kind_said_again_is_no_change() -> None:
    _, outcome = happened(terms("soft_complaint"), HARD, ("case.updated", "10:00", {"complaint_kind": "hard"}))

    assert found(outcome) == []


def test_a_refused_effect_stops_no_clock() -> None:
    """An exchange delivered without the signature (RT) is as if it had not been."""
    one = terms("returns")
    state, outcome = happened(one, plain("exchange.delivered", "09:00"))

    assert [one.kind for one in outcome.findings] == ["effect"]
    assert running(state) == set()
    assert state.progress == {}


def test_one_signature_covers_filing_and_telling_once_each() -> None:
    """CX: the general manager signs once; finance and the service centre both act on it."""
    signed = ("cancellation.approved", "09:00", {"role": "general_manager"})
    filed, told = plain("cancellation.filed_with_finance", "10:00"), plain("service_centre.notified", "10:01")
    obligation = next(one for one in PACKS["cancellation"].obligations.values() if one.approval)
    one = compile_terms([obligation], {}, {}, WorkingCalendar.always_open("Asia/Shanghai"), judge)
    _, outcome = happened(one, signed, filed, told, plain("cancellation.filed_with_finance", "11:00"))

    assert found(outcome) == [(obligation.id, "e3")]


def signing(*told: Told) -> list[tuple[str, str]]:
    one = compile_terms(
        [PACKS["housekeeping"].obligations["HK-06"]], {}, {}, WorkingCalendar.always_open("Asia/Shanghai"), judge
    )
    return found(happened(one, *told)[1])


def test_a_sign_off_before_the_service_is_completed_is_refused() -> None:
    first, second = plain("acceptance.cleaner_signed", "10:00"), plain("acceptance.crew_supervisor_signed", "10:05")

    assert signing(first) == [("HK-06", "e0")]
    assert signing(plain("service.completed", "09:00"), first, second) == []
    assert signing(plain("service.completed", "10:02"), first, second) == [("HK-06", "e1"), ("HK-06", "e2")]


def test_after_rework_the_first_sign_off_is_awaited_and_no_new_completion() -> None:
    done, rework = plain("service.completed", "09:00"), plain("rework.completed", "11:00")
    again = plain("acceptance.cleaner_signed", "11:30")

    assert signing(done, plain("acceptance.cleaner_signed", "10:00"), rework, again) == []
    assert signing(rework, again) == [("HK-06", "e1")]
