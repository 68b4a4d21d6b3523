"""`POST /v1/events`: one CloudEvent or a batch of up to 500, each item answered for itself."""

import msgspec
from fastapi import APIRouter, Response

from api.deps import Caller, RawBody, Services
from api.plain import dated
from core.services.operations.envelope import split

router = APIRouter()

EXAMPLE = {
    "specversion": "1.0", "id": "e-1", "source": "shop", "type": "complaint.received", "subject": "C-1",
    "time": "2026-11-02T09:00:00+08:00", "data": {"contract": "C-2026-0003", "complaint_kind": "soft"},
}  # fmt: skip


@router.post(
    "/events",
    openapi_extra={"requestBody": {"content": {"application/json": {"example": EXAMPLE}}, "required": True}},
)
def receive_events(caller: Caller, app: Services, body: RawBody) -> Response:
    """Take in service events; the answer's items are in the order of the request's."""
    raw = split(body)
    items = app.intake.put(caller, raw[0]) if len(raw) == 1 else app.events.receive(caller, raw)
    for item in items:
        item.verdicts = [dated(verdict) for verdict in item.verdicts]
    return Response(msgspec.json.encode({"items": items}), media_type="application/json")
