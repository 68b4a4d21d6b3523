"""Breaches over HTTP: who may act, in which state, once for one key; what is told is dated."""

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.breaches import OBJECTION
from tests.integration.conftest import House, event

REASON = {"outcome": "upheld", "share": "0.5", "reason": "One of two calls was in time."}


class Desk:
    """Clients of the vendor, another vendor, an operator and a manager; one breach that was notified."""

    def __init__(self, house: House) -> None:
        self.house = house
        second = replace(house.draft, number="C-2", vendor_number="V-2", vendor_name="Two")
        house.app.contracts.publish(house.admin, second)
        application, add = create_app(house.app), house.app.sign_in.add_key
        keys = {
            "vendor": add(house.admin, "one", "vendor", "V-1"), "other": add(house.admin, "two", "vendor", "V-2"),
            "manager": add(house.admin, "m", "manager"), "operator": add(house.admin, "o", "operator"),
        }  # fmt: skip
        self.clients = {
            who: TestClient(application, headers={"Authorization": f"Bearer {key}"}) for who, key in keys.items()
        }
        house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
        house.tick("2026-01-12T09:00:01Z")
        house.tick("2026-01-12T09:05:00Z")
        self.id = house.app.watch.breaches(house.admin)[0].id

    def post(self, who: str, act: str, body: Any = None) -> Any:
        key = {"Idempotency-Key": f"{who} {act}"}
        return self.clients[who].post(f"/v1/breaches/{self.id}/{act}", json=body, headers=key)

    def get(self, who: str = "vendor") -> Any:
        return self.clients[who].get(f"/v1/breaches/{self.id}")


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def test_a_breach_tells_until_when_it_can_be_disputed_and_what_it_costs(desk: Desk) -> None:
    shown = desk.get().json()

    assert (shown["state"], shown["notified_at"]) == ("notified", "2026-01-12T09:05:00.000Z")
    assert (shown["objection_ends_at"], shown["zone"]) == ("2026-01-15T16:00:00.000Z", "Europe/Berlin")
    assert shown["cost"]["effect"] == "none"
    assert (shown["dispute"], shown["decision"]) == (None, None)
    assert [one["states"] for one in shown["history"]] == [["provisional"], ["recorded", "notified"]]


def test_a_dispute_goes_from_the_vendor_to_the_decision_and_the_feed_tells_each_step(desk: Desk) -> None:
    sent = desk.post("vendor", "disputes", OBJECTION)
    again = desk.post("vendor", "disputes", OBJECTION)
    assert (sent.status_code, sent.json()) == (200, again.json())
    [proof] = sent.json()["dispute"]["evidence"]
    file = desk.clients["manager"].get(f"/v1/breaches/{desk.id}/disputes/files/{proof['file_sha256']}")
    assert file.content == b"17:20,K-1\n"
    assert "calls.csv" in file.headers["content-disposition"]

    decided = desk.post("manager", "disputes/decision", REASON).json()
    assert (decided["state"], decided["decision"]["share"]) == ("upheld", "0.5")
    feed = desk.clients["vendor"].get("/v1/breaches?after=0").json()["items"]
    assert [one["state"] for one in feed] == ["provisional", "notified", "disputed", "upheld"]
    assert feed[1]["breach"]["objection_ends_at"] == "2026-01-15T16:00:00.000Z"
    assert feed[-1]["breach"]["share"] == "0.5"


@pytest.mark.parametrize(
    ("who", "act", "body", "status", "code"),
    [
        ("other", "disputes", OBJECTION, 404, "breach.absent"),
        ("other", "acceptance", None, 404, "breach.absent"),
        ("manager", "disputes", OBJECTION, 403, "access.role"),
        ("operator", "acceptance", None, 403, "access.role"),
        ("vendor", "disputes/decision", REASON, 403, "access.role"),
        ("manager", "disputes/decision", REASON, 409, "breach.state"),
        ("vendor", "disputes/withdrawal", None, 409, "breach.state"),
        ("vendor", "disputes", {**OBJECTION, "ground": "spite"}, 422, "dispute.ground"),
        ("vendor", "disputes", {**OBJECTION, "statement": " "}, 422, "dispute.no_statement"),
        ("vendor", "disputes",
         {**OBJECTION, "evidence": [{"text": "a", "file": {"name": "a", "content": "no base64!"}}]}, 422,
         "dispute.bad_file"),
        ("manager", "disputes/decision", {**REASON, "share": "1"}, 422, "dispute.share"),
        ("manager", "disputes/decision", {"outcome": "upheld"}, 422, "request.missing"),
    ],
)  # fmt: skip
def test_what_may_not_be_is_refused_by_its_name(
    desk: Desk, who: str, act: str, body: Any, status: int, code: str
) -> None:
    answer = desk.post(who, act, body)

    assert (answer.status_code, answer.json()["title"]) == (status, code)
    assert desk.get().json()["state"] == "notified"


def test_too_late_is_409_with_day_hour_and_zone(desk: Desk) -> None:
    desk.house.clock.at_ms = desk.house.app.watch.breach(desk.house.admin, desk.id).objection_ends_ms + 1000  # type: ignore[operator]
    answer = desk.post("vendor", "disputes", OBJECTION)

    assert (answer.status_code, answer.json()["title"]) == (409, "breach.period_over")
    assert "2026-01-15 17:00:00 (Europe/Berlin)" in answer.json()["detail"]


def test_without_a_key_or_with_anothers_body_nothing_happens(desk: Desk) -> None:
    bare = desk.clients["vendor"].post(f"/v1/breaches/{desk.id}/acceptance")
    desk.post("vendor", "disputes", OBJECTION)
    other = desk.post("vendor", "disputes", {**OBJECTION, "statement": "something else"})

    assert (bare.status_code, other.status_code) == (422, 422)
    assert other.json()["title"] == "request.reused_key"
