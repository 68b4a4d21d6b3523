"""A small world behind the screens, and somebody who is signed in."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.cli.shell import ORGANISATION
from core.bootstrap import App
from core.domain.actor import Actor
from core.services.legal.publication import ContractDraft
from tests.integration.conftest import OFFICE
from ui import house

NOW_HOUR_MS = 3_600_000
AtScreen = Callable[[Actor], None]


def fill(app: App) -> None:
    """One contract, one case that runs, one that was met, one that is overdue."""
    admin = app.local_admin(app.sign_in.add_organisation(*ORGANISATION))
    app.sign_in.add_user(admin, "operator", "周敏", "operator-1", "operator")
    app.contracts.publish(
        admin,
        ContractDraft(
            number="C-1", title="Desk", buyer="Buyer", vendor_number="V-1", vendor_name="上海云应",
            effective_from=date(2020, 1, 1), calendar_name="office", calendar=OFFICE,
            packs=[app.packs["deadlines"], app.packs["hard_complaint"]],
        ),
    )  # fmt: skip
    with app.database.reading() as work:
        now_ms = work.now_ms
    events = [
        _event("K-1", "complaint.received", now_ms - NOW_HOUR_MS // 2),
        _event("K-2", "complaint.received", now_ms - NOW_HOUR_MS // 2),
        _event("K-2", "complaint.responded", now_ms - NOW_HOUR_MS // 4),
        _event("K-3", "complaint.received", now_ms - 2 * NOW_HOUR_MS),
    ]
    items = app.events.receive(admin, [msgspec.json.encode(one) for one in events])
    assert {item.status for item in items} == {"accepted"}
    app.monitor.sweep()


def _event(case: str, event_type: str, at_ms: int) -> dict[str, Any]:
    at = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()
    data = {"contract": "C-1", "complaint_kind": "hard"}
    return {
        "specversion": "1.0", "id": f"{case}.{event_type}", "source": "test", "type": event_type, "subject": case,
        "time": at, "data": data,
    }  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("OUTPACT_DATA", str(tmp_path))
    monkeypatch.delenv("OUTPACT_DATABASE_URL", raising=False)
    house.services.cache_clear()
    app = house.services()
    fill(app)
    admin = app.local_admin(app.sign_in.add_organisation(*ORGANISATION))
    token = app.sign_in.sign_in("operator", "operator-1")
    someone = app.sign_in.actor_of_session(token)
    assert someone.organisation_id == admin.organisation_id
    monkeypatch.setattr("ui.session.actor", lambda: someone)
    yield app
    app.stop()
    house.services.cache_clear()


@pytest.fixture
def organisation(world: App) -> int:
    return world.sign_in.add_organisation(*ORGANISATION)


@pytest.fixture
def at_screen(monkeypatch: pytest.MonkeyPatch) -> AtScreen:
    """Puts somebody at the screen."""
    return lambda someone: monkeypatch.setattr("ui.session.actor", lambda: someone)
