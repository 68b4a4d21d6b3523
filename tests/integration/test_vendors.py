"""The register of vendors over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from core.errors import InvalidInput
from tests.integration.conftest import House

CODE = "91310115MAY0B101XW"
MANY = 12
ENTRY = {"number": "V-21", "name": "上海洁舍家庭服务有限公司", "uscc": CODE, "found_by": "trade"}


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "desk", "procurement")
    yield TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    house.app.intake.stop()


def send(client: TestClient, path: str, body: dict[str, Any], key: str) -> Any:
    return client.post(f"/v1/vendors{path}", json=body, headers={"Idempotency-Key": key})


def test_a_company_is_known_by_its_code_whatever_number_it_is_given(client: TestClient) -> None:
    send(client, "", ENTRY, "a")

    again = send(client, "", {**ENTRY, "number": "V-22"}, "b")

    assert (again.status_code, again.json()["title"]) == (409, "vendor.duplicate")
    assert "V-21" in again.json()["detail"]
    assert [one["number"] for one in client.get("/v1/vendors").json()["items"]] == ["V-1", "V-21"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"uscc": CODE[:-1] + "X"}, "uscc"),
        ({"uscc": "91310115"}, "uscc"),
        ({"found_by": "rumour"}, "found_by"),
    ],
    ids=["check character", "too short", "channel"],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(client: TestClient, changed: dict[str, str], place: str) -> None:
    answer = send(client, "", {**ENTRY, **changed}, "a")

    assert (answer.status_code, answer.json()["place"]) == (422, place)
    assert client.get("/v1/vendors/V-21").status_code == 404


@pytest.mark.parametrize(("number", "name", "place"), [("V" * 65, "Jieshe", "number"), ("V-21", "J" * 201, "name")])
def test_what_its_column_cannot_hold_is_refused(house: House, number: str, name: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.app.vendors.register(house.admin, number, name)

    assert (refused.value.code, refused.value.place) == ("text.length", place)


def test_evidence_that_expires_soon_is_shown(client: TestClient) -> None:
    send(client, "", ENTRY, "a")
    policy = {"requirement": "employers_liability", "document": "policy", "valid_from": "2025-02-01"}

    near = send(client, "/V-21/evidence", {**policy, "valid_until": "2026-01-31"}, "b").json()
    renewed = send(client, "/V-21/evidence", {**policy, "valid_until": "2027-01-31"}, "c").json()

    # today is 12 January 2026: 31 January is within sixty days, a year later is not
    assert [one["valid_until"] for one in near["expiring"]] == ["2026-01-31"]
    assert (renewed["expiring"], len(renewed["evidence"])) == ([], 1)


def test_documents_that_are_added_at_once_are_all_kept(client: TestClient) -> None:
    send(client, "", ENTRY, "a")

    def prove(number: int) -> Any:
        policy = {"requirement": f"r-{number}", "document": "policy", "valid_from": "2026-01-01"}
        return send(client, "/V-21/evidence", policy, f"e-{number}").status_code

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(prove, range(MANY)))

    assert answers == [200] * MANY
    assert len(client.get("/v1/vendors/V-21").json()["evidence"]) == MANY
