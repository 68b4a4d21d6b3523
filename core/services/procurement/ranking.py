"""Rankings by the frozen rules with their robustness, weights to try, and the award that a ranking lies before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from core.domain.canonical import canonical_json, sha256
from core.domain.evaluation import Evaluation
from core.domain.gate import admitted
from core.domain.ranking_record import Lead, RankedCriterion, RankingRecord, Standing
from core.domain.selection import Selection
from core.errors import Conflict, InvalidInput
from core.scoring.weights import direct
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.performance.standings import refuse_barred
from core.services.procurement.contest import KEPT, Contest, leads, standings
from core.services.procurement.robustness import robustness
from core.services.procurement.selection_views import SelectionView, aliases, view
from core.storage.books.selections import Evaluations, RankingRecords, Selections
from core.storage.books.vendors import Vendors
from core.storage.database import Database, Work

RANKED = ("evaluated", "awarded")


class RankingView(msgspec.Struct):
    """A ranking with its hash; `is_stored` once an award was made and it is the kept one.

    `vendors` are names by number, `aliases` the letters by which bidders are called.
    """

    record: RankingRecord
    sha256: str
    is_stored: bool
    vendors: dict[str, str]
    aliases: dict[str, str]


class Trial(msgspec.Struct):
    """The ranking under weights that were tried, scaled to 100; nothing is changed by it."""

    weights: dict[str, Decimal]
    standings: tuple[Standing, ...]
    leads: tuple[Lead, ...]


class Reproduction(msgspec.Struct):
    """The hash of the stored ranking, and that of the one made again from the bids and sheets."""

    stored_sha256: str
    sha256: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class RankingService:
    """Ranks the admitted bids of a selection and awards it."""

    database: Database

    def get(self, actor: Actor, number: str) -> RankingView:
        """The ranking: as it was kept with the award, else worked out now. Raises `Conflict` before the gates."""
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            selection = _ranked(work, number)
            letters = aliases(selection)
            names = Vendors(work).names(letters)
            kept = RankingRecords(work).find(number)
            if kept is not None:
                return RankingView(msgspec.json.decode(kept[0], type=RankingRecord), kept[1], True, names, letters)
            record = ranking_record(selection, Evaluations(work).get(number))
        return RankingView(record, sha256(record), False, names, letters)

    def try_weights(self, actor: Actor, number: str, weights: Mapping[str, Decimal]) -> Trial:
        """Rank by other weights, taken in proportion; a criterion left out keeps its own. Nothing is changed.

        Raises `InvalidInput` naming the criterion whose weight is negative or not known, or if all are zero.
        """
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            selection = _ranked(work, number)
            contest = _contest(selection, Evaluations(work).get(number)).among(admitted(selection.gates))
        tried = trial_weights(contest.weights, weights)
        ranked = standings(replace(contest, weights=tried))
        return Trial(tried, ranked, leads(ranked))

    def reproduce(self, actor: Actor, number: str) -> Reproduction:
        """Make the ranking of an award again from what is stored and compare it byte for byte with the kept one."""
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            selection, kept = Selections(work).get(number), RankingRecords(work).find(number)
            if kept is None:
                raise Conflict("selection.not_awarded", place=number, value=number)
            again = canonical_json(ranking_record(selection, Evaluations(work).get(number)))
        return Reproduction(kept[1], hashlib.sha256(again.encode()).hexdigest(), again == kept[0])

    def award(self, actor: Actor, number: str, vendor: str, reason: str, call: Once | None = None) -> SelectionView:
        """Award to an admitted vendor, with a reason; the ranking that lay before it is kept with its hash.

        Raises `Conflict` for a vendor who did not pass the gates, or whose standing or a block now keeps him out,
        `InvalidInput` without a reason.
        """
        access.require(actor, "selection.award")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            _require_ranked(selection)
            record = ranking_record(selection, Evaluations(work).get(number))
            selection.decide(vendor, record.totals, reason=reason, by=actor.name, at_ms=work.now_ms)
            refuse_barred(work, Vendors(work).get(vendor))
            content, digest = canonical_json(record), sha256(record)
            RankingRecords(work).add(number, content, digest)
            work.audit("selection.award", f"{number} {vendor}", digest)
            return view(work, selection)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, SelectionView, lambda: act(work))


def ranking_record(selection: Selection, evaluation: Evaluation) -> RankingRecord:
    """Rank the admitted bids; the same bids, sheets and rules give the same record, byte for byte."""
    contest, rules = _contest(selection, evaluation), selection.frozen_rules
    ranked = standings(contest.among(admitted(selection.gates)))
    excluded = tuple(one for one in selection.gates if not one.passed)
    sheets = [one for one in evaluation.sheets if one.recused_because is None]
    return RankingRecord(
        selection=selection.number, rules_sha256=selection.rules_sha256 or "", price_formula=rules.price_formula,
        price_digits=rules.price_digits, price_base=selection.price_base,
        criteria=tuple(
            RankedCriterion(one.criterion.code, one.criterion.name, one.weight) for one in rules.criteria.lines
        ),
        standings=ranked, excluded=excluded, leads=leads(ranked),
        robustness=robustness(contest, ranked, tuple(one.vendor for one in excluded), sheets),
    )  # fmt: skip


def trial_weights(frozen: Mapping[str, Decimal], tried: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return weights of sum 100 in the order of the frozen ones. Raises `InvalidInput` naming the criterion."""
    for code in tried:
        if code not in frozen:
            raise InvalidInput("selection.unknown_criterion", place=f"weights.{code}", value=code,
                               allowed=", ".join(frozen))  # fmt: skip
    merged = {code: tried.get(code, weight) for code, weight in frozen.items()}
    direct([float(one) for one in merged.values()], criteria=tuple(merged))
    total = sum(merged.values(), Decimal(0))
    return {code: (weight * 100 / total).quantize(KEPT) for code, weight in merged.items()}


def _contest(selection: Selection, evaluation: Evaluation) -> Contest:
    rules = selection.frozen_rules
    prices = {bid.vendor: bid.priced(rules.bill).net for bid in selection.standing_bids}
    return Contest.of(rules, prices, selection.with_past(evaluation.joint_scores()))


def _ranked(work: Work, number: str) -> Selection:
    selection = Selections(work).get(number)
    _require_ranked(selection)
    return selection


def _require_ranked(selection: Selection) -> None:
    if selection.state not in RANKED:
        raise Conflict("selection.not_ranked", place=selection.number, value=selection.number, state=selection.state)
