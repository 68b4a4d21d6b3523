"""The first screen at the desks of procurement, evaluators and legal: what comes next, and for whom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from core.domain.actor import Actor
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.technical import TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import Uncertainty
from core.domain.qualification import Evidence
from core.domain.wording import Wording
from core.now import VirtualClock
from core.services.home.home import HomeService
from core.services.home.views import Home, Task
from tests import contract_walk, selection_world
from tests.award_world import award, content
from tests.instants import ms
from tests.integration.conftest import House
from tests.integration.test_work_packages import CORE, ECONOMIC, SOCIAL, TECHNICAL
from tests.selection_world import SHIFTS, SelectionWorld
from tests.unit.domain.wp1 import CLOSES_MS
from tests.wp1 import wp1_terms

NUMBER = "C-2026-0901"
SIGNED_ON = date(2026, 6, 20)


def first(house: House, actor: Actor, clock: VirtualClock | None = None) -> Home:
    return HomeService(house.app.database.at(clock or house.clock), house.app.watch.shelf).get(actor)


def codes(home: Home) -> set[tuple[str, str]]:
    return {(one.code.removeprefix("today."), one.number) for one in home.tasks}


def of_contract(home: Home) -> set[tuple[str, str]]:
    return {one for one in codes(home) if one[1] == NUMBER}


def task(home: Home, code: str) -> Task:
    [found] = [one for one in home.tasks if one.code == f"today.{code}"]
    return found


def someone(house: House, role: str, name: str = "") -> Actor:
    return Actor(house.organisation_id, name or role, role)


def at_the_desk(world: SelectionWorld, house: House, role: str) -> set[tuple[str, str]]:
    """What somebody has to do with the selection."""
    home = first(house, world.actor(f"the {role}", role), world.clock)
    return {(code, number) for code, number in codes(home) if number == world.number}


def test_a_package_is_released_and_studied_step_by_step(house: House) -> None:
    buyer, chief, app = someone(house, "procurement"), someone(house, "manager"), house.app
    number = app.work_packages.create(buyer, "住户家政上门保洁", content()).number
    assert codes(first(house, buyer)) == {("release", number)}
    assert first(house, buyer).figures[1].value == 1
    for role in ("manager", "legal", "operator", "auditor", "admin"):
        assert codes(first(house, someone(house, role))) == set()
    app.work_packages.release(buyer, number)
    assert codes(first(house, buyer)) == set()

    desk = app.feasibility
    desk.review(buyer, number, 1, msgspec.convert(CORE, CoreReview))
    step = task(first(house, buyer), "study_step")
    assert ("2" in step.what["en"], step.place.query) == (True, (("package", number), ("version", "1")))
    assert codes(first(house, chief)) == set()
    desk.review(buyer, number, 1, msgspec.convert(TECHNICAL, TechnicalReview))
    desk.review(buyer, number, 1, msgspec.convert(SOCIAL, SocialReview))
    assert "3" in task(first(house, buyer), "study_step").what["en"]
    case = msgspec.convert(ECONOMIC["case"], EconomicCase)
    desk.review_economics(buyer, number, 1, case, msgspec.convert(ECONOMIC["uncertainty"], Uncertainty))
    assert codes(first(house, buyer)) == set()
    assert codes(first(house, chief)) == {("decide_study", number)}
    desk.decide(chief, number, 1, "outsource", "净现值为正", Triggers(Decimal("0.7"), Decimal("1.4")))
    assert codes(first(house, chief)) == set()


def test_a_selection_says_what_comes_next_at_each_stage(house: House) -> None:
    world = selection_world.begin(house.app, house.organisation_id)
    number = world.number
    assert at_the_desk(world, house, "procurement") == {("publish_rules", number)}
    selection_world.opened(world)
    home = first(house, world.buyer, world.clock)
    assert (task(home, "bids_run").until_ms, task(home, "bids_run").urgency) == (CLOSES_MS, "ahead")
    assert home.figures[0].value == 1
    world.clock.at_ms = CLOSES_MS
    assert at_the_desk(world, house, "procurement") == {("close_bids", number)}
    assert task(first(house, world.buyer, world.clock), "close_bids").urgency == "overdue"

    world.selections.close(world.buyer, number)
    assert at_the_desk(world, house, "procurement") == {("low_prices", number)}  # D has not explained his price
    world.selections.answer(world.buyer, number, "D", "family members work along", True, "wage sheets seen")
    assert at_the_desk(world, house, "procurement") == {("begin_evaluation", number)}
    world.evaluations.open(world.buyer, number)
    assert at_the_desk(world, house, "procurement") == {("appoint", number)}
    for name in (*SHIFTS, "sun"):
        world.evaluations.appoint(world.buyer, number, name)
    world.evaluations.recuse(world.buyer, number, "sun", "E 法定代表人的兄弟")
    assert "4" in task(first(house, world.buyer, world.clock), "sheets_open").what["en"]
    selection_world.locked(world)
    assert "1" in task(first(house, world.buyer, world.clock), "agree").what["en"]  # the quality of C
    world.evaluations.agree(world.buyer, number, "C", "quality", "以现场考察为准")
    assert at_the_desk(world, house, "procurement") == {("close_evaluation", number)}
    world.evaluations.close(world.buyer, number)
    assert at_the_desk(world, house, "procurement") == {("gates", number)}
    assert at_the_desk(world, house, "manager") == set()

    world.selections.admit(world.buyer, number)
    assert at_the_desk(world, house, "procurement") == set()
    assert at_the_desk(world, house, "manager") == {("award", number)}
    assert at_the_desk(world, house, "legal") == set()
    selection_world.awarded(world)
    assert at_the_desk(world, house, "manager") == set()
    assert at_the_desk(world, house, "legal") == {("draft_contract", number)}
    assert at_the_desk(world, house, "procurement") == set()


def test_rules_that_are_not_there_have_to_be_set(house: House) -> None:
    world = selection_world.begin(house.app, house.organisation_id)
    package = world.selections.get(world.buyer, world.number).package
    world.number = world.selections.create(world.buyer, package, "另一个比选").number

    assert at_the_desk(world, house, "procurement") == {("set_rules", world.number)}


def test_an_evaluator_sees_his_own_sheet_and_nothing_of_the_others(house: House) -> None:
    world = selection_world.closed(selection_world.opened(selection_world.begin(house.app, house.organisation_id)))
    number, chen = world.number, world.evaluator("chen")
    cells = sum(len(row) for row in selection_world.sheet("chen").values())
    score = task(first(house, chen, world.clock), "score")
    assert (score.number, str(cells) in score.what["en"], score.place.screen) == (number, True, "evaluation")
    assert [one.value for one in first(house, chen, world.clock).figures] == [1, cells, 0]
    for name in ("nobody", "sun"):  # one who was not appointed, one who is recused
        home = first(house, world.evaluator(name), world.clock)
        assert (home.tasks, [one.value for one in home.figures]) == ([], [0, 0, 0])

    world.evaluations.score(chen, number, selection_world.sheet("chen"))
    assert codes(first(house, chen, world.clock)) == {("lock", number)}
    world.evaluations.lock(chen, number)
    home = first(house, chen, world.clock)
    assert (home.tasks, [one.value for one in home.figures]) == ([], [0, 0, 1])
    world.evaluations.score(world.evaluator("gao"), number, selection_world.sheet("gao"))
    world.evaluations.lock(world.evaluator("gao"), number)
    home = first(house, chen, world.clock)
    assert (home.changed, [(one.number, one.place.screen) for one in home.touched]) == ([], [(number, "evaluation")])


@pytest.mark.parametrize(
    ("until", "code", "urgency"),
    [(date(2026, 1, 12), "evidence", "soon"), (date(2026, 2, 11), "evidence", "ahead"), (date(2026, 2, 12), "", ""),
     (date(2026, 1, 11), "evidence_over", "overdue")],
)  # fmt: skip
def test_evidence_waits_for_procurement_before_it_expires(house: House, until: date, code: str, urgency: str) -> None:
    buyer = someone(house, "procurement")
    house.app.vendors.register(buyer, "V-NEW", "未签约")
    for vendor in ("V-1", "V-NEW"):
        given = Evidence("employers_liability", "policy 17", date(2025, 1, 1), until)
        house.app.vendors.prove(buyer, vendor, given)
    found = {(one.code, one.number, one.urgency) for one in first(house, buyer).tasks}
    if code == "evidence_over":  # of a vendor without a contract what is past is past
        assert found == {(f"today.{code}", "V-1", urgency)}
    else:
        assert found == ({(f"today.{code}", one, urgency) for one in ("V-1", "V-NEW")} if code else set())

    for vendor in ("V-1", "V-NEW"):  # a later document for the same requirement
        later = Evidence("employers_liability", "policy 18", date(2026, 1, 1), date(2027, 1, 1))
        house.app.vendors.prove(buyer, vendor, later)
    assert codes(first(house, buyer)) == set()


def test_a_draft_waits_for_legal_and_for_another_to_approve_it(house: House) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    desk, legal, manager = house.app.desk, someone(house, "legal"), someone(house, "manager")
    both = someone(house, "manager", legal.name)  # the same person with the other role has written it
    whole = replace(wp1_terms(), number=NUMBER)
    desk.draft(legal, contract_walk.sheet(replace(whole, title=Wording(whole.title.zh, "")), date(2026, 7, 1)))
    assert codes(first(house, legal)) == {("lint", NUMBER)}
    desk.lint(legal, NUMBER, SIGNED_ON)
    wrong = task(first(house, legal), "errors")  # the title has no English
    assert (wrong.number, wrong.place.query) == (NUMBER, (("contract", NUMBER), ("version", "1")))
    assert of_contract(first(house, manager)) == set()
    desk.revise(legal, NUMBER, whole)
    assert codes(first(house, legal)) == {("lint", NUMBER)}

    contract_walk.linted(house.app, legal, NUMBER, SIGNED_ON)
    assert codes(first(house, legal)) == of_contract(first(house, both)) == set()
    assert of_contract(first(house, manager)) == {("approve", NUMBER)}
    assert first(house, manager).figures[1].value == 1
    desk.approve(manager, NUMBER)
    assert of_contract(first(house, manager)) == set()
    assert codes(first(house, legal)) == {("sign", NUMBER)}
    document = desk.render(legal, NUMBER, "bilingual", 1)
    desk.sign(legal, NUMBER, document, SIGNED_ON)
    assert codes(first(house, legal)) == {("activate", NUMBER)}
    assert first(house, legal).figures[0].value == 1
    desk.activate(manager, NUMBER)
    assert codes(first(house, legal)) == set()
    assert first(house, legal).figures[0].value == 0

    desk.amend(legal, NUMBER, date(2026, 8, 1))  # which asks for the surety's consent: a warning
    desk.lint(legal, NUMBER, SIGNED_ON)
    assert "1" in task(first(house, legal), "warnings").what["en"]
    assert of_contract(first(house, manager)) == set()


@pytest.fixture
def signed(house: House) -> House:
    """The sample contract in force: to 2028-09-30 with 90 days of notice, G-1 to 2028-12-31, G-2 to 2029-03-30."""
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    legal, manager = someone(house, "legal"), someone(house, "manager")
    house.app.desk.draft(legal, contract_walk.sheet(replace(wp1_terms(), number=NUMBER), date(2026, 7, 1)))
    contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)
    return house


@pytest.mark.parametrize(
    ("on", "said", "last"),
    [
        ("2028-10-01", "", None),
        ("2028-10-02", "G-1", date(2028, 12, 31)),  # 90 days before
        ("2028-12-31", "G-1", date(2028, 12, 31)),
        ("2029-03-30", "G-2", date(2029, 3, 30)),
        ("2029-03-31", "", None),
    ],
)  # fmt: skip
def test_a_guarantee_names_the_act_that_keeps_it(signed: House, on: str, said: str, last: date | None) -> None:
    signed.clock.at_ms = ms(f"{on}T10:00:00+08:00")
    found = [one for one in first(signed, someone(signed, "legal")).tasks if one.code.startswith("guarantee.")]
    ends = [one for one in found if one.until_on == last]

    assert [said in one.what["en"] for one in ends] == ([True] if said else [])
    acts = {"G-1": "guarantee.present_documents", "G-2": "guarantee.demand_surety"}
    assert [one.code for one in ends] == ([acts[said]] if said else [])
    assert not [one for one in first(signed, someone(signed, "manager")).tasks if one.code.startswith("guarantee.")]


def test_a_renewal_waits_for_the_manager_before_its_notice_day_and_legal_sees_the_end(signed: House) -> None:
    manager, legal = someone(signed, "manager"), someone(signed, "legal")
    notice = date(2028, 7, 2)  # 90 days before 30 September
    signed.clock.at_ms = ms("2028-05-02T10:00:00+08:00")
    assert ("decide_renewal", NUMBER) not in codes(first(signed, manager))
    signed.clock.at_ms = ms("2028-05-03T10:00:00+08:00")  # 60 days before that
    waits = task(first(signed, manager), "decide_renewal")
    assert (waits.number, waits.until_on, waits.urgency) == (NUMBER, notice, "ahead")
    assert "2028-09-30" in waits.what["en"]
    signed.clock.at_ms = ms("2028-07-03T10:00:00+08:00")
    assert task(first(signed, manager), "decide_renewal").urgency == "overdue"
    assert task(first(signed, legal), "contract_ends").until_on == date(2028, 9, 30)
    assert ("decide_renewal", NUMBER) not in codes(first(signed, legal))

    signed.app.scorecards.close(manager, "2028-06", contract=NUMBER)
    signed.app.renewals.decide(manager, NUMBER, "retender", "the price")
    assert ("decide_renewal", NUMBER) not in codes(first(signed, manager))
    signed.clock.at_ms = ms("2028-10-01T10:00:00+08:00")
    assert ("contract_ends", NUMBER) not in codes(first(signed, legal))


def test_an_award_is_drafted_once(house: House) -> None:
    clock = VirtualClock(CLOSES_MS - 90 * 86_400_000)
    world = award(house.app, house.organisation_id, clock)
    legal = someone(house, "legal")
    house.clock.at_ms = world.clock.at_ms
    assert ("draft_contract", world.number) in codes(first(house, legal))
    assert first(house, legal).figures[1].value == 1

    begun = house.app.desk.draft_from_award(legal, world.number, effective_from=date(2026, 12, 1))
    home = first(house, legal)
    assert (codes(home), home.figures[1].value) == ({("lint", begun.number)}, 0)
