"""`/v1/scorecards`, `/v1/vendors/{number}/standing`, `/v1/contracts/{number}/renewals`: how well, and what follows."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Call, Caller, Services
from api.plain import dated, plain
from api.schemas.performance import BlockIn, CloseIn, ReleaseIn, RenewalIn
from core.services.performance.behind import MOST
from core.services.performance.scorecards import MOST_MONTHS

router = APIRouter()


@router.post("/scorecards/close")
def close_month(caller: Caller, app: Services, sent: CloseIn, call: Call) -> dict[str, Any]:
    """Close a month that is over; its cards never change, what is decided later enters the next month."""
    closing = app.scorecards.close(
        caller, sent.month, vendor=sent.vendor, contract=sent.contract, weights=sent.weights, call=call
    )
    return _shown(closing)


@router.get("/scorecards")
def list_scorecards(
    caller: Caller, app: Services, vendor: str = "", until: str = "",
    months: Annotated[int, Query(ge=1, le=MOST_MONTHS)] = 12,
) -> dict[str, Any]:  # fmt: skip
    """List closed months with score, interval and evidence; a vendor's key sees its own."""
    found = app.scorecards.closed(caller, vendor=vendor, until=until, months=months)
    return {"items": [_shown(one) for one in found]}


@router.get("/scorecards/{vendor}/{month}")
def get_scorecard(
    caller: Caller, app: Services, vendor: str, month: str, contract: str = "", site: str | None = None
) -> dict[str, Any]:
    """A vendor's month: every KPI with n, interval, target, promise and weight; a preview while it is not closed."""
    return _shown(app.scorecards.card(caller, vendor, month, contract=contract, site=site))


@router.get("/scorecards/{vendor}/{month}/cases")
def get_cases_behind(
    caller: Caller, app: Services, vendor: str, month: str, kpi: str = "on_time", obligation: str = "",
    contract: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:  # fmt: skip
    """List the cases behind one figure, those that spoil it first."""
    found = app.scorecards.behind(caller, vendor, month, kpi, obligation=obligation, contract=contract, limit=limit)
    return {"items": [_shown(one) for one in found]}


@router.get("/past-performance")
def get_past_performance(
    caller: Caller, app: Services, vendor: Annotated[list[str] | None, Query(max_length=MOST)] = None
) -> dict[str, Any]:
    """What past performance would count for vendors in a selection today: a score of 100 with interval and evidence."""
    return {"items": [_shown(one) for one in app.scorecards.past(caller, vendor or ())]}


@router.get("/vendors/{number}/standing")
def get_standing(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """How a vendor stands today, and why he may not be invited, if so."""
    return _shown(app.standings.get(caller, number))


@router.post("/vendors/{number}/block")
def block_vendor(caller: Caller, app: Services, number: str, sent: BlockIn, call: Call) -> dict[str, Any]:
    """Keep a vendor from being invited to selections."""
    return _shown(app.standings.block(caller, number, sent.reason, sent.expires_on, call))


@router.post("/vendors/{number}/release")
def release_vendor(caller: Caller, app: Services, number: str, sent: ReleaseIn, call: Call) -> dict[str, Any]:
    """End a block."""
    return _shown(app.standings.release(caller, number, sent.reason, call))


@router.get("/contracts/{number}/renewals")
def list_renewals(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """List what was decided about a contract's renewal, the latest first."""
    return {"items": [_shown(one) for one in app.renewals.of(caller, number)]}


@router.get("/contracts/{number}/renewals/dossier")
def get_renewal_dossier(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """What a decision would rest on today: the notice, the closed cards together, how sure they make each figure."""
    return _shown(app.renewals.dossier(caller, number))


@router.post("/contracts/{number}/renewals")
def decide_renewal(caller: Caller, app: Services, number: str, sent: RenewalIn, call: Call) -> dict[str, Any]:
    """Decide what becomes of a contract; the cards it rests on and how sure they make it are kept."""
    return _shown(app.renewals.decide(caller, number, sent.choice, sent.reason, call))


def _shown(view: Any) -> dict[str, Any]:
    shown: dict[str, Any] = dated(plain(view))
    return shown
