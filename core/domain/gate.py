"""Gates: what a bid must pass before its price may set the base that others are scored against."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.domain.abnormally_low import PriceAnswer
from core.domain.bid import Bid
from core.domain.qualification import shortfall
from core.domain.reason import Reason, shown
from core.domain.selection_rules import SelectionRules
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class GateReport:
    """Why a vendor's bid is not admitted; without a reason it is."""

    vendor: str
    reasons: tuple[Reason, ...]

    @property
    def passed(self) -> bool:
        """Whether the bid is ranked."""
        return not self.reasons


def examine(
    bid: Bid, rules: SelectionRules, scores: Mapping[str, Decimal], on: date, answers: Iterable[PriceAnswer] = ()
) -> GateReport:
    """Put one bid through all gates: ceiling, promised levels, evidence on the day, minimum scores, low price.

    `scores` are the joint scores by criterion; a missing one raises `InvalidInput` naming vendor and criterion. A low
    price fails only where a person did not accept the answer.
    """
    reasons = (
        *above_ceiling(bid, rules),
        *_below_levels(bid, rules),
        *(reason for one in rules.requirements if (reason := shortfall(one, bid.evidence, on)) is not None),
        *_below_minimum(bid, rules, scores),
        *_unexplained(bid, answers),
    )
    return GateReport(bid.vendor, reasons)


def admitted(reports: Iterable[GateReport]) -> tuple[str, ...]:
    """Return the vendors that passed: they alone may set a price base and be ranked."""
    return tuple(report.vendor for report in reports if report.passed)


def above_ceiling(bid: Bid, rules: SelectionRules) -> Iterator[Reason]:
    """Return the unit prices and the total that are above the ceilings of the bill."""
    offered = {line.code: line for line in bid.lines}
    place = f"bids.{bid.vendor}"
    for line in rules.bill.lines:
        reason = offered[line.code].excess(f"{place}.lines.{line.code}", line.ceiling)
        if reason is not None:
            yield reason
    total, most = bid.priced(rules.bill).net, rules.bill.ceiling.net
    if most < total:
        yield Reason.of("selection.above_ceiling", f"{place}.total", value=str(total), most=str(most))


def _below_levels(bid: Bid, rules: SelectionRules) -> Iterator[Reason]:
    for level in rules.levels:
        place, promised = f"bids.{bid.vendor}.promises.{level.obligation}", bid.promised(level.obligation)
        if promised is None:
            yield Reason.of("selection.no_promise", place, obligation=level.obligation, least=shown(level.least_pct))
        elif promised < level.least_pct:
            yield Reason.of("selection.promise_below", place, obligation=level.obligation,
                            value=shown(promised), least=shown(level.least_pct))  # fmt: skip


def _below_minimum(bid: Bid, rules: SelectionRules, scores: Mapping[str, Decimal]) -> Iterator[Reason]:
    for line in rules.criteria.lines:
        if line.minimum is None:
            continue
        code, place = line.criterion.code, f"scores.{bid.vendor}.{line.criterion.code}"
        if code not in scores:
            raise InvalidInput("evaluation.score_missing", place=place, vendor=bid.vendor, criterion=code)
        if scores[code] < line.minimum:
            yield Reason.of("selection.below_minimum", place, criterion=line.criterion.name,
                            value=shown(scores[code]), least=shown(line.minimum))  # fmt: skip


def _unexplained(bid: Bid, answers: Iterable[PriceAnswer]) -> Iterator[Reason]:
    for answer in answers:
        if answer.vendor == bid.vendor and not answer.accepted:
            yield Reason.of("selection.low_price_not_explained", f"bids.{bid.vendor}.total",
                            decided_by=answer.decided_by, reason=answer.reason)  # fmt: skip
