"""`POST /v1/decisions`: what a decision table says to the facts, with the rule cited."""

from typing import Any

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.deps import Caller, Services

router = APIRouter()


EXAMPLE: dict[str, Any] = {
    "pack": "cancellation",
    "facts": {
        "product_kind": "regular", "age_s": 864000, "collected": "delivered", "channel": "online",
        "customer": "consumer", "days_since": 7, "intact": True,
    },
}  # fmt: skip


class Question(BaseModel):
    """A decision pack and the facts of the case."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": EXAMPLE},
    )
    pack: str
    facts: dict[str, str | int | bool]


@router.post("/decisions")
def decide(caller: Caller, app: Services, question: Question) -> dict[str, Any]:
    """Answer a question; asking changes nothing, so it needs no idempotency key."""
    answer: dict[str, Any] = msgspec.to_builtins(app.decisions.decide(caller, question.pack, question.facts))
    return answer
