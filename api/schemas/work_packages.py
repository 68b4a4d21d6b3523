"""Work packages and feasibility as a client states them; their parts are the domain's own records."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import Uncertainty
from core.domain.work_package import PackageContent


def _yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


PACKAGE: dict[str, Any] = {
    "title": "WP-1 home cleaning",
    "content": {
        "scope": {"procedures": ["housekeeping", "order_taking", "conduct"], "sites": ["Xuhui"], "hours": "08-22"},
        "bill": {
            "currency": "CNY",
            "lines": [
                {"code": "daily", "name": {"zh": "日常保洁", "en": "daily cleaning"}, "unit": "person_hour",
                 "quantity": "21600", "ceiling": _yuan("53.00"), "vat_rate": "0.06"},
            ],
        },
        "volume": {
            "per_month": "760", "unit": "visit", "since": "2026-10-01",
            "peaks": [{"name": {"zh": "春节前", "en": "before Spring Festival"}, "first": "2027-01-09",
                       "last": "2027-02-05", "factor": "1.6"}],
        },
        "cost": {
            "currency": "CNY",
            "lines": [{"kind": "labour", "name": {"zh": "保洁员", "en": "cleaners"}, "a_year": _yuan("1900000.00"),
                       "avoidable": "1", "with_volume": "0.8"}],
        },
    },
}  # fmt: skip
DECISION: dict[str, Any] = {
    "outcome": "pilot", "reason": "cheaper with 83 % probability; one district first",
    "triggers": {"volume_least": "0.7", "volume_most": "1.4"},
}  # fmt: skip


class PackageIn(BaseModel):
    """A new work package."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": PACKAGE})
    title: str
    content: PackageContent


class EconomicsIn(BaseModel):
    """The economic case, and which of its drivers are uncertain."""

    model_config = ConfigDict(extra="forbid")
    case: EconomicCase
    uncertainty: Uncertainty = Uncertainty()


class DecisionIn(BaseModel):
    """What a person decided, why, and what makes the house look again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": DECISION})
    outcome: str
    reason: str
    triggers: Triggers
