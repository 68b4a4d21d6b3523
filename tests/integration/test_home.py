"""The first screen: each task stands there for who may do it and goes when it is done; nobody sees another's."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.domain.actor import ROLES, Actor
from core.domain.dispute import Decision, Objection, SentProof
from core.domain.qualification import Evidence
from core.services.access import ALLOWED
from core.services.home.home import A_KIND, SUBJECTS
from core.services.home.screens import OPENED_BY, SHOWN_ON
from core.services.home.views import Home, Task
from core.sla.packs import parse
from tests.case_world import Desks
from tests.case_world import publish as publish_packs
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.integration.desks import obligation, publish
from tests.performance_world import CLEANER, CLEANING, assigned, cleaning, user_of

MONDAY = "2026-01-12T08:00:00Z"  # the office of the contract opens at this minute
SAID = Objection("in_time", "The call was made at 08:50.", [SentProof("call record, line 14")])
HOUR_S = 3600


def person(house: House, role: str, vendor_id: int | None = None) -> Actor:
    return Actor(house.organisation_id, f"the {role}", role, vendor_id)


def first(house: House, role: str, vendor: str = "") -> Home:
    return house.app.home.get(user_of(house, vendor) if vendor else person(house, role))


def codes(home: Home) -> set[tuple[str, str]]:
    return {(one.code.removeprefix("today."), one.number) for one in home.tasks}


def task(home: Home, code: str) -> Task:
    [found] = [one for one in home.tasks if one.code == f"today.{code}"]
    return found


def happens(house: House, told: dict[str, Any]) -> None:
    """An event as it happens: the clock is there with it."""
    house.clock.at_ms = max(house.clock.at_ms, ms(told["time"]))
    [answer] = house.send(told)
    assert answer.status == "accepted", answer


def nobody_else(house: House, role: str, code: str) -> bool:
    """No other role of the organisation has such a task, nor has the same role in another organisation."""
    elsewhere = replace(person(house, role if role != "vendor" else "admin"),
                        organisation_id=house.app.sign_in.add_organisation("other", "Other"))  # fmt: skip
    others = [first(house, one) for one in ROLES if one not in (role, "vendor")]
    return not any(
        one.code == f"today.{code}" for home in (*others, house.app.home.get(elsewhere)) for one in home.tasks
    )


def test_a_task_is_only_for_roles_that_may_do_the_act() -> None:
    assert [(one.find.__name__, set(one.roles) - ALLOWED[one.action]) for one in SUBJECTS] == [
        (one.find.__name__, set()) for one in SUBJECTS
    ]


def test_a_clock_shows_in_its_last_hour_and_then_as_late_until_it_stops(house: House) -> None:
    publish(house, "C-2", X_01=obligation(limit={"default": "3 h", "from": "ours"}))
    happens(house, event("e1", "case.started", MONDAY, case="K-2", contract="C-2"))  # due at 11:00

    house.tick("2026-01-12T09:59:59Z")
    assert codes(first(house, "operator")) == set()
    house.tick("2026-01-12T10:00:00Z")
    home = first(house, "operator")
    due = task(home, "clock_due")
    assert (due.number, due.urgency, due.left_s, due.until_ms) == ("K-2", "soon", HOUR_S, ms("2026-01-12T11:00:00Z"))
    assert (due.place.screen, due.place.query, due.name["en"]) == ("case", (("case", "K-2"),), "X-01 · Vendor")
    assert nobody_else(house, "operator", "clock_due")
    assert codes(first(house, "", "V-1")) == set()  # none of his forms stops it

    house.tick("2026-01-12T11:30:00Z")
    late = task(first(house, "operator"), "clock_late")
    assert (late.urgency, late.left_s) == ("overdue", -HOUR_S // 2)
    happens(house, event("e2", "case.stopped", "2026-01-12T11:30:00Z", case="K-2", contract="C-2"))
    assert codes(first(house, "operator")) == set()


def test_time_left_counts_in_the_hours_of_the_contract(house: House) -> None:
    happens(house, event("e1", "case.started", "2026-01-12T15:40:00Z"))  # 20 minutes before the office closes at 16:00Z
    house.tick("2026-01-13T07:50:00Z")  # it opens again at 8:00, and T-01 has 40 of its 60 minutes left

    assert task(first(house, "operator"), "clock_due").left_s == 40 * 60


def test_the_buyers_own_limit_names_the_form_that_keeps_it(house: House) -> None:
    desks = Desks(house)
    publish_packs(house, "C-AS", ("after_sales_care",))
    happens(house, event("e1", "consultant.notified", MONDAY, case="AS-1", contract="C-AS"))

    own = task(first(house, "operator"), "own_form")
    assert (own.number, own.until_ms) == ("AS-1", ms("2026-01-13T08:00:00Z"))  # AS-04: within 24 hours
    assert "送货安装反馈" in own.what["zh"]
    assert nobody_else(house, "operator", "own_form")
    assert codes(first(house, "", "V-1")) == set()  # the buyer's own limits are no business of the vendor

    happens(house, event("e2", "delivery.feedback_recorded", "2026-01-12T09:00:00Z", case="AS-1", contract="C-AS"))
    assert ("own_form", "AS-1") not in codes(first(house, "operator"))
    assert desks.worker


def test_what_stands_still_waits_for_the_operator(house: House) -> None:
    happens(house, event("e1", "case.started", MONDAY))
    happens(house, event("e2", "pause.started", "2026-01-12T08:10:00Z", reason="agreed"))
    house.clock.at_ms = ms("2026-01-12T08:20:00Z")

    paused = task(first(house, "operator"), "paused")
    assert (paused.number, paused.urgency, "agreed" in paused.what["en"]) == ("K-1", "open", True)
    assert nobody_else(house, "operator", "paused")
    happens(house, event("e3", "pause.ended", "2026-01-12T08:20:00Z", reason="agreed"))
    assert ("paused", "K-1") not in codes(first(house, "operator"))


def test_a_form_waits_for_the_vendor_whose_case_it_is(house: House) -> None:
    desks = Desks(house)
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")

    mine = house.app.home.get(desks.vendor)
    assert ("form", number) in codes(mine)
    assign = next(one for one in mine.tasks if "Assign the crew" in one.what["en"])
    assert assign.left_s == 2 * HOUR_S  # HK-03: within two service hours
    assert "Vendor" not in assign.name["en"]
    assert codes(house.app.home.get(desks.other)) == set()

    desks.send(desks.vendor, number, "assignment", worker=desks.worker)
    assert not any("Assign the crew" in one.what["en"] for one in house.app.home.get(desks.vendor).tasks)


def notified(house: House) -> str:
    """A breach of which the vendor was told on Monday; he can object until Thursday 16:00Z."""
    happens(house, event("e1", "case.started", MONDAY))
    house.tick("2026-01-12T09:00:01Z")
    house.tick("2026-01-12T09:05:00Z")
    happens(house, event("e2", "case.stopped", "2026-01-12T09:05:00Z"))
    [breach] = house.app.watch.breaches(house.admin)
    return breach.id


def test_a_breach_waits_for_the_vendor_then_the_manager(house: House) -> None:
    breach = notified(house)
    cleaning(house)
    vendor, other = user_of(house, "V-1"), user_of(house, CLEANER)
    asked = task(house.app.home.get(vendor), "object")
    assert (asked.number, asked.until_ms) == ("K-1", ms("2026-01-15T16:00:00Z"))
    assert asked.place.query == (("breach", breach),)
    assert [one.value for one in house.app.home.get(vendor).figures] == [1, 0, 0]
    assert codes(house.app.home.get(other)) == set()
    assert codes(first(house, "operator")) == set()

    house.clock.at_ms = ms("2026-01-14T16:00:01Z")
    assert codes(first(house, "operator")) == {("record_objection", "K-1")}
    house.app.objections.dispute(vendor, breach, SAID)
    assert codes(house.app.home.get(vendor)) == codes(first(house, "operator")) == set()
    decide = task(first(house, "manager"), "decide_dispute")
    assert (decide.number, decide.place.query) == ("K-1", (("breach", breach),))
    assert first(house, "manager").figures[0].value == 1
    assert nobody_else(house, "manager", "decide_dispute")

    house.app.objections.decide(person(house, "manager"), breach, Decision("rescinded", "the record agrees"))
    assert codes(first(house, "manager")) == set()


def test_what_can_no_longer_be_objected_to_waits_for_nobody(house: House) -> None:
    notified(house)
    house.clock.at_ms = ms("2026-01-15T16:00:01Z")  # the monitor has not looked yet

    assert codes(first(house, "", "V-1")) == codes(first(house, "operator")) == set()
    assert first(house, "", "V-1").figures[0].value == 0


def test_a_flood_of_one_kind_does_not_hide_the_others_and_says_where_the_rest_is(house: House) -> None:
    for n in range(A_KIND + 2):
        happens(house, event(f"e{n}", "case.started", MONDAY, case=f"K-{n}"))
    happens(house, event("p1", "pause.started", "2026-01-12T08:00:00Z", case="K-0", reason="agreed"))
    home = first(house, "operator")

    kinds = [one.code for one in home.tasks]
    assert (kinds.count("today.clock_due"), kinds.count("today.paused")) == (A_KIND, 1)
    assert [one.screen for one in home.rest] == ["monitor"]


def test_the_operators_numbers_are_the_monitors(house: House) -> None:
    for n, at in enumerate(("08:00", "08:00", "08:30")):
        happens(house, event(f"e{n}", "case.started", f"2026-01-12T{at}:00Z", case=f"K-{n}"))
    happens(house, event("s", "case.stopped", "2026-01-12T09:10:00Z", case="K-0"))
    house.tick("2026-01-12T09:10:00Z")
    tally = house.app.watch.tally(house.admin)

    figures = {one.code: one.value for one in first(house, "operator").figures}
    assert figures == {"running": 1, "due_within_hour": 1, "missed_today": 2}  # K-2; and K-0 and K-1 since 9:00
    assert figures == {"running": tally.running, "due_within_hour": tally.due_within_hour,
                       "missed_today": tally.missed_today}  # fmt: skip


def test_a_month_can_be_closed_once_it_is_over_and_in_its_order(house: House) -> None:
    cleaning(house)
    assigned(house, 1, late=0)
    house.tick("2026-01-31T22:59:59Z")  # Berlin's January ends at 23:00Z
    assert ("close_month", "2026-01") not in codes(first(house, "manager"))
    house.tick("2026-01-31T23:00:00Z")
    assert {("close_month", "2026-01")} <= codes(first(house, "manager"))
    assert "2" in task(first(house, "manager"), "close_month").what["en"]  # C-1 and H-1
    assert nobody_else(house, "manager", "close_month")

    house.app.scorecards.close(person(house, "manager"), "2026-01", contract=CLEANING)
    assert "1" in task(first(house, "manager"), "close_month").what["en"]
    house.app.scorecards.close(person(house, "manager"), "2026-01")
    assert codes(first(house, "manager")) == set()


def test_a_review_waits_for_one_after_the_other(house: House) -> None:
    cleaning(house)
    assigned(house, 40, late=0)
    house.tick("2026-02-02T08:00:00Z")
    app, buyer, chief = house.app, person(house, "procurement"), person(house, "manager")
    app.scorecards.close(chief, "2026-01")
    number = app.reviews.draft(buyer, CLEANER, "2026-01", "2026-01", "On time.").number
    assert codes(first(house, "procurement")) == {("send_review", number)}
    assert codes(first(house, "", CLEANER)) == codes(first(house, "manager")) == set()

    app.reviews.send(buyer, number, ms("2026-02-10T10:00:00Z"))
    reply = task(first(house, "", CLEANER), "reply")
    assert (reply.number, reply.until_ms, reply.urgency) == (number, ms("2026-02-10T10:00:00Z"), "ahead")
    assert (
        codes(first(house, "", "V-1")) == codes(first(house, "procurement")) == codes(first(house, "manager")) == set()
    )

    app.reviews.reply(user_of(house, CLEANER), number, "Agreed.")
    assert codes(first(house, "manager")) == {("decide_review", number)}
    assert codes(first(house, "", CLEANER)) == set()
    app.reviews.decide(chief, number, "A", "good", date(2026, 3, 4), override="few cases")
    assert codes(first(house, "procurement")) == {("end_review", number)}
    assert codes(first(house, "manager")) == {("standing_ends", CLEANER)}  # 30 days from now
    app.reviews.close(buyer, number)
    assert codes(first(house, "procurement")) == set()


def test_a_vendor_who_does_not_reply_waits_for_the_manager(house: House) -> None:
    cleaning(house)
    assigned(house, 1, late=0)
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(person(house, "manager"), "2026-01")
    number = house.app.reviews.draft(person(house, "procurement"), CLEANER, "2026-01", "2026-01", "Few.").number
    house.app.reviews.send(person(house, "procurement"), number, ms("2026-02-10T10:00:00Z"))

    house.clock.at_ms = ms("2026-02-10T10:00:00Z")
    assert codes(first(house, "manager")) == {("no_reply", number)}
    assert codes(first(house, "", CLEANER)) == set()


@pytest.mark.parametrize(("last", "waits"), [(date(2026, 2, 11), True), (date(2026, 2, 12), False)])
def test_a_block_that_ends_within_a_month_waits_for_the_manager(house: House, last: date, waits: bool) -> None:
    house.app.standings.block(person(house, "manager"), "V-1", "left two sites", last)

    assert (("block_ends", "V-1") in codes(first(house, "manager"))) is waits  # it is 12 January
    house.app.standings.release(person(house, "manager"), "V-1", "agreed")
    assert codes(first(house, "manager")) == set()


CERTIFICATE = "on_site_certificate"


@pytest.mark.parametrize(
    ("until", "code", "urgency"),
    [
        (date(2026, 1, 11), "certificate_over", "overdue"), (date(2026, 1, 12), "certificate", "soon"),
        (date(2026, 2, 11), "certificate", "ahead"), (date(2026, 2, 12), "", ""), (None, "", ""),
    ],
)  # fmt: skip
def test_a_worker_needs_a_certificate_that_stands(house: House, until: date | None, code: str, urgency: str) -> None:
    vendor = user_of(house, "V-1")
    cleaning(house)
    given = Evidence(CERTIFICATE, "OS-1", date(2025, 1, 1), until)
    number = house.app.workers.add(vendor, "秦素梅", "15921083764", "JS-1", [given]).number

    found = house.app.home.get(vendor).tasks
    assert [(one.code, one.number, one.urgency) for one in found] == (
        [(f"today.{code}", number, urgency)] if code else []
    )
    assert codes(first(house, "", CLEANER)) == set()
    house.app.workers.change(vendor, number, active=False)
    assert house.app.home.get(vendor).tasks == []


def test_a_worker_without_a_certificate_is_named(house: House) -> None:
    vendor = user_of(house, "V-1")
    number = house.app.workers.add(vendor, "秦素梅", "15921083764", "JS-1").number

    assert codes(house.app.home.get(vendor)) == {("no_certificate", number)}


def test_a_screen_is_named_by_the_action_that_opens_it() -> None:
    for_all = {"__init__", "home", "absent"}
    shown = {path.stem for path in (Path(__file__).parents[2] / "ui" / "screens").glob("*.py")} - for_all

    assert OPENED_BY.keys() == shown
    assert {screen for screen, _ in SHOWN_ON.values()} <= shown
    assert set(OPENED_BY.values()) <= ALLOWED.keys()


@pytest.fixture
def packed(house: House) -> House:
    """A contract on a pack whose buyer's limit no form of the house keeps."""
    one = obligation(owed_by="buyer", trigger="case.asked", required="case.answered")
    pack = parse("own", {"obligations": {"B-01": one}})
    house.app.contracts.publish(
        house.admin, replace(house.draft, number="C-3", packs=[house.app.packs["deadlines"], pack])
    )
    return house


def test_an_own_limit_without_a_form_says_what_is_awaited(packed: House) -> None:
    happens(packed, event("e1", "case.asked", MONDAY, case="K-3", contract="C-3"))

    own = task(first(packed, "operator"), "own_clock")
    assert (own.number, own.left_s) == ("K-3", HOUR_S)
