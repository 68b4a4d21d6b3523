"""The contract desk over HTTP and on the command line: examples that work, problems that name place and remedy."""

import hashlib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

import contract_templates
import rules
from api.cli import main
from api.cli.shell import ORGANISATION
from api.main import create_app
from api.schemas.contract_drafts import CALENDAR
from core.bootstrap import build
from core.domain.actor import Actor
from core.settings import Settings
from tests.contract_walk import activated, active_since_today, today, with_limit
from tests.instants import ms
from tests.integration.conftest import House
from tests.wp1 import wp1_terms

NUMBER = "C-2026-0902"
DRAFT: dict[str, Any] = {
    "vendor_number": "V-9", "effective_from": "2026-07-01", "calendar": CALENDAR,
    "terms": {name: value for name, value in wp1_terms().as_dict().items() if name != "number"},
}  # fmt: skip


class Caller:
    """A client with a key of one role; keys of calls are made from what is sent."""

    def __init__(self, house: House, role: str) -> None:
        key = house.app.sign_in.add_key(house.admin, role, role)
        self.client = TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})

    def send(self, method: str, path: str, body: Any = None, content: bytes | None = None) -> Any:
        key = hashlib.sha256(f"{method}{path}{body}".encode()).hexdigest()
        address = f"/v1/contracts{path}"
        headers = {"Idempotency-Key": key}
        if content is not None:
            return self.client.request(method, address, content=content, headers=headers)
        return self.client.request(method, address, json=body, headers=headers)


@pytest.fixture
def legal(house: House) -> Iterator[Caller]:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    yield Caller(house, "legal")
    house.app.intake.stop()


def test_a_contract_goes_through_the_desk_over_http(house: House, legal: Caller) -> None:
    manager = Caller(house, "manager")
    begun = legal.send("POST", f"/{NUMBER}/drafts", DRAFT)
    again = legal.send("POST", f"/{NUMBER}/drafts", DRAFT)
    assert (begun.status_code, begun.json()) == (200, again.json())

    found = legal.send("POST", f"/{NUMBER}/drafts/lint", {"signed_on": "2026-06-20"}).json()
    for one in found["findings"]:
        if one["severity"] == "warning":
            reason = {"rule": one["rule"], "path": one["path"], "reason": "agreed with the vendor"}
            legal.send("POST", f"/{NUMBER}/drafts/acknowledgements", reason)
    own = legal.send("POST", f"/{NUMBER}/drafts/approve")
    assert (own.status_code, own.json()["title"]) == (403, "access.role")
    assert manager.send("POST", f"/{NUMBER}/drafts/approve").json()["state"] == "approved"

    document = legal.client.get(f"/v1/contracts/{NUMBER}/drafts/document", params={"edition": "zh"})
    assert document.headers["content-disposition"] == f'attachment; filename="{NUMBER}-zh.docx"'
    signed = legal.send("POST", f"/{NUMBER}/drafts/sign?signed_on=2026-06-20", content=document.content)
    assert signed.json()["signature"]["edition"] == "zh"
    active = manager.send("POST", f"/{NUMBER}/drafts/activate").json()
    assert [one["act"] for one in active["next"]] == ["amend"]

    answer = legal.client.post("/v1/contracts/verify", content=document.content).json()
    assert (answer["is_same"], answer["differences"], answer["rules_compared"]) == (True, [], True)
    on = [
        legal.client.post("/v1/contracts/verify", content=document.content, params={"on": day})
        for day in ("2026-06-30", "2026-07-01", "soon")
    ]
    assert [(one.status_code, one.json().get("place")) for one in on] == [(404, "on"), (200, None), (422, "query.on")]
    [version] = legal.client.get(f"/v1/contracts/{NUMBER}").json()["versions"]
    assert version["terms"]["limits"]["SC-01"] == "15 min"
    assert version["terms"]["document_sha256"] == active["terms_sha256"]
    amended = legal.send("POST", f"/{NUMBER}/amendments", {"effective_from": "2026-08-01"}).json()
    assert (amended["version"], amended["state"]) == (2, "draft")
    listed = legal.client.get("/v1/contracts/drafts").json()["items"]
    assert [(one["version"], one["state"]) for one in listed] == [(1, "active"), (2, "draft")]


@pytest.mark.parametrize(
    ("path", "value", "title", "place"),
    [
        pytest.param(("buyer", "name", "zh"), "上海\x07澜庭", "terms.unprintable", "buyer.name.zh", id="control"),
        pytest.param(("background", "zh"), "由{{ vendor }}", "terms.template_marks", "background.zh", id="variable"),
        pytest.param(("surprise",), 1, "terms.unknown_key", "surprise", id="an unknown key"),
        pytest.param(("prices", "net_total", "amount"), "1.001", "money.finer_than_a_cent", "prices.net_total.amount",
                     id="finer than a cent"),
        pytest.param(("award",), {"selection": "S-2026-0001"}, "draft.other_award", "award", id="an award by hand"),
        pytest.param(("number",), "C-1", "draft.two_numbers", "terms.number", id="another number"),
    ],
)  # fmt: skip
def test_bad_input_is_named_by_its_path_in_both_languages(
    legal: Caller, path: tuple[str, ...], value: Any, title: str, place: str
) -> None:
    sent = deepcopy(DRAFT)
    part = sent["terms"]
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    answer = legal.send("POST", f"/{NUMBER}/drafts", sent)
    problem = answer.json()

    assert (answer.status_code, problem["title"], problem["place"]) == (422, title, place)
    assert problem["detail_zh"] != problem["detail"]
    assert legal.client.get("/v1/contracts/drafts").json()["items"] == []


def test_a_calendar_is_named_by_a_text(legal: Caller) -> None:
    answer = legal.send("POST", f"/{NUMBER}/drafts", {**DRAFT, "calendar": {**DRAFT["calendar"], "name": ["shop"]}})

    assert (answer.status_code, answer.json()["title"]) == (422, "calendar.bad_name")


@pytest.mark.parametrize("number", ["drafts", "verify"])
def test_a_number_that_is_an_address_is_refused(legal: Caller, number: str) -> None:
    answer = legal.send("POST", f"/{number}/drafts", DRAFT)

    assert (answer.status_code, answer.json()["title"], answer.json()["place"]) == (
        422, "contract.reserved_number", "number",
    )  # fmt: skip


def test_every_step_has_an_example_and_a_problem_is_a_problem(legal: Caller) -> None:
    described = legal.client.get("/openapi.json").json()
    for name in ("DraftIn", "RevisionIn", "AmendmentIn", "LintIn", "AcknowledgementIn"):
        assert described["components"]["schemas"][name]["example"]
    answer = legal.send("POST", "/verify", content=b"scan")

    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_the_example_of_a_draft_is_a_draft(legal: Caller) -> None:
    example = legal.client.get("/openapi.json").json()["components"]["schemas"]["DraftIn"]["example"]
    made = legal.send("POST", "/C-2026-0903/drafts", example).json()

    assert made["terms"]["service_levels"][0]["limit"] == "20 min"
    lint = legal.send("POST", "/C-2026-0903/drafts/lint", {"signed_on": "2026-10-20"}).json()
    assert "OS-19" in {one["rule"] for one in lint["findings"]}  # no guarantee is a warning that needs a reason


def test_the_command_line_writes_and_verifies_a_contract(tmp_path: Path) -> None:
    app = build(Settings(data=tmp_path / "data"), rules.load(), library=contract_templates.load)
    organisation = app.sign_in.add_organisation(*ORGANISATION)
    active_since_today(app, organisation, NUMBER)
    legal = Actor(organisation, "legal", "legal")
    app.desk.amend(legal, NUMBER, today(app) + timedelta(days=30))
    app.desk.revise(legal, NUMBER, with_limit(replace(wp1_terms(), number=NUMBER), "SC-01", "10 min"))
    out, data = tmp_path / "contract.docx", ["--data", str(tmp_path / "data")]

    run = CliRunner()
    written = run.invoke(main, ["contract", NUMBER, "--out", str(out), "--edition", "zh", *data])
    same = run.invoke(main, ["verify", str(out), "--json", *data])
    activated(app, legal, Actor(organisation, "manager", "manager"), NUMBER, today(app))
    days = (today(app) - timedelta(days=1), today(app) + timedelta(days=29), today(app) + timedelta(days=30))
    app.stop()
    differs = run.invoke(main, ["verify", str(out), *data])
    on = {day: run.invoke(main, ["verify", str(out), "--on", day, *data]) for day in _days(days)}
    (tmp_path / "scan.docx").write_bytes(b"scan")
    refused = run.invoke(main, ["verify", str(tmp_path / "scan.docx"), *data])

    assert (written.exit_code, same.exit_code, differs.exit_code, refused.exit_code) == (0, 0, 1, 1)
    assert '"is_same":true' in same.output
    assert [one.exit_code for one in on.values()] == [1, 0, 1, 1]
    assert [f"{day} 没有生效的版本" in one.output or f"in force on {day}" in one.output for day, one in on.items()] == [
        True, False, False, False,
    ]  # fmt: skip
    assert "--on" in on["soon"].output
    assert differs.output.splitlines()[1:] == [
        'service_levels.SC-01: document "15分钟", record "10分钟 / 10 minutes", rules "10分钟 / 10 minutes"'
    ]


def _days(days: Iterable[date]) -> tuple[str, ...]:
    """As they are typed, and one that is none."""
    return (*(one.isoformat() for one in days), "soon")
