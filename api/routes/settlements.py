"""`/v1/settlements`, `/v1/contracts/{number}/fees` and `.../settlements`: what deductions really come to in a month."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Call, Caller, Services
from api.plain import dated, plain
from api.schemas.performance import FeeIn
from core.domain.money import Money
from core.services.page import MOST
from core.services.performance.settlements import SettlementView

router = APIRouter()


@router.get("/settlements")
def list_settlements(
    caller: Caller, app: Services, vendor: str = "", contract: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:  # fmt: skip
    """List closed statements, the latest month first; a vendor's key sees its own."""
    found = app.settlements.list(caller, vendor=vendor, contract=contract, limit=limit)
    return {"items": [_shown(one) for one in found]}


@router.get("/contracts/{number}/settlements/{month}")
def get_settlement(caller: Caller, app: Services, number: str, month: str) -> dict[str, Any]:
    """A contract's month: each breach with its deduction, adjustments, caps; a preview while `sha256` is empty."""
    return _shown(app.settlements.get(caller, number, month))


@router.put("/contracts/{number}/fees/{month}")
def record_fee(caller: Caller, app: Services, number: str, month: str, sent: FeeIn, call: Call) -> dict[str, Any]:
    """Record the fee of a month that is over; it can be recorded anew until the month is settled."""
    amount = Money.parse(sent.amount, sent.currency)
    return _shown(app.settlements.record_fee(caller, number, month, amount, sent.invoice, call))


@router.post("/contracts/{number}/settlements/{month}")
def close_settlement(caller: Caller, app: Services, number: str, month: str, call: Call) -> dict[str, Any]:
    """Close the statement of a month; it never changes, what is decided later is an adjustment of the next one."""
    return _shown(app.settlements.close(caller, number, month, call))


def _shown(view: SettlementView) -> dict[str, Any]:
    shown: dict[str, Any] = dated(plain(view))
    return {**shown, "is_closed": view.is_closed}
