"""`/v1/vendors`: the register with codes, channels and evidence."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Call, Caller, Services
from api.pages import page
from api.plain import shown
from api.schemas.vendors import EvidenceIn, VendorEntry, VendorFacts
from core.services.page import MOST

router = APIRouter(prefix="/vendors")


@router.post("")
def register_vendor(caller: Caller, app: Services, sent: VendorEntry, call: Call) -> dict[str, Any]:
    """Add a vendor; a company whose code is known is refused with its number."""
    return shown(
        app.vendors.register(caller, sent.number, sent.name, uscc=sent.uscc, found_by=sent.found_by, call=call)
    )


@router.patch("/{number}")
def describe_vendor(caller: Caller, app: Services, number: str, sent: VendorFacts, call: Call) -> dict[str, Any]:
    """Set the code or the channel of a vendor."""
    return shown(app.vendors.describe(caller, number, uscc=sent.uscc, found_by=sent.found_by, call=call))


@router.post("/{number}/evidence")
def add_evidence(caller: Caller, app: Services, number: str, sent: EvidenceIn, call: Call) -> dict[str, Any]:
    """Add a document to a vendor's evidence."""
    return shown(app.vendors.prove(caller, number, sent, call))


@router.get("")
def list_vendors(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List vendors by number; `next` is the number behind which the next page begins."""
    return page(app.vendors.list(caller, after=after, limit=limit), limit, shown)


@router.get("/{number}")
def get_vendor(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One vendor with his evidence and what expires soon."""
    return shown(app.vendors.get(caller, number))
