"""A house with one contract on a real SQLite file, in virtual time."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

import contract_templates
import rules
from core.bootstrap import App, build
from core.domain.actor import Actor
from core.now import VirtualClock
from core.services.legal.publication import ContractDraft
from core.settings import Settings
from core.sla.packs import parse
from core.storage import migrate
from tests.instants import ms
from tests.postgres import drop_postgres_database, new_postgres_database

DESK = {
    "obligations": {
        "T-01": {
            "source": "the tests' own", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "on_time",
            "trigger": "case.started", "required": "case.stopped",
            "limit": {"default": "60 min", "negotiable": ["30 min", "8 h"], "from": "ours"}, "basis": "service_hours",
            "pause": ["agreed"], "wording": {"zh": "{limit}内", "en": "within {limit}"},
        },
        "T-02": {
            "source": "the tests' own", "kind": "sequence", "owed_by": "vendor", "severity": "minor", "kpi": "order",
            "steps": ["sign.first", "sign.second"], "wording": {"zh": "依次签字", "en": "signed in order"},
        },
    }
}  # fmt: skip
OFFICE = {
    "tz": "Europe/Berlin",
    "weekly_hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


@cache
def migrated() -> Path:
    """A SQLite file with all tables that the others are copied from."""
    made = Path(tempfile.mkdtemp()) / "outpact.db"
    atexit.register(shutil.rmtree, made.parent)
    migrate.upgrade(f"sqlite:///{made}")
    return made


class House:
    """The services with a clock that the test moves."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.clock = VirtualClock(ms("2026-01-12T08:00:00Z"))
        if not url and not (folder / "outpact.db").exists():
            shutil.copy(migrated(), folder / "outpact.db")
        self.settings = Settings(data=folder, database_url=url)
        self.app: App = build(self.settings, rules.load(), self.clock, contract_templates.load)
        self.organisation_id = self.app.sign_in.add_organisation("demo", "Demo")
        self.admin = self.app.local_admin(self.organisation_id)
        self.draft = ContractDraft(
            number="C-1", title="Desk", buyer="Buyer", vendor_number="V-1", vendor_name="Vendor",
            effective_from=date(2026, 1, 1), calendar_name="office", calendar=OFFICE,
            packs=[self.app.packs["deadlines"], parse("desk", DESK)],
        )  # fmt: skip
        self.app.contracts.publish(self.admin, self.draft)

    def send(self, *events: dict[str, Any], actor: Actor | None = None) -> list[Any]:
        """Send events as one batch; `at` moves the clock there first if it lies ahead."""
        return self.app.events.receive(actor or self.admin, [msgspec.json.encode(one) for one in events])

    def restart(self) -> None:
        """End the services and build them anew on the same data."""
        self.app.stop()
        self.app = build(self.settings, rules.load(), self.clock, contract_templates.load)

    def tick(self, at: str) -> Any:
        """Move the clock and let the monitor sweep."""
        self.clock.at_ms = ms(at)
        return self.app.monitor.sweep()


def event(event_id: str, event_type: str, at: str, case: str = "K-1", **data: Any) -> dict[str, Any]:
    """One CloudEvent of contract C-1."""
    return {
        "specversion": "1.0", "id": event_id, "source": "test", "type": event_type, "subject": case, "time": at,
        "data": {"contract": "C-1", **data},
    }  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The same tests on both databases; PostgreSQL where OUTPACT_TEST_POSTGRES_URL names a server."""
    url = new_postgres_database() if request.param == "postgresql" else ""
    made = House(tmp_path, url)
    yield made
    made.app.stop()
    if url:
        drop_postgres_database(url)
