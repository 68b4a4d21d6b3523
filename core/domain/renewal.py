"""What is to become of a contract before its notice date: renew, renegotiate, re-tender, take back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.domain.bounds import require_choice, require_text
from core.domain.kpi import kept
from core.domain.posterior import at_target, in_band, score_draws, word
from core.domain.review import CardPin
from core.domain.scorecard import Scorecard
from core.domain.standing import band, suggested
from core.domain.terms.scope import Schedule

CHOICES = ("renew", "renegotiate", "retender", "take_back")
SCORE = "score"


@dataclass(frozen=True, slots=True)
class Sureness:
    """How probable it is that a true figure is at its promise or target, or that the score lies in its band.

    `code` is the KPI's or "score"; `due` what it is held against: a figure, or the lower bound of the band.
    """

    code: str
    due: Decimal
    probability: Decimal
    word: str


def sureness(card: Scorecard) -> tuple[Sureness, ...]:
    """Return it for each weighted KPI that has enough evidence, and for the score; a pure function of the card."""
    rated = [
        (one, card.scheme.kpi(one.code))
        for one in card.measures
        if not one.obligation and one.points is not None and card.scheme.kpi(one.code).weight
    ]
    found = [_at_target(part[0].code, part[0].due, at_target(*part)) for part in rated]
    grade = suggested(card.score.points)
    if grade is not None:
        least, below = band(grade)
        found.append(_at_target(SCORE, least, in_band(score_draws(rated), least, below)))
    return tuple(one for one in found if one is not None)


def _at_target(code: str, due: Decimal | None, probability: float | None) -> Sureness | None:
    if due is None or probability is None:
        return None
    return Sureness(code, due, round(kept(probability), 4), word(probability))


@dataclass(frozen=True, slots=True)
class Notice:
    """When the term ends, the last day on which the other side can be told in time, and the days until then.

    `days_left` is 0 on that day and negative after it.
    """

    ends_on: date
    last_day: date
    days_left: int


def notice(schedule: Schedule, today: date) -> Notice | None:
    """Return it as the clause on the term counts it: so many days before the end, where any are agreed.

    None while the contract states no end.
    """
    if schedule.ends_on is None:
        return None
    last_day = schedule.ends_on - timedelta(days=schedule.renewal_notice_days or 0)
    return Notice(schedule.ends_on, last_day, (last_day - today).days)


@dataclass(eq=False)
class RenewalDecision:
    """A manager's decision about a contract, with reasons, the cards it rests on and how sure they make it."""

    organisation_id: int
    uuid: str
    contract_id: int
    choice: str
    reason: str
    cards: tuple[CardPin, ...]
    sureness: tuple[Sureness, ...]
    by: str
    at_ms: int
    id: int | None = None

    def __post_init__(self) -> None:
        require_choice(self.choice, CHOICES, code="renewal.unknown_choice", place="choice")
        require_text(self.reason, code="renewal.no_reason", place="reason")
