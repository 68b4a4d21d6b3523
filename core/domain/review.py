"""A review of a vendor's performance: draft, sent to the vendor, replied, decided, closed; his reply comes first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from core.domain.bounds import require_choice, require_text
from core.domain.standing import GRADES, Grade, require_expiry
from core.domain.zone import house_day
from core.errors import Conflict, InvalidInput

State = Literal["draft", "sent", "replied", "decided", "closed"]
LEAST_REPLY_MS = 86_400_000
"""A vendor has at least a day to reply; how long, the buyer states."""


@dataclass(frozen=True, slots=True)
class CardPin:
    """A closed scorecard that the review rests on, by the hash of its content."""

    contract: str
    month: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the vendor says of it; an appeal asks for another figure or decision."""

    text: str
    is_appeal: bool
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The standing with its reasons; `override` says why it is not the suggested one, `""` where it is."""

    grade: Grade
    reason: str
    override: str
    expires_on: date
    by: str
    at_ms: int


@dataclass(eq=False)
class Review:
    """A review of the months `first` to `last`; `score` and `suggested` are the cards', None where too little is known.

    `reply_by_ms` is the instant from which the vendor's reply is too late.
    """

    organisation_id: int
    uuid: str
    number: str
    vendor_id: int
    first: str
    last: str
    cards: tuple[CardPin, ...]
    score: Decimal | None
    suggested: Grade | None
    assessment: str
    created_by: str
    created_ms: int
    state: State = "draft"
    sent_ms: int | None = None
    reply_by_ms: int | None = None
    reply: Reply | None = None
    decision: Decision | None = None
    closed_ms: int | None = None
    id: int | None = None

    def revise(self, assessment: str) -> None:
        """Word the assessment anew. Raises `Conflict` once it was sent."""
        self._require("draft")
        self.assessment = assessment

    def send(self, reply_by_ms: int, *, at_ms: int) -> None:
        """Show it to the vendor, who may reply until `reply_by_ms`. Raises `InvalidInput` for less than a day."""
        self._require("draft")
        require_text(self.assessment, code="review.no_assessment", place="assessment")
        if reply_by_ms < at_ms + LEAST_REPLY_MS:
            raise InvalidInput("review.reply_too_soon", place="reply_by", value=_instant(reply_by_ms),
                               least=_instant(at_ms + LEAST_REPLY_MS))  # fmt: skip
        self.reply_by_ms, self.sent_ms, self.state = reply_by_ms, at_ms, "sent"

    def answer(self, text: str, *, is_appeal: bool, by: str, at_ms: int) -> None:
        """Take the vendor's reply. Raises `Conflict` naming the deadline that has passed, or for a second one."""
        self._require("sent")
        require_text(text, code="review.no_reply_text", place="text")
        if self.reply_by_ms is not None and at_ms >= self.reply_by_ms:
            raise Conflict("review.reply_late", place=self.number, value=self.number, until=_instant(self.reply_by_ms))
        self.reply, self.state = Reply(text, is_appeal, by, at_ms), "replied"

    def decide(
        self, grade: Grade, reason: str, expires_on: date | None, *, override: str, by: str, at_ms: int
    ) -> Decision:
        """Decide the standing, after the vendor replied or his time is over.

        Raises `Conflict` before that, `InvalidInput` without a reason or expiry, or without the reason for an override.
        """
        if self.state == "sent" and self.reply_by_ms is not None and at_ms < self.reply_by_ms:
            raise Conflict("review.reply_awaited", place=self.number, value=self.number,
                           until=_instant(self.reply_by_ms))  # fmt: skip
        self._require("sent", "replied")
        require_choice(grade, GRADES, code="standing.unknown_grade", place="grade")
        require_text(reason, code="standing.no_reason", place="reason")
        last_day = require_expiry(expires_on, house_day(at_ms))
        if grade != self.suggested and not override.strip():
            raise InvalidInput("review.no_override", place="override", value=grade, suggested=self.suggested or "-")
        said = override if grade != self.suggested else ""
        self.decision, self.state = Decision(grade, reason, said, last_day, by, at_ms), "decided"
        return self.decision

    def close(self, *, at_ms: int) -> None:
        """End it. Raises `Conflict` before the decision."""
        self._require("decided")
        self.closed_ms, self.state = at_ms, "closed"

    def _require(self, *allowed: State) -> None:
        if self.state not in allowed:
            raise Conflict("review.state", place=self.number, value=self.state, allowed=", ".join(allowed))


def _instant(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"
