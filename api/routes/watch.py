"""Clocks and cases: `GET /v1/clocks`, `/v1/cases/{number}`."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query

from api import cursors
from api.deps import LARGEST_ID, Caller, Services
from core.bootstrap import App
from core.domain.actor import Actor
from core.errors import InvalidInput
from core.services.breaches import MOST
from core.services.views import ClockView

router = APIRouter()
Limit = Annotated[int, Query(ge=1, le=MOST)]
State = Literal["running", "paused", "met", "missed", "cancelled"]
NAMES_SHOWN = 20


@router.get("/clocks")
def list_clocks(
    caller: Caller, app: Services, state: Annotated[list[State] | None, Query()] = None, vendor: str = "",
    obligation: str = "", case: str = "", after: str = "", limit: Limit = 100,
) -> dict[str, Any]:  # fmt: skip
    """List clocks by time to breach; `vendor` is a name, `next` the cursor of the page that follows."""
    _check_vendor(app, caller, vendor)
    seen = cursors.decode(app.secret, after) if after else None
    states = tuple(state) if state else ("running", "paused")
    found = app.watch.queue(
        caller, states=states, vendor=vendor, obligation=obligation, case=case, after=seen, limit=limit
    )
    return {"items": [plain(one) for one in found], "next": _cursor(app.secret, found, limit)}


@router.get("/clocks/{clock_id}")
def get_clock(caller: Caller, app: Services, clock_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> dict[str, Any]:
    """One clock with its arithmetic and what it has reached."""
    clock = app.watch.clock(caller, clock_id)
    shown: dict[str, Any] = plain(clock)
    shown["arithmetic"] = app.watch.arithmetic(caller, clock_id)
    shown["milestones"] = [plain(one) for one in app.watch.milestones(caller, clock_id)]
    return shown


@router.get("/cases/{number:path}")
def get_case(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """A case with its events, clocks and breaches."""
    shown: dict[str, Any] = plain(app.watch.case(caller, number))
    return shown


def plain(view: Any) -> Any:
    """A view as JSON shows it: each `*_ms` beside the same instant as `*_at`, RFC 3339 in UTC."""
    builtins = view if isinstance(view, dict | list) else msgspec.to_builtins(view)
    if isinstance(builtins, list):
        return [plain(one) for one in builtins] if builtins and isinstance(builtins[0], dict) else builtins
    shown: dict[str, Any] = {}
    for name, value in builtins.items():
        if name.endswith("_ms") and (value is None or isinstance(value, int)):
            shown[f"{name[:-3]}_at"] = None if value is None else instant(value)
        else:
            shown[name] = plain(value) if isinstance(value, dict | list) else value
    return shown


def instant(at_ms: int) -> str:
    """An instant as RFC 3339 in UTC, to the millisecond."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _check_vendor(app: App, caller: Actor, name: str) -> None:
    """A name misspelt would look like a vendor without clocks."""
    if name and name not in (known := app.watch.vendors(caller)):
        allowed = ", ".join(known[:NAMES_SHOWN]) + (", ..." if len(known) > NAMES_SHOWN else "")
        raise InvalidInput("request.not_allowed", place="query.vendor", value=name[:60], allowed=allowed)


def _cursor(secret: bytes, found: list[ClockView], limit: int) -> str | None:
    if len(found) < limit:
        return None
    last = found[-1]
    return cursors.encode(secret, (last.due_ms, last.id))
