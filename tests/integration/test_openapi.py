"""What the API says of itself: the OpenAPI document, and the page that shows it without asking anybody else."""

import re
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.schemas.contracts import ContractOut, PublishedOut, VersionOut
from core.services.legal.contracts import ContractView, VersionView
from core.services.legal.publication import Published
from tests.integration.conftest import House, event


@pytest.fixture
def client(house: House) -> TestClient:
    key = house.app.sign_in.add_key(house.admin, "all", "admin")
    return TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    made: dict[str, Any] = client.get("/openapi.json").json()
    return made


def test_every_operation_under_v1_declares_the_key_and_its_problems(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for operation in item.values():
            if not path.startswith("/v1/"):
                continue
            assert operation["security"] == [{"API key": []}], path
            for status in ("401", "403", "404", "409", "422", "503"):
                assert set(operation["responses"][status]["content"]) == {"application/problem+json"}, (path, status)
    assert document["components"]["securitySchemes"]["API key"]["scheme"] == "bearer"


ASKING = {"/v1/events", "/v1/decisions", "/v1/contracts/verify", "/v1/selections/{number}/ranking/trial"}
"""Calls with a body that change nothing; an event has an id of its own."""


def test_whatever_changes_something_declares_the_key_of_the_call(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            keyed = [one for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"]
            assert len(keyed) == (method != "get" and path not in ASKING), (method, path)


def test_a_key_belongs_to_an_address_with_its_query(client: TestClient) -> None:
    def sent(address: str) -> Any:
        body = {"number": "V-7", "name": "Vendor 7"}
        return client.post(address, json=body, headers={"Idempotency-Key": "k"}).json()

    assert sent("/v1/vendors")["number"] == sent("/v1/vendors")["number"] == "V-7"
    assert sent("/v1/vendors?x=1")["title"] == "request.reused_key"


def test_an_address_too_long_to_be_kept_is_still_told_from_another(client: TestClient) -> None:
    def sent(query: str) -> Any:
        body = {"number": "V-7", "name": "Vendor 7"}
        return client.post(f"/v1/vendors?x={'a' * 300}{query}", json=body, headers={"Idempotency-Key": "k"}).json()

    assert sent("1")["number"] == sent("1")["number"] == "V-7"
    assert sent("2")["title"] == "request.reused_key"


def test_a_problem_is_as_declared(client: TestClient, document: dict[str, Any]) -> None:
    problem = client.get("/v1/clocks/1").json()

    assert set(document["components"]["schemas"]["Problem"]["required"]) == set(problem)


@pytest.mark.parametrize(
    ("declared", "answered"), [(ContractOut, ContractView), (VersionOut, VersionView), (PublishedOut, Published)]
)
def test_answers_about_contracts_are_declared_whole(declared: Any, answered: type[msgspec.Struct]) -> None:
    assert tuple(declared.model_fields) == answered.__struct_fields__


def test_the_page_of_operations_loads_nothing(client: TestClient, document: dict[str, Any]) -> None:
    page = client.get("/docs").text

    assert not re.search(r"<script|<link|<img|src=|@import|url[(]", page)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    for path in document["paths"]:
        assert f"{path}</code>" in page
    assert "C-2026-0101" in page  # the example of a contract


def test_a_case_whose_number_has_a_slash_can_be_read(house: House, client: TestClient) -> None:
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z", case="a/b"))

    assert client.get("/v1/cases/a%2Fb").json()["number"] == "a/b"
