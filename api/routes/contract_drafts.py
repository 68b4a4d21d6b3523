"""`/v1/contracts/{number}/drafts`: a version of a contract from its terms to the day its clocks run; verification."""

from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response

from api.deps import Call, Caller, RawBody, Services
from api.docx import A_DOCX, ANSWER, attached
from api.plain import shown
from api.schemas.contract_drafts import AcknowledgementIn, AmendmentIn, AwardedIn, DraftIn, LintIn, RevisionIn
from api.schemas.contracts import named
from core.documents.terms import read_terms
from core.errors import InvalidInput
from core.services.legal.contract_desk import DraftSheet
from core.services.page import MOST

router = APIRouter(prefix="/contracts")
OfTerms = Annotated[str, Query(max_length=64)]
Version = Annotated[int, Query(ge=1, le=100_000)]
UPLOAD = {"requestBody": {"required": True, "description": "The docx itself.", **A_DOCX}}


@router.get("/drafts")
def list_drafts(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List the versions of `limit` contracts by number; `next` is the number behind which the next page begins."""
    found = app.desk.list(caller, after=after, limit=limit)
    numbers = sorted({one.number for one in found})
    return {"items": msgspec.to_builtins(found), "next": numbers[-1] if len(numbers) == limit else None}


@router.post("/drafts")
def begin_from_award(caller: Caller, app: Services, sent: AwardedIn, call: Call) -> dict[str, Any]:
    """Begin the contract that a selection was awarded for: what was decided there is not sent again.

    Without a calendar the limits run in the hours of the work package; without a number the contract gets the next.
    """
    view = app.desk.draft_from_award(
        caller, sent.selection, effective_from=sent.effective_from, limits=sent.limits, calendar=sent.calendar,
        number=sent.number, call=call,
    )  # fmt: skip
    return shown(view)


@router.post("/verify", openapi_extra=UPLOAD)
def verify_document(caller: Caller, app: Services, body: RawBody, on: date | None = None) -> dict[str, Any]:
    """Hold a docx against record and enforced rules; `differences` names each clause with its values.

    With `on` it is held against the version that was in force on that day, else against the latest.
    """
    answer: dict[str, Any] = msgspec.to_builtins(app.verification.verify(caller, body, on))
    return answer


@router.post("/{number}/drafts")
def begin_draft(caller: Caller, app: Services, number: str, sent: DraftIn, call: Call) -> dict[str, Any]:
    """Begin a version, the first or the next; limits outside what the packs allow are refused by path."""
    name, calendar = named(sent.calendar, number)
    terms = read_terms({**sent.terms, "number": _one_number(number, sent.terms)})
    sheet = DraftSheet(terms, sent.vendor_number, sent.effective_from, name, calendar)
    return shown(app.desk.draft(caller, sheet, call))


@router.post("/{number}/amendments")
def begin_amendment(caller: Caller, app: Services, number: str, sent: AmendmentIn, call: Call) -> dict[str, Any]:
    """Begin the next version of an active contract with its present terms."""
    return shown(app.desk.amend(caller, number, sent.effective_from, call))


@router.get("/{number}/drafts")
def get_draft(caller: Caller, app: Services, number: str, version: Version | None = None) -> dict[str, Any]:
    """One drafted version, by default the latest, with its findings and who may do what next."""
    view = app.desk.get(caller, number, version)
    return {**shown(view), "changes": list(app.desk.changes(caller, number, version))}


@router.put("/{number}/drafts")
def revise_draft(caller: Caller, app: Services, number: str, sent: RevisionIn, call: Call) -> dict[str, Any]:
    """Give the open draft other terms; what was found and approved no longer counts.

    With `of`, the hash of the terms that these were made from, it is refused if somebody has changed those meanwhile.
    """
    terms = read_terms({**sent.terms, "number": _one_number(number, sent.terms)})
    return shown(app.desk.revise(caller, number, terms, sent.effective_from, call, of=sent.of))


@router.post("/{number}/drafts/lint")
def lint_draft(caller: Caller, app: Services, number: str, sent: LintIn, call: Call) -> dict[str, Any]:
    """Check the draft by the law of the planned day of signing, and the documents made of it."""
    return shown(app.desk.lint(caller, number, sent.signed_on, call))


@router.post("/{number}/drafts/acknowledgements")
def acknowledge_finding(
    caller: Caller, app: Services, number: str, sent: AcknowledgementIn, call: Call
) -> dict[str, Any]:
    """Accept a warning with a reason; an error cannot be accepted."""
    return shown(app.desk.acknowledge(caller, number, sent.rule, sent.path, sent.reason, call))


@router.post("/{number}/drafts/approve")
def approve_draft(caller: Caller, app: Services, number: str, call: Call, of: OfTerms = "") -> dict[str, Any]:
    """Approve the linted draft; nobody who wrote in it may. The three editions are rendered and kept.

    With `of`, the hash of the terms that were read, it is refused if somebody has changed them meanwhile.
    """
    return shown(app.desk.approve(caller, number, call, of=of))


@router.get("/{number}/drafts/document", response_class=Response, responses=ANSWER)
def get_document(
    caller: Caller, app: Services, number: str, edition: str = "bilingual", version: Version | None = None
) -> Response:
    """The document in an edition (zh, en, bilingual), by default of the active version, else of the latest draft."""
    content = app.desk.render(caller, number, edition, version)
    return attached(content, f"{number}-{edition}")


@router.post("/{number}/drafts/sign", openapi_extra=UPLOAD)
def sign_draft(
    caller: Caller, app: Services, number: str, signed_on: date, body: RawBody, call: Call
) -> dict[str, Any]:
    """Record the signed docx, sent as the body; it has to carry the approved hash and text."""
    return shown(app.desk.sign(caller, number, body, signed_on, call))


@router.post("/{number}/drafts/activate")
def activate_draft(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """Publish the signed version: from its day of effect the clocks run by its limits."""
    return shown(app.desk.activate(caller, number, call))


def _one_number(number: str, terms: dict[str, Any]) -> str:
    """The number of the address; terms that state another one are refused."""
    stated = terms.get("number", number)
    if stated != number:
        raise InvalidInput("draft.two_numbers", place="terms.number", value=str(stated)[:60], allowed=number)
    return number
