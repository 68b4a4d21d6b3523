"""Selections, bids and score sheets as a client states them; their parts are the domain's own records."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from core.domain.bid import Offer
from core.services.procurement.selection_drafts import RulesDraft


def _yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


SELECTION: dict[str, Any] = {"package": "WP-2026-0001", "title": "WP-1 home cleaning"}
RULES: dict[str, Any] = {
    "mode": "selection",
    "closes_ms": 1792800000000,
    "weights": {
        "price": "30", "quality": "15", "speed": "12", "service": "10", "technical_standard": "8",
        "management_service": "8", "stock_policy": "3", "flexibility": "6", "financial_stability": "4",
        "communication": "4",
    },
    "minima": {"technical_standard": "70"},
    "requirements": [
        {"code": "employers_liability", "name": {"zh": "雇主责任险", "en": "employer's liability insurance"}}
    ],
    "levels": [{"obligation": "HK-04", "least_pct": "90"}],
    "price_formula": "lowest_over_bid", "price_digits": 2, "divergence": "20", "least_bids": 3,
    "low_price": "government",
    "labour_floor": {"headcount": "20.6", "minimum_wage": _yuan("2740"), "contributions": _yuan("2131")},
}  # fmt: skip
BID: dict[str, Any] = {
    "vendor": "V-21",
    "lines": [{"code": "daily", "unit_price": _yuan("49.00"), "vat_rate": "0.06", "stated": _yuan("1058400.00")}],
    "promises": [{"obligation": "HK-04", "pct": "96"}],
    "evidence": [
        {"requirement": "employers_liability", "document": "policy 2026-118", "valid_from": "2026-01-01",
         "valid_until": "2026-12-31"}
    ],
}  # fmt: skip
SCORES: dict[str, Any] = {
    "scores": {"V-21": {"quality": "92", "speed": "90"}}, "comments": {"V-21": {"quality": "first-time pass 97 %"}},
}  # fmt: skip


class SelectionIn(BaseModel):
    """A new selection for a released work package."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": SELECTION})
    package: str = Field(min_length=1, max_length=64)
    title: str = Field(max_length=200)


@pydantic_dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", json_schema_extra={"example": RULES}))
class RulesIn(RulesDraft):
    """The rules but for the bill, which is the work package's; what is not said has the usual value."""


@pydantic_dataclass(frozen=True, config=ConfigDict(extra="forbid", json_schema_extra={"example": BID}))
class BidIn(Offer):
    """A vendor's bid: a unit price for every line of the bill."""


class OpeningIn(BaseModel):
    """Why it is opened although nobody has decided to outsource; empty where somebody has."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"undecided_because": "bridges the festival, one month only"}}
    )
    undecided_because: str = ""


class AnswerIn(BaseModel):
    """How a bidder explained his low price, and whether a person accepted it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"vendor": "V-24", "explanation": "family members work along", "accepted": False,
                        "reason": "no wage sheets were shown"}
        },
    )  # fmt: skip
    vendor: str
    explanation: str
    accepted: bool
    reason: str


class EvaluatorIn(BaseModel):
    """Whom to appoint, by the name that he signs in with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"evaluator": "chen"}})
    evaluator: str = Field(max_length=128)


class RecusalIn(BaseModel):
    """Who is taken out, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"evaluator": "sun", "reason": "related to bidder E"}}
    )
    evaluator: str
    reason: str


class ScoresIn(BaseModel):
    """Scores by vendor and criterion, 0 to 100; all of them are written, or none."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": SCORES})
    scores: dict[str, dict[str, Any]]
    comments: dict[str, dict[str, str]] = {}

    def decimals(self) -> dict[str, dict[str, Decimal]]:
        """The scores as numbers; what is none is NaN, which the sheet refuses by vendor and criterion."""
        return {
            vendor: {criterion: _decimal(value) for criterion, value in row.items()}
            for vendor, row in self.scores.items()
        }


class ConsensusIn(BaseModel):
    """What the evaluators agreed about a cell that diverged."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"vendor": "V-23", "criterion": "quality", "note": "the site visit counts"}},
    )
    vendor: str
    criterion: str
    note: str


class WeightsIn(BaseModel):
    """Weights to try, in proportion; a criterion left out keeps its own."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"weights": {"price": "40"}}})
    weights: dict[str, Any]

    def decimals(self) -> dict[str, Decimal]:
        """The weights as numbers; what is none is NaN, which is refused by criterion."""
        return {criterion: _decimal(value) for criterion, value in self.weights.items()}


class AwardIn(BaseModel):
    """To whom, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"vendor": "V-21", "reason": "highest total, best quality"}}
    )
    vendor: str
    reason: str


class ReasonIn(BaseModel):
    """Why it ends without an award."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"reason": "the budget was withdrawn"}})
    reason: str


def _decimal(value: Any) -> Decimal:
    if value is None or isinstance(value, bool | list | dict):
        return Decimal("NaN")
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return Decimal("NaN")
