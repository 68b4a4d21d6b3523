"""The selection over HTTP: from the rules to the award, and problems that name place and remedy in both languages."""

import hashlib
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.selections import RULES
from core.domain.actor import Actor
from tests.integration.conftest import House
from tests.selection_world import SelectionWorld, begin, bid_draft, closed, evaluated, locked, opened
from tests.unit.domain.wp1 import OPENS_MS


class Callers:
    """One client, and the role it speaks as."""

    def __init__(self, house: House) -> None:
        self.app = house.app
        self.admin: Actor = house.admin
        self.client = TestClient(create_app(house.app))
        self.keys: dict[str, str] = {}

    def send(self, role: str, method: str, path: str, body: Any = None) -> Any:
        if role not in self.keys:
            self.keys[role] = self.app.sign_in.add_key(self.admin, role, role)
        once = hashlib.sha256(f"{method}{path}{body}".encode()).hexdigest()
        headers = {"Authorization": f"Bearer {self.keys[role]}", "Idempotency-Key": once}
        return self.client.request(method, f"/v1/selections{path}", json=body, headers=headers)


@pytest.fixture
def world(house: House) -> SelectionWorld:
    house.clock.at_ms = OPENS_MS
    return begin(house.app, house.organisation_id)


@pytest.fixture
def callers(house: House) -> Any:
    made = Callers(house)
    yield made
    house.app.intake.stop()


def test_a_selection_is_begun_ruled_and_opened(world: SelectionWorld, callers: Callers) -> None:
    package = world.selections.get(world.buyer, world.number).package

    begun = callers.send("procurement", "POST", "", {"package": package, "title": "again"}).json()
    ruled = callers.send("procurement", "PUT", f"/{begun['number']}/rules", RULES)
    open_ = callers.send("procurement", "POST", f"/{begun['number']}/open", {"undecided_because": "urgent"}).json()
    late = callers.send("procurement", "PUT", f"/{begun['number']}/rules", {**RULES, "least_bids": 4})

    assert ruled.status_code == 200, ruled.json()
    assert (open_["state"], len(open_["rules_sha256"])) == ("open", 64)
    assert (late.status_code, late.json()["title"]) == (409, "selection.rules_frozen")
    assert [one["number"] for one in callers.send("legal", "GET", "").json()["items"]] == [
        world.number,
        begun["number"],
    ]


def test_a_bid_gets_a_receipt_and_nobody_sees_it(world: SelectionWorld, callers: Callers) -> None:
    opened(world, "")

    receipt = callers.send("procurement", "POST", f"/{world.number}/bids", msgspec.to_builtins(bid_draft("A")))
    bids = callers.send("manager", "GET", f"/{world.number}/bids").json()

    assert receipt.json()["net"] == {"amount": "2488000.00", "currency": "CNY"}
    assert (bids["bidders"], bids["items"]) == (1, [])


def test_a_bid_above_the_ceiling_is_a_problem_that_says_where_and_what_to_do(
    world: SelectionWorld, callers: Callers
) -> None:
    opened(world, "")
    body = msgspec.to_builtins(bid_draft("A"))
    body["lines"][3]["unit_price"]["amount"] = "185.50"

    answer = callers.send("procurement", "POST", f"/{world.number}/bids", body)

    said = answer.json()
    assert (answer.status_code, said["place"]) == (422, "bids.A.lines.hood")
    assert said["detail"].endswith("185.50 is above the ceiling of CNY 185.00; offer the ceiling or less")
    assert "请改报" in said["detail_zh"]


def test_an_evaluator_fills_and_locks_his_own_sheet(world: SelectionWorld, callers: Callers) -> None:
    closed(opened(world))
    callers.send("evaluator", "GET", f"/{world.number}/evaluation")
    name = f"key:{callers.keys['evaluator'][:8]}"
    callers.send("procurement", "POST", f"/{world.number}/evaluation/evaluators", {"evaluator": name})
    own = f"/{world.number}/evaluation/sheets/mine"

    empty = callers.send("evaluator", "GET", own).json()
    wrong = callers.send("evaluator", "PUT", own, {"scores": {"A": {"quality": 90, "speed": "high"}}})
    none = callers.send("evaluator", "PUT", own, {"scores": {"A": {"quality": None}}})
    good = callers.send("evaluator", "PUT", own, {"scores": {"A": {"quality": 90}}}).json()
    early = callers.send("evaluator", "POST", f"{own}/lock")

    assert [one["alias"] for one in empty["bidders"]] == ["A", "B", "C", "D", "E"]
    assert len(empty["criteria"][0]["criterion"]["anchors"]) == 5
    assert "lines" not in empty["bidders"][0]
    assert (wrong.status_code, wrong.json()["place"]) == (422, f"scores.{name}.A.speed")
    assert (none.status_code, none.json()["place"]) == (422, f"scores.{name}.A.quality")
    assert good["scores"] == {"A": {"quality": "90"}}
    assert (early.status_code, early.json()["title"]) == (422, "evaluation.score_missing")


def test_the_ranking_and_the_award(world: SelectionWorld, callers: Callers) -> None:
    evaluated(locked(closed(opened(world))))

    ranking = callers.send("procurement", "GET", f"/{world.number}/ranking").json()
    trial = callers.send("procurement", "POST", f"/{world.number}/ranking/trial", {"weights": {"price": 60}}).json()
    bad = callers.send("procurement", "POST", f"/{world.number}/ranking/trial", {"weights": {"price": -1}})
    refused = callers.send("procurement", "POST", f"/{world.number}/award", {"vendor": "A", "reason": "best"})
    awarded = callers.send("manager", "POST", f"/{world.number}/award", {"vendor": "A", "reason": "best"}).json()
    again = callers.send("auditor", "GET", f"/{world.number}/ranking/reproduction").json()

    assert [one["vendor"] for one in ranking["record"]["standings"]] == ["A", "B", "E", "C"]
    assert trial["standings"][0]["vendor"] == "E"
    assert (bad.status_code, bad.json()["title"]) == (422, "scoring.bad_weight")
    assert refused.status_code == 403
    assert awarded["award"]["scores"]["A"] == "87.970000"
    assert again["is_same"]
