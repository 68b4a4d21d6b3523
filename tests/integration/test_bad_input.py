"""What a client can send and must not: each is answered with a problem that names its place, never with a 500."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.gate import MOST_BYTES
from api.main import create_app
from core.sla.packs import parse
from tests.integration.conftest import DESK, House, event
from tests.integration.test_contracts import TERMS

START = event("e1", "case.started", "2026-01-12T08:00:00Z")
HUGE = 99999999999999999999


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "all", "admin")
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "k-1"}
    yield TestClient(create_app(house.app), headers=headers, raise_server_exceptions=False)
    house.app.intake.stop()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        pytest.param(f"/v1/clocks/{HUGE}", 422, "request.bad_parameter", id="clock beyond 2^63"),
        pytest.param("/v1/clocks/0", 422, "request.bad_parameter", id="clock 0"),
        pytest.param(f"/v1/breaches?after={HUGE}", 422, "request.bad_parameter", id="cursor beyond 2^63"),
        pytest.param("/v1/cases/K%00", 422, "request.nul_character", id="NUL in the path"),
        pytest.param("/v1/clocks?case=K%00", 422, "request.nul_character", id="NUL in the query"),
        pytest.param("/v1/nothing", 404, "request.no_route", id="no such address"),
        pytest.param("/v1/events", 405, "request.no_method", id="GET of events"),
        pytest.param("/nothing", 404, "request.no_route", id="outside v1"),
    ],
)
def test_an_address_that_cannot_be_served(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()["title"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] != answer.json()["detail_zh"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param({"subject": "K\x00"}, "subject", id="NUL in the case number"),
        pytest.param({"subject": "K\n1"}, "subject", id="line break in the case number"),
        pytest.param({"id": "e\x1b"}, "id", id="control character in the id"),
        pytest.param({"id": "e" * 201}, "id", id="long id"),
        pytest.param({"data": {"contract": "C-1", "note": "\x00"}}, "data.note", id="NUL in the data"),
        pytest.param({"data": {"contract": "C-1", "n\x00": 1}}, "data", id="NUL in a key"),
        pytest.param({"data": {"contract": "C-1", "n": 2**53 + 1}}, "data.n", id="number beyond 2^53"),
        pytest.param({"data": {"contract": "C-1", "note": "x" * 1001}}, "data.note", id="long text"),
    ],
)
def test_an_event_that_could_not_be_kept_is_refused_alone(
    client: TestClient, change: dict[str, Any], place: str
) -> None:
    answer = client.post("/v1/events", json=[{**START, "id": "bad", **change}, START])

    assert answer.status_code == 200
    bad, good = answer.json()["items"]
    assert (bad["status"], bad["error"]["place"], good["status"]) == ("refused", place, "accepted")


def test_half_a_character_is_refused(client: TestClient) -> None:
    body = (
        b'[{"id": "h", "source": "s", "type": "case.started", "subject": "K\\ud800x", "time": "2026-01-12T08:00:00Z"}]'
    )

    assert client.post("/v1/events", content=body).status_code == 400


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"data":' * 200_000, b'[{"data":' + b"[" * 200_000])
def test_json_nested_too_deep_is_malformed(client: TestClient, body: bytes) -> None:
    assert client.post("/v1/events", content=body).status_code == 400
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/decisions", content=body, headers=headers).status_code == 400


def test_a_match_longer_than_its_column_is_refused(house: House) -> None:
    by_visit = {**DESK["obligations"]["T-01"], "match_field": "visit"}
    packs = [house.app.packs["deadlines"], parse("visits", {"obligations": {"T-01": by_visit}})]
    house.app.contracts.publish(house.admin, replace(house.draft, number="C-9", packs=packs))

    [item] = house.send(event("e1", "case.started", "2026-01-12T08:00:00Z", contract="C-9", visit="v" * 256))

    assert (item.status, item.error["place"]) == ("refused", "data.visit")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param({"effective_from": "0001-01-01"}, "effective_from", id="year 1"),
        pytest.param({"effective_from": "9999-12-31"}, "effective_from", id="year 9999"),
        pytest.param({"number": "C\x002"}, "number", id="NUL in the number"),
        pytest.param({"title": "\x00"}, "title", id="NUL in the title"),
        pytest.param({"calendar": {**TERMS["calendar"], "name": "x" * 65}}, "calendar.name", id="long name"),
        pytest.param({"calendar": {**TERMS["calendar"], "official_through": "soon"}}, "official_through", id="no day"),
    ],
)
def test_terms_that_could_not_be_kept_are_refused(client: TestClient, change: dict[str, Any], place: str) -> None:
    answer = client.post("/v1/contracts", json={**TERMS, **change})

    assert (answer.status_code, answer.json()["place"]) == (422, place)


def test_bad_json_is_malformed_on_every_route(client: TestClient) -> None:
    for path in ("/v1/events", "/v1/contracts", "/v1/decisions"):
        answer = client.post(path, content=b"{", headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, path


def test_a_body_is_counted_while_it_comes_in(client: TestClient) -> None:
    pieces = 0

    def stream() -> Iterator[bytes]:
        nonlocal pieces
        while pieces < 100:
            pieces += 1
            yield b" " * 1_000_000

    for path in ("/v1/events", "/v1/contracts"):
        answer = client.post(path, content=stream(), headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["title"]) == (413, "request.body_too_large"), path
        pieces = 0


def test_a_body_that_says_it_is_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post("/v1/contracts", content=b" " * (MOST_BYTES + 1))

    assert answer.status_code == 413


def test_the_key_is_checked_before_the_body(client: TestClient) -> None:
    for path in ("/v1/events", "/v1/contracts", "/v1/decisions"):
        assert client.post(path, content=b"{", headers={"Authorization": "Bearer op_none"}).status_code == 401, path


def test_what_nobody_foresaw_is_a_problem_without_details(
    client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, *args: object, **named: object) -> None:
        raise RuntimeError("secret-detail")

    monkeypatch.setattr(type(house.app.watch), "queue", fail)
    answer = client.get("/v1/clocks")

    assert (answer.status_code, answer.json()["title"]) == (500, "request.failed")
    assert "secret-detail" not in answer.text


def test_every_example_of_the_documentation_is_accepted(house: House, client: TestClient) -> None:
    """The events' example belongs to a contract of the sample world; here one is made from the contracts' example."""
    house.clock.at_ms += 400 * 86_400_000
    examples = {
        path: content.get("example") or _schema(client, content)["example"]
        for path, item in client.get("/openapi.json").json()["paths"].items()
        for content in _bodies(item)
    }
    terms = examples["/v1/contracts"]
    of_event = {**terms, "number": examples["/v1/events"]["data"]["contract"]}
    assert client.post("/v1/contracts", json=of_event, headers={"Idempotency-Key": "k-2"}).status_code == 200

    assert set(examples) == {"/v1/contracts", "/v1/decisions", "/v1/events"}
    for path, example in examples.items():
        answer = client.post(path, json=example)
        assert answer.status_code == 200, (path, answer.text)
        assert "refused" not in answer.text


def _bodies(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operation in item.values():
        if "requestBody" in operation:
            yield operation["requestBody"]["content"]["application/json"]


def _schema(client: TestClient, content: dict[str, Any]) -> dict[str, Any]:
    name = content["schema"]["$ref"].rpartition("/")[2]
    found: dict[str, Any] = client.get("/openapi.json").json()["components"]["schemas"][name]
    return found
