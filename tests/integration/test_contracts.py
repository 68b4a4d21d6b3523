"""Publishing contracts over HTTP: negotiated terms, repeated calls, roles and organisations."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.main import create_app
from core.domain.actor import Actor
from core.storage.tables import calendars
from tests.integration.conftest import OFFICE, House

TERMS: dict[str, Any] = {
    "number": "C-2", "title": "Desk", "buyer": "Buyer", "vendor": {"number": "V-2", "name": "Second"},
    "effective_from": "2026-01-01", "packs": ["soft_complaint"], "limits": {"SC-01": "20 min"},
    "calendar": {"name": "office", **OFFICE},
}  # fmt: skip


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "legal", "legal")
    yield TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    house.app.intake.stop()


def publish(client: TestClient, key: str = "k-1", **changed: Any) -> Any:
    return client.post("/v1/contracts", json={**TERMS, **changed}, headers={"Idempotency-Key": key})


def test_a_repeated_call_answers_the_same_and_acts_once(client: TestClient) -> None:
    first, again = publish(client), publish(client)

    assert (first.status_code, first.json()) == (200, again.json())
    assert len(client.get("/v1/contracts/C-2").json()["versions"]) == 1


def test_the_same_key_with_another_body_is_refused(client: TestClient) -> None:
    publish(client)
    other = publish(client, title="Other")

    assert (other.status_code, other.json()["title"]) == (422, "request.reused_key")


def test_a_call_without_a_key_is_refused(client: TestClient) -> None:
    assert client.post("/v1/contracts", json=TERMS).json()["title"] == "request.no_idempotency_key"


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        pytest.param({"limits": {"SC-01": "2 h"}}, "contract.limit_outside", "limits.SC-01", id="outside the range"),
        pytest.param({"limits": {"SC-01": "soon"}}, "limit.unreadable", "limits.SC-01", id="no limit"),
        pytest.param({"limits": {"XX-01": "2 h"}}, "contract.unknown_obligation", "limits.XX-01", id="no obligation"),
        pytest.param({"bases": {"SC-01": "calendar"}}, "contract.basis_not_allowed", "bases.SC-01", id="basis"),
        pytest.param({"packs": ["gardening"]}, "contract.unknown_pack", "packs", id="no such pack"),
        pytest.param({"calendar": {"name": "never", "tz": "Asia/Shanghai", "weekly_hours": {}}}, "calendar.never_open",
                     "weekly_hours", id="no open second"),
        pytest.param({"calendar": {**OFFICE, "tz": "Mars/Olympus"}}, "calendar.unknown_zone", "tz", id="zone"),
    ],
)  # fmt: skip
def test_terms_that_may_not_be_agreed_are_refused_at_their_place(
    client: TestClient, changed: dict[str, Any], code: str, place: str
) -> None:
    answer = publish(client, **changed)
    problem = answer.json()

    assert (problem["title"], problem["place"]) == (code, place)
    assert problem["detail"] != problem["detail_zh"]
    assert client.get("/v1/contracts/C-2").status_code == 404


def test_an_amendment_is_a_new_version_from_its_own_day(client: TestClient) -> None:
    publish(client)
    amended = publish(client, "k-2", limits={"SC-01": "30 min"}, effective_from="2026-03-01")

    versions = client.get("/v1/contracts/C-2").json()["versions"]
    assert amended.json()["version"] == 2
    assert [one["terms"]["limits"]["SC-01"] for one in versions] == ["20 min", "30 min"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"vendor": {"number": "V-3", "name": "Third"}}, "vendor.number"),
        ({"calendar": {**TERMS["calendar"], "tz": "Asia/Shanghai"}}, "calendar.tz"),
    ],
)
def test_an_amendment_keeps_vendor_and_zone(client: TestClient, change: dict[str, Any], place: str) -> None:
    publish(client)
    answer = publish(client, "k-2", effective_from="2026-03-01", **change)

    assert (answer.status_code, answer.json()["title"]) == (409, "contract.not_amendable")
    assert answer.json()["place"] == place
    assert len(client.get("/v1/contracts/C-2").json()["versions"]) == 1


def test_an_amendment_may_change_the_title(client: TestClient) -> None:
    publish(client)
    publish(client, "k-2", title="Seats", limits={"SC-01": "30 min"}, effective_from="2026-03-01")

    assert client.get("/v1/contracts/C-2").json()["title"] == "Seats"


def test_the_last_announced_holiday_is_kept_with_the_calendar(house: House, client: TestClient) -> None:
    publish(client, calendar={**TERMS["calendar"], "name": "known", "official_through": "2026-12-31"})

    with house.app.database.reading() as work:
        kept = work.connection.execute(select(calendars.c.official_through).where(calendars.c.name == "known"))
        assert kept.scalar_one() == "2026-12-31"


def test_an_operator_of_another_organisation_does_not_find_it(house: House, client: TestClient) -> None:
    publish(client)
    other = house.app.sign_in.add_organisation("other", "Other")
    key = house.app.sign_in.add_key(Actor(other, "local", "admin"), "spy", "admin")
    headers = {"Authorization": f"Bearer {key}"}

    assert client.get("/v1/contracts/C-2", headers=headers).status_code == 404
    assert client.get("/v1/contracts", headers=headers).json()["items"] == []


def test_a_role_that_may_not_publish_is_told_who_may(house: House, client: TestClient) -> None:
    key = house.app.sign_in.add_key(house.admin, "audit", "auditor")
    answer = client.post(
        "/v1/contracts", json=TERMS, headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k-9"}
    )

    assert answer.status_code == 403
    assert "legal" in answer.json()["detail"]


def test_the_same_limit_written_otherwise_is_the_same_term(client: TestClient) -> None:
    first = publish(client).json()
    again = publish(client, "k-2", limits={"SC-01": "２０min"}).json()

    assert (first["version"], again["version"]) == (1, 1)
    [version] = client.get("/v1/contracts/C-2").json()["versions"]
    assert version["terms"]["limits"] == {"SC-01": "20 min"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"effective_from": "2026-03-01"}, "contract.same_terms_other_day", id="another day"),
        pytest.param({"vendor": {"number": "V-2", "name": "Twin"}}, "contract.other_vendor_name", id="another name"),
    ],
)
def test_what_would_not_be_taken_over_is_refused(client: TestClient, change: dict[str, Any], code: str) -> None:
    publish(client)
    answer = publish(client, "k-2", **change)

    assert (answer.status_code, answer.json()["title"]) == (409, code)


def test_a_vendor_is_shown_what_was_negotiated_about_his_own_obligations(house: House, client: TestClient) -> None:
    """CX-08 is the buyer's."""
    limits = {"SC-01": "20 min", "CX-08": "2 h"}
    assert publish(client, packs=["soft_complaint", "cancellation"], limits=limits).status_code == 200
    key = house.app.sign_in.add_key(house.admin, "theirs", "vendor", "V-2")

    def seen(path: str, headers: dict[str, str] | None = None) -> Any:
        return client.get(path, headers=headers).json()

    theirs = {"Authorization": f"Bearer {key}"}
    assert seen("/v1/contracts/C-2")["versions"][0]["terms"]["limits"] == limits
    assert seen("/v1/contracts/C-2", theirs)["versions"][0]["terms"]["limits"] == {"SC-01": "20 min"}
    assert seen("/v1/contracts", theirs)["items"][0]["versions"][0]["terms"]["limits"] == {"SC-01": "20 min"}
