"""The case desk over HTTP: problems name the field, repeated calls act once, the documentation's examples hold."""

from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.cases import CASE, FORM, WORKER
from core.storage.tables import contracts
from tests.case_world import CUSTOMER, Desks
from tests.integration.conftest import House, event


class Client:
    """Keys for the desk and the vendor."""

    def __init__(self, house: House) -> None:
        self.desks = Desks(house)
        self.client = TestClient(create_app(house.app))
        keys = house.app.sign_in
        self.keys = {
            "operator": keys.add_key(house.admin, "k1", "operator"),
            "vendor": keys.add_key(house.admin, "k2", "vendor", "V-1"),
        }
        self.calls = 0

    def ask(self, who: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
        self.calls += 1
        headers = {"Authorization": f"Bearer {self.keys[who]}", "Idempotency-Key": key or f"k-{self.calls}"}
        return self.client.request(method, f"/v1{path}", json=body, headers=headers)


@pytest.fixture
def client(house: House) -> Client:
    return Client(house)


def test_the_examples_of_the_documentation_are_accepted(house: House, client: Client) -> None:
    """The contract of the example is made by giving ours its number."""
    with house.app.database.writer.begin() as connection:
        connection.execute(update(contracts).where(contracts.c.number == "C-HK").values(number=CASE["contract"]))
    made = client.ask("operator", "POST", "/cases", CASE)
    assert (made.status_code, made.json()["number"]) == (200, "HK-2026-0001"), made.text
    found = client.ask("operator", "POST", "/cases/HK-2026-0001/forms/finding", FORM)
    assert (found.status_code, found.json()["type"]) == (200, "case.updated"), found.text
    assert client.ask("vendor", "POST", "/workers", WORKER).json() == {"number": "W-2026-0002"}
    left = client.ask("vendor", "PATCH", "/workers/W-2026-0002", {"active": False})
    assert left.json() == {"number": "W-2026-0002"}


def test_a_problem_names_the_field_in_both_languages(client: Client) -> None:
    number = client.desks.open().number

    answer = client.ask("operator", "POST", f"/cases/{number}/forms/finding", {"fields": {"item": "CD-07"}})

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["place"] == "seen_how"
    assert answer.json()["detail_zh"] == "seen_how: 缺少“发现方式”，必须填写"
    assert answer.json()["detail"] == 'seen_how: "How it was found" is missing and must be given'


@pytest.mark.parametrize(
    ("who", "path", "body", "status", "title"),
    [
        ("operator", "/forms/assignment", {"fields": {"worker": "W-2026-0001"}}, 403, "form.not_yours"),
        ("vendor", "/forms/start", {"fields": {"standard_s": 60}}, 409, "form.not_now"),
        ("operator", "/forms/nothing", {}, 404, "form.absent"),
        ("operator", "/forms/note", {"fields": {"note": {"a": 1}}}, 422, "request.bad_parameter"),
        ("operator", "/forms/note", {"values": {}}, 422, "request.unknown_key"),
    ],
)
def test_what_is_refused_and_how(
    client: Client, who: str, path: str, body: dict[str, Any], status: int, title: str
) -> None:
    number = client.desks.open().number

    answer = client.ask(who, "POST", f"/cases/{number}{path}", body)

    assert (answer.status_code, answer.json()["title"]) == (status, title)


def test_a_repeated_call_answers_the_same_and_acts_once(client: Client) -> None:
    body = {"contract": "C-HK", "form": "request", "site": "Xuhui", "fields": {"wanted": "windows", **CUSTOMER}}

    first, second = (client.ask("operator", "POST", "/cases", body, "once") for _ in range(2))

    assert first.json() == second.json()
    assert [one["number"] for one in client.ask("operator", "GET", "/cases").json()["items"]] == ["HK-2026-0001"]
    assert client.ask("operator", "POST", "/cases", {**body, "site": "Minhang"}, "once").status_code == 422


def test_forms_tell_what_can_be_done_and_by_whom(client: Client) -> None:
    number = client.desks.open().number

    theirs = client.ask("operator", "GET", f"/cases/{number}/forms").json()["items"]
    own = client.ask("vendor", "GET", f"/cases/{number}/forms").json()["items"]

    by = {one["key"]: (one["by"], one["yours"]) for one in theirs}
    assert by["notify_crew"] == (["operator"], True)
    assert by["vendor_note"] == (["vendor"], False)
    assert all(one["yours"] for one in own)
    booking = next(one for one in theirs if one["key"] == "booking")
    known = {one["name"]: (one["required"], one["known"]) for one in booking["fields"]}
    assert known["customer_phone"] == (False, True), "the house has it already, and does not say it"


def test_a_case_whose_number_has_a_slash_has_forms_too(house: House, client: Client) -> None:
    booked = {"contract": "C-HK", "booked_start_ms": 1_768_467_600_000}
    sent = event("e", "booking.confirmed", "2026-01-12T08:00:00Z", case="a/b", **booked)
    house.send(sent)

    answer = client.ask("operator", "GET", "/cases/a%2Fb/forms")
    assert "notify_crew" in {one["key"] for one in answer.json()["items"]}
    assert client.ask("operator", "POST", "/cases/a%2Fb/forms/notify_crew", {}).status_code == 200


def test_what_is_personal_is_not_cached_on_its_way(client: Client) -> None:
    number = client.desks.open().number
    client.desks.dispatched(number)
    for path in (f"/cases/{number}/people", f"/cases/{number}/dispatch-order", "/workers",
                 f"/cases/{number}/dispatch-order/document"):  # fmt: skip
        answer = client.ask("operator", "GET", path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
