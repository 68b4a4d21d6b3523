"""What buyer and vendor do about a breach, and what time does: each once, in time, by the right side (sla.md 3.14)."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.domain.actor import Actor
from core.domain.breach import DECIDED, RESCINDED, UPHELD
from core.domain.contract import IMPORTED
from core.domain.dispute import Decision, Objection, SentProof
from core.domain.money import Money
from core.domain.terms.service_level import LevelCredit
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, OutpactError
from core.now import VirtualClock
from core.services.once import once
from core.services.operations.breach_views import BreachView
from core.services.operations.monitor import MonitorService
from core.services.operations.objections import ObjectionService
from core.services.shelf import Shelf
from core.storage import migrate
from core.storage.books.breaches import Ledger
from core.storage.database import Work
from core.storage.files import Files
from core.storage.tables import audit, breach_changes, breach_disputes, breaches
from tests import contract_walk
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.integration.desks import messages, obligation, publish
from tests.wp1 import wp1_terms

START = "2026-01-12T08:00:00Z"  # a Monday; T-01 is due at 09:00 and the grace ends at 09:05
NOTIFIED_AT = "2026-01-12T09:05:00Z"
ENDS = ms("2026-01-15T16:00:00Z")  # three working days after Monday: Thursday, 17:00 in Berlin
SAID = Objection("in_time", "The call was made at 08:50.", [SentProof("call record, line 14")])
PHOTO = SentProof("photo of the door", "门.jpg", b"\xff\xd8 a photo")


@pytest.fixture
def vendor(house: House) -> Actor:
    return house.app.sign_in.actor_of_key(house.app.sign_in.add_key(house.admin, "portal", "vendor", "V-1"))


@pytest.fixture
def manager(house: House) -> Actor:
    return Actor(house.organisation_id, "chen.li", "manager")


def notified(house: House, case: str = "K-1") -> str:
    """A breach of which the vendor has been told; returns its id."""
    house.send(event(f"e-{case}", "case.started", START, case=case))
    house.tick("2026-01-12T09:00:01Z")
    house.tick(NOTIFIED_AT)
    [one] = house.app.watch.case(house.admin, case).breaches
    assert (one.state, one.notified_ms, one.objection_ends_ms) == ("notified", ms(NOTIFIED_AT), ENDS)
    return one.id


def told(house: House) -> list[list[str]]:
    """The states in the feed, in order."""
    feed = house.app.watch.feed(house.admin, 0)
    assert [one["seq"] for one in feed] == list(range(1, len(feed) + 1))
    assert len(messages(house, "breach.changed")) == len(feed)
    assert house.app.record.verify(house.admin).reason == ""
    return [list(one["breach"]["states"]) for one in feed]


def actions(house: House, prefix: str = "breach.") -> list[str]:
    with house.app.database.reading() as work:
        found = work.connection.execute(select(audit.c.action).order_by(audit.c.seq)).scalars()
        return [one for one in found if one.startswith(prefix)]


def count(house: House, table: Any) -> int:
    with house.app.database.reading() as work:
        return int(work.connection.execute(select(func.count()).select_from(table)).scalar_one())


BEFORE = [["provisional"], ["recorded", "notified"]]


# ---------------------------------------------------------------------- acceptance, by the vendor or by time


def test_what_the_vendor_accepts_counts_and_time_adds_nothing(house: House, vendor: Actor) -> None:
    uuid = notified(house)
    call = once("k-1", f"POST /v1/breaches/{uuid}/acceptance", b"")
    first = house.app.objections.accept(vendor, uuid, call)
    again = house.app.objections.accept(vendor, uuid, call)
    with pytest.raises(Conflict) as twice:
        house.app.objections.accept(vendor, uuid)
    house.tick("2026-01-20T12:00:00Z")

    assert first == again
    assert (first.state, twice.value.code) == ("accepted", "breach.state")
    assert told(house) == [*BEFORE, ["accepted"]]
    assert actions(house) == ["breach.accept"]
    assert [one.states for one in house.app.watch.history(vendor, uuid)] == [*BEFORE, ["accepted"]]


def test_what_the_vendor_lets_lie_is_accepted_in_the_first_second_after_the_period_and_once(house: House) -> None:
    uuid = notified(house)
    house.clock.at_ms = ENDS + 999
    assert not house.app.monitor.sweep()
    assert told(house) == BEFORE

    house.clock.at_ms = ENDS + 1000
    assert house.app.monitor.sweep().ripened == 1
    house.app.monitor.sweep()

    shown = house.app.watch.breach(house.admin, uuid)
    assert (shown.state, shown.objection_left_s) == ("deemed_accepted", None)
    assert told(house) == [*BEFORE, ["deemed_accepted"]]
    assert messages(house, "breach.changed")[-1]["objection_ends_ms"] == ENDS


def test_a_monitor_that_was_away_gives_the_notice_first_and_the_whole_period_after_it(house: House) -> None:
    """Down from Monday to Thursday noon: the vendor has until Tuesday 17:00, not until an hour that has passed."""
    house.send(event("e1", "case.started", START))
    house.tick("2026-01-15T11:00:00Z")
    [one] = house.app.watch.breaches(house.admin)
    assert (one.state, one.objection_ends_ms) == ("notified", ms("2026-01-20T16:00:00Z"))

    house.tick("2026-01-20T16:00:00Z")
    assert house.app.watch.breach(house.admin, one.id).state == "notified"
    house.tick("2026-01-20T16:00:01Z")
    assert house.app.watch.breach(house.admin, one.id).state == "deemed_accepted"


def test_what_is_left_is_told_in_working_time(house: House, vendor: Actor) -> None:
    """At 16:00 in Berlin on Monday: an hour that day and three days of eight."""
    uuid = notified(house)
    house.clock.at_ms = ms("2026-01-12T15:00:00Z")

    shown = house.app.watch.breach(vendor, uuid)
    assert (shown.objection_left_s, shown.zone) == (25 * 3600, "Europe/Berlin")


def test_what_the_buyer_owes_is_neither_notified_nor_accepted_by_time(house: House) -> None:
    publish(house, "C-2", X_01=obligation(owed_by="buyer"))
    house.send(event("e1", "case.started", START, contract="C-2"))
    house.tick("2026-02-12T09:00:00Z")

    [one] = house.app.watch.breaches(house.admin)
    assert (one.state, one.objection_ends_ms, one.cost) == ("recorded", None, None)
    with pytest.raises(Conflict) as refused:
        house.app.objections.dispute(house.admin, one.id, SAID)
    assert refused.value.code == "breach.not_the_vendors"


def test_a_past_log_asks_nobody_and_nothing_of_it_is_accepted_by_time(house: House) -> None:
    house.app.contracts.publish(house.admin, replace(house.draft, number="C-9", state=IMPORTED))
    with house.app.database.unit_of_work(house.admin) as work:
        [version] = work.connection.exec_driver_sql(
            "SELECT contract_versions.id FROM contract_versions JOIN contracts ON contracts.id = contract_id "
            "WHERE number = 'C-9'"
        ).scalars()
        assert Shelf().period(work.connection)(version, ms(START)) is None


# ---------------------------------------------------------------------- disputes


def test_a_dispute_with_evidence_stops_the_time_until_the_buyer_decides(
    house: House, vendor: Actor, manager: Actor
) -> None:
    uuid = notified(house)
    house.clock.at_ms = ENDS + 999
    objection = replace(SAID, evidence=[*SAID.evidence, PHOTO])
    shown = house.app.objections.dispute(vendor, uuid, objection)
    house.tick("2026-02-02T12:00:00Z")

    assert shown.state == house.app.watch.breach(manager, uuid).state == "disputed"
    assert shown.dispute is not None
    assert (shown.dispute.ground, shown.dispute.raised_ms) == ("in_time", ENDS + 999)
    [record, photo] = shown.dispute.evidence
    assert (record.text, record.file_sha256, photo.file_name) == ("call record, line 14", "", "门.jpg")
    assert house.app.objections.file(manager, uuid, photo.file_sha256) == ("门.jpg", PHOTO.content)
    for sha256 in ("0" * 64, "", "../secret"):
        with pytest.raises(NotFound):
            house.app.objections.file(manager, uuid, sha256)

    decided = house.app.objections.decide(manager, uuid, Decision(UPHELD, "The record is of another case."))
    assert decided.state == "upheld"
    assert decided.decision is not None
    assert (decided.decision.by, decided.decision.share) == ("chen.li", None)
    assert told(house) == [*BEFORE, ["disputed"], ["upheld"]]
    assert actions(house) == ["breach.dispute", "breach.decide"]
    with pytest.raises(Conflict):
        house.app.objections.decide(manager, uuid, Decision(RESCINDED, "on second thoughts"))


@pytest.mark.parametrize("swept", [True, False], ids=["swept", "not swept"])
def test_after_the_period_the_vendor_is_told_when_it_ended(house: House, vendor: Actor, swept: bool) -> None:
    uuid = notified(house)
    house.clock.at_ms = ENDS + 1000
    if swept:
        house.app.monitor.sweep()
    acts: list[Callable[[], BreachView]] = [
        lambda: house.app.objections.accept(vendor, uuid),
        lambda: house.app.objections.dispute(vendor, uuid, SAID),
        lambda: house.app.objections.dispute(house.admin, uuid, SAID),
    ]
    for act in acts:
        with pytest.raises(Conflict) as over:
            act()
        assert over.value.code == "breach.period_over"
        assert "2026-01-15 17:00:00 (Europe/Berlin)" in over.value.message("en")
    house.app.monitor.sweep()

    assert told(house) == [*BEFORE, ["deemed_accepted"]]
    assert count(house, breach_disputes) == 0


def test_a_part_that_is_upheld_is_told_with_its_share(house: House, vendor: Actor, manager: Actor) -> None:
    uuid = notified(house)
    house.app.objections.dispute(vendor, uuid, SAID)
    shown = house.app.objections.decide(manager, uuid, Decision(UPHELD, "Half of it was ours.", Decimal("0.5")))

    assert shown.state == "upheld"
    assert shown.decision is not None
    assert shown.decision.share == "0.5"
    assert messages(house, "breach.changed")[-1]["share"] == "0.5"


@pytest.mark.parametrize(
    ("withdrawn_at_ms", "then"),
    [(ENDS + 999, [["notified"], ["deemed_accepted"]]), (ENDS + 1000, [["notified", "deemed_accepted"]])],
    ids=["while the period runs", "after it"],
)
def test_an_objection_taken_back_leaves_it_to_time(
    house: House, vendor: Actor, withdrawn_at_ms: int, then: list[list[str]]
) -> None:
    uuid = notified(house)
    house.app.objections.dispute(vendor, uuid, SAID)
    house.clock.at_ms = withdrawn_at_ms
    house.app.objections.withdraw(vendor, uuid)
    with pytest.raises(Conflict):
        house.app.objections.withdraw(vendor, uuid)
    house.tick("2026-02-02T12:00:00Z")

    assert told(house) == [*BEFORE, ["disputed"], *then]
    assert house.app.watch.breach(vendor, uuid).dispute is None
    assert count(house, breach_disputes) == 1  # what was said stays in the record


def test_an_objection_taken_back_in_time_may_be_raised_again(house: House, vendor: Actor) -> None:
    uuid = notified(house)
    for _ in range(2):
        house.app.objections.dispute(vendor, uuid, SAID)
        house.app.objections.withdraw(vendor, uuid)
    house.app.objections.accept(vendor, uuid)

    assert told(house) == [*BEFORE, ["disputed"], ["notified"], ["disputed"], ["notified"], ["accepted"]]


# ---------------------------------------------------------------------- who may


def test_whoever_recorded_a_dispute_does_not_decide_it(house: House, manager: Actor) -> None:
    """One that came by letter, recorded by an administrator of the buyer."""
    uuid = notified(house)
    house.app.objections.dispute(house.admin, uuid, SAID)
    with pytest.raises(Forbidden) as own:
        house.app.objections.decide(house.admin, uuid, Decision(RESCINDED, "I believe it."))

    assert own.value.code == "dispute.own"
    assert house.app.objections.decide(manager, uuid, Decision(RESCINDED, "Right.")).state == "rescinded"


def test_each_side_does_only_its_own(house: House, vendor: Actor, manager: Actor) -> None:
    uuid = notified(house)
    objections, upheld = house.app.objections, Decision(UPHELD, "so it is")
    forbidden: list[Callable[[], object]] = [
        lambda: objections.decide(vendor, uuid, upheld), lambda: objections.accept(house.admin, uuid),
        lambda: objections.accept(manager, uuid), lambda: objections.dispute(manager, uuid, SAID),
        lambda: objections.withdraw(house.admin, uuid),
    ]  # fmt: skip
    for act in forbidden:
        with pytest.raises(Forbidden):
            act()
    house.app.contracts.publish(house.admin, replace(house.draft, number="C-2", vendor_number="V-2", vendor_name="Two"))
    other = house.app.sign_in.actor_of_key(house.app.sign_in.add_key(house.admin, "other", "vendor", "V-2"))
    absent: list[Callable[[], object]] = [
        lambda: objections.accept(other, uuid), lambda: objections.dispute(other, uuid, SAID),
        lambda: objections.withdraw(other, uuid), lambda: objections.file(other, uuid, ""),
        lambda: house.app.watch.history(other, uuid), lambda: objections.accept(vendor, "no-such"),
    ]  # fmt: skip
    for act in absent:
        with pytest.raises(NotFound):
            act()

    assert told(house) == BEFORE


def test_his_own_come_first_by_the_time_left(house: House, vendor: Actor, manager: Actor) -> None:
    publish(house, "C-2", X_01=obligation(owed_by="buyer"))
    first, accepted, disputed = (notified(house, case) for case in ("K-1", "K-2", "K-3"))
    house.send(event("b1", "case.started", START, case="K-9", contract="C-2"))
    house.app.objections.accept(vendor, accepted)
    house.app.objections.dispute(vendor, disputed, SAID)

    assert [one.id for one in house.app.watch.to_settle(vendor)] == [first, disputed, accepted]
    assert [one.id for one in house.app.watch.to_settle(manager)] == [disputed, first, accepted]


# ---------------------------------------------------------------------- a late stop, before and after


def late_stop(house: House, at: str, **data: Any) -> None:
    """A stop ten minutes before the due time, told late."""
    house.clock.at_ms = ms(at)
    house.send(event(f"stop-{at}", "case.stopped", "2026-01-12T08:50:00Z", **data))


def test_evidence_after_acceptance_rescinds_and_reverses(house: House, vendor: Actor) -> None:
    uuid = notified(house)
    house.app.objections.accept(vendor, uuid)
    late_stop(house, "2026-01-12T11:00:00Z", evidence="photo")

    shown = house.app.watch.breach(vendor, uuid)
    assert (shown.state, shown.cause) == ("rescinded", "late_stop_with_evidence")
    last = house.app.watch.history(vendor, uuid)[-1]
    assert (last.states, last.reverses) == (["rescinded"], True)
    assert messages(house, "breach.changed")[-1]["reverses"] is True


def test_evidence_during_a_dispute_ends_it(house: House, vendor: Actor, manager: Actor) -> None:
    uuid = notified(house)
    house.app.objections.dispute(vendor, uuid, SAID)
    late_stop(house, "2026-01-12T11:00:00Z", evidence="photo")

    assert house.app.watch.breach(vendor, uuid).state == "rescinded"
    assert house.app.watch.history(vendor, uuid)[-1].reverses is False  # it had not counted
    with pytest.raises(Conflict):
        house.app.objections.decide(manager, uuid, Decision(UPHELD, "too late"))


@pytest.mark.parametrize("swept", [True, False], ids=["swept", "not swept"])
def test_a_stop_without_evidence_does_not_reopen_what_counts(house: House, vendor: Actor, swept: bool) -> None:
    uuid = notified(house)
    house.clock.at_ms = ENDS + 1000
    if swept:
        house.app.monitor.sweep()
    late_stop(house, "2026-01-15T16:00:02Z")
    house.app.monitor.sweep()

    assert house.app.watch.breach(vendor, uuid).state == "deemed_accepted"
    assert told(house) == [*BEFORE, ["deemed_accepted"]]


def test_a_late_stop_without_evidence_is_decided_too(house: House, vendor: Actor, manager: Actor) -> None:
    uuid = notified(house)
    late_stop(house, "2026-01-12T11:00:00Z")
    assert house.app.watch.breach(vendor, uuid).state == "disputed"
    decided = house.app.objections.decide(manager, uuid, Decision(UPHELD, "Nobody has seen it."))
    late_stop(house, "2026-01-12T12:00:00Z")

    assert decided.dispute is not None
    assert (decided.dispute.ground, decided.dispute.raised_by) == ("late_stop", "")
    assert house.app.watch.breach(vendor, uuid).state == "upheld"


def test_a_vendor_adds_his_word_to_a_late_stop(house: House, vendor: Actor, manager: Actor) -> None:
    uuid = notified(house)
    late_stop(house, "2026-01-12T11:00:00Z")
    shown = house.app.objections.dispute(vendor, uuid, SAID)
    decided = house.app.objections.decide(manager, uuid, Decision(RESCINDED, "The record shows it."))

    assert (shown.state, decided.state, decided.cause) == ("disputed", "rescinded", DECIDED)


def test_what_the_buyer_rescinded_is_not_recorded_again_by_a_replay(
    house: House, vendor: Actor, manager: Actor
) -> None:
    uuid = notified(house)
    house.app.objections.dispute(vendor, uuid, replace(SAID, ground="force_majeure"))
    house.app.objections.decide(manager, uuid, Decision(RESCINDED, "The flood closed the road."))
    house.clock.at_ms = ms("2026-01-12T12:00:00Z")
    house.send(event("u1", "case.updated", "2026-01-12T08:10:00Z", note="told late"))
    house.app.monitor.sweep()

    assert [(one.id, one.state) for one in house.app.watch.breaches(manager)] == [(uuid, "rescinded")]


# ---------------------------------------------------------------------- two at once, and in the middle of it


def test_of_a_dispute_in_the_last_second_and_time_one_wins_and_the_other_knows(house: House, vendor: Actor) -> None:
    """The dispute's transaction begins in the last second, the monitor's in the next; whoever locks first decides."""
    uuids = [notified(house, f"K-{number}") for number in range(8)]
    in_time, too_late = VirtualClock(ENDS + 999), VirtualClock(ENDS + 1000)
    database, folder = house.app.database, house.app.objections.files.folder
    objections = ObjectionService(database.at(in_time), Shelf(), Files(folder))
    monitor = MonitorService(database.at(too_late), Shelf())
    begin, refused = threading.Barrier(len(uuids) + 1), list[str]()
    failed: list[BaseException] = []

    def dispute(uuid: str) -> None:
        try:
            begin.wait(30)
            objections.dispute(vendor, uuid, SAID)
        except Conflict:
            refused.append(uuid)
        except BaseException as error:
            failed.append(error)

    def sweep() -> None:
        begin.wait(30)
        monitor.sweep()

    threads = [threading.Thread(target=sweep), *(threading.Thread(target=dispute, args=(one,)) for one in uuids)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    monitor.sweep()
    house.clock.at_ms = ENDS + 1000

    assert failed == []
    states = {one.id: one.state for one in house.app.watch.breaches(house.admin)}
    assert {uuid for uuid, state in states.items() if state == "deemed_accepted"} == set(refused)
    assert (
        Counter(states.values())
        == Counter({"disputed": len(uuids) - len(refused), "deemed_accepted": len(refused)}) - Counter()
    )
    assert count(house, breach_disputes) == len(uuids) - len(refused)
    assert len(told(house)) == 3 * len(uuids)


def test_of_two_who_dispute_at_once_one_is_heard(house: House, vendor: Actor) -> None:
    uuid, begin, outcomes = notified(house), threading.Barrier(4), list[str]()

    def dispute() -> None:
        begin.wait(30)
        try:
            house.app.objections.dispute(vendor, uuid, SAID)
            outcomes.append("heard")
        except OutpactError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=dispute) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)

    assert Counter(outcomes) == {"heard": 1, "breach.disputed_already": 3}
    assert (count(house, breach_disputes), told(house)) == (1, [*BEFORE, ["disputed"]])


class PowerCutError(Exception):
    """The process ends here."""


@pytest.mark.parametrize(("owner", "step"), [(Ledger, "move"), (Ledger, "close"), (Work, "audit")])
def test_a_crash_in_the_middle_of_an_act_leaves_nothing(
    house: House, vendor: Actor, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    uuid = notified(house)

    def cut(*given: object, **named: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, cut)
        with pytest.raises(PowerCutError):
            house.app.objections.dispute(vendor, uuid, SAID)
    assert (count(house, breach_disputes), told(house)) == (0, BEFORE)

    house.app.objections.dispute(vendor, uuid, SAID)
    assert (count(house, breach_disputes), told(house)) == (1, [*BEFORE, ["disputed"]])


@pytest.mark.parametrize(("owner", "step"), [(Ledger, "_change"), (Ledger, "close"), (Work, "audit")])
def test_a_monitor_that_dies_while_time_accepts_does_it_whole_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    uuid = notified(house)
    house.clock.at_ms = ENDS + 1000

    def cut(*given: object, **named: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, cut)
        with pytest.raises(PowerCutError):
            house.app.monitor.sweep()
    assert told(house) == BEFORE

    house.app.monitor.sweep()
    house.app.monitor.sweep()
    assert house.app.watch.breach(house.admin, uuid).state == "deemed_accepted"
    assert told(house) == [*BEFORE, ["deemed_accepted"]]


def test_the_same_key_for_another_objection_is_refused(house: House, vendor: Actor) -> None:
    uuid = notified(house)
    route = f"POST /v1/breaches/{uuid}/disputes"
    first = house.app.objections.dispute(vendor, uuid, SAID, once("k", route, b"1"))
    assert house.app.objections.dispute(vendor, uuid, SAID, once("k", route, b"1")) == first
    with pytest.raises(InvalidInput):
        house.app.objections.dispute(vendor, uuid, SAID, once("k", route, b"2"))

    assert told(house) == [*BEFORE, ["disputed"]]


# ---------------------------------------------------------------------- what it costs


def test_what_it_costs_is_what_the_signed_terms_say(house: House) -> None:
    """HC-01 of WP-1: 100.00 each, here from the third of a month on; the fourth is half upheld: 50.00."""
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    legal, manager = (
        Actor(house.organisation_id, "he.jing", "legal"),
        Actor(house.organisation_id, "chen.li", "manager"),
    )
    hundred = LevelCredit("each", Money(Decimal(100), "CNY"), free=2)
    levels = tuple(
        replace(one, credit=hundred) if one.obligation == "HC-01" else one for one in wp1_terms().service_levels
    )
    schedule = replace(wp1_terms().schedule, trial_months=0)
    terms = replace(wp1_terms(), number="C-2026-0903", service_levels=levels, schedule=schedule)
    house.app.desk.draft(legal, contract_walk.sheet(terms, date(2026, 7, 1)))
    contract_walk.activated(house.app, legal, manager, "C-2026-0903", date(2026, 6, 20))
    for number in range(1, 5):
        house.clock.at_ms = ms(f"2026-07-0{number + 1}T10:00:00+08:00")
        house.send(
            event(f"h{number}", "complaint.received", f"2026-07-0{number + 1}T10:00:00+08:00", case=f"K-{number}",
                  contract="C-2026-0903", complaint_kind="hard")
        )  # fmt: skip
        house.tick(f"2026-07-0{number + 1}T11:05:01+08:00")

    shown = [one for one in house.app.watch.breaches(manager) if one.obligation == "HC-01"][::-1]
    costs = [one.cost for one in shown]
    assert [(one.effect, one.amount) for one in costs if one] == [("would", "0.00")] * 2 + [("would", "100.00")] * 2
    assert costs[2] is not None
    assert "beginning with no. 3 of a month" in costs[2].text["en"]
    assert "15%" in costs[2].text["en"]
    # five working days of a shop that is open every day, from Thursday 2 July: Tuesday 7 July, 22:00
    assert shown[0].objection_ends_ms == ms("2026-07-07T22:00:00+08:00")

    house.app.objections.dispute(house.admin, shown[3].id, SAID)
    half = house.app.objections.decide(manager, shown[3].id, Decision(UPHELD, "half", Decimal("0.5")))
    assert half.cost is not None
    assert (half.cost.effect, half.cost.amount) == ("counts", "50.00")


def test_a_contract_without_a_document_names_no_deduction(house: House) -> None:
    shown = house.app.watch.breach(house.admin, notified(house))

    assert shown.cost is not None
    assert (shown.cost.effect, shown.cost.amount) == ("none", None)
    assert shown.cost.text == {"zh": "合同未对此约定扣减", "en": "the contract names no deduction for it"}


# ---------------------------------------------------------------------- attainment


def test_attainment_counts_what_is_undecided_and_says_so(house: House, vendor: Actor, manager: Actor) -> None:
    """Of five due in January one was met; one is accepted, one waits, one is disputed, one was rescinded: 1 of 4."""
    for case in ("K-1", "K-2", "K-3", "K-4"):
        house.send(event(f"e-{case}", "case.started", START, case=case))
    house.send(event("m1", "case.started", START, case="M-1"))
    house.clock.at_ms = ms("2026-01-12T08:30:00Z")
    house.send(event("m2", "case.stopped", "2026-01-12T08:30:00Z", case="M-1"))
    house.tick("2026-01-12T09:00:01Z")
    house.tick(NOTIFIED_AT)
    broken = {one.case: one.id for one in house.app.watch.breaches(manager)}
    house.app.objections.accept(vendor, broken["K-1"])
    for case in ("K-3", "K-4"):
        house.app.objections.dispute(vendor, broken[case], SAID)
    house.app.objections.decide(manager, broken["K-4"], Decision(RESCINDED, "The buyer had locked the door."))

    for actor in (manager, vendor):
        tally = house.app.watch.tally(actor)
        assert (tally.met_in_month, tally.missed_in_month, tally.undecided) == (1, 3, 2)
    house.clock.at_ms = ms("2026-01-31T23:00:00Z")  # February has begun in Berlin
    tally = house.app.watch.tally(manager)
    assert (tally.met_in_month, tally.missed_in_month, tally.undecided) == (0, 0, 0)


# ---------------------------------------------------------------------- what was there before


def test_breaches_of_before_get_their_notice_again_with_a_period(house: House, tmp_path: Path) -> None:
    """Downgraded to the schema before, and up again: nobody is held to a period that he was never told of."""
    uuid = notified(house)
    accepted = notified(house, "K-2")
    vendor = house.app.sign_in.actor_of_key(house.app.sign_in.add_key(house.admin, "portal", "vendor", "V-1"))
    house.app.objections.accept(vendor, accepted)
    url = house.app.database.writer.url.render_as_string(hide_password=False)
    migrate.downgrade(url, "0005")
    with house.app.database.reading() as work:
        stored = "SELECT state, next_fire_ms FROM breaches ORDER BY id"
        assert [tuple(row) for row in work.connection.exec_driver_sql(stored)] == [
            ("notified", None), ("accepted", None),
        ]  # fmt: skip
    migrate.upgrade(url)
    with house.app.database.reading() as work:
        kept = select(breaches.c.notified_ms, breaches.c.objection_ends_ms).order_by(breaches.c.id)
        assert [tuple(row) for row in work.connection.execute(kept)] == [(ms(NOTIFIED_AT), None)] * 2

    house.tick("2026-01-19T10:00:00Z")  # a Monday
    shown = house.app.watch.breach(house.admin, uuid)
    assert (shown.state, shown.notified_ms) == ("notified", ms("2026-01-19T10:00:00Z"))
    assert shown.objection_ends_ms == ms("2026-01-22T16:00:00Z")
    assert house.app.watch.breach(house.admin, accepted).state == "accepted"
    house.tick("2026-01-22T16:00:01Z")
    assert house.app.watch.breach(house.admin, uuid).state == "deemed_accepted"
    with house.app.database.reading() as work:
        of_one = select(breach_changes.c.state).join(breaches).where(breaches.c.uuid == uuid)
        assert list(work.connection.execute(of_one.order_by(breach_changes.c.seq)).scalars()) == [
            "provisional", "notified", "notified", "deemed_accepted",
        ]  # fmt: skip
