"""`/v1/selections/{number}/evaluation`: evaluators, their own sheets, consensus."""

from typing import Annotated, Any

from fastapi import APIRouter, Header

from api.deps import Caller, RawBody, Services
from api.plain import plain
from api.schemas.selections import ConsensusIn, EvaluatorIn, RecusalIn, ScoresIn
from core.services.once import Once, once

router = APIRouter(prefix="/selections/{number}/evaluation")
Key = Annotated[str, Header(alias="Idempotency-Key")]


@router.post("")
def open_evaluation(caller: Caller, app: Services, number: str, body: RawBody, key: Key = "") -> dict[str, Any]:
    """Begin the evaluation of a closed selection."""
    return _shown(app.evaluations.open(caller, number, _call(key, number, "", body)))


@router.get("")
def get_evaluation(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """How far it has come; scores are shown once every sheet that counts is locked."""
    return _shown(app.evaluations.get(caller, number))


@router.post("/evaluators")
def appoint_evaluator(
    caller: Caller, app: Services, number: str, sent: EvaluatorIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Give an evaluator a sheet."""
    return _shown(app.evaluations.appoint(caller, number, sent.evaluator, _call(key, number, "/evaluators", body)))


@router.post("/recusals")
def recuse_evaluator(
    caller: Caller, app: Services, number: str, sent: RecusalIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Take an evaluator out for a conflict of interest; he may do so himself."""
    call = _call(key, number, "/recusals", body)
    return _shown(app.evaluations.recuse(caller, number, sent.evaluator, sent.reason, call))


@router.get("/sheets/mine")
def get_own_sheet(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """The caller's own sheet with bidders, criteria and anchors."""
    return _shown(app.evaluations.mine(caller, number))


@router.put("/sheets/mine")
def write_scores(
    caller: Caller, app: Services, number: str, sent: ScoresIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Write scores on the caller's own sheet, all of them or none."""
    call = _call(key, number, "/sheets/mine", body)
    return _shown(app.evaluations.score(caller, number, sent.decimals(), sent.comments, call))


@router.post("/sheets/mine/lock")
def lock_own_sheet(caller: Caller, app: Services, number: str, body: RawBody, key: Key = "") -> dict[str, Any]:
    """Lock the caller's own sheet for good."""
    return _shown(app.evaluations.lock(caller, number, _call(key, number, "/sheets/mine/lock", body)))


@router.post("/consensus")
def record_consensus(
    caller: Caller, app: Services, number: str, sent: ConsensusIn, body: RawBody, key: Key = ""
) -> dict[str, Any]:
    """Record what the evaluators agreed about a cell that diverged; the scores stay."""
    call = _call(key, number, "/consensus", body)
    return _shown(app.evaluations.agree(caller, number, sent.vendor, sent.criterion, sent.note, call))


@router.post("/close")
def close_evaluation(caller: Caller, app: Services, number: str, body: RawBody, key: Key = "") -> dict[str, Any]:
    """End the evaluation."""
    return _shown(app.evaluations.close(caller, number, _call(key, number, "/close", body)))


def _call(key: str, number: str, path: str, body: bytes) -> Once:
    return once(key, f"/v1/selections/{number}/evaluation{path}", body)


def _shown(view: Any) -> dict[str, Any]:
    answer: dict[str, Any] = plain(view)
    return answer
