"""A told world as its people see it, and as its tables hold it."""

import fcntl
import hashlib
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli.demo import fill
from api.cli.demo.vendors import NAMES
from core.bootstrap import App
from core.domain.actor import Actor
from core.services.operations.breach_views import BreachView
from core.settings import Settings

SMALL = 0.03
ORGANISATION = 1
MANAGER = Actor(ORGANISATION, "manager", "manager")
DIGESTS = {
    "cases": "SELECT number, opened_ms, facts, state FROM cases ORDER BY number",
    "events": "SELECT event_id, type, occurred_ms, received_ms, data, body_sha256 FROM events ORDER BY event_id",
    "clocks": "SELECT c.number, k.obligation, k.match, k.cycle_no, k.state, k.due_ms, k.breached, k.warned_pct"
    " FROM clocks k JOIN cases c ON c.id = k.case_id ORDER BY 1, 2, 3, 4",
    "breaches": "SELECT c.number, b.obligation, b.kind, b.breach_ms, b.detected_ms, b.state, b.cause"
    " FROM breaches b JOIN cases c ON c.id = b.case_id ORDER BY 1, 2, 4, 5, 6",
    "drafts": "SELECT number, version, state, terms_sha256, renditions, clauses FROM contract_drafts ORDER BY 1, 2",
    "studies": "SELECT package_number, core, technical, economic, social, decision FROM feasibility_studies ORDER BY 1",
    "selections": "SELECT number, state, rules_sha256, bids, award FROM selections ORDER BY number",
    "disputes": "SELECT ground, statement, raised_by, raised_ms, decision, decided_ms FROM breach_disputes ORDER BY id",
    "cards": "SELECT month, content, sha256 FROM scorecards ORDER BY id",
    "reviews": "SELECT number, state, score, suggested, reply, decision FROM reviews ORDER BY number",
    "rankings": "SELECT selection_number, content, sha256, created_ms FROM ranking_records",
}
"""What has to be the same each time the world is told; ids and passwords are not."""


@dataclass(frozen=True, slots=True)
class Told:
    """The services on a told world, and its folder."""

    app: App
    folder: Path

    def actor(self, role: str, name: str = "") -> Actor:
        """A person of the organisation."""
        return Actor(ORGANISATION, name or role, role)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a table holds."""
        return rows(self.folder, statement)

    def shown(self, case: str) -> list[BreachView]:
        """The breaches of a case as the manager sees them."""
        some = (one for name in NAMES.values() for one in self.app.watch.breaches(MANAGER, limit=500, vendor=name))
        return [one for one in some if one.case == case]

    def breaches(self, case: str) -> dict[str, tuple[str, str]]:
        """State and cause of the breaches of a case, by obligation."""
        found = self.rows(
            "SELECT b.obligation, b.state, b.cause FROM breaches b JOIN cases c ON c.id = b.case_id"
            f" WHERE c.number = '{case}' ORDER BY b.id"
        )
        return {obligation: (state, cause) for obligation, state, cause in found}


def whole(factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of the whole world and the seconds that it took, told once for all processes of a test run."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, took = shared / "whole" / "var", shared / "whole.seconds"
    with (shared / "whole.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not took.exists():
            began = time.monotonic()
            fill(Settings(data=folder), lambda at_ms: None)
            took.write_text(str(time.monotonic() - began), "utf-8")
    return folder, float(took.read_text("utf-8"))


def rows(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """What a table of the database in `folder` holds."""
    connection = sqlite3.connect(folder / "outpact.db")
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def digest(folder: Path) -> dict[str, tuple[int, str]]:
    """For each of `DIGESTS` how many rows it has, and a hash of them."""
    found = {name: rows(folder, statement) for name, statement in DIGESTS.items()}
    return {name: (len(some), hashlib.sha256(repr(some).encode()).hexdigest()) for name, some in found.items()}
