"""A work package over HTTP, from its first version through the five steps of feasibility to a decision."""

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.work_packages import DECISION, PACKAGE
from core.errors import InvalidInput
from tests.instants import ms
from tests.integration.conftest import House, event

CORE = {"strategic_value": 2, "own_advantage": 2, "knowledge_at_risk": 2, "reversibility": 4}
FACTORS = ("capability", "materials", "staff", "development_risk")
TECHNICAL = {"ratings": [{"factor": one, "score": 4, "evidence": "visit"} for one in FACTORS]}
ASPECTS = (
    "political_system", "policy", "religion_ethnicity", "law_ethics", "economic_structure", "women_children",
    "social_stability",
)  # fmt: skip
SOCIAL = {"risks": [{"aspect": one, "what": "-", "likelihood": 1, "impact": 2} for one in ASPECTS]}


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


ECONOMIC: dict[str, Any] = {
    "case": {
        "cost": PACKAGE["content"]["cost"], "price": yuan("1500000"), "price_vat": "0.06", "vat_recoverable": "1",
        "months": 36, "discount_rate": "0.05", "management": "0.06", "monitoring": yuan("20000"),
        "transition": yuan("120000"), "severance": yuan("90000"), "exit": yuan("40000"),
    },
    "uncertainty": {"triangular": {"price": {"low": 1400000, "mode": 1500000, "high": 1900000}}},
}  # fmt: skip


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "desk", "procurement")
    yield TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    house.app.intake.stop()


def send(client: TestClient, method: str, path: str, body: Any = None, key: str = "") -> Any:
    key = key or hashlib.sha256(f"{method}{path}{body}".encode()).hexdigest()
    return client.request(method, f"/v1/work-packages{path}", json=body, headers={"Idempotency-Key": key})


def created(client: TestClient) -> str:
    return str(send(client, "POST", "", PACKAGE).json()["number"])


def studied(client: TestClient) -> str:
    number = created(client)
    for step, body in (("core", CORE), ("technical", TECHNICAL), ("economic", ECONOMIC), ("social", SOCIAL)):
        answer = send(client, "PUT", f"/{number}/versions/1/feasibility/{step}", body)
        assert answer.status_code == 200, answer.json()
    return number


def test_a_work_package_gets_a_number_and_a_version_for_each_change(client: TestClient) -> None:
    number = created(client)
    content = deepcopy(PACKAGE["content"])
    content["bill"]["lines"][0]["ceiling"] = yuan("54.00")

    revised = send(client, "PUT", f"/{number}/content", content).json()
    again = send(client, "PUT", f"/{number}/content", content, "again").json()

    assert (number, revised["version"], again["version"]) == ("WP-2026-0001", 2, 2)
    paths = client.get(f"/v1/work-packages/{number}/differences", params={"before": 1, "after": 2}).json()["paths"]
    assert paths == ["bill.lines[0].ceiling.amount"]
    [listed] = client.get("/v1/work-packages").json()["items"]
    assert listed["ceiling"] == yuan("1166400.00")  # 21,600 x 54


def test_the_five_steps_lead_to_a_decision_that_is_final(client: TestClient) -> None:
    number = studied(client)

    study = client.get(f"/v1/work-packages/{number}/versions/1/feasibility").json()
    decided = send(client, "POST", f"/{number}/versions/1/feasibility/decision", DECISION).json()

    assert study["recommendation"]["outcome"] == "outsource"
    assert study["economics"]["tornado"][0]["driver"] == "price"
    assert decided["decision"]["outcome"] == "pilot"
    late = send(client, "PUT", f"/{number}/versions/1/feasibility/core", CORE, "late")
    assert (late.status_code, late.json()["title"]) == (409, "feasibility.decided")


def test_a_step_that_is_missing_is_named(client: TestClient) -> None:
    number = created(client)
    send(client, "PUT", f"/{number}/versions/1/feasibility/core", CORE)

    answer = send(client, "POST", f"/{number}/versions/1/feasibility/decision", DECISION)

    assert (answer.status_code, answer.json()["place"]) == (409, "technical")


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"price": yuan("0")}, "economic.price"),
        ({"months": 0}, "economic.months"),
        ({"discount_rate": "2"}, "economic.discount_rate"),
        ({"exit": yuan("-1")}, "economic.exit"),
    ],
)
def test_an_economic_case_is_refused_at_its_field(client: TestClient, changed: dict[str, Any], place: str) -> None:
    number = created(client)
    case = {**ECONOMIC, "case": {**ECONOMIC["case"], **changed}}

    answer = send(client, "PUT", f"/{number}/versions/1/feasibility/economic", case)

    assert (answer.status_code, answer.json()["place"]) == (422, place)
    assert answer.json()["detail"] != answer.json()["detail_zh"]
    assert client.get(f"/v1/work-packages/{number}/versions/1/feasibility").json()["economic"] is None


def test_a_version_that_is_not_there_has_no_study(client: TestClient) -> None:
    answer = client.get(f"/v1/work-packages/{created(client)}/versions/2/feasibility")

    assert (answer.status_code, answer.json()["title"]) == (404, "work_package.no_such_version")


def test_an_incomplete_package_is_not_released_and_says_what_is_missing(client: TestClient) -> None:
    content = {**PACKAGE["content"], "volume": None}
    number = send(client, "POST", "", {**PACKAGE, "content": content}).json()["number"]

    answer = send(client, "POST", f"/{number}/release")

    assert (answer.status_code, answer.json()["place"]) == (409, "volume")


def test_a_role_that_only_reads_changes_nothing(client: TestClient, house: House) -> None:
    number = created(client)
    key = house.app.sign_in.add_key(house.admin, "legal", "legal")

    reads = client.get(f"/v1/work-packages/{number}", headers={"Authorization": f"Bearer {key}"})
    writes = client.post(
        f"/v1/work-packages/{number}/release", headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k"}
    )

    assert (reads.status_code, writes.status_code) == (200, 403)


def test_performance_is_counted_from_the_clocks_that_fell_due(house: House) -> None:
    # T-01: 60 minutes, office hours 09:00-17:00 in Berlin (08:00-16:00 UTC); today is 12 January 2026
    house.clock.at_ms = ms("2026-01-12T09:55:00Z")
    house.send(
        event("a", "case.started", "2026-01-12T08:10:00Z"),
        event("b", "case.stopped", "2026-01-12T08:40:00Z"),
        event("c", "case.started", "2026-01-12T08:10:00Z", case="K-2"),
        event("d", "case.started", "2026-01-12T09:50:00Z", case="K-3"),
    )
    house.tick("2026-01-12T10:00:00Z")  # K-2 is late since 09:10, K-3 still runs

    day = date(2026, 1, 12)
    counted = house.app.work_packages.observed(house.admin, "C-1", day, day)
    before = house.app.work_packages.observed(house.admin, "C-1", date(2026, 1, 1), date(2026, 1, 11))

    assert [(one.obligation, one.met, one.cases) for one in counted] == [("T-01", 1, 2)]
    assert before == ()
    with pytest.raises(InvalidInput, match="2026-01-11"):
        house.app.work_packages.observed(house.admin, "C-1", day, date(2026, 1, 11))
