"""`/v1/reviews`: the buyer's draft, the vendor's reply, the decision about his standing."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Query

from api.deps import Caller, RawBody, Services
from api.routes.watch import plain
from api.schemas.performance import AssessmentIn, DecisionIn, ReplyIn, ReviewIn, SendIn
from core.services.once import once
from core.services.reviews import MOST, ReviewView

router = APIRouter(prefix="/reviews")
Key = Annotated[str, Header(alias="Idempotency-Key")]


@router.post("")
def draft_review(caller: Caller, app: Services, sent: ReviewIn, body: RawBody, key: Key = "") -> dict[str, Any]:
    """Begin a review on closed months."""
    call = once(key, "POST /v1/reviews", body)
    return _shown(app.reviews.draft(caller, sent.vendor, sent.first, sent.last, sent.assessment, call))


@router.get("")
def list_reviews(
    caller: Caller, app: Services, vendor: str = "", after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List reviews by number; a vendor's key sees its own that were sent."""
    found = app.reviews.list(caller, vendor=vendor, after=after, limit=limit)
    return {"items": [_shown(one) for one in found], "next": found[-1].number if len(found) == limit else None}


@router.get("/{number}")
def get_review(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One review, with how sure its cards make each figure."""
    sure = [msgspec.to_builtins(one) for one in app.reviews.sureness(caller, number)]
    return {**_shown(app.reviews.get(caller, number)), "sureness": sure}


@router.put("/{number}/assessment")
def revise_review(
    caller: Caller, app: Services, number: str, sent: AssessmentIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Word a draft anew."""
    call = once(key, f"PUT /v1/reviews/{number}/assessment", body)
    return _shown(app.reviews.revise(caller, number, sent.assessment, call))


@router.post("/{number}/send")
def send_review(
    caller: Caller, app: Services, number: str, sent: SendIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Show it to the vendor, who may reply until the stated instant."""
    call = once(key, f"POST /v1/reviews/{number}/send", body)
    return _shown(app.reviews.send(caller, number, sent.at_ms(), call))


@router.post("/{number}/reply")
def reply_to_review(
    caller: Caller, app: Services, number: str, sent: ReplyIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Reply as the vendor; a late reply is refused with the deadline."""
    call = once(key, f"POST /v1/reviews/{number}/reply", body)
    return _shown(app.reviews.reply(caller, number, sent.text, is_appeal=sent.is_appeal, call=call))


@router.post("/{number}/decision")
def decide_review(
    caller: Caller, app: Services, number: str, sent: DecisionIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Decide the standing, after the reply or its deadline."""
    call = once(key, f"POST /v1/reviews/{number}/decision", body)
    return _shown(
        app.reviews.decide(caller, number, sent.grade, sent.reason, sent.expires_on, override=sent.override, call=call)
    )


@router.post("/{number}/close")
def close_review(caller: Caller, app: Services, number: str, body: RawBody, key: Key = "") -> dict[str, Any]:
    """End a decided review."""
    return _shown(app.reviews.close(caller, number, once(key, f"POST /v1/reviews/{number}/close", body)))


def _shown(view: ReviewView) -> dict[str, Any]:
    shown: dict[str, Any] = plain(view)
    return shown
