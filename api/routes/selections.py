"""`/v1/selections`: rules frozen on opening, bids sealed until the close, gates, ranking, award."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

import contract_templates
from api.deps import Call, Caller, Services
from api.docx import ANSWER, attached
from api.pages import page
from api.plain import plain, shown
from api.schemas.selections import AnswerIn, AwardIn, BidIn, OpeningIn, ReasonIn, RulesIn, SelectionIn, WeightsIn
from core.services.page import MOST

router = APIRouter(prefix="/selections")


@router.post("")
def create_selection(caller: Caller, app: Services, sent: SelectionIn, call: Call) -> dict[str, Any]:
    """Begin a selection for the released version of a work package."""
    return shown(app.selections.create(caller, sent.package, sent.title, call))


@router.get("")
def list_selections(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List selections by number; `next` is the number behind which the next page begins."""
    return page(app.selections.list(caller, after=after, limit=limit), limit, shown)


@router.get("/{number}")
def get_selection(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One selection; its bids are counted, not shown, until it closes."""
    return shown(app.selections.get(caller, number))


@router.put("/{number}/rules")
def set_rules(caller: Caller, app: Services, number: str, sent: RulesIn, call: Call) -> dict[str, Any]:
    """Set the rules of a draft; the bill of quantities is the work package's."""
    return shown(app.selections.set_rules(caller, number, sent, call))


@router.post("/{number}/open")
def open_selection(
    caller: Caller, app: Services, number: str, call: Call, sent: OpeningIn | None = None
) -> dict[str, Any]:
    """Freeze the rules with their hash and take bids; without a decision to outsource a reason is asked for."""
    because = sent.undecided_because if sent else ""
    return shown(app.selections.open(caller, number, call, undecided_because=because))


@router.post("/{number}/bids")
def receive_bid(caller: Caller, app: Services, number: str, sent: BidIn, call: Call) -> dict[str, Any]:
    """Take a vendor's bid and answer a receipt with its hash; a later bid takes its place."""
    return shown(app.selections.receive(caller, number, sent, call))


@router.get("/{number}/bids")
def list_bids(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """The standing bids; none but their number before the close."""
    view = app.selections.get(caller, number)
    return {"bidders": view.bidders, "items": plain(view.bids), "questions": plain(view.questions)}


@router.post("/{number}/close")
def close_selection(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """Take no more bids and unseal those that came."""
    return shown(app.selections.close(caller, number, call))


@router.post("/{number}/answers")
def answer_question(caller: Caller, app: Services, number: str, sent: AnswerIn, call: Call) -> dict[str, Any]:
    """Record how a bidder explained his low price and whether that was accepted."""
    view = app.selections.answer(caller, number, sent.vendor, sent.explanation, sent.accepted, sent.reason, call)
    return shown(view)


@router.post("/{number}/gates")
def admit_bids(caller: Caller, app: Services, number: str, call: Call) -> dict[str, Any]:
    """Put every bid through the gates as of today; those that pass are ranked."""
    return shown(app.selections.admit(caller, number, call))


@router.post("/{number}/abandon")
def abandon_selection(caller: Caller, app: Services, number: str, sent: ReasonIn, call: Call) -> dict[str, Any]:
    """End it without an award, with a reason."""
    return shown(app.selections.abandon(caller, number, sent.reason, call))


@router.get("/{number}/ranking")
def get_ranking(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """The ranking with its intermediates and its robustness; as it was kept, once awarded."""
    return shown(app.ranking.get(caller, number))


@router.post("/{number}/ranking/trial")
def try_weights(caller: Caller, app: Services, number: str, sent: WeightsIn) -> dict[str, Any]:
    """Rank by other weights; nothing is changed."""
    return shown(app.ranking.try_weights(caller, number, sent.decimals()))


@router.get("/{number}/ranking/reproduction")
def reproduce_ranking(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """Make the ranking of an award again and compare it byte for byte with the kept one."""
    return shown(app.ranking.reproduce(caller, number))


@router.post("/{number}/award")
def award(caller: Caller, app: Services, number: str, sent: AwardIn, call: Call) -> dict[str, Any]:
    """Award to an admitted vendor, with a reason; the ranking is kept with its hash."""
    return shown(app.ranking.award(caller, number, sent.vendor, sent.reason, call))


@router.get("/{number}/memo", response_class=Response, responses=ANSWER)
def get_memo(caller: Caller, app: Services, number: str, language: Literal["zh", "en"] = "zh") -> Response:
    """The award memo as a docx, in zh or en."""
    content = app.award_memos.render(caller, number, contract_templates.load_memo(), language)
    return attached(content, f"{number}-award-{language}")
