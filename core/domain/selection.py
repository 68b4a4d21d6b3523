"""A selection (比选) or tender: draft, open, closed, evaluated, then awarded or failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.domain.abnormally_low import PRESETS, PriceAnswer, PriceQuestion, price_questions
from core.domain.bid import Bid
from core.domain.bounds import require_text
from core.domain.canonical import sha256
from core.domain.criterion import PAST
from core.domain.evaluation import Scores
from core.domain.gate import GateReport, admitted
from core.domain.money import Money
from core.domain.past_performance import PastPerformance
from core.domain.reason import Reason
from core.domain.selection_rules import SelectionRules
from core.errors import Conflict, InvalidInput


@dataclass(frozen=True, slots=True)
class Award:
    """To whom, why, by whom; `scores` are the totals that lay before the decision, of the admitted bids alone."""

    vendor: str
    reason: str
    decided_by: str
    decided_ms: int
    scores: Mapping[str, Decimal]

    @property
    def follows_ranking(self) -> bool:
        """Whether nobody had a higher total."""
        return self.scores[self.vendor] == max(self.scores.values())


@dataclass(eq=False)
class Selection:
    """A selection for one version of a work package; rules are frozen, with their hash, when it opens."""

    organisation_id: int
    uuid: str
    number: str
    title: str
    package_number: str
    package_version: int
    created_ms: int
    state: str = "draft"
    rules: SelectionRules | None = None
    rules_sha256: str | None = None
    opened_ms: int | None = None
    bids: list[Bid] = field(default_factory=list)
    answers: list[PriceAnswer] = field(default_factory=list)
    gates: list[GateReport] = field(default_factory=list)
    failure: Reason | None = None
    award: Award | None = None
    past: list[PastPerformance] = field(default_factory=list)
    id: int | None = None

    def set_rules(self, rules: SelectionRules) -> None:
        """Set the rules of a draft. Raises `Conflict` once they are frozen, `InvalidInput` naming what cannot work."""
        if self.state != "draft":
            raise Conflict("selection.rules_frozen", place=f"{self.number}.rules", value=self.number,
                           sha256=(self.rules_sha256 or "")[:12])  # fmt: skip
        rules.check_course()
        self.rules = rules

    def open(self, *, at_ms: int, of: str = "", undecided_because: str = "") -> str:
        """Freeze the rules and take bids until they close; return the hash of the rules.

        `undecided_because` is kept with them where nobody has decided to outsource the package. Raises `Conflict` if
        they are not those of the hash `of`, which somebody has read; `""` asks for none.
        """
        self._require("draft")
        if self.rules is None:
            raise Conflict("selection.no_rules", place=f"{self.number}.rules", value=self.number)
        if self.rules.closes_ms <= at_ms:
            raise InvalidInput("selection.closes_too_early", place="rules.closes_ms", value=self.rules.closes_ms)
        hashed = sha256(self.rules)
        if of not in ("", hashed):
            raise Conflict("selection.other_rules", place=f"{self.number}.rules", value=of[:12], present=hashed[:12])
        self.rules = replace(self.rules, undecided_because=undecided_because)
        self.rules_sha256, self.opened_ms, self.state = sha256(self.rules), at_ms, "open"
        return self.rules_sha256

    @property
    def frozen_rules(self) -> SelectionRules:
        """The rules as they were frozen. Raises `Conflict` if there are none yet or they are not those of the hash."""
        if self.rules is None or self.rules_sha256 is None:
            raise Conflict("selection.not_open_yet", place=self.number, value=self.number)
        if sha256(self.rules) != self.rules_sha256:
            raise Conflict("selection.rules_changed", place=f"{self.number}.rules", value=self.number,
                           sha256=self.rules_sha256[:12])  # fmt: skip
        return self.rules

    @property
    def standing_bids(self) -> tuple[Bid, ...]:
        """Each vendor's last bid, in the order in which vendors first bid."""
        return tuple({bid.vendor: bid for bid in self.bids}.values())

    def receive(self, bid: Bid) -> None:
        """Take a bid; an earlier one of the same vendor stays on record and counts no longer.

        Raises `Conflict` when it comes too late, `InvalidInput` naming what cannot be priced; nothing is taken then.
        """
        self._require("open")
        rules = self.frozen_rules
        if bid.submitted_ms >= rules.closes_ms:
            raise Conflict("selection.bid_late", place=f"bids.{bid.vendor}", value=bid.vendor)
        bid.check(rules.bill)
        self.bids.append(bid)

    def close(self, *, at_ms: int) -> None:
        """Take no more bids. Raises `Conflict` before the time that the rules name."""
        self._require("open")
        if at_ms < self.frozen_rules.closes_ms:
            raise Conflict("selection.closes_later", place=self.number, value=self.number)
        self.state = "closed"

    @property
    def questions(self) -> tuple[PriceQuestion, ...]:
        """Who must explain a low price, by the rules' tests over the standing bids that are not above the ceiling."""
        rules = self.frozen_rules
        ceiling, floor = rules.bill.ceiling.net, rules.labour_floor
        totals = {bid.vendor: bid.priced(rules.bill).net for bid in self.standing_bids}
        compared = {vendor: total for vendor, total in totals.items() if total <= ceiling}
        return price_questions(compared, PRESETS[rules.low_price], ceiling, None if floor is None else floor.amount)

    def answer(self, answer: PriceAnswer) -> None:
        """Record a bidder's explanation of his low price and whether a person accepted it, with the reason.

        Raises `InvalidInput` for a vendor who was not asked. A later answer takes the place of an earlier one.
        """
        self._require("closed")
        place = f"answers.{answer.vendor}"
        require_text(answer.reason, code="selection.no_reason", place=f"{place}.reason")
        if answer.vendor not in {one.vendor for one in self.questions}:
            raise InvalidInput("selection.not_asked", place=place, value=answer.vendor)
        self.answers = [one for one in self.answers if one.vendor != answer.vendor] + [answer]

    def freeze_past(self, found: Sequence[PastPerformance]) -> None:
        """Keep what past performance counts for each bidder, with its evidence: later cards change nothing."""
        self._require("closed")
        self.past = list(found)

    def with_past(self, joint: Scores) -> dict[str, dict[str, Decimal]]:
        """The evaluators' joint scores with past performance beside them, where the rules count it."""
        frozen = {one.vendor: {PAST: one.score} for one in self.past}
        return {vendor: {**row, **frozen.get(vendor, {})} for vendor, row in joint.items()}

    def conclude(self, gates: Sequence[GateReport]) -> tuple[str, ...]:
        """Record one gate report for each standing bid and return the vendors admitted to the ranking.

        With fewer than the rules ask for, the selection has failed. No price base exists before this. Raises `Conflict`
        naming a vendor whose low price was not answered for.
        """
        self._require("closed")
        self._require_answers()
        least = self.frozen_rules.least_bids
        self._check_reports(gates)
        valid = admitted(gates)
        self.gates = list(gates)
        if len(valid) < least:
            self._fail(Reason.of("selection.too_few_bids", self.number, value=len(valid), least=least))
        else:
            self.state = "evaluated"
        return valid

    @property
    def price_base(self) -> Money:
        """The lowest total of the admitted bids, without VAT: an excluded low bid never sets the base.

        Raises `Conflict` before the gates were recorded, or if nobody passed them.
        """
        bill, valid = self.frozen_rules.bill, admitted(self.gates)
        totals = [bid.priced(bill).net for bid in self.standing_bids if bid.vendor in valid]
        if not totals:
            raise Conflict("selection.no_price_base", place=self.number, value=self.number)
        return min(totals)

    def decide(self, vendor: str, scores: Mapping[str, Decimal], *, reason: str, by: str, at_ms: int) -> Award:
        """Award to an admitted vendor, with a reason; `scores` are the totals of all admitted vendors.

        Raises `InvalidInput` or `Conflict` naming what is missing or not allowed.
        """
        self._require("evaluated")
        require_text(reason, code="selection.no_reason", place="award.reason")
        valid = admitted(self.gates)
        if vendor not in valid:
            raise Conflict("selection.not_admitted", place=f"bids.{vendor}", value=vendor)
        if set(scores) != set(valid):
            raise InvalidInput("selection.scores_of_others", place="award.scores", value=", ".join(sorted(scores)),
                               allowed=", ".join(valid))  # fmt: skip
        for name, total in scores.items():
            if not total.is_finite():
                raise InvalidInput("selection.total", place=f"award.scores.{name}", value=str(total), vendor=name)
        self.award = Award(vendor, reason, by, at_ms, dict(scores))
        self.state = "awarded"
        return self.award

    def abandon(self, reason: Reason) -> None:
        """End it without an award, from any state before that."""
        if self.state in ("awarded", "failed"):
            raise Conflict("selection.over", place=self.number, value=self.number)
        self._fail(reason)

    def require_negotiable(self) -> None:
        """Negotiation opens after the award and never in a tender (OS-20; Bidding Law 43). Raises `Conflict`."""
        if self.frozen_rules.is_tender:
            raise Conflict("selection.tender_not_negotiated", place=self.number, value=self.number)
        self._require("awarded")

    def _require_answers(self) -> None:
        answered = {one.vendor for one in self.answers}
        for one in self.questions:
            if one.vendor not in answered:
                raise Conflict("selection.not_answered", place=f"answers.{one.vendor}", value=one.vendor,
                               price=str(one.price), bound=str(one.bound))  # fmt: skip

    def _fail(self, reason: Reason) -> None:
        self.failure, self.state = reason, "failed"

    def _check_reports(self, gates: Sequence[GateReport]) -> None:
        reported, standing = [one.vendor for one in gates], [bid.vendor for bid in self.standing_bids]
        if sorted(reported) != sorted(standing):
            raise InvalidInput("selection.gates_of_others", place="gates", value=", ".join(reported) or "-",
                               allowed=", ".join(standing) or "-")  # fmt: skip

    def _require(self, state: str) -> None:
        if self.state != state:
            raise Conflict("selection.wrong_state", place=self.number, value=self.state, allowed=state)
