"""`/v1/reviews`: the buyer's draft, the vendor's reply, the decision about his standing."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query

from api.deps import Call, Caller, Services
from api.pages import page
from api.plain import dated, plain
from api.schemas.performance import AssessmentIn, DecisionIn, ReplyIn, ReviewIn, SendIn
from core.services.page import MOST
from core.services.performance.reviews import ReviewView

router = APIRouter(prefix="/reviews")


@router.post("")
def draft_review(caller: Caller, app: Services, sent: ReviewIn, call: Call) -> dict[str, Any]:
    """Begin a review on closed months."""
    return _shown(app.reviews.draft(caller, sent.vendor, sent.first, sent.last, sent.assessment, call))


@router.get("")
def list_reviews(
    caller: Caller, app: Services, vendor: str = "", after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List reviews by number; a vendor's key sees its own that were sent."""
    return page(app.reviews.list(caller, vendor=vendor, after=after, limit=limit), limit, _shown)


@router.get("/{number}")
def get_review(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One review, with how sure its cards make each figure."""
    sure = [msgspec.to_builtins(one) for one in app.reviews.sureness(caller, number)]
    return {**_shown(app.reviews.get(caller, number)), "sureness": sure}


@router.put("/{number}/assessment")
def revise_review(caller: Caller, app: Services, number: str, sent: AssessmentIn, call: Call) -> dict[str, Any]:
    """Word a draft anew."""
    return _shown(app.reviews.revise(caller, number, sent.assessment, call))


@router.post("/{number}/send")
def send_review(caller: Caller, app: Services, number: str, sent: SendIn, call: Call) -> dict[str, Any]:
    """Show it to the vendor, who may reply until the stated instant."""
    return _shown(app.reviews.send(caller, number, sent.at_ms(), call))


@router.post("/{number}/reply")
def reply_to_review(caller: Caller, app: Services, number: str, sent: ReplyIn, call: Call) -> dict[str, Any]:
    """Reply as the vendor; a late reply is refused with the deadline."""
    return _shown(app.reviews.reply(caller, number, sent.text, is_appeal=sent.is_appeal, call=call))


@router.post("/{number}/decision")
def decide_review(caller: Caller, app: Services, number: str, sent: DecisionIn, call: Call) -> dict[str, Any]:
    """Decide the standing, after the reply or its deadline."""
    return _shown(
        app.reviews.decide(caller, number, sent.grade, sent.reason, sent.expires_on, override=sent.override, call=call)
    )


@router.post("/{number}/close")
def close_review(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """End a decided review."""
    return _shown(app.reviews.close(caller, number, call))


def _shown(view: ReviewView) -> dict[str, Any]:
    shown: dict[str, Any] = dated(plain(view))
    return shown
