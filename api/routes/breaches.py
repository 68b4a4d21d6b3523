"""Breaches: `GET /v1/breaches` as a gapless feed, one with its history, and what buyer and vendor do about it."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from api.deps import LARGEST_ID, Call, Caller, Services
from api.plain import dated
from api.schemas.breaches import DecisionIn, ObjectionIn
from core.services.operations.breach_views import BreachView
from core.services.page import MOST

router = APIRouter(prefix="/breaches")
OCTETS = "application/octet-stream"
A_FILE: dict[str, Any] = {"description": "The file.", "content": {OCTETS: {}}}


@router.get("")
def feed_breaches(
    caller: Caller,
    app: Services,
    after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:
    """Changes of breaches after the number `after`; the numbers have no gaps, so nothing is missed."""
    items = app.watch.feed(caller, after, limit)
    return {"items": [dated(one) for one in items], "next": items[-1]["seq"] if items else after}


@router.get("/{breach_id}")
def get_breach(caller: Caller, app: Services, breach_id: str) -> dict[str, Any]:
    """One breach: state, until when it can be disputed, what it costs and why, dispute, decision and history."""
    shown = _shown(app.watch.breach(caller, breach_id))
    shown["history"] = [dated(one) for one in app.watch.history(caller, breach_id)]
    return shown


@router.post("/{breach_id}/acceptance")
def accept_breach(caller: Caller, app: Services, breach_id: str, call: Call) -> dict[str, Any]:
    """The vendor accepts a breach he was notified of, within the objection period."""
    return _shown(app.objections.accept(caller, breach_id, call))


@router.post("/{breach_id}/disputes")
def dispute_breach(caller: Caller, app: Services, breach_id: str, sent: ObjectionIn, call: Call) -> dict[str, Any]:
    """Object to a breach within the objection period, with a ground, a statement and evidence."""
    return _shown(app.objections.dispute(caller, breach_id, sent.read(), call))


@router.post("/{breach_id}/disputes/withdrawal")
def withdraw_dispute(caller: Caller, app: Services, breach_id: str, call: Call) -> dict[str, Any]:
    """The vendor takes his objection back; where the period has ended the breach is then deemed accepted."""
    return _shown(app.objections.withdraw(caller, breach_id, call))


@router.post("/{breach_id}/disputes/decision")
def decide_dispute(caller: Caller, app: Services, breach_id: str, sent: DecisionIn, call: Call) -> dict[str, Any]:
    """The buyer's manager upholds a disputed breach, whole or in part, or rescinds it; not who recorded the dispute."""
    return _shown(app.objections.decide(caller, breach_id, sent.read(), call))


@router.get("/{breach_id}/disputes/files/{sha256}", response_class=Response, responses={200: A_FILE})
def get_evidence_file(caller: Caller, app: Services, breach_id: str, sha256: str) -> Response:
    """A file of the dispute's evidence, by its SHA-256."""
    name, content = app.objections.file(caller, breach_id, sha256)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=OCTETS, headers=headers)


def _shown(view: BreachView) -> dict[str, Any]:
    shown: dict[str, Any] = dated(view)
    return shown
