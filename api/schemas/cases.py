"""Cases, forms and workers as a client states them."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Value = str | int | bool | list[str] | None
CASE: dict[str, Any] = {
    "contract": "C-2026-0001", "form": "booking", "site": "Xuhui", "fields": {
        "wanted": "daily cleaning", "booked_start_ms": "2026-12-02T09:00:00+08:00", "signed_by": "owner",
        "customer_name": "Wang", "customer_phone": "138****0000", "customer_address": "88 Xingfu Road, 6-1203",
    },
}  # fmt: skip
FORM: dict[str, Any] = {"fields": {"item": "CD-07", "seen_how": "inspection", "evidence": "photo 2026-118",
                                   "what": "no badge was shown"}}  # fmt: skip
WORKER: dict[str, Any] = {
    "name": "Li", "phone": "139****0000", "badge": "B-77",
    "certificates": [
        {"requirement": "on_site_certificate", "document": "OS-2026-31", "valid_from": "2026-01-01",
         "valid_until": "2027-12-31"}
    ],
}  # fmt: skip


class FormIn(BaseModel):
    """A form filled in; `at` is when it happened (RFC 3339, not in the future), now if it is not stated."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": FORM})
    fields: dict[str, Value] = {}
    at: str = Field(default="", max_length=40)


class CaseIn(BaseModel):
    """A new case: the contract, the form of the kind of case, the site, and what the form asks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CASE})
    contract: str = Field(min_length=1, max_length=64)
    form: str = Field(min_length=1, max_length=64)
    site: str = Field(min_length=1, max_length=60)
    fields: dict[str, Value] = {}
    at: str = Field(default="", max_length=40)


class CertificateIn(BaseModel):
    """A worker's certificate; `on_site_certificate` is the one without which nobody is sent."""

    model_config = ConfigDict(extra="forbid")
    requirement: str = Field(min_length=1, max_length=64)
    document: str = Field(min_length=1, max_length=200)
    valid_from: date
    valid_until: date | None = None


class WorkerIn(BaseModel):
    """A worker of the vendor whose key asks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": WORKER})
    name: str = Field(min_length=1, max_length=80)
    phone: str = Field(min_length=1, max_length=40)
    badge: str = Field(min_length=1, max_length=80)
    certificates: list[CertificateIn] = []


class WorkerChange(BaseModel):
    """What is renewed or noted of a worker; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"active": False}})
    certificates: list[CertificateIn] | None = None
    active: bool | None = None
