"""Step 4, social feasibility (OS-04): risks by aspect with a mitigation; a legal red flag stops."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between, require_choice, require_once
from core.domain.feasibility import false_outsourcing
from core.domain.reason import Reason
from core.domain.wording import Wording
from core.errors import InvalidInput

ASPECTS = {
    "political_system": Wording("政治制度", "political system"),
    "policy": Wording("方针政策", "policy"),
    "religion_ethnicity": Wording("宗教与民族", "religion and ethnicity"),
    "law_ethics": Wording("法律与道德", "law and ethics"),
    "economic_structure": Wording("经济结构", "economic structure"),
    "women_children": Wording("妇女与儿童", "women and children"),
    "social_stability": Wording("社会稳定", "social stability"),
}

UNMITIGATED = 14
"""The highest level that needs no mitigation: our default."""


@dataclass(frozen=True, slots=True)
class SocialRisk:
    """What may happen in one aspect: likelihood and impact from 1 to 5; `red_flag` if it would break the law."""

    aspect: str
    what: str
    likelihood: int
    impact: int
    mitigation: str = ""
    red_flag: bool = False

    @property
    def level(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


@dataclass(frozen=True, slots=True)
class SocialReview:
    """At least one risk for each aspect, and the signs of false outsourcing that were found.

    A risk above `most` needs a mitigation.
    """

    risks: tuple[SocialRisk, ...]
    dispatch_signs: tuple[str, ...] = ()
    most: int = UNMITIGATED

    def __post_init__(self) -> None:
        for index, risk in enumerate(self.risks):
            place = f"social.risks[{index}]"
            require_choice(risk.aspect, ASPECTS, code="feasibility.unknown_aspect", place=f"{place}.aspect")
            require_between(Decimal(risk.likelihood), 1, 5, code="feasibility.score", place=f"{place}.likelihood")
            require_between(Decimal(risk.impact), 1, 5, code="feasibility.score", place=f"{place}.impact")
        for aspect in ASPECTS:
            if all(one.aspect != aspect for one in self.risks):
                raise InvalidInput("feasibility.not_rated", place=f"social.{aspect}", value=aspect)
        require_once(self.dispatch_signs, code="feasibility.twice", place="social.dispatch_signs")
        for index, sign in enumerate(self.dispatch_signs):
            place = f"social.dispatch_signs[{index}]"
            require_choice(sign, false_outsourcing.SIGNS, code="feasibility.unknown_sign", place=place)

    @property
    def score(self) -> Decimal:
        """From 100 (the worst risk has level 1) to 0 (level 25)."""
        return Decimal(100) * (25 - max(risk.level for risk in self.risks)) / 24

    def failures(self) -> tuple[Reason, ...]:
        """Red flags, signs of false outsourcing, and high risks without a mitigation."""
        found = [reason for index, risk in enumerate(self.risks) for reason in self._failures_of(index, risk)]
        if false_outsourcing.severity(self.dispatch_signs) == "stop":
            found.append(self._signs("feasibility.false_outsourcing"))
        return tuple(found)

    def warnings(self) -> tuple[Reason, ...]:
        """Signs of false outsourcing that do not stop yet."""
        warned = false_outsourcing.severity(self.dispatch_signs) == "warning"
        return (self._signs("feasibility.false_outsourcing_near"),) if warned else ()

    def _signs(self, code: str) -> Reason:
        count, most = len(self.dispatch_signs), false_outsourcing.STOPPED_FROM - 1
        return Reason.of(code, "social.dispatch_signs", count=count, most=most)

    def _failures_of(self, index: int, risk: SocialRisk) -> list[Reason]:
        place = f"social.risks[{index}]"
        if risk.red_flag:
            return [Reason.of("feasibility.red_flag", place, aspect=ASPECTS[risk.aspect], what=risk.what)]
        if risk.level > self.most and not risk.mitigation.strip():
            return [Reason.of("feasibility.risk_without_mitigation", place, aspect=ASPECTS[risk.aspect],
                              level=risk.level, most=self.most)]  # fmt: skip
        return []
