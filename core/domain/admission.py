"""From evaluated bids to those that are ranked: every standing bid goes through the gates first."""

from datetime import date

from core.domain.evaluation import Evaluation
from core.domain.gate import examine
from core.domain.selection import Selection
from core.errors import Conflict


def open_evaluation(selection: Selection, uuid: str, *, at_ms: int) -> Evaluation:
    """Begin the evaluation of a closed selection: its bidders, its rated criteria, its bound for divergence."""
    if selection.state != "closed":
        raise Conflict("selection.wrong_state", place=selection.number, value=selection.state, allowed="closed")
    rules = selection.frozen_rules
    vendors = tuple(bid.vendor for bid in selection.standing_bids)
    return Evaluation(
        selection.organisation_id, uuid, selection.number, vendors, rules.criteria.rated, rules.divergence, at_ms
    )


def admit(selection: Selection, evaluation: Evaluation, on: date) -> tuple[str, ...]:
    """Examine all standing bids as of a day and return the vendors that are ranked.

    Raises `Conflict` while the evaluation is not closed, so that no divergence is left without a consensus.
    """
    if evaluation.closed_ms is None:
        raise Conflict("evaluation.not_closed", place=selection.number, value=selection.number)
    joint, rules = selection.with_past(evaluation.joint_scores()), selection.frozen_rules
    reports = [examine(bid, rules, joint[bid.vendor], on, selection.answers) for bid in selection.standing_bids]
    return selection.conclude(reports)
