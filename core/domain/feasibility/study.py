"""A feasibility study: the five steps of one work package, from core or not to the decision."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from core.domain.bounds import require_choice, require_text
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.decision import OUTCOMES, Decision, Recommendation, Weighing
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.technical import TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.reason import Reason, shown
from core.errors import Conflict

Step = CoreReview | TechnicalReview | EconomicReview | SocialReview
T = TypeVar("T")


@dataclass(eq=False)
class FeasibilityStudy:
    """The study of one version of a work package; the steps may be changed until it is decided."""

    organisation_id: int
    uuid: str
    package_number: str
    package_version: int
    created_ms: int
    core: CoreReview | None = None
    technical: TechnicalReview | None = None
    economic: EconomicReview | None = None
    social: SocialReview | None = None
    weighing: Weighing = field(default_factory=Weighing)
    decision: Decision | None = None
    id: int | None = None

    def review(self, step: Step) -> None:
        """Take the answer to one step, in place of an earlier one. Raises `Conflict` once it is decided."""
        self._refuse_decided()
        match step:
            case CoreReview():
                self.core = step
            case TechnicalReview():
                self.technical = step
            case EconomicReview():
                self.economic = step
            case SocialReview():
                self.social = step

    def recommendation(self) -> Recommendation:
        """Weigh the four steps. Raises `Conflict` naming a step that is missing."""
        core, technical, economic, social = self.steps()
        failures = (*core.failures(), *technical.failures(), *economic.failures(), *social.failures())
        score = self.weighing.score(technical.score, economic.score, social.score)
        outcome = "keep" if failures else self.weighing.outcome(score, core.outcome)
        return Recommendation(outcome, score, failures, (*self._reasons(score, core.outcome), *social.warnings()))

    def decide(self, outcome: str, *, reason: str, by: str, at_ms: int, triggers: Triggers) -> Decision:
        """Decide, with a reason in words; it may differ from the recommendation, but no failed gate can be passed.

        Raises `InvalidInput` or `Conflict`, naming the gate.
        """
        self._refuse_decided()
        require_choice(outcome, OUTCOMES, code="feasibility.unknown_outcome", place="decision.outcome")
        require_text(reason, code="feasibility.no_reason", place="decision.reason")
        recommended = self.recommendation()
        if outcome != "keep" and recommended.failures:
            gate = recommended.failures[0]
            raise Conflict("feasibility.gate_failed", place=gate.place, value=gate.place)
        self.decision = Decision(outcome, reason, by, at_ms, recommended, triggers)
        return self.decision

    def stops(self) -> tuple[Reason, ...]:
        """Why the package may not be put to selection: it was decided to keep it, or a gate of a step has failed."""
        if self.decision is not None:
            return () if self.decision.outcome != "keep" else (Reason.of("feasibility.kept", "decision.outcome"),)
        answered = (self.core, self.technical, self.economic, self.social)
        return tuple(failure for step in answered if step is not None for failure in step.failures())

    def _reasons(self, score: Decimal, core: str) -> tuple[Reason, Reason]:
        pilot_from, outsource_from = shown(self.weighing.pilot_from), shown(self.weighing.outsource_from)
        weighed = Reason.of("feasibility.weighed", "decision", score=shown(score),
                            pilot_from=pilot_from, outsource_from=outsource_from)  # fmt: skip
        return weighed, Reason.of(f"feasibility.core_{core}", "core")

    def steps(self) -> tuple[CoreReview, TechnicalReview, EconomicReview, SocialReview]:
        """The four steps. Raises `Conflict` naming one that is missing."""
        return (
            _taken("core", self.core), _taken("technical", self.technical),
            _taken("economic", self.economic), _taken("social", self.social),
        )  # fmt: skip

    def _refuse_decided(self) -> None:
        if self.decision is not None:
            raise Conflict("feasibility.decided", place=self.package_number, value=self.package_number)


def _taken(name: str, step: T | None) -> T:
    if step is None:
        raise Conflict("feasibility.step_missing", place=name, value=name)
    return step
