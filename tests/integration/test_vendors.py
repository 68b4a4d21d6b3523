"""The register of vendors over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from core.domain.qualification import Evidence
from tests.integration.conftest import House

CODE = "91310115MAY0B101XW"
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
    [({"uscc": CODE[:-1] + "X"}, "uscc"), ({"uscc": "91310115"}, "uscc"), ({"found_by": "rumour"}, "found_by")],
    ids=["check character", "too short", "channel"],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(client: TestClient, changed: dict[str, str], place: str) -> None:
    answer = send(client, "", {**ENTRY, **changed}, "a")

    assert (answer.status_code, answer.json()["place"]) == (422, place)
    assert client.get("/v1/vendors/V-21").status_code == 404


def test_evidence_that_expires_soon_is_shown(client: TestClient) -> None:
    send(client, "", ENTRY, "a")
    policy = {"requirement": "employers_liability", "document": "policy", "valid_from": "2025-02-01"}

    near = send(client, "/V-21/evidence", {**policy, "valid_until": "2026-01-31"}, "b").json()
    renewed = send(client, "/V-21/evidence", {**policy, "valid_until": "2027-01-31"}, "c").json()

    # today is 12 January 2026: 31 January is within sixty days, a year later is not
    assert [one["valid_until"] for one in near["expiring"]] == ["2026-01-31"]
    assert (renewed["expiring"], len(renewed["evidence"])) == ([], 1)


def test_documents_that_are_added_at_once_are_all_kept(house: House) -> None:
    """They stand in one column: whoever writes waits for whoever writes, and reads it again."""
    papers = [Evidence("training", f"certificate {number}", date(2026, 1, 1)) for number in range(8)]

    with ThreadPoolExecutor(len(papers)) as pool:
        list(pool.map(lambda paper: house.app.vendors.prove(house.admin, "V-1", paper), papers))

    kept = house.app.vendors.get(house.admin, "V-1").evidence
    assert {one.document for one in kept} == {one.document for one in papers}
