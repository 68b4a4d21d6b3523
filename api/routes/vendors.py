"""`/v1/vendors`: the register with codes, channels and evidence."""

from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import Call, Caller, Services
from core.domain.qualification import Evidence
from core.services.page import MOST
from core.services.procurement.vendors import VendorView

router = APIRouter(prefix="/vendors")


class VendorEntry(BaseModel):
    """A vendor as he is entered; `found_by` is web, press or trade (OS-05)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"number": "V-21", "name": "Shanghai Jieshe Home Services", "uscc": "91310115MAY0B101XW",
                        "found_by": "trade"}
        },
    )  # fmt: skip
    number: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    uscc: str = Field(default="", max_length=32)
    found_by: str = ""


class VendorFacts(BaseModel):
    """What is set on a vendor; what is left empty stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"found_by": "web"}})
    uscc: str = Field(default="", max_length=32)
    found_by: str = ""


class EvidenceIn(BaseModel):
    """A document that answers a requirement."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"requirement": "employers_liability", "document": "policy 2026-118", "valid_from": "2026-01-01",
                        "valid_until": "2026-12-31"}
        },
    )  # fmt: skip
    requirement: str
    document: str
    valid_from: date
    valid_until: date | None = None


@router.post("")
def register_vendor(caller: Caller, app: Services, sent: VendorEntry, call: Call) -> dict[str, Any]:
    """Add a vendor; a company whose code is known is refused with its number."""
    return _shown(
        app.vendors.register(caller, sent.number, sent.name, uscc=sent.uscc, found_by=sent.found_by, call=call)
    )


@router.patch("/{number}")
def describe_vendor(caller: Caller, app: Services, number: str, sent: VendorFacts, call: Call) -> dict[str, Any]:
    """Set the code or the channel of a vendor."""
    return _shown(app.vendors.describe(caller, number, uscc=sent.uscc, found_by=sent.found_by, call=call))


@router.post("/{number}/evidence")
def add_evidence(caller: Caller, app: Services, number: str, sent: EvidenceIn, call: Call) -> dict[str, Any]:
    """Add a document to a vendor's evidence."""
    return _shown(app.vendors.prove(caller, number, Evidence(**sent.model_dump()), call))


@router.get("")
def list_vendors(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List vendors by number; `next` is the number behind which the next page begins."""
    found = app.vendors.list(caller, after=after, limit=limit)
    return {"items": [_shown(one) for one in found], "next": found[-1].number if len(found) == limit else None}


@router.get("/{number}")
def get_vendor(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One vendor with his evidence and what expires soon."""
    return _shown(app.vendors.get(caller, number))


def _shown(view: VendorView) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(view)
    return plain
