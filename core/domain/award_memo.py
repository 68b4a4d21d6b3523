"""The award memo (定标报告): everything that lay before the decision, in one record that does not change."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.domain.abnormally_low import PriceAnswer, PriceQuestion
from core.domain.evaluation import Consensus, Divergence, Evaluation
from core.domain.gate import GateReport
from core.domain.money import Money
from core.domain.reason import Reason
from core.domain.selection import Award, Selection
from core.errors import Conflict


@dataclass(frozen=True, slots=True)
class BidSummary:
    """A bid's totals without and with VAT, and the totals that had to be corrected."""

    vendor: str
    net: Money
    gross: Money
    corrections: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AwardMemo:
    """What was asked, what was offered, who was left out and why, how it was scored, and the decision."""

    selection: str
    mode: str
    rules_sha256: str
    bids: tuple[BidSummary, ...]
    excluded: tuple[GateReport, ...]
    price_base: Money
    joint_scores: Mapping[str, Mapping[str, Decimal]]
    evaluators: tuple[str, ...]
    recused: tuple[tuple[str, str], ...]
    divergences: tuple[Divergence, ...]
    consensus: tuple[Consensus, ...]
    questions: tuple[PriceQuestion, ...]
    answers: tuple[PriceAnswer, ...]
    award: Award
    undecided_because: str = ""


def award_memo(selection: Selection, evaluation: Evaluation) -> AwardMemo:
    """Put the memo of an awarded selection together. Raises `Conflict` before the award."""
    if selection.award is None:
        raise Conflict("selection.wrong_state", place=selection.number, value=selection.state, allowed="awarded")
    rules = selection.frozen_rules
    prices = {bid.vendor: bid.priced(rules.bill) for bid in selection.standing_bids}
    recused = [sheet for sheet in evaluation.sheets if sheet.recused_because is not None]
    return AwardMemo(
        selection=selection.number, mode=rules.mode, rules_sha256=selection.rules_sha256 or "",
        bids=tuple(
            BidSummary(bid.vendor, prices[bid.vendor].net, prices[bid.vendor].gross, bid.corrections(rules.bill))
            for bid in selection.standing_bids
        ),
        excluded=tuple(report for report in selection.gates if not report.passed),
        price_base=selection.price_base,
        joint_scores=selection.with_past(evaluation.joint_scores()),
        evaluators=tuple(sheet.evaluator for sheet in evaluation.sheets if sheet.recused_because is None),
        recused=tuple((sheet.evaluator, sheet.recused_because or "") for sheet in recused),
        divergences=evaluation.divergences(), consensus=tuple(evaluation.consensus),
        questions=selection.questions, answers=tuple(selection.answers), award=selection.award,
        undecided_because=rules.undecided_because,
    )  # fmt: skip
