"""Many at once with the same in hand: each is told what became of it, or to come back, never that we failed."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from tests.integration.conftest import House, event
from tests.integration.test_contracts import TERMS

AT = "2026-01-12T08:00:00Z"
MANY = 12


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "all", "admin")
    headers = {"Authorization": f"Bearer {key}"}
    yield TestClient(create_app(house.app), headers=headers, raise_server_exceptions=False)
    house.app.intake.stop()


def at_once(call: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(call, range(MANY)))


def test_the_same_batch_sent_many_times_at_once_is_taken_in_once(house: House, client: TestClient) -> None:
    there = [event(f"e{n}", "case.started", AT, case=f"K-{n % 5}") for n in range(20)]
    back = there[::-1]

    answers = at_once(lambda turn: client.post("/v1/events", json=back if turn % 2 else there))

    assert {one.status_code for one in answers} <= {200, 503}
    assert all(one.headers.get("Retry-After") for one in answers if one.status_code == 503)
    states = Counter(item["status"] for one in answers if one.status_code == 200 for item in one.json()["items"])
    assert (states["accepted"], states["refused"]) == (20, 0)


def test_one_event_told_for_two_cases_at_once_is_taken_in_once(client: TestClient) -> None:
    batches = [[event("e1", "case.started", AT, case=f"K-{n}"), event(f"f{n}", "case.started", AT, case=f"K-{n}")]
               for n in range(MANY)]  # fmt: skip

    answers = at_once(lambda turn: client.post("/v1/events", json=batches[turn]))

    assert {one.status_code for one in answers} <= {200, 503}
    taken = [item for one in answers if one.status_code == 200 for item in one.json()["items"]]
    assert [item["status"] for item in taken if item["id"] == "e1"].count("accepted") == 1
    assert "event.failed" not in {(item["error"] or {}).get("code") for item in taken}


def test_a_contract_published_many_times_at_once_has_one_version(client: TestClient) -> None:
    answers = at_once(lambda turn: client.post("/v1/contracts", json=TERMS, headers={"Idempotency-Key": f"k{turn}"}))

    assert {(one.status_code, one.json().get("version")) for one in answers} == {(200, 1)}


def test_amendments_that_cross_are_told_of_each_other(client: TestClient) -> None:
    """Each is the next version of what it finds, or takes effect too early; none is lost unsaid."""

    def amend(turn: int) -> Any:
        changed = {"effective_from": f"2026-02-{turn + 1:02}", "limits": {"SC-01": f"{20 + turn} min"}}
        return client.post("/v1/contracts", json={**TERMS, **changed}, headers={"Idempotency-Key": f"k{turn}"})

    answers = at_once(amend)

    assert {one.status_code for one in answers} <= {200, 409}
    versions = [one.json()["version"] for one in answers if one.status_code == 200]
    assert sorted(versions) == list(range(1, len(versions) + 1))
    assert len(client.get("/v1/contracts/C-2").json()["versions"]) == len(versions)
