"""A drafted contract as a client states it. Terms are those of `contract_terms.schema.json`, read by the desk."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.domain.hours import WEEKDAYS

CALENDAR: dict[str, Any] = {
    "name": "shop",
    "tz": "Asia/Shanghai",
    "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEKDAYS},
    "holidays": ["2026-10-01", "2026-10-02"],
}
SOME_TERMS: dict[str, Any] = {
    "title": {"zh": "回访与投诉受理坐席", "en": "Follow-up and complaint seats"},
    "buyer": {"name": {"zh": "上海木阅家居有限公司〔演示〕", "en": "Shanghai Muyue Home"}},
    "vendor": {"name": {"zh": "上海云应客户服务有限公司〔演示〕", "en": "Shanghai Yunying Customer Service"}},
    "schedule": {"begins_on": "2026-11-01", "ends_on": "2028-10-31"},
    "service_levels": [{"obligation": "SC-01", "limit": "20 min", "target": "0.97", "credit": {"kind": "score"}}],
    "dispute": {
        "mode": "litigation",
        "court": {"zh": "上海市黄浦区人民法院", "en": "Huangpu District Court"},
    },
}


def _example(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class DraftIn(BaseModel):
    """The first draft of a version; the contract's number stands in the address."""

    model_config = _example(
        {"vendor_number": "V-03", "effective_from": "2026-11-01", "calendar": CALENDAR, "terms": SOME_TERMS}
    )
    vendor_number: str = Field(min_length=1, max_length=64)
    effective_from: date
    calendar: dict[str, Any]
    terms: dict[str, Any]


class AwardedIn(BaseModel):
    """The contract of an award: the day of effect, and what is agreed away from defaults and work package."""

    model_config = _example(
        {"selection": "S-2026-0001", "effective_from": "2026-12-01", "limits": {"HK-04": "10 min"},
         "calendar": {one: CALENDAR[one] for one in ("tz", "weekly_hours")}}
    )  # fmt: skip
    selection: str = Field(min_length=1, max_length=64)
    effective_from: date
    limits: dict[str, str] = Field(default_factory=dict)
    calendar: dict[str, Any] | None = None
    number: str = Field(default="", max_length=64)


class RevisionIn(BaseModel):
    """Other terms for an open draft, if it moves the day of effect, and the hash of those that they were made from."""

    model_config = _example({"terms": SOME_TERMS, "effective_from": "2026-11-15"})
    terms: dict[str, Any]
    effective_from: date | None = None
    of: str = Field(default="", max_length=64)


class AmendmentIn(BaseModel):
    """The day from which the next version is to hold; it begins with the terms of the active one."""

    model_config = _example({"effective_from": "2027-01-01"})
    effective_from: date


class LintIn(BaseModel):
    """The planned day of signing: the law in force on it is the one that counts."""

    model_config = _example({"signed_on": "2026-10-20"})
    signed_on: date


class AcknowledgementIn(BaseModel):
    """Why a warning is accepted."""

    model_config = _example({"rule": "OS-19", "path": "guarantees", "reason": "A pilot of three months."})
    rule: str = Field(min_length=1, max_length=64)
    path: str = Field(max_length=200)
    reason: str = Field(min_length=1, max_length=1000)
