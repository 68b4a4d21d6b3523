"""Cases worked on by forms: who may send what and when, what is refused, and that nothing is half done."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from core.errors import Conflict, Forbidden, InvalidInput, NotFound, OutpactError
from core.services.once import once
from core.storage.tables import audit, case_contacts, cases, events
from tests.case_world import BOOKED, CUSTOMER, SITE, Desks, publish
from tests.instants import ms
from tests.integration.conftest import House, event


@pytest.fixture
def desks(house: House) -> Desks:
    return Desks(house)


def rows(house: House, table: Any) -> int:
    with house.app.database.reading() as work:
        return int(work.connection.execute(select(func.count()).select_from(table)).scalar_one())


def refused(act: Callable[[], object], kind: type[OutpactError]) -> OutpactError:
    with pytest.raises(kind) as error:
        act()
    return error.value


def test_a_booking_opens_a_case_with_the_next_number_of_its_kind(desks: Desks) -> None:
    first, second = desks.open(), desks.open()

    assert [first.number, second.number] == ["HK-2026-0001", "HK-2026-0002"]
    case = desks.house.app.watch.case(desks.operator, first.number)
    assert [(one.type, one.source) for one in case.events] == [("booking.confirmed", "desk")]
    assert case.facts["site"] == SITE
    assert case.facts["booked_start_ms"] == ms(BOOKED)


def test_a_number_that_another_system_has_used_is_passed_over(desks: Desks) -> None:
    taken = event("e", "booking.notified_to_crew", "2026-01-12T08:00:00Z", case="HK-2026-0001", contract="C-HK")
    assert desks.house.send(taken)[0].status == "accepted"

    assert desks.open().number == "HK-2026-0002"


def test_what_is_personal_is_kept_beside_the_events(desks: Desks) -> None:
    number = desks.open().number

    [told] = desks.house.app.watch.case(desks.operator, number).events
    assert not told.data.keys() & CUSTOMER.keys()
    customer = desks.house.app.case_people.people(desks.operator, number).customer
    assert customer is not None
    assert (customer.name, customer.phone, customer.address) == tuple(CUSTOMER.values())


@pytest.mark.parametrize("field", ["wanted", "booked_start_ms", "signed_by", "customer_phone"])
def test_a_missing_field_is_refused_by_name_and_nothing_is_kept(desks: Desks, field: str) -> None:
    before = [rows(desks.house, table) for table in (cases, events, case_contacts, audit)]

    error = refused(lambda: desks.open(**{field: ""}), InvalidInput)

    assert (error.code, error.place) == ("form.missing", field)
    assert [rows(desks.house, table) for table in (cases, events, case_contacts, audit)] == before
    assert desks.open().number == "HK-2026-0001", "the number was not used up"


def test_the_name_of_a_missing_field_is_said_in_both_languages(desks: Desks) -> None:
    error = refused(lambda: desks.open(signed_by=None), InvalidInput)

    assert error.message("zh") == "signed_by: 缺少“签字人”，必须填写"
    assert error.message("en") == 'signed_by: "Signed by" is missing and must be given'


def test_the_buyer_never_assigns_a_person(desks: Desks) -> None:
    """HK-03; operations.md: the buyer orders work, the vendor's own people assign."""
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")

    for buyer in (desks.operator, desks.manager):
        act = partial(desks.send, buyer, number, "assignment", worker=desks.worker)
        assert refused(act, Forbidden).code == "form.not_yours"
    assert "assignment" not in desks.keys(desks.operator, number)
    assert "assignment" in desks.keys(desks.vendor, number)
    sent = desks.send(desks.vendor, number, "assignment", worker=desks.worker)
    assert [one["verdict"] for one in sent.verdicts] == ["met"]


def test_a_vendor_acts_on_his_own_cases_with_his_own_people(desks: Desks) -> None:
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")

    assert refused(lambda: desks.send(desks.other, number, "assignment", worker=desks.worker), NotFound).code == (
        "case.absent"
    )
    theirs = desks.house.app.workers.add(desks.other, "Second's", "15800001111", "B-1").number
    error = refused(lambda: desks.send(desks.vendor, number, "assignment", worker=theirs), NotFound)
    assert (error.code, error.place) == ("worker.absent", "worker")


def test_a_worker_without_a_standing_certificate_is_not_sent(desks: Desks) -> None:
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")
    new = desks.house.app.workers.add(desks.vendor, "New", "15800001112", "JS-0999").number

    error = refused(lambda: desks.send(desks.vendor, number, "assignment", worker=new), Conflict)
    assert (error.code, error.values["on"]) == ("worker.no_certificate", "2026-01-15")
    desks.house.app.workers.change(desks.vendor, desks.worker, active=False)
    error = refused(lambda: desks.send(desks.vendor, number, "assignment", worker=desks.worker), Conflict)
    assert error.code == "worker.inactive"


def test_acceptance_in_order_with_a_score_by_the_owner(desks: Desks) -> None:
    """HK-06, HK-07: cleaner, crew supervisor, office supervisor, owner."""
    number = desks.open().number
    desks.dispatched(number)
    desks.served(number)
    for who, form in ((desks.vendor, "cleaner_signs"), (desks.vendor, "crew_supervisor_signs"),
                      (desks.operator, "office_supervisor_signs")):  # fmt: skip
        assert not desks.send(who, number, form).verdicts
    error = refused(
        lambda: desks.send(desks.operator, number, "owner_signs", signed_by="owner", satisfaction=6), InvalidInput
    )
    assert (error.code, error.values["allowed"]) == ("form.not_allowed", "1..5")
    assert refused(
        lambda: desks.send(desks.operator, number, "owner_signs", signed_by="owner"), InvalidInput
    ).place == ("satisfaction")
    assert not desks.send(desks.operator, number, "owner_signs", signed_by="owner", satisfaction=4).verdicts

    facts = desks.house.app.watch.case(desks.operator, number).facts
    assert (facts["satisfaction"], facts["signed_by"]) == (4, "owner")
    assert desks.house.app.watch.breaches(desks.operator) == []


def test_the_office_signs_in_the_owners_place_without_a_score(desks: Desks) -> None:
    """HK-02: the record shows which; a substitute signature is no satisfaction."""
    number = desks.open().number
    desks.dispatched(number)
    desks.served(number)

    desks.send(desks.operator, number, "owner_signs", signed_by="office")

    facts = desks.house.app.watch.case(desks.operator, number).facts
    assert facts["signed_by"] == "office"
    assert "satisfaction" not in facts


def test_a_signature_out_of_order_does_not_count_and_is_recorded(desks: Desks) -> None:
    number = desks.open().number
    desks.dispatched(number)
    desks.served(number)

    sent = desks.send(desks.operator, number, "owner_signs", signed_by="owner", satisfaction=5)

    assert [(one["obligation"], one["verdict"]) for one in sent.verdicts] == [("HK-06", "refused")]
    [breach] = desks.house.app.watch.breaches(desks.operator)
    assert (breach.obligation, breach.kind, breach.owed_by) == ("HK-06", "step", "buyer")


def test_failing_items_open_a_round_of_rework(desks: Desks) -> None:
    """HK-08, HK-11: the items are noted, 24 h for the rework, and the chain begins again at its first signature."""
    number = desks.open().number
    desks.dispatched(number)
    desks.served(number)
    desks.send(desks.vendor, number, "cleaner_signs")
    assert "rework_done" not in desks.keys(desks.vendor, number)
    failed = desks.send(desks.operator, number, "acceptance_failed", failing_items="kitchen window")

    assert [(one["obligation"], one["due_ms"] - failed.at_ms) for one in failed.verdicts] == [("HK-11", 86_400_000)]
    desks.send(desks.vendor, number, "rework_done", done="window cleaned again")
    assert "cleaner_signs" in desks.keys(desks.vendor, number), "after the rework it is signed again"
    sent = desks.send(desks.vendor, number, "crew_supervisor_signs")
    assert [(one["obligation"], one["verdict"]) for one in sent.verdicts] == [("HK-06", "refused")]


def test_a_form_that_the_state_forbids_is_refused_with_what_is_open(desks: Desks) -> None:
    number = desks.open().number

    error = refused(lambda: desks.send(desks.vendor, number, "start", standard_s=60), Conflict)

    assert error.code == "form.not_now"
    assert "vendor_note" in str(error.values["allowed"])
    desks.send(desks.operator, number, "close")
    assert desks.keys(desks.operator, number) == {"finding", "damage", "charge"}, "findings may come after the end"


def test_the_time_is_the_houses_or_a_stated_one_that_has_passed(desks: Desks) -> None:
    number = desks.open().number
    app = desks.house.app
    desks.house.clock.at_ms = ms("2026-01-12T09:00:00Z")

    sent = app.case_desk.submit(desks.operator, number, "notify_crew", {}, at="2026-01-12T09:30:00+01:00")
    assert sent.at_ms == ms("2026-01-12T08:30:00Z")
    for at, code in (("2026-01-12T09:00:00.001Z", "form.from_the_future"), ("2026-01-12T09:00:00", "form.bad_time"),
                     ("yesterday", "form.bad_time"), ("2026-01-12T07:59:00Z", "form.before_the_case")):  # fmt: skip
        act = partial(app.case_desk.submit, desks.operator, number, "note", {"note": "x"}, at=at)
        error = refused(act, InvalidInput)
        assert (error.code, error.place) == (code, "at")


def test_a_repeated_call_acts_once(desks: Desks) -> None:
    number = desks.open().number
    call = once("k-1", f"POST /v1/cases/{number}/forms/note", b"{}")
    app = desks.house.app

    first = app.case_desk.submit(desks.operator, number, "note", {"note": "x"}, call=call)
    desks.house.clock.at_ms += 60_000
    assert app.case_desk.submit(desks.operator, number, "note", {"note": "x"}, call=call) == first
    assert len(app.watch.case(desks.operator, number).events) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("call 138 1726 0543", "event.phone_in_text", id="a phone"),
        pytest.param("电话１３９１２３４５６７８", "event.phone_in_text", id="full-width digits"),
        pytest.param("(021) 6433-5123", "event.phone_in_text", id="a land line"),
        pytest.param("到长乐路427弄18号1603室", "event.personal_text", id="the address of the case"),
        pytest.param("欧阳若兰不在家", "event.personal_text", id="the customer's name"),
    ],
)
def test_free_text_that_says_who_the_customer_is_is_refused(desks: Desks, text: str, code: str) -> None:
    number = desks.open().number
    before = rows(desks.house, events)

    error = refused(lambda: desks.send(desks.operator, number, "note", note=text), InvalidInput)

    assert (error.code, error.place) == (code, "note")
    assert text not in error.message("zh")
    assert rows(desks.house, events) == before


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        pytest.param({"Customer-Phone": "x"}, "event.personal_key", "data.Customer-Phone", id="a personal field"),
        pytest.param({"note": "+86 138-1726-0543"}, "event.phone_in_text", "data.note", id="a phone in a text"),
        pytest.param({"note": "长乐路427弄18号1603室"}, "event.personal_text", "data.note", id="the address"),
    ],
)
def test_an_event_over_the_api_carries_nothing_personal(
    desks: Desks, data: dict[str, Any], code: str, place: str
) -> None:
    number = desks.open().number

    [item] = desks.house.send(
        event("e1", "case.updated", "2026-01-12T08:00:00Z", case=number, **{"contract": "C-HK", **data})
    )

    assert item.status == "refused"
    assert item.error is not None
    assert (item.error["code"], item.error["place"]) == (code, place)


def test_nobody_else_sends_as_the_desk(desks: Desks) -> None:
    [item] = desks.house.send({**event("e1", "case.updated", "2026-01-12T08:00:00Z"), "source": "desk"})

    assert item.error is not None
    assert item.error["code"] == "event.reserved_source"


def test_a_finding_has_evidence_breaks_its_rule_and_is_answered(desks: Desks) -> None:
    """CD-17 is a prohibition with an event of its own; CD-07 is kept as a record."""
    number = desks.open().number
    assert "finding_reply" not in desks.keys(desks.vendor, number), "there is nothing to reply to yet"
    asked = {"seen_how": "customer", "evidence": "statement 12", "what": "a tip was asked for"}
    assert (
        refused(
            lambda: desks.send(desks.operator, number, "finding", **{**asked, "item": "CD-17.tip", "evidence": ""}),
            InvalidInput,
        ).place
        == "evidence"
    )

    tip = desks.send(desks.operator, number, "finding", item="CD-17.tip", **asked)
    badge = desks.send(desks.operator, number, "finding", item="CD-07", **asked)

    assert (tip.type, [one["obligation"] for one in tip.verdicts]) == ("tip.asked_for", ["CD-17"])
    assert (badge.type, badge.verdicts) == ("case.updated", [])
    [form] = [one for one in desks.house.app.case_desk.forms(desks.vendor, number) if one.key == "finding_reply"]
    offered = next(one for one in form.fields if one.name == "finding").choices
    assert [one.value for one in offered] == [tip.event, badge.event]
    error = refused(
        lambda: desks.send(desks.vendor, number, "finding_reply", finding="x", accepts="objects", reply="no"),
        InvalidInput,
    )
    assert error.code == "form.no_earlier"
    desks.send(desks.vendor, number, "finding_reply", finding=tip.event, accepts="objects", reply="not so")
    seen = desks.house.app.watch.case(desks.vendor, number)
    assert [one.data["item"] for one in seen.events if "item" in one.data] == ["CD-17.tip", "CD-07"]


def test_given_away_privacy_is_a_finding(desks: Desks) -> None:
    number = desks.open().number
    for item, obligation in (("OT-04", "OT-04"), ("OT-05", "OT-05.dispatch_order")):
        sent = desks.send(desks.operator, number, "finding", item=item, seen_how="customer", evidence="s 1", what="x")
        assert [(one["obligation"], one["verdict"]) for one in sent.verdicts] == [(obligation, "violated")]


def test_the_buyers_note_is_not_shown_to_the_vendor(desks: Desks) -> None:
    number = desks.open().number
    desks.send(desks.operator, number, "note", note="do not pay yet")
    desks.send(desks.vendor, number, "vendor_note", note="the key is with the porter")

    notes = [one.data["note"] for one in desks.house.app.watch.case(desks.vendor, number).events if "note" in one.data]
    assert notes == ["the key is with the porter"]


CANCELLATION = {
    "reason": "moves house", "product_kind": "regular", "collected": "delivered", "channel": "shop",
    "customer": "consumer", "order_cents": "1280.05", "papers": ["receipt"], "signed": True,
    "customer_name": "Wang", "customer_phone": "13800001111",
}  # fmt: skip


@pytest.mark.parametrize(
    ("ordered", "changes", "outcome", "fee_cents"),
    [
        # 48 hours before 2026-01-12T08:00:00Z, inclusive (CX-02)
        ("2026-01-10T08:00:00Z", {}, "allowed", 0),
        # a second more: at least 10 % of 1280.05, rounded up to the cent (CX-03): 128.005 -> 128.01
        ("2026-01-10T07:59:59Z", {}, "fee", 12_801),
        # exactly 10 % before pick-up (RT-07 before CX-03): half up, 128.005 -> 128.01
        ("2026-01-10T07:59:59Z", {"collected": "not_yet"}, "fee", 12_801),
        # custom-made (CX-04)
        ("2026-01-12T07:00:00Z", {"product_kind": "custom"}, "refused", None),
        # clearance bought online, intact, the 7th day: the law obliges (consumer law 25)
        ("2026-01-05T08:00:00Z", {"product_kind": "clearance", "channel": "online", "days_since": "2026-01-05",
                                  "intact": True}, "refused_by_policy_but_law_obliges", None),
    ],
    ids=["48 h", "a second more", "not collected", "custom", "law"],
)  # fmt: skip
def test_a_cancellation_answers_with_its_rule_and_fee(
    desks: Desks, ordered: str, changes: dict[str, Any], outcome: str, fee_cents: int | None
) -> None:
    publish(desks.house, "C-CX", ("cancellation",))
    values = {**CANCELLATION, "age_s": ordered, **changes}

    seen = desks.house.app.case_desk.answer(desks.operator, "cancellation", values, contract="C-CX")
    sent = desks.open("cancellation", "C-CX", **values)

    assert sent.decision == seen
    assert seen is not None
    assert (seen.outcome, seen.fee_cents) == (outcome, fee_cents)
    assert seen.cites["zh"]
    assert ("第二十五条" in seen.law["cites"]["zh"]) if seen.law else outcome != "refused_by_policy_but_law_obliges"
    approves = "cancellation_approval" in desks.keys(desks.manager, sent.number)
    assert approves == (outcome != "refused")


def test_a_cancellation_takes_effect_with_the_general_manager(desks: Desks) -> None:
    """CX-06, CX-08: his signature comes first, then the service centre is told within 30 minutes."""
    publish(desks.house, "C-CX", ("cancellation",))
    number = desks.open("cancellation", "C-CX", **{**CANCELLATION, "age_s": "2026-01-12T07:00:00Z"}).number

    assert refused(lambda: desks.send(desks.operator, number, "cancellation_approval"), Forbidden).code == (
        "form.not_yours"
    )
    assert "service_centre_notified" not in desks.keys(desks.operator, number)
    signed = desks.send(desks.manager, number, "cancellation_approval")
    assert [(one["obligation"], one["due_ms"] - signed.at_ms) for one in signed.verdicts] == [("CX-08", 1_800_000)]
    desks.send(desks.operator, number, "service_centre_notified")
    assert desks.house.app.watch.breaches(desks.operator) == []


def test_a_repair_waits_for_the_store_manager(desks: Desks) -> None:
    """RP-03: who begins without the signature breaks it; the form lets him, the record says so."""
    publish(desks.house, "C-RP", ("repair",))
    number = desks.open("repair_notice", "C-RP", product="sofa", fault="spring broken", **CUSTOMER).number

    early = desks.send(desks.vendor, number, "repair_started")
    assert [(one["obligation"], one["verdict"]) for one in early.verdicts] == [("RP-03", "refused")]
    answer = desks.send(desks.operator, number, "repair_decision", in_warranty=False, cause="product",
                        customer="consumer", in_statutory_period=True).decision  # fmt: skip
    assert answer is not None
    assert answer.outcome == "refused_by_policy_but_law_obliges"


def test_a_complaint_is_classified_and_reclassified_by_two_people(desks: Desks) -> None:
    """SC-07: no evidence of a product's fault is both; who agrees and who reclassifies are two people."""
    publish(desks.house, "C-SC", ("soft_complaint", "hard_complaint"))
    sent = desks.open("complaint", "C-SC", about="product", physical_evidence=False, course="in the shop", **CUSTOMER)
    number = sent.number

    assert (number, sent.decision.outcome if sent.decision else "") == ("SC-2026-0001", "mixed")
    assert {one["obligation"] for one in sent.verdicts} >= {"SC-01", "SC-02", "HC-01", "HC-02"}
    desks.send(desks.operator, number, "reclassification_approval", reason="seen")
    same = desks.send(desks.operator, number, "reclassification", complaint_kind="hard", reason="defect seen")
    assert [one["verdict"] for one in same.verdicts] == ["refused"]
    desks.send(desks.manager, number, "reclassification_approval", reason="seen")
    desks.send(desks.operator, number, "reclassification", complaint_kind="hard", reason="defect seen")
    assert desks.house.app.watch.case(desks.operator, number).facts["complaint_kind"] == "hard"


def test_a_pause_needs_a_reason_that_the_contract_lists(desks: Desks) -> None:
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")

    assert refused(lambda: desks.send(desks.operator, number, "pause", pause="holiday"), InvalidInput).place == "pause"
    desks.send(desks.operator, number, "pause", pause="waiting_for_buyer")
    [waiting] = desks.house.app.case_list.waiting(desks.operator)
    assert (waiting.obligation, waiting.state, waiting.pause_reason["zh"]) == ("HK-03", "paused", "等待甲方")
    assert desks.house.app.case_list.waiting(desks.vendor) == []


def test_cases_are_found_by_number_and_say_what_they_wait_for(desks: Desks) -> None:
    first, second = desks.open().number, desks.open().number
    desks.send(desks.operator, first, "notify_crew")
    desks.send(desks.operator, second, "close")
    find = desks.house.app.case_list.find

    assert [one.number for one in find(desks.operator)] == [second, first]
    assert [one.number for one in find(desks.operator, number="HK-2026-0001")] == [first]
    assert find(desks.operator, number=CUSTOMER["customer_phone"]) == []
    assert [(one.number, one.closed) for one in find(desks.operator, is_open=False)] == [(second, True)]
    [mine] = find(desks.vendor, is_open=True)
    assert mine.awaits is not None
    assert (mine.awaits.obligation, mine.awaits.title["zh"], mine.kind["zh"]) == ("HK-03", "安排人员", "预约登记")
    assert find(desks.other) == []
    assert [one.number for one in find(desks.operator, after=second)] == [first]
