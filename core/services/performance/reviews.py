"""Reviews of vendors: the buyer's draft, the vendor's reply, and only then the decision about his standing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

import msgspec

from core.domain.bounds import require_choice, require_text
from core.domain.canonical import sha256
from core.domain.month import Month
from core.domain.plain_text import check_text
from core.domain.renewal import Sureness, sureness
from core.domain.review import CardPin, Decision, Reply, Review, State
from core.domain.scorecard import together
from core.domain.standing import GRADES, Grade, StandingAct, suggested
from core.domain.vendor import Vendor
from core.errors import Conflict, InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.services.performance.standings import pin
from core.storage.books import scorecards as cards
from core.storage.books.reviews import Reviews, StandingActs
from core.storage.books.vendors import Vendors
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

MOST_MONTHS = 24
LONGEST = 4000


class ReviewView(msgspec.Struct):
    """A review as far as it has come; `reply_by_ms` is the instant from which a reply is too late."""

    number: str
    vendor: str
    name: str
    first: str
    last: str
    state: State
    score: Decimal | None
    suggested: Grade | None
    assessment: str
    cards: tuple[CardPin, ...]
    created_by: str
    created_ms: int
    sent_ms: int | None
    reply_by_ms: int | None
    reply: Reply | None
    decision: Decision | None
    closed_ms: int | None
    now_ms: int


@dataclass(frozen=True, slots=True)
class ReviewService:
    """Takes a review from its draft to its close; each step is one transaction with its audit entry."""

    database: Database

    def draft(
        self, actor: Actor, vendor: str, first: str, last: str, assessment: str = "", call: Once | None = None
    ) -> ReviewView:
        """Begin a review on the closed cards of the months `first` to `last`; they are pinned by their hashes.

        Raises `Conflict` if none of them is closed, `InvalidInput` for months in the wrong order or too many.
        """
        access.require(actor, "review.write")
        months = _months(first, last)
        check_text(assessment, "assessment", LONGEST)

        def act(work: Work) -> ReviewView:
            known = Vendors(work).get(vendor)
            stored = cards.of_months(work.connection, work.organisation_id, months, known.id)
            if not stored:
                raise Conflict("review.no_card", place="first", value=vendor, first=first, last=last)
            points = together(one.card for one in stored).score.points
            review = Review(
                work.organisation_id, uuid7(work.now_ms), work.number("RV"), known.id or 0, first, last,
                tuple(map(pin, stored)), points, suggested(points), assessment, work.actor, work.now_ms,
            )  # fmt: skip
            Reviews(work).add(review)
            return _done(work, "review.draft", review)

        return self._perform(actor, call, act)

    def revise(self, actor: Actor, number: str, assessment: str, call: Once | None = None) -> ReviewView:
        """Word the assessment of a draft anew. Raises `Conflict` once it was sent."""
        access.require(actor, "review.write")
        check_text(assessment, "assessment", LONGEST)
        return self._change(actor, number, call, "revise", lambda one, work: one.revise(assessment))

    def send(self, actor: Actor, number: str, reply_by_ms: int, call: Once | None = None) -> ReviewView:
        """Show it to the vendor and state until when he may reply. Raises `InvalidInput` for less than a day."""
        access.require(actor, "review.write")
        return self._change(actor, number, call, "send", lambda one, work: one.send(reply_by_ms, at_ms=work.now_ms))

    def reply(
        self, actor: Actor, number: str, text: str, *, is_appeal: bool = False, call: Once | None = None
    ) -> ReviewView:
        """Take the vendor's reply or appeal. Raises `Conflict` naming the deadline once it has passed."""
        access.require(actor, "review.reply")
        require_text(text, code="review.no_reply_text", place="text")
        check_text(text, "text", LONGEST)
        return self._change(
            actor, number, call, "reply",
            lambda one, work: one.answer(text, is_appeal=is_appeal, by=work.actor, at_ms=work.now_ms),
        )  # fmt: skip

    def decide(
        self, actor: Actor, number: str, grade: str, reason: str, expires_on: date | None, *, override: str = "",
        call: Once | None = None,
    ) -> ReviewView:  # fmt: skip
        """Decide the standing: with a reason and a last day, and with `override` where it is not the suggested grade.

        Raises `Conflict` while the vendor may still reply, `InvalidInput` naming what is missing.
        """
        access.require(actor, "standing.decide")
        require_choice(grade, GRADES, code="standing.unknown_grade", place="grade")
        for place, text in (("reason", reason), ("override", override)):
            check_text(text, place, LONGEST)

        def decided(one: Review, work: Work) -> None:
            made = one.decide(
                cast("Grade", grade), reason, expires_on, override=override, by=work.actor, at_ms=work.now_ms
            )
            StandingActs(work).add(
                StandingAct(
                    work.organisation_id, uuid7(work.now_ms), one.vendor_id, "standing", reason, work.actor,
                    work.now_ms, made.grade, made.expires_on, one.number,
                )
            )  # fmt: skip

        return self._change(actor, number, call, "decide", decided)

    def close(self, actor: Actor, number: str, call: Once | None = None) -> ReviewView:
        """End a decided review. Raises `Conflict` before the decision."""
        access.require(actor, "review.write")
        return self._change(actor, number, call, "close", lambda one, work: one.close(at_ms=work.now_ms))

    def get(self, actor: Actor, number: str) -> ReviewView:
        """One review. Raises `NotFound`, for a vendor's user also for another's, or one that was not sent."""
        access.require(actor, "review.read")
        with self.database.reading_for(actor) as work:
            return _view(work, Reviews(work).get(number, actor.vendor_id))

    def list(self, actor: Actor, *, vendor: str = "", after: str = "", limit: int = 100) -> Sequence[ReviewView]:
        """Reviews by number, of one vendor or all; a vendor's user sees his own that were sent."""
        access.require(actor, "review.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            vendor_id = actor.vendor_id
            if vendor and vendor_id is None:
                vendor_id = Vendors(work).get(vendor).id
            found = Reviews(work).list(vendor_id, after, limit, sent_only=actor.vendor_id is not None)
            names = Vendors(work).by_id([one.vendor_id for one in found])
            return [_shown(work, one, names[one.vendor_id]) for one in found]

    def sureness(self, actor: Actor, number: str) -> tuple[Sureness, ...]:
        """How sure the cards of a review make each figure and the score."""
        access.require(actor, "review.read")
        with self.database.reading_for(actor) as work:
            review = Reviews(work).get(number, actor.vendor_id)
            stored = cards.of_months(
                work.connection, work.organisation_id, _months(review.first, review.last), review.vendor_id
            )
            pinned = {one.sha256 for one in review.cards}
            return sureness(together(one.card for one in stored if one.sha256 in pinned))

    def _change(
        self, actor: Actor, number: str, call: Once | None, step: str, change: Callable[[Review, Work], None]
    ) -> ReviewView:
        def act(work: Work) -> ReviewView:
            review = Reviews(work).change(number, actor.vendor_id)
            change(review, work)
            return _done(work, f"review.{step}", review)

        return self._perform(actor, call, act)

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], ReviewView]) -> ReviewView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, ReviewView, lambda: act(work))


@dataclass(frozen=True, slots=True)
class _Said:
    assessment: str
    cards: tuple[CardPin, ...]
    reply: Reply | None
    decision: Decision | None


def _done(work: Work, action: str, review: Review) -> ReviewView:
    work.session.flush()
    said = _Said(review.assessment, review.cards, review.reply, review.decision)
    work.audit(action, review.number, sha256(said))
    return _view(work, review)


def _months(first: str, last: str) -> list[str]:
    begin, end = Month.parse(first, "first"), Month.parse(last, "last")
    months = [str(begin.moved(n)) for n in range(MOST_MONTHS) if begin.moved(n) <= end]
    if not months or months[-1] != last:
        raise InvalidInput("review.months", place="last", value=last, first=first, most=MOST_MONTHS)
    return months


def _view(work: Work, review: Review) -> ReviewView:
    return _shown(work, review, Vendors(work).by_id([review.vendor_id])[review.vendor_id])


def _shown(work: Work, review: Review, vendor: Vendor) -> ReviewView:
    return ReviewView(
        number=review.number, vendor=vendor.number, name=vendor.name, first=review.first, last=review.last,
        state=review.state, score=review.score, suggested=review.suggested, assessment=review.assessment,
        cards=review.cards, created_by=review.created_by, created_ms=review.created_ms, sent_ms=review.sent_ms,
        reply_by_ms=review.reply_by_ms, reply=review.reply, decision=review.decision, closed_ms=review.closed_ms,
        now_ms=work.now_ms,
    )  # fmt: skip
