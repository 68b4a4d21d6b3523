"""Clocks and cases: `GET /v1/clocks`, `/v1/cases/{number}`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query

from api import cursors
from api.deps import LARGEST_ID, Caller, Services
from api.plain import dated
from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.clock import OPEN_STATES
from core.errors import InvalidInput
from core.services.filters import Filters
from core.services.operations.views import ClockView
from core.services.page import MOST

router = APIRouter()
Limit = Annotated[int, Query(ge=1, le=MOST)]
State = Literal["running", "paused", "met", "missed", "cancelled"]
NAMES_SHOWN = 20


def asked(vendor: str = "", obligation: str = "", case: str = "", imported: bool = False) -> Filters:
    """Which clocks a program asks for: those of live contracts, or of imported logs."""
    return Filters(vendor, obligation, case, imported=imported)


@router.get("/clocks")
def list_clocks(
    caller: Caller, app: Services, filters: Annotated[Filters, Depends(asked)],
    state: Annotated[list[State] | None, Query()] = None, after: str = "", limit: Limit = 100,
) -> dict[str, Any]:  # fmt: skip
    """List clocks of live contracts by time to breach, or those of `imported` logs; `vendor` is a name.

    `next` is the cursor of the page that follows.
    """
    _check_vendor(app, caller, filters.vendor)
    seen = cursors.decode(app.secret, after) if after else None
    states = tuple(state) if state else OPEN_STATES
    found = app.watch.queue(
        caller, states=states, vendor=filters.vendor, obligation=filters.obligation, case=filters.case,
        imported=filters.imported, after=seen, limit=limit,
    )  # fmt: skip
    return {"items": [dated(one) for one in found], "next": _cursor(app.secret, found, limit)}


@router.get("/clocks/{clock_id}")
def get_clock(caller: Caller, app: Services, clock_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]) -> dict[str, Any]:
    """One clock with its arithmetic and what it has reached."""
    clock = app.watch.clock(caller, clock_id)
    shown: dict[str, Any] = dated(clock)
    shown["arithmetic"] = app.watch.arithmetic(caller, clock_id)
    shown["milestones"] = [dated(one) for one in app.watch.milestones(caller, clock_id)]
    return shown


@router.get("/cases/{number:path}")
def get_case(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """A case with its events, clocks and breaches."""
    shown: dict[str, Any] = dated(app.watch.case(caller, number))
    return shown


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
