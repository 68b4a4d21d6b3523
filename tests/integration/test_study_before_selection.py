"""What the feasibility study says stands before a selection: a failed gate or "keep" stops it, no decision asks why."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

import contract_templates
from core.domain.canonical import canonical_json, sha256
from core.domain.feasibility.core_review import CoreReview
from core.errors import Conflict
from core.now import VirtualClock
from core.services.procurement.award_memos import AwardMemoService
from core.services.procurement.feasibility import FeasibilityService
from tests.award_world import decided, released
from tests.integration.conftest import House
from tests.selection_world import SelectionWorld, awarded, begin, complete, rules_draft
from tests.unit.domain.wp1 import OPENS_MS


def drafted(house: House) -> tuple[SelectionWorld, str, FeasibilityService]:
    """A draft with rules for a package whose study is empty."""
    world, package = released(house.app, house.organisation_id, VirtualClock(OPENS_MS))
    world.number = world.selections.create(world.buyer, package, "保洁比选").number
    world.selections.set_rules(world.buyer, world.number, rules_draft())
    return world, package, FeasibilityService(world.app.database.at(world.clock))


def refusal(world: SelectionWorld, because: str = "") -> Conflict:
    with pytest.raises(Conflict) as refused:
        world.selections.open(world.buyer, world.number, undecided_because=because)
    assert world.selections.get(world.buyer, world.number).state == "draft"
    return refused.value


def test_a_failed_gate_stops_whatever_the_reason(house: House) -> None:
    world, package, desk = drafted(house)
    desk.review(world.buyer, package, 1, CoreReview(5, 5, 3, 3))  # core, and nobody says why it goes on

    refused = refusal(world, "urgent")

    assert (refused.code, refused.place) == ("selection.study_stops", "core.reason")


def test_a_decision_to_keep_stops(house: House) -> None:
    world, package, _desk = drafted(house)
    decided(world, package, "keep")

    refused = refusal(world, "urgent")

    assert (refused.code, refused.place) == ("selection.study_stops", "decision.outcome")
    assert refused.message("zh").endswith("可行性分析决定不外包；请先修改可行性分析，或另建新版本的外包工作包")


def test_without_a_decision_a_reason_is_asked_for_and_kept_in_hash_and_memo(house: House) -> None:
    world, _package, _ = drafted(house)
    assert refusal(world, "  ").code == "selection.undecided"

    opened = world.selections.open(world.buyer, world.number, undecided_because="春节一个月")

    assert opened.rules is not None
    assert opened.rules.undecided_because == "春节一个月"
    assert opened.rules_sha256 == sha256(opened.rules)


def test_the_memo_says_why_it_was_opened_undecided(house: House) -> None:
    world = awarded(complete(house.app, house.organisation_id))  # this world has no study

    memo = AwardMemoService(world.app.database.at(world.clock)).render(
        world.buyer, world.number, contract_templates.load_memo(), "zh"
    )

    text = ZipFile(BytesIO(memo)).read("word/document.xml").decode()
    assert "the same work as last year" in text


def test_a_decision_to_outsource_needs_no_reason(house: House) -> None:
    world, package, _ = drafted(house)
    decided(world, package)

    opened = world.selections.open(world.buyer, world.number, undecided_because="not needed")

    assert opened.rules is not None
    assert opened.rules.undecided_because == ""


def test_rules_frozen_before_the_reason_was_kept_have_the_same_hash(house: House) -> None:
    world = begin(house.app, house.organisation_id)
    rules = world.selections.get(world.buyer, world.number).rules

    assert rules is not None
    assert '"undecided_because"' not in canonical_json(rules)
    assert '"undecided_because":"urgent"' in canonical_json(replace(rules, undecided_because="urgent"))
