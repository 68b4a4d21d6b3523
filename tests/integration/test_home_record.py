"""The first screen from the record: what was touched last, what others changed since, and how much it may ask."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as engine_event

from core.domain.actor import Actor
from core.domain.dispute import Decision, Objection, SentProof
from core.services.home.recent import REMEMBERED_MS, TOUCHED
from core.services.home.views import Act, Home
from tests.case_world import Desks
from tests.instants import ms
from tests.integration.conftest import House, event

SAID = Objection("in_time", "The call was made at 08:50.", [SentProof("call record, line 14")])


def user(house: House, name: str, role: str, vendor: str = "") -> Actor:
    """A person with an account and a name that people know."""
    house.app.sign_in.add_user(house.admin, name, f"{name} Known", "password-1", role, vendor)
    return house.app.sign_in.actor_of_session(house.app.sign_in.sign_in(name, "password-1"))


def told(acts: list[Act]) -> list[tuple[str, str, str]]:
    return [(one.number, one.action, one.by) for one in acts]


def first(house: House, actor: Actor) -> Home:
    return house.app.home.get(actor)


def test_the_last_things_are_those_that_were_acted_on_each_once(house: House) -> None:
    buyer = user(house, "xu", "procurement")
    for n in range(TOUCHED + 1):
        house.app.vendors.register(buyer, f"V-1{n}", f"Vendor {n}")
    house.app.vendors.describe(buyer, "V-12", found_by="web")

    acts = first(house, buyer).touched
    assert told(acts) == [
        ("V-12", "vendor.describe", ""), ("V-15", "vendor.register", ""), ("V-14", "vendor.register", ""),
        ("V-13", "vendor.register", ""), ("V-11", "vendor.register", ""),
    ]  # fmt: skip
    assert (acts[0].name["zh"], acts[0].place.query) == ("Vendor 2", (("vendor", "V-12"),))
    assert first(house, user(house, "he", "legal")).touched == []


def test_what_another_changed_since_stands_until_one_acts_again(house: House) -> None:
    xu, lin = user(house, "xu", "procurement"), user(house, "lin", "procurement")
    register = house.app.vendors
    register.register(xu, "V-20", "Vendor")
    register.register(xu, "V-200", "Another")
    assert first(house, xu).changed == []
    house.clock.at_ms += 1000
    register.describe(lin, "V-20", found_by="web")

    [changed] = first(house, xu).changed
    assert (changed.number, changed.by, changed.at_ms) == ("V-20", "lin Known", house.clock.at_ms)
    assert first(house, lin).changed == []
    register.describe(xu, "V-20", found_by="web")
    assert first(house, xu).changed == []
    assert told(first(house, lin).changed) == [("V-20", "vendor.describe", "xu Known")]
    house.clock.at_ms += REMEMBERED_MS
    assert first(house, lin).changed == []


def test_another_organisation_changes_nothing_here(house: House) -> None:
    xu = user(house, "xu", "procurement")
    house.app.vendors.register(xu, "V-20", "Vendor")
    elsewhere = house.app.local_admin(house.app.sign_in.add_organisation("other", "Other"))
    house.app.vendors.register(elsewhere, "V-20", "Theirs")
    house.app.vendors.describe(elsewhere, "V-20", found_by="web")

    assert first(house, xu).changed == []
    assert first(house, Actor(elsewhere.organisation_id, "xu", "procurement")).touched == []


def test_a_vendor_learns_what_became_of_his_matter_and_not_by_whom(house: House) -> None:
    vendor, chief = user(house, "portal", "vendor", "V-1"), user(house, "chen", "manager")
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
    house.tick("2026-01-12T09:00:01Z")
    house.tick("2026-01-12T09:05:00Z")
    [breach] = house.app.watch.breaches(house.admin)
    house.app.objections.dispute(vendor, breach.id, SAID)
    house.clock.at_ms += 1000
    house.app.objections.decide(chief, breach.id, Decision("upheld", "the record is right"))

    home = first(house, vendor)
    assert told(home.changed) == [("K-1", "breach.decide", "")]
    assert told(home.touched) == [("K-1", "breach.dispute", "")]
    assert home.touched[0].name["en"] == "T-01"
    assert told(first(house, chief).touched) == [("K-1", "breach.decide", "")]


def test_a_vendor_is_not_told_what_the_buyer_does_on_a_case(house: House) -> None:
    desks = Desks(house)
    number = desks.open().number
    desks.send(desks.operator, number, "notify_crew")
    desks.send(desks.vendor, number, "assignment", worker=desks.worker)
    [changed] = first(house, desks.operator).changed
    assert (changed.number, changed.form["en"]) == (number, "Assign the crew")

    desks.send(desks.operator, number, "note", note="the lift is out of order")
    assert first(house, desks.operator).changed == first(house, desks.vendor).changed == []
    assert [one.action for one in first(house, desks.vendor).touched] == ["form.assignment", "worker.add"]


def test_the_auditor_reads_how_much_was_done_since_he_signed_in_before(house: House) -> None:
    auditor, xu = user(house, "shen", "auditor"), user(house, "xu", "procurement")
    house.app.vendors.register(xu, "V-20", "Vendor")
    whole = first(house, auditor)
    assert (whole.since_ms, {one.code: one.value for one in whole.done_since}["vendors"]) == (None, 1)
    assert whole.tasks == []

    since_ms = house.clock.at_ms
    house.clock.at_ms += 60_000
    house.app.vendors.describe(xu, "V-20", found_by="web")
    house.app.vendors.describe(xu, "V-20", found_by="web")
    house.app.sign_in.sign_in("shen", "password-1")
    home = first(house, auditor)
    assert (home.since_ms, [(one.code, one.value) for one in home.done_since]) == (
        since_ms,
        [("vendors", 3)],
    )  # since his first session


MOST = {
    "operator": 16, "manager": 22, "procurement": 18, "legal": 14, "evaluator": 9, "vendor": 15, "auditor": 11,
    "admin": 11, "service": 3,
}  # fmt: skip
"""Statements a look may take: each subject one or two, whatever lies in the books."""


def looked(house: House, actor: Actor, look: Callable[[], Any]) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        asked.append((given[2], given[3]))

    reader = house.app.database.reader
    engine_event.listen(reader, "before_cursor_execute", note)
    look()
    engine_event.remove(reader, "before_cursor_execute", note)
    return asked


@pytest.mark.parametrize("role", sorted(MOST))
def test_a_look_asks_no_more_where_there_is_more(house: House, role: str) -> None:
    desks = Desks(house)
    actor = desks.vendor if role == "vendor" else Actor(house.organisation_id, f"the {role}", role)
    busy(house, desks, 1)
    first(house, actor)  # the terms of the contracts are compiled once
    few = looked(house, actor, lambda: first(house, actor))
    busy(house, desks, 8)
    many = looked(house, actor, lambda: first(house, actor))

    assert (len(many) <= len(few), len(many) <= MOST[role]) == (True, True), [one for one, _ in many]


def busy(house: House, desks: Desks, count: int) -> None:
    """So many cases more of each kind."""
    house.clock.at_ms += 60_000
    for n in range(count):
        at = house.clock.at_ms
        name = f"K-{at}-{n}"
        house.send(event(f"{name}-a", "case.started", "2026-01-12T08:00:30Z", case=name))
        desks.send(desks.operator, desks.open().number, "notify_crew")


SCANNED = re.compile(r"\bSCAN (clocks|events|audit|breaches|cases|milestones)\b")


@pytest.mark.parametrize("role", sorted(MOST))
def test_a_look_goes_through_no_table_of_the_mass_from_end_to_end(house: House, role: str) -> None:
    if house.app.database.reader.dialect.name != "sqlite":
        pytest.skip("the plan is read from SQLite")
    desks = Desks(house)
    actor = desks.vendor if role == "vendor" else Actor(house.organisation_id, f"the {role}", role)
    busy(house, desks, 2)
    asked = looked(house, actor, lambda: first(house, actor))
    with house.app.database.reader.connect() as connection:
        plans = [
            str(row[3])
            for said, values in asked
            if said.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)
        ]

    assert plans
    assert [one for one in plans if SCANNED.search(one)] == []


def test_nothing_of_the_mass_is_kept_in_the_index_of_acts(house: House) -> None:
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
    xu = user(house, "xu", "procurement")
    house.app.vendors.register(xu, "V-20", "Vendor")
    asked = looked(house, xu, lambda: first(house, xu))
    acts = [(said, values) for said, values in asked if "FROM audit" in said]
    assert acts
    if house.app.database.reader.dialect.name == "sqlite":
        with house.app.database.reader.connect() as connection:
            for said, values in acts:
                plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
                assert any("ix_audit_acts" in one for one in plan), plan
    assert ms("2026-01-12T08:00:00Z") == house.clock.at_ms
