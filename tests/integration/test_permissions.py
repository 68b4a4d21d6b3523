"""Every operation asked by everybody (reliability T12): what each gets stands in one reviewed table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.work_packages import PACKAGE
from core.domain.actor import ROLES, Actor
from core.storage.tables import api_keys, vendors
from tests.integration.conftest import House, event
from tests.integration.test_contract_desk_api import DRAFT
from tests.integration.test_contract_desk_api import NUMBER as DRAFT_NUMBER
from tests.integration.test_work_packages import CORE, ECONOMIC, SOCIAL, TECHNICAL
from tests.selection_world import begin, bid_draft, closed, opened

TABLE: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "permissions.yaml").read_text("utf-8")
)
EVERYBODY = (*ROLES, "nobody", "expired", "other_vendor", "other_organisation")
REFUSALS = {401: "unknown", 403: "may_not", 404: "absent"}
BEGIN = "POST /v1/contracts/{number}/drafts"
QUERIES: dict[str, dict[str, Any]] = {"differences": {"before": 1, "after": 1}, "sign": {"signed_on": "2026-06-20"}}
"""Required ones, by the last part of the path."""
STEPS = "/v1/work-packages/{number}/versions/{version}/feasibility/"
BODIES: dict[str, Any] = {
    "PUT /v1/work-packages/{number}/content": PACKAGE["content"],
    f"PUT {STEPS}core": CORE,
    f"PUT {STEPS}technical": TECHNICAL,
    f"PUT {STEPS}economic": ECONOMIC,
    f"PUT {STEPS}social": SOCIAL,
    BEGIN: DRAFT,
    "POST /v1/scorecards/close": {"month": "2026-01"},
    "POST /v1/reviews": {"vendor": "V-1", "first": "2026-01", "last": "2026-01", "assessment": "on time"},
    "POST /v1/selections/{number}/bids": msgspec.to_builtins(bid_draft("A")),
    "POST /v1/cases": {
        "contract": "C-5",
        "form": "complaint",
        "site": "Xuhui",
        "fields": {
            "about": "service",
            "physical_evidence": False,
            "course": "late",
            "customer_name": "Wang",
            "customer_phone": "13800001111",
        },
    },
    "POST /v1/cases/{number}/forms/{form}": {"fields": {"note": "called again"}},
}
"""Where the documentation has no example, or one of a world of its own."""


class World:
    """The API with one of everything, and a key for everybody."""

    def __init__(self, house: House) -> None:
        self.house = house
        app = create_app(house.app)
        self.client, self.document = TestClient(app), app.openapi()
        house.app.contracts.publish(house.admin, replace(house.draft, number="C-2", vendor_number="V-2"))
        complaints = [house.app.packs[name] for name in ("deadlines", "soft_complaint")]
        house.app.contracts.publish(house.admin, replace(house.draft, number="C-5", packs=complaints))
        other = house.app.local_admin(house.app.sign_in.add_organisation("other", "Other"))
        self.keys = {role: self._key(house.admin, role, role=role) for role in ROLES if role != "vendor"}
        self.keys["expired"] = self._key(house.admin, "expired", role="admin", expires_ms=house.clock.at_ms)
        self.keys["other_organisation"] = self._key(other, "other_organisation", role="admin")
        for name, vendor in (("vendor", "V-1"), ("other_vendor", "V-2")):
            self.keys[name] = self._key(house.admin, name, role="vendor", vendor_id=self._vendor(vendor))
        self.places: dict[str, str] = {"/v1/selections/{number}": self._selection()}
        self._fill()

    def _key(self, admin: Actor, name: str, **stored: object) -> str:
        key = self.house.app.sign_in.add_key(admin, name, "operator")
        with self.house.app.database.writer.begin() as connection:
            connection.execute(update(api_keys).where(api_keys.c.name == name).values(stored))
        return key

    def _vendor(self, number: str) -> int:
        with self.house.app.database.reading() as work:
            return int(work.connection.execute(select(vendors.c.id).where(vendors.c.number == number)).scalar_one())

    def _selection(self) -> str:
        """One whose bids are being evaluated; the evaluator's key is among those who score."""
        world = closed(opened(begin(self.house.app, self.house.organisation_id)))
        world.evaluations.appoint(world.buyer, world.number, f"key:{self.keys['evaluator'][:8]}")
        self.house.clock.at_ms = world.clock.at_ms
        return world.number

    def _fill(self) -> None:
        """One of everything else, as what stands for the parameters of the paths up to or with the part behind."""
        self.house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
        self.house.app.monitor.sweep()
        [clock] = self.house.app.watch.queue(self.house.admin)
        [breach] = self.house.app.watch.breaches(self.house.admin)
        self.ask("POST /v1/work-packages", "other_organisation")  # its first one; the selection's was ours
        package = self.ask("POST /v1/work-packages", "admin").json()["number"]
        self.ask(BEGIN, "legal", "in the beginning", real=f"/v1/contracts/{DRAFT_NUMBER}/drafts")
        self.places |= {
            "/v1/clocks/{clock_id}": str(clock.id), "/v1/cases/{number}": "K-1",
            "/v1/breaches/{breach_id}": breach.id, "/v1/contracts/{number}": "C-1", "/v1/vendors/{number}": "V-1",
            "/v1/contracts/{number}/drafts": DRAFT_NUMBER, "/v1/contracts/{number}/amendments": DRAFT_NUMBER,
            "/v1/work-packages/{number}": package, "/v1/work-packages/{number}/versions/{version}": "1",
        }  # fmt: skip
        self.places |= {
            "/v1/cases/{number}/forms/{form}": "note",
            "/v1/workers/{number}": self.ask("POST /v1/workers", "vendor", "before").json()["number"],
        }
        self.ask(f"PUT {STEPS}core", "admin")
        disputed = self.ask("POST /v1/breaches/{breach_id}/disputes", "vendor", "in the beginning").json()
        self.places["/v1/breaches/{breach_id}/disputes/files/{sha256}"] = disputed["dispute"]["evidence"][0][
            "file_sha256"
        ]
        self._review()

    def _review(self) -> None:
        """A closed month of V-1, and a review of it that he may reply to."""
        self.ask("POST /v1/scorecards/close", "admin")
        for one in ("fees", "settlements"):
            self.places[f"/v1/contracts/{{number}}/{one}/{{month}}"] = "2026-01"
        month = "/v1/scorecards/{vendor}/{month}"  # what stands before it is named by it
        self.places |= {month: "V-1", f"{month}/": "2026-01", f"{month}/cases": "2026-01"}
        number = self.ask("POST /v1/reviews", "admin").json()["number"]
        self.places["/v1/reviews/{number}"] = number
        self.house.app.reviews.send(self.house.admin, number, self.house.clock.at_ms + 2 * 86_400_000)

    def operations(self) -> set[str]:
        """All that the document offers."""
        return {f"{method.upper()} {path}" for path, offered in self.document["paths"].items() for method in offered}

    def ask(self, operation: str, asker: str, again: str = "", real: str = "") -> Any:
        """The answer that `asker` gets."""
        method, path = operation.split()
        headers = {"Idempotency-Key": f"{operation} {asker} {again}"}
        if asker in self.keys:
            headers["Authorization"] = f"Bearer {self.keys[asker]}"
        real = real or (f"/v1/contracts/N-{asker}/drafts" if operation == BEGIN else self._real(path))
        query: dict[str, Any] | None = QUERIES.get(path.rpartition("/")[2])
        return self.client.request(method, real, headers=headers, params=query, **self._body(operation))

    def _real(self, path: str) -> str:
        real, so_far = "", ""
        parts = path.split("/")[1:]
        for part, following in zip(parts, [*parts[1:], ""], strict=True):
            so_far += f"/{part}"
            named = self.places.get(f"{so_far}/{following}") or self.places.get(so_far)
            real += f"/{named if part.startswith('{') else part}"
        return real

    def _body(self, operation: str) -> dict[str, Any]:
        """The example of the documentation, if the operation takes a body."""
        method, path = operation.split()
        asked = self.document["paths"][path][method.lower()].get("requestBody", {"content": {}})["content"]
        if operation in BODIES or not asked:
            return {"json": BODIES.get(operation)}
        if "application/json" not in asked:
            return {"content": b"a document"}
        stated = asked["application/json"].get("schema", {})
        schema = stated.get("anyOf", [stated])[0].get("$ref", "").rpartition("/")[2]  # the first of a body or none
        schemas = self.document["components"]["schemas"]
        return {"json": asked["application/json"].get("example") or schemas[schema]["example"]}


def kind(answer: Any) -> str:
    """How the table calls an answer; that the present state forbids it shows that the asker is allowed to ask."""
    title = "" if answer.status_code == 200 else answer.json()["title"]
    is_answered = answer.status_code in (200, 400, 409, 422) and not title.startswith("request.")
    return "may" if is_answered else REFUSALS.get(answer.status_code, f"{answer.status_code} {title}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    house = House(tmp_path_factory.mktemp("permissions"))
    yield World(house)
    house.app.stop()


def test_every_operation_stands_in_the_table_and_no_other(world: World) -> None:
    assert TABLE.keys() == world.operations()


@pytest.mark.parametrize("operation", TABLE)
def test_everybody_stands_once_with_every_operation(operation: str) -> None:
    assert Counter(asker for askers in TABLE[operation].values() for asker in askers) == Counter(EVERYBODY)


@pytest.mark.parametrize("operation", TABLE)
def test_everybody_gets_the_answer_of_the_table(world: World, operation: str) -> None:
    expected = {asker: answer for answer, askers in TABLE[operation].items() for asker in askers}
    answered = {asker: kind(world.ask(operation, asker)) for asker in expected}

    assert answered == expected


@pytest.mark.parametrize("stranger", ["nobody", "expired", "other_vendor", "other_organisation"])
def test_a_stranger_is_told_nothing_of_the_case_or_its_contract(world: World, stranger: str) -> None:
    lists = ("GET /v1/clocks", "GET /v1/breaches", "GET /v1/contracts", "GET /v1/vendors", "GET /v1/work-packages")
    hidden = ("K-1", "C-1", "V-1", "WP-2026-0002")
    shown = {name for name in hidden if any(name in world.ask(one, "admin").text for one in lists)}

    assert shown == set(hidden)
    assert [(one, name) for one in lists for name in hidden if name in world.ask(one, stranger).text] == []
