"""What a client can send and must not: each is answered with a problem that names its place, never with a 500."""

import json
import re
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
        pytest.param(f"/v1/clocks/{HUGE}", 422, "request.too_large", id="clock beyond 2^63"),
        pytest.param("/v1/clocks/0", 422, "request.too_small", id="clock 0"),
        pytest.param(f"/v1/breaches?after={HUGE}", 422, "request.too_large", id="cursor beyond 2^63"),
        pytest.param("/v1/cases/K%00", 422, "request.nul_character", id="NUL in the path"),
        pytest.param("/v1/clocks?case=K%00", 422, "request.nul_character", id="NUL in the query"),
        pytest.param("/v1/clocks?state=bogus", 422, "request.not_allowed", id="no such state"),
        pytest.param("/v1/clocks?vendor=nobody", 422, "request.not_allowed", id="no such vendor"),
        pytest.param(f"/v1/work-packages/W/versions/{HUGE}/feasibility", 422, "request.too_large", id="version"),
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
        pytest.param({"subject": " "}, "subject", id="blank case number"),
        pytest.param({"source": "plan"}, "source", id="the source of the plan"),
        pytest.param({"source": "monitor"}, "source", id="the source of the monitor"),
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
        pytest.param({"number": "C\x002"}, "body.number", id="NUL in the number"),
        pytest.param({"title": "\x00"}, "body.title", id="NUL in the title"),
        pytest.param({"number": "C\n2"}, "number", id="line break in the number"),
        pytest.param({"number": " "}, "number", id="blank number"),
        pytest.param({"number": "C/2"}, "number", id="slash in the number"),
        pytest.param({"calendar": {**TERMS["calendar"], "name": None}}, "calendar.name", id="no name"),
        pytest.param({"calendar": {**TERMS["calendar"], "name": {"x": 1}}}, "calendar.name", id="a name with keys"),
        pytest.param({"calendar": {**TERMS["calendar"], "name": ""}}, "calendar.name", id="empty name"),
        pytest.param({"calendar": {**TERMS["calendar"], "name": "x" * 65}}, "calendar.name", id="long name"),
        pytest.param({"calendar": {**TERMS["calendar"], "official_through": "soon"}}, "official_through", id="no day"),
    ],
)
def test_terms_that_could_not_be_kept_are_refused(client: TestClient, change: dict[str, Any], place: str) -> None:
    answer = client.post("/v1/contracts", json={**TERMS, **change})

    assert (answer.status_code, answer.json()["place"]) == (422, place)


HALF = "\\ud800"
DECIDE = '{"pack": "cancellation", "facts": {%s}}'


UNSTORABLE = (
    ("/v1/decisions", DECIDE % f'"channel": "{HALF}"', "body.facts.channel"),
    ("/v1/decisions", DECIDE % f'"{HALF}": 1', "body.facts"),
    ("/v1/decisions", DECIDE % '"channel": "\\u0000"', "body.facts.channel"),
    ("/v1/contracts", json.dumps(TERMS).replace('"office"', f'"{HALF}"'), "body.calendar.name"),
    ("/v1/contracts", json.dumps(TERMS).replace("Europe/Berlin", HALF), "body.calendar.tz"),
    ("/v1/contracts", json.dumps(TERMS).replace('"SC-01"', f'"{HALF}"'), "body.limits"),
)


def test_what_no_database_takes_is_refused_wherever_it_stands(client: TestClient) -> None:
    for path, body, place in UNSTORABLE:
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})

        assert (answer.status_code, answer.json()["title"]) == (422, "text.character"), body
        assert answer.json()["place"] == place


def test_a_body_nested_deeper_than_any_of_ours_is_malformed(client: TestClient) -> None:
    deep = '{"a": ' * 900 + "1" + "}" * 900
    answer = client.post("/v1/contracts", content=deep, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["title"]) == (400, "request.too_deep")


def test_a_key_that_could_not_be_kept_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/contracts", json=TERMS, headers={b"Idempotency-Key": b"k\x85"})

    assert (answer.status_code, answer.json()["place"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("body", [b'{"id": "\xff"}', b'[{"id": "\xff"}]', b"\xff"])
def test_what_is_not_utf_8_is_malformed(client: TestClient, body: bytes) -> None:
    assert client.post("/v1/events", content=body).status_code == 400


def test_one_event_of_a_batch_that_is_not_utf_8_is_refused_alone(client: TestClient) -> None:
    good = json.dumps(START).encode()
    answer = client.post("/v1/events", content=b'[{"id": "\xff"}, ' + good + b"]")

    assert [one["status"] for one in answer.json()["items"]] == ["refused", "accepted"]


MISTAKES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"packs": None}, "request.not_a_list", "body.packs"),
    ({"packs": []}, "request.too_short", "body.packs"),
    ({"buyer": "b" * 201}, "request.too_long", "body.buyer"),
    ({"effective_from": "soon"}, "request.not_a_date", "body.effective_from"),
    ({"effective_from": "2026-11-01T10:00:00"}, "request.not_a_date", "body.effective_from"),
    ({"title": 7}, "request.not_a_text", "body.title"),
    ({"vendor": "V-1"}, "request.not_a_mapping", "body.vendor"),
    ({"sum": 7}, "request.unknown_key", "body.sum"),
)


def test_the_chinese_sentence_is_chinese(client: TestClient) -> None:
    for change, code, place in MISTAKES:
        problem = client.post("/v1/contracts", json={**TERMS, **change}).json()

        assert (problem["title"], problem["place"]) == (code, place)
        said = problem["detail_zh"].removeprefix(f"{place}: ").replace("JSON", "").replace("/docs", "")
        assert not re.search("[A-Za-z]{3}", said)


def test_a_value_that_may_be_of_several_types_is_refused_at_its_place(client: TestClient) -> None:
    problem = client.post("/v1/decisions", json={"pack": "cancellation", "facts": {"age_s": None}}).json()

    assert (problem["title"], problem["place"]) == ("request.bad_parameter", "body.facts.age_s")


def test_every_whole_number_of_an_address_has_its_bound(client: TestClient) -> None:
    """A database takes none beyond 2^63 - 1."""
    document = client.get("/openapi.json").json()
    bounds = {
        (path, one["name"]): one["schema"].get("maximum", one["schema"].get("anyOf", [{}])[0].get("maximum"))
        for path, item in document["paths"].items()
        for operation in item.values()
        for one in operation.get("parameters", ())
        if "integer" in str(one["schema"])
    }

    assert bounds
    assert {key for key, most in bounds.items() if most is None or most >= 2**63} == set()


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


ALONE = {"/v1/contracts", "/v1/decisions", "/v1/events", "/v1/vendors", "/v1/vendors/{number}", "/v1/work-packages"}
"""Operations whose example needs nothing to be there."""
CUT_SHORT = {"/v1/contracts/{number}/drafts"}
"""Operations whose example shows some of the terms: all of them would fill pages."""

DESKS = {"/v1/cases", "/v1/cases/{number}/forms/{form}", "/v1/workers", "/v1/workers/{number}"}
"""Of a desk or a vendor's user, which no administrator may ask: `test_case_desk_api` sends their examples."""


def test_every_example_of_the_documentation_is_accepted(house: House, client: TestClient) -> None:
    """The events' example belongs to a contract of the sample world; here one is made from the contracts' example.

    What needs more to be there first, as a decision needs its study, is 404 or 409 here: its content is accepted.
    """
    house.clock.at_ms += 400 * 86_400_000
    document = client.get("/openapi.json").json()
    examples = {
        (method, path): example
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if path not in DESKS and (example := _example(document, operation))
    }
    terms = examples["post", "/v1/contracts"]
    of_event = {**terms, "number": examples["post", "/v1/events"]["data"]["contract"]}
    assert client.post("/v1/contracts", json=of_event, headers={"Idempotency-Key": "k-of-event"}).status_code == 200

    made: dict[str, str] = {"version": "1", "number": "C-1", "breach_id": "none", "month": "2026-01"}
    for number, ((method, path), example) in enumerate(examples.items()):
        if "{" not in path:
            made.pop("number", None)
        headers = {"Idempotency-Key": f"k-{number}-example"}
        answer = client.request(method, path.format(**made), json=example, headers=headers)
        made.setdefault("number", answer.json().get("number", ""))
        allowed = {200} if path in ALONE else {200, 404, 409, 422} if path in CUT_SHORT else {200, 404, 409}
        assert answer.status_code in allowed, (path, answer.text)
        assert "refused" not in answer.text or path == "/v1/decisions"
    assert {path for _, path in examples} > ALONE


def test_the_example_of_a_decision_states_all_that_a_cancellation_turns_on(house: House, client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    example = _example(document, document["paths"]["/v1/decisions"]["post"])

    known = house.app.packs[example["pack"]].facts.keys() - {"decision"}
    assert example["facts"].keys() == known


def _example(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return content.get("example") or document["components"]["schemas"].get(name, {}).get("example")
