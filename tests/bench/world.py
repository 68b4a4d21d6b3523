"""The world that the figures are measured in: one contract, many cases."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

import rules
from core.bootstrap import App, build
from core.domain.actor import Actor
from core.now import VirtualClock
from core.services.legal.publication import ContractDraft
from core.settings import Settings
from core.sla.packs import Pack, parse
from tests.instants import ms

START_MS = ms("2026-01-12T08:00:00Z")
OFFICE = {"tz": "Europe/Berlin", "weekly_hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu")}}
CASE = (
    ("case.started", 0), ("case.updated", 60), ("pause.started", 120), ("pause.ended", 180), ("case.updated", 240),
    ("case.stopped", 600),
)  # fmt: skip


def desk() -> Pack:
    """A pack of two deadlines, one of which can be paused."""
    common = {
        "source": "bench", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "on_time",
        "trigger": "case.started", "required": "case.stopped", "limit": {"default": "60 min", "from": "ours"},
        "wording": {"zh": "{limit}", "en": "{limit}"},
    }  # fmt: skip
    hours = {**common, "basis": "service_hours", "pause": ["agreed"]}
    return parse("desk", {"obligations": {"T-01": hours, "T-02": {**common, "basis": "natural"}}})


def draft(packs: dict[str, Pack]) -> ContractDraft:
    """A contract on that pack."""
    return ContractDraft(
        number="C-1", title="Desk", buyer="Buyer", vendor_number="V-1", vendor_name="Vendor",
        effective_from=date(2026, 1, 1), calendar_name="office", calendar=OFFICE, packs=[packs["deadlines"], desk()],
    )  # fmt: skip


def house(folder: Path, url: str = "") -> tuple[App, Actor, VirtualClock]:
    """Services on a new database with that contract, in virtual time."""
    clock = VirtualClock(START_MS)
    app = build(Settings(data=folder, database_url=url), rules.load(), clock)
    admin = app.local_admin(app.sign_in.add_organisation("local", "Bench"))
    app.contracts.publish(admin, draft(app.packs))
    return app, admin, clock


def events(case: str, types: tuple[tuple[str, int], ...] = CASE) -> list[bytes]:
    """The events of one case as raw CloudEvents."""
    return [msgspec.json.encode(_event(case, number, *one)) for number, one in enumerate(types)]


def _event(case: str, number: int, event_type: str, after_s: int) -> dict[str, Any]:
    at = f"2026-01-12T08:{after_s // 60:02}:{after_s % 60:02}Z"
    data = {"contract": "C-1"} | ({"reason": "agreed"} if event_type.startswith("pause") else {})
    return {
        "specversion": "1.0", "id": f"{case}.{number}", "source": "bench", "type": event_type, "subject": case,
        "time": at, "data": data,
    }  # fmt: skip
