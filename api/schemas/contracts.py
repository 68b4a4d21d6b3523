"""A contract as a client states it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.domain.hours import WEEKDAYS
from core.errors import InvalidInput

EXAMPLE: dict[str, Any] = {
    "number": "C-2026-0101",
    "title": "WP-3 follow-up and complaint seats",
    "buyer": "Shanghai Muyue Home",
    "vendor": {"number": "V-03", "name": "Shanghai Yunying Customer Service"},
    "effective_from": "2026-11-01",
    "packs": ["soft_complaint", "after_sales_care"],
    "limits": {"SC-01": "20 min"},
    "calendar": {
        "name": "shop",
        "tz": "Asia/Shanghai",
        "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEKDAYS},
        "holidays": ["2026-10-01", "2026-10-02"],
        "official_through": "2026-12-31",
    },
}


class VendorIn(BaseModel):
    """The vendor by the buyer's number; one that is new is added to the register."""

    model_config = ConfigDict(extra="forbid")
    number: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)


class ContractIn(BaseModel):
    """The terms of a contract version. `limits` and `bases` hold only what differs from the packs."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})
    number: str = Field(min_length=1, max_length=64)
    title: str = Field(default="", max_length=200)
    buyer: str = Field(min_length=1, max_length=200)
    vendor: VendorIn
    effective_from: date
    packs: list[str] = Field(min_length=1)
    limits: dict[str, str] = {}
    bases: dict[str, str] = {}
    calendar: dict[str, Any]


def named(calendar: Mapping[str, Any], otherwise: str) -> tuple[str, dict[str, Any]]:
    """A calendar's name, or what it is called otherwise, and its content. Raises `InvalidInput` for what is no name."""
    content = dict(calendar)
    name = content.pop("name", otherwise)
    if not isinstance(name, str):
        raise InvalidInput("calendar.bad_name", place="calendar.name", value=str(name)[:60])
    return name, content


class PublishedOut(BaseModel):
    """The version in which these terms stand, and their hash."""

    number: str
    version: int
    terms_sha256: str


class VersionOut(BaseModel):
    """One version with its terms; a vendor's key is shown what was negotiated about that vendor's obligations."""

    version: int
    effective_from_ms: int
    terms_sha256: str
    terms: dict[str, Any]


class ContractOut(BaseModel):
    """A contract with its versions, the latest last."""

    number: str
    title: str
    vendor_number: str
    vendor: str
    zone: str
    state: str
    versions: list[VersionOut]


class ContractsOut(BaseModel):
    """A page of contracts; `next` is the number behind which the next page begins."""

    items: list[ContractOut]
    next: str | None
