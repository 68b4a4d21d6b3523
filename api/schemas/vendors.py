"""Vendors and their evidence as a client states them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from core.domain.qualification import Evidence

ENTRY: dict[str, Any] = {
    "number": "V-21", "name": "Shanghai Jieshe Home Services", "uscc": "91310115MAY0B101XW", "found_by": "trade"
}  # fmt: skip
EVIDENCE: dict[str, Any] = {
    "requirement": "employers_liability", "document": "policy 2026-118", "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
}  # fmt: skip


class VendorFacts(BaseModel):
    """What is set on a vendor; what is left empty stays. `found_by` is web, press or trade (OS-05)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"found_by": "web"}})
    uscc: str = Field(default="", max_length=32)
    found_by: str = ""


class VendorEntry(VendorFacts):
    """A vendor as he is entered."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": ENTRY})
    number: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)


@pydantic_dataclass(frozen=True, config=ConfigDict(extra="forbid", json_schema_extra={"example": EVIDENCE}))
class EvidenceIn(Evidence):
    """A document that answers a requirement."""
