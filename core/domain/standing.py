"""A vendor's standing, A to D: what a manager decided, with a reason and an expiry; never a formula's side effect.

Standing D or a block keeps a vendor from being invited to a selection; standing C warns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.domain.bounds import require_choice, require_text
from core.domain.reason import Reason
from core.errors import InvalidInput

Grade = Literal["A", "B", "C", "D"]
Act = Literal["standing", "block", "release"]
BANDS: tuple[tuple[Grade, Decimal], ...] = (
    ("A", Decimal(90)), ("B", Decimal(80)), ("C", Decimal(70)), ("D", Decimal(0)),
)  # fmt: skip
"""The points from which a grade is suggested; closed on the left, no gap (ours)."""
GRADES: tuple[Grade, ...] = tuple(grade for grade, _ in BANDS)
BARRED, WARNED = "D", "C"


def suggested(points: Decimal | None) -> Grade | None:
    """Return the grade that a score suggests; none without a score."""
    return None if points is None else next(grade for grade, least in BANDS if points >= least)


def band(grade: Grade) -> tuple[Decimal, Decimal | None]:
    """Return from which points on a grade is suggested, and below which; the best has no upper bound."""
    place = GRADES.index(grade)
    return BANDS[place][1], BANDS[place - 1][1] if place else None


@dataclass(eq=False)
class StandingAct:
    """One act about a vendor's standing; acts are kept and never changed.

    A standing has a grade and ends after `expires_on`, a block after `expires_on` or, without one, with its release.
    """

    organisation_id: int
    uuid: str
    vendor_id: int
    act: Act
    reason: str
    by: str
    at_ms: int
    grade: Grade | None = None
    expires_on: date | None = None
    review: str = ""
    id: int | None = None

    def __post_init__(self) -> None:
        require_text(self.reason, code="standing.no_reason", place="reason")
        if self.act == "standing":
            require_choice(self.grade or "", GRADES, code="standing.unknown_grade", place="grade")


def require_expiry(expires_on: date | None, today: date, code: str = "standing.expiry") -> date:
    """Return the last day of a standing or block. Raises `InvalidInput` for none, or one that is not ahead."""
    if expires_on is None or expires_on <= today:
        raise InvalidInput(code, place="expires_on", value=str(expires_on or "-"), today=str(today))
    return expires_on


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds of a vendor today: the standing that was decided last, if it has not expired, and a block."""

    standing: StandingAct | None
    block: StandingAct | None

    def bar(self) -> Reason | None:
        """Why the vendor may not be invited to a selection, if so."""
        if self.block is not None:
            if self.block.expires_on is None:
                return Reason.of("standing.blocked_open", "vendor", reason=self.block.reason)
            return Reason.of("standing.blocked", "vendor", reason=self.block.reason, until=_until(self.block))
        if self.standing is not None and self.standing.grade == BARRED:
            return Reason.of("standing.barred", "vendor", reason=self.standing.reason, until=_until(self.standing))
        return None

    def warning(self) -> Reason | None:
        """What is to be known of a vendor who may be invited, if anything."""
        if self.standing is not None and self.standing.grade == WARNED:
            return Reason.of("standing.warned", "vendor", reason=self.standing.reason, until=_until(self.standing))
        return None


def in_force(acts: Iterable[StandingAct], today: date) -> InForce:
    """Return what holds today of one vendor's acts, given in the order in which they were done."""
    standing: StandingAct | None = None
    block: StandingAct | None = None
    for one in acts:
        if one.act == "standing":
            standing = one
        else:
            block = one if one.act == "block" else None
    return InForce(_unless_over(standing, today), _unless_over(block, today))


def _unless_over(act: StandingAct | None, today: date) -> StandingAct | None:
    is_over = act is not None and act.expires_on is not None and act.expires_on < today
    return None if is_over else act


def _until(act: StandingAct) -> str:
    return str(act.expires_on or "-")
