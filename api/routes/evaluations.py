"""`/v1/selections/{number}/evaluation`: evaluators, their own sheets, consensus."""

from typing import Any

from fastapi import APIRouter

from api.deps import Call, Caller, Services
from api.plain import shown
from api.schemas.selections import ConsensusIn, EvaluatorIn, RecusalIn, ScoresIn

router = APIRouter(prefix="/selections/{number}/evaluation")


@router.post("")
def open_evaluation(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """Begin the evaluation of a closed selection."""
    return shown(app.evaluations.open(caller, number, call))


@router.get("")
def get_evaluation(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """How far it has come; scores are shown once every sheet that counts is locked."""
    return shown(app.evaluations.get(caller, number))


@router.post("/evaluators")
def appoint_evaluator(caller: Caller, app: Services, number: str, sent: EvaluatorIn, call: Call) -> dict[str, Any]:
    """Give an evaluator a sheet."""
    return shown(app.evaluations.appoint(caller, number, sent.evaluator, call))


@router.post("/recusals")
def recuse_evaluator(caller: Caller, app: Services, number: str, sent: RecusalIn, call: Call) -> dict[str, Any]:
    """Take an evaluator out for a conflict of interest; he may do so himself."""
    return shown(app.evaluations.recuse(caller, number, sent.evaluator, sent.reason, call))


@router.get("/sheets/mine")
def get_own_sheet(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """The caller's own sheet with bidders, criteria and anchors."""
    return shown(app.evaluations.mine(caller, number))


@router.put("/sheets/mine")
def write_scores(caller: Caller, app: Services, number: str, sent: ScoresIn, call: Call) -> dict[str, Any]:
    """Write scores on the caller's own sheet, all of them or none."""
    return shown(app.evaluations.score(caller, number, sent.decimals(), sent.comments, call))


@router.post("/sheets/mine/lock")
def lock_own_sheet(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """Lock the caller's own sheet for good."""
    return shown(app.evaluations.lock(caller, number, call))


@router.post("/consensus")
def record_consensus(caller: Caller, app: Services, number: str, sent: ConsensusIn, call: Call) -> dict[str, Any]:
    """Record what the evaluators agreed about a cell that diverged; the scores stay."""
    return shown(app.evaluations.agree(caller, number, sent.vendor, sent.criterion, sent.note, call))


@router.post("/close")
def close_evaluation(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """End the evaluation."""
    return shown(app.evaluations.close(caller, number, call))
