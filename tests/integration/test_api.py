"""The HTTP shell: keys, problems, batches, cursors, the feed."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from tests.integration.conftest import House, event

START = event("e1", "case.started", "2026-01-12T08:00:00Z")


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "shop", "service")
    client = TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    yield client
    house.app.intake.stop()


def test_without_a_key_the_answer_is_a_problem_in_both_languages(client: TestClient) -> None:
    answer = client.get("/v1/clocks", headers={"Authorization": ""})

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.json()["detail"] != answer.json()["detail_zh"]


def test_one_event_and_a_batch_are_answered_item_by_item(client: TestClient) -> None:
    one = client.post("/v1/events", json=START).json()
    batch = client.post("/v1/events", json=[START, {**START, "id": "e9", "time": "yesterday"}]).json()

    assert [item["status"] for item in one["items"]] == ["accepted"]
    assert [item["status"] for item in batch["items"]] == ["duplicate", "refused"]
    assert batch["items"][1]["error"]["place"] == "time"


def test_more_than_500_events_are_refused_as_a_whole(client: TestClient) -> None:
    answer = client.post("/v1/events", json=[START] * 501)

    assert answer.status_code == 413


def test_a_body_that_is_no_json_is_malformed(client: TestClient) -> None:
    assert client.post("/v1/events", content=b"{").status_code == 400


def test_clocks_are_paged_by_due_time(client: TestClient) -> None:
    batch = [event(f"e{n}", "case.started", f"2026-01-12T08:00:0{n}Z", case=f"K-{n}") for n in range(5)]
    client.post("/v1/events", json=batch)

    seen: list[str] = []
    after = ""
    while True:
        page: dict[str, Any] = client.get("/v1/clocks", params={"limit": 2, "after": after}).json()
        seen += [clock["case"] for clock in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == ["K-0", "K-1", "K-2", "K-3", "K-4"]


def test_paused_clocks_are_paged_to_their_end(client: TestClient, house: House) -> None:
    for n in range(3):
        client.post("/v1/events", json=event(f"e{n}", "case.started", f"2026-01-12T08:00:0{n}Z", case=f"K-{n}"))
        client.post(
            "/v1/events", json=event(f"p{n}", "pause.started", f"2026-01-12T08:00:0{n}Z", f"K-{n}", reason="agreed")
        )

    seen: list[str] = []
    after = ""
    for _ in range(4):
        page: dict[str, Any] = client.get("/v1/clocks", params={"limit": 1, "after": after}).json()
        seen += [clock["case"] for clock in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == ["K-0", "K-1", "K-2"]


def test_a_foreign_cursor_is_refused(client: TestClient) -> None:
    assert client.get("/v1/clocks", params={"after": "bm9uZQ"}).status_code == 422


def test_a_clock_explains_its_arithmetic(client: TestClient) -> None:
    client.post("/v1/events", json=START)
    [clock] = client.get("/v1/clocks").json()["items"]

    shown = client.get(f"/v1/clocks/{clock['id']}").json()

    assert shown["due_at"] == "2026-01-12T09:00:00.000Z"
    assert "due 2026-01-12 10:00:00 Europe/Berlin" in [line["en"] for line in shown["arithmetic"]]


def test_the_feed_of_breaches_has_no_gaps(client: TestClient, house: House) -> None:
    client.post("/v1/events", json=[START, event("e2", "case.started", "2026-01-12T08:00:01Z", case="K-2")])
    house.tick("2026-01-12T09:05:01Z")

    first = client.get("/v1/breaches", params={"limit": 1}).json()
    rest = client.get("/v1/breaches", params={"after": first["next"]}).json()

    assert [one["seq"] for one in first["items"] + rest["items"]] == [1, 2]
    uuid = rest["items"][0]["breach"]["id"]
    assert client.get(f"/v1/breaches/{uuid}").json()["state"] == "notified"


def test_what_another_organisation_owns_is_absent(client: TestClient, house: House) -> None:
    client.post("/v1/events", json=START)
    [clock] = client.get("/v1/clocks").json()["items"]
    other = house.app.local_admin(house.app.sign_in.add_organisation("other", "Other"))
    foreign = house.app.sign_in.add_key(other, "theirs", "admin")

    answer = client.get(f"/v1/clocks/{clock['id']}", headers={"Authorization": f"Bearer {foreign}"})

    assert answer.status_code == 404
