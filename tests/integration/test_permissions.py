"""Every operation asked by everybody (reliability T12): what each gets stands in one reviewed table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.work_packages import PACKAGE
from core.domain.actor import ROLES, Actor
from core.storage.tables import api_keys, vendors
from tests.integration.conftest import House, event
from tests.integration.test_work_packages import CORE, ECONOMIC, SOCIAL, TECHNICAL

TABLE: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "permissions.yaml").read_text("utf-8")
)
EVERYBODY = (*ROLES, "nobody", "expired", "other_vendor", "other_organisation")
ANSWERS = {"unknown": {401}, "may_not": {403}, "absent": {404}, "may": {200, 409}}
"""409: it may be asked, but somebody before has already done it."""
STEPS = "/v1/work-packages/{number}/versions/{version}/feasibility/"
BODIES: dict[str, Any] = {
    "PUT /v1/work-packages/{number}/content": PACKAGE["content"],
    f"PUT {STEPS}core": CORE,
    f"PUT {STEPS}technical": TECHNICAL,
    f"PUT {STEPS}economic": ECONOMIC,
    f"PUT {STEPS}social": SOCIAL,
}
"""Where the documentation has no example."""


class World:
    """The API with one of everything, and a key for everybody."""

    def __init__(self, house: House) -> None:
        self.house = house
        app = create_app(house.app)
        self.client, self.document = TestClient(app), app.openapi()
        house.app.contracts.publish(house.admin, replace(house.draft, number="C-2", vendor_number="V-2"))
        other = house.app.local_admin(house.app.sign_in.add_organisation("other", "Other"))
        self.keys = {role: self._key(house.admin, role, role=role) for role in ROLES if role != "vendor"}
        self.keys["expired"] = self._key(house.admin, "expired", role="admin", expires_ms=house.clock.at_ms)
        self.keys["other_organisation"] = self._key(other, "other_organisation", role="admin")
        for name, vendor in (("vendor", "V-1"), ("other_vendor", "V-2")):
            self.keys[name] = self._key(house.admin, name, role="vendor", vendor_id=self._vendor(vendor))
        self.places = self._places()

    def _key(self, admin: Actor, name: str, **stored: object) -> str:
        key = self.house.app.sign_in.add_key(admin, name, "operator")
        with self.house.app.database.writer.begin() as connection:
            connection.execute(update(api_keys).where(api_keys.c.name == name).values(stored))
        return key

    def _vendor(self, number: str) -> int:
        with self.house.app.database.reading() as work:
            return int(work.connection.execute(select(vendors.c.id).where(vendors.c.number == number)).scalar_one())

    def _places(self) -> dict[str, str]:
        """What stands for each parameter of a path, by the path up to it."""
        self.house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
        self.house.tick("2026-01-12T09:05:01Z")
        [clock] = self.house.app.watch.queue(self.house.admin)
        [breach] = self.house.app.watch.breaches(self.house.admin)
        for again in ("first", "second"):  # another organisation has a first one too
            package = self.ask("POST /v1/work-packages", "admin", again).json()["number"]
        return {
            "/v1/clocks/{clock_id}": str(clock.id), "/v1/cases/{number}": "K-1",
            "/v1/breaches/{breach_id}": breach.id, "/v1/contracts/{number}": "C-1", "/v1/vendors/{number}": "V-1",
            "/v1/work-packages/{number}": package, "/v1/work-packages/{number}/versions/{version}": "1",
        }  # fmt: skip

    def operations(self) -> set[str]:
        """All that the document offers."""
        return {f"{method.upper()} {path}" for path, offered in self.document["paths"].items() for method in offered}

    def ask(self, operation: str, asker: str, again: str = "") -> Any:
        """The answer that `asker` gets."""
        method, path = operation.split()
        headers = {"Idempotency-Key": f"{operation} {asker} {again}"}
        if asker in self.keys:
            headers["Authorization"] = f"Bearer {self.keys[asker]}"
        query = {"before": 1, "after": 1} if path.endswith("/differences") else None
        return self.client.request(method, self._real(path), json=self._body(operation), headers=headers, params=query)

    def _real(self, path: str) -> str:
        real, so_far = "", ""
        for part in path.split("/")[1:]:
            so_far += f"/{part}"
            real += f"/{self.places[so_far] if part.startswith('{') else part}"
        return real

    def _body(self, operation: str) -> Any:
        """The example of the documentation, if the operation takes a body."""
        method, path = operation.split()
        asked = self.document["paths"][path][method.lower()].get("requestBody")
        if asked is None or operation in BODIES:
            return BODIES.get(operation)
        content = asked["content"]["application/json"]
        schema = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        return content.get("example") or self.document["components"]["schemas"][schema]["example"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    house = House(tmp_path_factory.mktemp("permissions"))
    yield World(house)
    house.app.stop()


def test_every_operation_stands_in_the_table_and_no_other(world: World) -> None:
    assert TABLE.keys() == world.operations()


@pytest.mark.parametrize("operation", TABLE)
def test_everybody_stands_once_with_every_operation(operation: str) -> None:
    assert TABLE[operation].keys() <= ANSWERS.keys()
    assert Counter(asker for askers in TABLE[operation].values() for asker in askers) == Counter(EVERYBODY)


@pytest.mark.parametrize("operation", TABLE)
def test_everybody_gets_the_answer_of_the_table(world: World, operation: str) -> None:
    expected = {asker: answer for answer, askers in TABLE[operation].items() for asker in askers}
    answered = {asker: world.ask(operation, asker).status_code for asker in expected}

    assert [(who, expected[who], got) for who, got in answered.items() if got not in ANSWERS[expected[who]]] == []


@pytest.mark.parametrize("stranger", ["nobody", "expired", "other_vendor", "other_organisation"])
def test_a_stranger_is_told_nothing_of_the_case_or_its_contract(world: World, stranger: str) -> None:
    lists = ("GET /v1/clocks", "GET /v1/breaches", "GET /v1/contracts", "GET /v1/vendors", "GET /v1/work-packages")
    hidden = ("K-1", "C-1", "V-1", "WP-2026-0002")
    shown = {name for name in hidden if any(name in world.ask(one, "admin").text for one in lists)}

    assert shown == set(hidden)
    assert [(one, name) for one in lists for name in hidden if name in world.ask(one, stranger).text] == []
