"""`/v1/cases` and their forms, the people on them, and `/v1/workers`."""

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Response

import contract_templates
from api.deps import Call, Caller, Services
from api.docx import ANSWER, DOCX
from api.pages import page
from api.plain import dated
from api.schemas.cases import CaseIn, CertificateIn, FormIn, WorkerChange, WorkerIn
from core.domain.qualification import Evidence
from core.services.page import MOST

router = APIRouter()
PERSONAL = {"Cache-Control": "no-store"}
"""What is personal stays in no cache on its way."""


@router.get("/cases")
def list_cases(
    caller: Caller, app: Services, number: str = "", open: bool | None = None, after: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:  # fmt: skip
    """List cases whose number begins with `number`, the latest first, with what each waits for next."""
    found = app.case_list.find(caller, number=number, is_open=open, after=after, limit=limit)
    return page(found, limit, _shown)


@router.post("/cases")
def open_case(caller: Caller, app: Services, sent: CaseIn, call: Call) -> dict[str, Any]:
    """Open a case by the form of its kind; the house gives the number. Personal fields are kept apart from events."""
    return _shown(
        app.case_desk.open(caller, sent.contract, sent.form, sent.fields, site=sent.site, at=sent.at, call=call)
    )


@router.get("/cases/{number:path}/forms")
def list_forms(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """List what can be done on a case now, by whom, and what each form asks."""
    return {"items": [_shown(one) for one in app.case_desk.forms(caller, number)]}


@router.post("/cases/{number:path}/forms/{form}")
def fill_in_form(caller: Caller, app: Services, number: str, form: str, sent: FormIn, call: Call) -> dict[str, Any]:
    """Fill in a form: its event is sent, and the answer says what the rules said to it."""
    return _shown(app.case_desk.submit(caller, number, form, sent.fields, at=sent.at, call=call))


@router.get("/cases/{number:path}/people")
def get_people(caller: Caller, app: Services, number: str, response: Response) -> dict[str, Any]:
    """Who is on a case, as far as the caller may see it in its present state."""
    response.headers.update(PERSONAL)
    return _shown(app.case_people.people(caller, number))


@router.get("/cases/{number:path}/dispatch-order")
def get_dispatch_order(caller: Caller, app: Services, number: str, response: Response) -> dict[str, Any]:
    """The dispatch order; the customer's address stands on it from 24 h before the service until 2 h after it."""
    response.headers.update(PERSONAL)
    return _shown(app.case_people.dispatch_order(caller, number))


@router.get(
    "/cases/{number:path}/dispatch-order/document", response_class=Response,
    responses=ANSWER,
)  # fmt: skip
def get_dispatch_document(caller: Caller, app: Services, number: str, language: Literal["zh", "en"] = "zh") -> Response:
    """The dispatch order as a docx."""
    made = app.case_people.order_document(caller, number, contract_templates.load_order(), language)
    return Response(made, media_type=DOCX, headers=PERSONAL)


@router.get("/workers")
def list_workers(
    caller: Caller, app: Services, response: Response, after: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:  # fmt: skip
    """List workers by number: a vendor's own, or all for the buyer's desks, who see no phone."""
    response.headers.update(PERSONAL)
    found = app.workers.list(caller, after=after, limit=limit)
    return page(found, limit, _shown)


@router.post("/workers")
def add_worker(caller: Caller, app: Services, sent: WorkerIn, call: Call) -> dict[str, Any]:
    """Add a worker to the vendor's own register; the answer is his number."""
    certificates = _certificates(sent.certificates)
    return _shown(app.workers.add(caller, sent.name, sent.phone, sent.badge, certificates, call))


@router.patch("/workers/{number}")
def change_worker(caller: Caller, app: Services, number: str, sent: WorkerChange, call: Call) -> dict[str, Any]:
    """Renew a worker's certificates, or note that he has left or is back."""
    certificates = None if sent.certificates is None else _certificates(sent.certificates)
    return _shown(app.workers.change(caller, number, certificates=certificates, active=sent.active, call=call))


def _certificates(sent: list[CertificateIn]) -> tuple[Evidence, ...]:
    return tuple(Evidence(**one.model_dump()) for one in sent)


def _shown(view: Any) -> dict[str, Any]:
    shown: dict[str, Any] = dated(msgspec.to_builtins(view))
    return shown
