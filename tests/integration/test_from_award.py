"""A contract begins from the award of a selection: once, by whom it may, with nothing typed twice or made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from core.documents.terms import read_terms
from core.domain.actor import Actor
from core.domain.wording import Wording
from core.errors import Conflict, Forbidden, InvalidInput
from core.services.procurement.work_packages import WorkPackageService
from tests.award_world import EFFECTIVE, award, completed, content, released, selected
from tests.contract_walk import activated
from tests.instants import ms
from tests.integration.conftest import House
from tests.selection_world import SelectionWorld, awarded, closed, complete, evaluated, locked, opened, rules_draft
from tests.unit.domain.wp1 import OPENS_MS

SHOP = {
    "tz": "Europe/Berlin",
    "weekly_hours": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "sat": [["10:00", "14:00"]]},
}


@pytest.fixture
def legal(house: House) -> Actor:
    return Actor(house.organisation_id, "he.jing", "legal")


@pytest.fixture
def world(house: House) -> SelectionWorld:
    house.clock.at_ms = ms("2026-09-07T10:00:00+08:00")
    return award(house.app, house.organisation_id, house.clock)


def test_a_selection_without_an_award_makes_no_contract(house: House, legal: Actor) -> None:
    ranked = complete(house.app, house.organisation_id)

    with pytest.raises(Conflict) as refused:
        house.app.desk.draft_from_award(legal, ranked.number, effective_from=EFFECTIVE)

    assert (refused.value.code, refused.value.place) == ("selection.not_awarded", ranked.number)
    assert ranked.number in refused.value.message("zh")
    assert house.app.desk.list(legal) == []


def test_one_award_makes_one_contract(house: House, legal: Actor, world: SelectionWorld) -> None:
    desk, manager = house.app.desk, Actor(house.organisation_id, "chen.li", "manager")
    assert desk.drafted_from(world.buyer, world.number) is None
    begun = desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)

    for state in ("draft", "active"):
        with pytest.raises(Conflict) as twice:
            desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)
        assert (twice.value.code, twice.value.values["number"], twice.value.values["state"]) == (
            "draft.from_award_twice", begun.number, state,
        )  # fmt: skip
        if state == "draft":
            desk.revise(legal, begun.number, completed(begun.terms))
            house.clock.at_ms = ms("2026-11-10T15:00:00+08:00")
            activated(house.app, legal, manager, begun.number, date(2026, 11, 10))

    desk.amend(legal, begun.number, date(2027, 2, 1))
    found = desk.drafted_from(world.buyer, world.number)
    assert found is not None
    assert (found.number, found.version, found.state) == (begun.number, 2, "draft")


def test_what_was_never_decided_is_missing_and_named(house: House, legal: Actor, world: SelectionWorld) -> None:
    begun = house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)
    found = house.app.desk.lint(legal, begun.number, date(2026, 11, 10)).findings

    missing = {one.path for one in found if one.severity == "error"}
    # no law, no place of signing, no manner of performance, no purpose of the personal data, and no English title
    never = {"governing_law", "signing_place", "performance.manner", "personal_data.purpose", "title"}
    assert never <= missing
    assert not {one for one in missing if one.startswith(("clause", "prices", "schedule", "award"))}
    clauses = {one.clause: one for one in house.app.desk.clauses(legal, begun.number)}
    assert not clauses["dispute.law"].text
    assert clauses["prices.total"].text


def test_the_award_is_on_record_and_no_other_terms_change_it(house: House, legal: Actor, world: SelectionWorld) -> None:
    desk = house.app.desk
    begun = desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)
    terms = read_terms(begun.terms)

    silent = desk.revise(legal, begun.number, replace(terms, award=type(terms.award)()))
    assert read_terms(silent.terms).award == terms.award
    with pytest.raises(InvalidInput) as other:
        desk.revise(legal, begun.number, replace(terms, award=replace(terms.award, selection="S-2026-0099")))
    assert (other.value.place, other.value.values["allowed"]) == ("award", world.number)
    assert house.app.record.verify(house.admin).reason == ""


def test_hours_and_zone_are_those_that_the_limits_run_in(house: House, legal: Actor, world: SelectionWorld) -> None:
    begun = house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE, calendar=SHOP)

    assert begun.calendar == SHOP
    assert begun.terms["performance"]["service_hours"] == {
        "zh": "周一09:00至12:30、13:30至18:00；周六10:00至14:00（Europe/Berlin时区）",
        "en": "09:00 to 12:30 and 13:30 to 18:00 on Monday; 10:00 to 14:00 on Saturday (Europe/Berlin time)",
    }


@pytest.mark.parametrize(
    ("changed", "error", "place"),
    [
        ({"limits": {"SC-01": "3 h"}}, InvalidInput, "service_levels.SC-01.limit"),
        ({"limits": {"SC-01": "soon"}}, InvalidInput, "service_levels.SC-01.limit"),
        ({"limits": {"HK-06": "3 h"}}, InvalidInput, "service_levels.HK-06.limit"),
        ({"limits": {"RP-02": "2 days"}}, InvalidInput, "limits.RP-02"),
        ({"number": "drafts"}, InvalidInput, "number"),
        ({"number": "Verify"}, InvalidInput, "number"),
        ({"number": "C/1"}, InvalidInput, "number"),
        ({"number": "C-1"}, Conflict, "number"),
        ({"calendar": {"tz": "Mars/Olympus", "weekly_hours": {"mon": [["09:00", "12:00"]]}}}, InvalidInput, "tz"),
        ({"calendar": {}}, InvalidInput, "calendar"),
        ({"calendar": {"tz": "Asia/Shanghai"}}, InvalidInput, "calendar"),
        ({"calendar": {"tz": "Asia/Shanghai", "weekly_hours": {"mon": "8"}}}, InvalidInput, "weekly_hours.mon"),
        ({"effective_from": date(2201, 1, 1)}, InvalidInput, "effective_from"),
    ],
)
def test_what_cannot_be_agreed_is_refused_at_its_place(
    house: House, legal: Actor, world: SelectionWorld, changed: dict[str, Any], error: type[InvalidInput], place: str
) -> None:
    with pytest.raises(error) as refused:
        house.app.desk.draft_from_award(legal, world.number, **{"effective_from": EFFECTIVE, **changed})

    assert refused.value.place == place
    assert refused.value.message("zh") != refused.value.message("en")
    assert house.app.desk.list(legal) == []


def test_the_parties_are_not_typed_again_in_their_next_contract(
    house: House, legal: Actor, world: SelectionWorld
) -> None:
    desk, manager = house.app.desk, Actor(house.organisation_id, "chen.li", "manager")
    first = desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)
    signed = completed(first.terms)
    desk.revise(legal, first.number, signed)
    house.clock.at_ms = ms("2026-11-10T15:00:00+08:00")
    activated(house.app, legal, manager, first.number, date(2026, 11, 10))
    package = signed.award.package
    world.clock.at_ms = OPENS_MS
    second = desk.draft_from_award(legal, selected(world, package).number, effective_from=EFFECTIVE)

    begun = read_terms(second.terms)
    assert "buyer" in first.terms
    assert "address" not in first.terms["buyer"]
    assert begun.buyer == replace(signed.buyer, size_class="")
    assert begun.vendor == replace(signed.vendor, size_class="")


def test_after_a_tender_no_limit_is_negotiated(house: House, legal: Actor) -> None:
    """Bidding Law 43 and 46: the contract is that of the bid; what holds where nothing is agreed may be stated."""
    house.clock.at_ms = ms("2026-09-07T10:00:00+08:00")
    world, package = released(house.app, house.organisation_id, house.clock)
    world.clock.at_ms = OPENS_MS
    world.number = world.selections.create(world.buyer, package, "招标").number
    world.selections.set_rules(world.buyer, world.number, rules_draft(mode="public_tender"))
    awarded(evaluated(locked(closed(opened(world)))))

    with pytest.raises(Conflict) as refused:
        house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE, limits={"SC-01": "20 min"})
    usual = {one.obligation: one.limit for one in house.app.desk.award_proposal(legal, world.number).limits}
    house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE, limits=usual)

    assert refused.value.code == "selection.tender_not_negotiated"


def test_hours_that_cannot_be_read_have_to_be_chosen(house: House, legal: Actor) -> None:
    house.clock.at_ms = ms("2026-09-07T10:00:00+08:00")
    world, package = released(house.app, house.organisation_id, house.clock)
    packages, written = WorkPackageService(house.app.database), content()
    scope = replace(written.scope, hours="随叫随到", capacity_a_day=Decimal("12.5"))
    packages.revise(world.buyer, package, replace(written, scope=scope, adjustment=None))
    packages.release(world.buyer, package)
    house.clock.at_ms = ms("2026-10-12T10:00:00+08:00")
    selected(world, package)

    proposed = house.app.desk.award_proposal(legal, world.number)
    with pytest.raises(InvalidInput) as unread:
        house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE)
    begun = house.app.desk.draft_from_award(legal, world.number, effective_from=EFFECTIVE, calendar=SHOP)

    assert (proposed.hours, proposed.calendar) == ("随叫随到", None)
    assert (unread.value.place, unread.value.values["value"]) == ("scope.hours", "随叫随到")
    terms = read_terms(begun.terms)
    assert (terms.award.package_version, terms.schedule.ends_on, terms.prices.contract_total) == (2, None, None)
    assert terms.performance.capacity == Wording("每日12.5次", "12.5 visits a day")
    assert not terms.prices.adjustment


def test_what_may_be_negotiated_is_offered_with_its_bounds(house: House, legal: Actor, world: SelectionWorld) -> None:
    offered = {one.obligation: one for one in house.app.desk.award_proposal(legal, world.number).limits}

    # rules/soft_complaint: 15 min, negotiable 5 to 60 min; OT-07 has no bounds, HK-06 no limit
    assert (offered["SC-01"].limit, offered["SC-01"].least, offered["SC-01"].most) == ("15 min", "5 min", "60 min")
    assert not {"OT-07", "HK-06"} & set(offered)


def test_who_may_not_draft_is_refused(house: House, world: SelectionWorld) -> None:
    for someone in (world.buyer, world.chief):
        with pytest.raises(Forbidden):
            house.app.desk.draft_from_award(someone, world.number, effective_from=EFFECTIVE)


def test_over_http_the_award_is_drafted_once_and_a_problem_names_its_place(house: House, world: SelectionWorld) -> None:
    key = house.app.sign_in.add_key(house.admin, "legal", "legal")
    client = TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    example = client.get("/openapi.json").json()["components"]["schemas"]["AwardedIn"]["example"]
    sent = {**example, "selection": world.number}

    def post(body: Any, key: str) -> Any:
        return client.post("/v1/contracts/drafts", json=body, headers={"Idempotency-Key": key})

    wrong = post({**sent, "limits": {"HK-04": "90 min"}}, "wrong")
    first, again, twice = post(sent, "once"), post(sent, "once"), post({**sent, "number": "C-9"}, "twice")
    house.app.intake.stop()

    assert (wrong.status_code, wrong.json()["place"]) == (422, "service_levels.HK-04.limit")
    assert (first.status_code, first.json()) == (200, again.json())
    assert [one["limit"] for one in first.json()["terms"]["service_levels"] if one["obligation"] == "HK-04"] == [
        "10 min"
    ]
    assert (twice.status_code, twice.json()["title"]) == (409, "draft.from_award_twice")
    assert twice.headers["content-type"] == "application/problem+json"
