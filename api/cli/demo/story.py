"""What the quarter is remembered for: single cases that show one thing each, and what was told late."""

from collections.abc import Iterator
from datetime import timedelta

from api.cli.demo import visits
from api.cli.demo.bills import COMMUNITIES, STORES
from api.cli.demo.contracts import ANSWERING, CLEANING, NATIONAL_DAY, REPAIR, RESERVE
from api.cli.demo.demand import QUARTER, dice
from api.cli.demo.record import DAY, HOUR, MINUTE, CaseRecord, Told
from api.cli.demo.tickets import Facts, give_back
from api.cli.demo.traffic import receive
from api.cli.demo.world import Chapter, World, at, on

REWORK, PAUSE, PHONE, ADDRESS, THEFT, EVIDENCE, HEARSAY = (
    "HK-1114-R3", "RP-1105-P1", "HK-1020-V1", "HK-1203-V2", "HK-1109-C1", "HK-1112-E1", "HK-1118-E2",
)  # fmt: skip
SUBSTITUTE = "HK-1021-S1"
LAW, NO_LAW = "TH-1118-L1", "TH-1119-N1"
MISSED = ("HK-1031-M1", "RP-1117-M1", "TS-1027-M1", "TS-1028-M2", "HF-1026-M1")
"""Cases in which every deadline that a vendor owes is missed once."""
LATE_TABLE = "2026-11-16"
SHOP_RETURN: Facts = {
    "quality_problem": False, "cause": "none", "insists": True, "product_kind": "regular", "collected": "delivered",
    "days_since": 8, "age_s": 9 * 86_400, "original_packaging": True, "receipts": True, "intact": True,
    "channel": "shop", "customer": "consumer", "defect_disclosed": False,
}  # fmt: skip
"""Without a fault and on the eighth day: the shop refuses, and no law obliges it."""
UNDISCLOSED: Facts = SHOP_RETURN | {
    "quality_problem": True, "cause": "product", "product_kind": "clearance", "days_since": 3,
}  # fmt: skip
"""Clearance goods with a fault that nobody had told of: the shop refuses, the law obliges."""


def records(world: World) -> Iterator[CaseRecord]:
    """The cases that are told as they happen."""
    yield three_rounds()
    yield buyers_pause()
    yield from privacy()
    yield _signed(_begun(THEFT, CLEANING, "2026-11-09 09:00"), "2026-11-09 15:00", "customer_property.taken")
    yield give_back(world, _record(LAW, ANSWERING), at("2026-11-18 14:20"), UNDISCLOSED)
    yield give_back(world, _record(NO_LAW, ANSWERING), at("2026-11-19 10:05"), SHOP_RETURN)
    yield _signed(_begun(SUBSTITUTE, CLEANING, "2026-10-21 09:10"), "2026-10-21 15:00", signed_by="office")
    yield from every_visit_limit_missed()
    yield every_repair_limit_missed()
    yield from every_complaint_limit_missed()
    yield every_care_limit_missed()
    yield from five_reserve_visits()


def chapters(world: World) -> tuple[Chapter, ...]:
    """What is planned by the week, and what is told after the fact."""
    return _weekly_tables(world), _late(world, EVIDENCE, "2026-11-12", True), _late(world, HEARSAY, "2026-11-18", False)


def three_rounds() -> CaseRecord:
    """The owner refuses to sign three times; after one more round others might have done it at the vendor's cost."""
    record = _begun(REWORK, CLEANING, "2026-11-14 08:40")
    at_ms = visits.sign_off(record, _done(record, "2026-11-14 14:00"), 3)
    for hours in (20, 23, 23):
        failed_ms = record.note("acceptance.failed", at_ms + 5 * MINUTE)
        reworked_ms = record.stop("rework.completed", failed_ms + hours * HOUR, failed_ms, failed_ms + DAY)
        at_ms = visits.sign_off(record, reworked_ms, 3)
    record.note("acceptance.owner_signed", at_ms + 5 * MINUTE, satisfaction=2)
    record.note("acceptance.repeated", at_ms + 6 * MINUTE)
    return record


def buyers_pause() -> CaseRecord:
    """The store manager confirms after thirty hours: the vendor's 72 hours stand still, and his answer is in time."""
    record = _record(PAUSE, REPAIR)
    noticed_ms = record.note("repair_notice.received", at("2026-11-05 10:00"))
    record.note("repair_request.received_by_service_centre", noticed_ms + HOUR)
    record.stop("visit.agreed", noticed_ms + 3 * HOUR, noticed_ms, noticed_ms + DAY)
    reason = "store_confirmation_pending"
    record.note("pause.started", noticed_ms + 24 * HOUR, reason=reason)
    record.note("pause.ended", noticed_ms + 54 * HOUR, reason=reason)
    record.note("repair.diagnosis_confirmed", noticed_ms + 54 * HOUR + MINUTE, role="store_manager")
    record.note("customer.solution_explained", noticed_ms + 56 * HOUR)
    record.note("customer.concrete_answer", noticed_ms + 96 * HOUR)
    return record


def privacy() -> Iterator[CaseRecord]:
    """A worker's phone goes to a customer, and six weeks later an address to a worker before the dispatch."""
    yield _signed(_begun(PHONE, CLEANING, "2026-10-20 09:00"), "2026-10-20 14:00", "worker_phone.disclosed")
    record = _record(ADDRESS, CLEANING)
    ordered_ms = record.note("order.placed", at("2026-12-03 09:30"))
    record.stop("order.accepted", ordered_ms + 9 * MINUTE, ordered_ms, ordered_ms + 30 * MINUTE)
    record.note("customer_address.disclosed", ordered_ms + 20 * MINUTE, to="worker")
    yield record


def every_visit_limit_missed() -> Iterator[CaseRecord]:
    """HK-03, HK-04, HK-09, HK-11, OT-01, OT-06.contact and OT-07."""
    record = _record(MISSED[0], CLEANING)
    ordered_ms = record.note("order.placed", at("2026-10-31 08:30"), urgent=True)
    record.note("urgent_need.reported", ordered_ms + 2 * MINUTE)
    record.note("urgent_need.passed_on", ordered_ms + 20 * MINUTE)
    record.note("worker.found", ordered_ms + 35 * MINUTE)
    record.note("order.accepted", ordered_ms + 50 * MINUTE)
    record.note("customer.asked_for_answer_after_n_days", ordered_ms + 55 * MINUTE, answer_after_days=2)
    record.note("worker.contacted", ordered_ms + 80 * MINUTE)
    told_ms = record.note("booking.notified_to_crew", ordered_ms + 85 * MINUTE)
    record.note("crew.assigned", told_ms + 150 * MINUTE)
    booked_ms = at("2026-11-01 10:00")
    record.note("booking.confirmed", told_ms + 155 * MINUTE, booked_start_ms=booked_ms)
    record.note("service.started", booked_ms + 70 * MINUTE, standard_s=7_200)
    failed_ms = visits.sign_off(record, record.note("service.completed", booked_ms + 250 * MINUTE), 3) + 5 * MINUTE
    record.note("acceptance.failed", failed_ms)
    visits.sign_off(record, record.note("rework.completed", failed_ms + 27 * HOUR))
    record.note("customer.called_back", at("2026-11-03 09:30"))
    yield record


def every_repair_limit_missed() -> CaseRecord:
    """RP-02, RP-04, RP-06, RP-08 and RP-10, in the week after 11.11."""
    record = _record(MISSED[1], REPAIR)
    noticed_ms = record.note("repair_notice.received", at("2026-11-17 11:00"))
    record.note("repair_request.received_by_service_centre", noticed_ms + HOUR)
    agreed_ms = record.note("visit.agreed", at("2026-11-19 09:30"))
    record.note("appointment.agreed", agreed_ms + MINUTE, appointment="visit", agreed_ms=at("2026-11-20 14:00"))
    record.note("appointment.kept", at("2026-11-20 15:10"), appointment="visit")
    record.note("repair.diagnosis_confirmed", at("2026-11-20 16:30"), role="store_manager")
    record.note("customer.solution_explained", at("2026-11-21 10:15"))
    record.note("customer.concrete_answer", at("2026-11-21 15:00"))
    brought_ms = record.note("product.returned", at("2026-11-24 16:00"))
    record.note("customer.feedback_recorded", brought_ms + 30 * HOUR, satisfaction=2)
    return record


def every_complaint_limit_missed() -> Iterator[CaseRecord]:
    """SC-01, SC-02, SC-08, SC-08.state; then HC-01, HC-02, HC-03, HC-05, HC-09 and HC-10."""
    soft = _record(MISSED[2], ANSWERING)
    received_ms = soft.note("complaint.received", at("2026-10-27 10:00"), complaint_kind="soft", concerns="buyer")
    soft.note("complaint.responded", received_ms + 25 * MINUTE)
    soft.note("complaint.verified", received_ms + 50 * MINUTE)
    soft.note("complaint.state_changed", received_ms + 60 * MINUTE)
    soft.note("complaint.progress_told", received_ms + 27 * HOUR)
    soft.note("complaint.resolved", received_ms + 30 * HOUR)
    yield soft
    hard = _record(MISSED[3], ANSWERING)
    received_ms = hard.note("complaint.received", at("2026-10-28 10:00"), complaint_kind="hard", concerns="buyer")
    hard.note("complaint.responded", received_ms + 80 * MINUTE)
    promised_ms = at("2026-10-30 12:00")
    second_ms = hard.note("complaint.second_response", received_ms + 220 * MINUTE, promised_ms=promised_ms)
    visit_ms = at("2026-10-29 10:00")
    hard.note("appointment.agreed", second_ms + 5 * MINUTE, appointment="inspection", agreed_ms=visit_ms)
    hard.note("appointment.kept", visit_ms + 50 * MINUTE, appointment="inspection")
    hard.note("complaint.progress_told", received_ms + 29 * HOUR)
    solved_ms = hard.note("complaint.resolved", promised_ms + 4 * HOUR)
    hard.note("complaint.follow_up", solved_ms + 28 * HOUR, satisfaction=2)
    yield hard


def every_care_limit_missed() -> CaseRecord:
    """AS-01, AS-03 and AS-08; AS-07 is the late table of 16 November."""
    record = _record(MISSED[4], ANSWERING)
    sold_ms = record.note("product.sold", at("2026-10-26 16:00"))
    record.note("survey.completed", sold_ms + 26 * HOUR, satisfaction=4)
    sent_ms = record.note("thank_you_letter.sent", sold_ms + 48 * HOUR)
    record.note("crew.returned", sent_ms + HOUR)
    record.note("consultant.notified", sent_ms + 4 * HOUR)
    record.note("customer.contacted_again", sent_ms + 8 * DAY)
    return record


def five_reserve_visits() -> Iterator[CaseRecord]:
    """The reserve has five visits in the quarter; its owners' mean is the 4.6 of the main contractor's 2,280."""
    for place, (day, rating) in enumerate((("10-17", 5), ("11-07", 4), ("11-28", 5), ("12-05", 5), ("12-19", 4)), 1):
        record = _record(f"HK-{day.replace('-', '')}-B{place}", RESERVE)
        _signed(_go_ahead(record, f"2026-{day} 08:30"), f"2026-{day} 13:00", satisfaction=rating)
        yield record


def _weekly_tables(world: World) -> Chapter:
    """Each Monday the plan asks for the table of surveys; on the holiday Monday it is due on the next working day."""
    for monday in (day for day in QUARTER if day.weekday() == 0):
        yield on(monday, 0, 1)
        world.app.plan.run()
        is_holiday = monday.isoformat() in NATIONAL_DAY
        late = monday.isoformat() == LATE_TABLE
        yield on(monday + timedelta(days=3 if is_holiday else 1 if late else 0), 11 if is_holiday or late else 17, 20)
        case = f"PLAN-{monday.isoformat()}-AS-07-{ANSWERING}"
        receive(world, [Told(case, f"{case}.sent", "survey_table.sent", world.clock.at_ms, {"surveys": 24})])


def _late(world: World, case: str, day: str, has_evidence: bool) -> Chapter:
    """People came in time, but nobody said so before the next morning: with the gate's record, or on their word."""
    record = _go_ahead(_record(case, CLEANING), f"{day} 08:30")
    for one in record.events:
        yield one.at_ms
        receive(world, [one])
    yield at(f"{day} 16:00")
    world.app.monitor.sweep()
    yield at(f"{day} 09:40") + DAY
    proof = {"evidence": "门禁记录照片 12:58"} if has_evidence else {}
    record.note("service.started", at(f"{day} 12:58"), standard_s=7_200, **proof)
    record.note("service.completed", at(f"{day} 14:50"))
    receive(world, record.events[-2:])


def _record(case: str, contract: str) -> CaseRecord:
    chance = dice(case)
    sites = COMMUNITIES if contract in (CLEANING, RESERVE) else STORES
    return CaseRecord(case, contract, chance.choice(sites), chance)


def _begun(case: str, contract: str, ordered: str) -> CaseRecord:
    return _go_ahead(_record(case, contract), ordered)


def _go_ahead(record: CaseRecord, ordered: str) -> CaseRecord:
    """Ordered, accepted, assigned, and booked for 13:00 of the same day."""
    ordered_ms = record.note("order.placed", at(ordered))
    accepted_ms = record.stop("order.accepted", ordered_ms + 8 * MINUTE, ordered_ms, ordered_ms + 30 * MINUTE)
    told_ms = record.note("booking.notified_to_crew", accepted_ms + 4 * MINUTE)
    record.stop("crew.assigned", told_ms + 40 * MINUTE, told_ms, told_ms + 2 * HOUR)
    booked_ms = at(f"{ordered[:10]} 13:00")
    record.note("booking.confirmed", told_ms + 45 * MINUTE, booked_start_ms=booked_ms)
    record.note(
        "dispatch.confirmed", told_ms + 46 * MINUTE, service_start_ms=booked_ms, service_end_ms=booked_ms + 4 * HOUR
    )
    return record


def _done(record: CaseRecord, started: str) -> int:
    """The service itself, two hours; returns when it was completed."""
    booked_ms = at(f"{started[:10]} 13:00")
    record.stop(
        "service.started", booked_ms + 4 * MINUTE, booked_ms - 4 * HOUR, booked_ms + 15 * MINUTE, standard_s=7_200
    )
    due_ms = booked_ms + (4 + 144) * MINUTE
    return record.stop("service.completed", booked_ms + 118 * MINUTE, booked_ms + 4 * MINUTE, due_ms)


def _signed(record: CaseRecord, started: str, incident: str = "", **owner: str | int) -> CaseRecord:
    """The rest of a visit without a fault, with what is reported on the way and what stands beside the owner's name."""
    completed_ms = _done(record, started)
    if incident:
        record.note(incident, completed_ms - 10 * MINUTE, reported_by="customer")
    at_ms = visits.sign_off(record, completed_ms, 3)
    record.note("acceptance.owner_signed", at_ms + 4 * MINUTE, **(owner or {"satisfaction": 4}))
    return record
