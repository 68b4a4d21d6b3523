"""Reviews, standing and renewal decisions, as collections of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.domain.renewal import RenewalDecision
from core.domain.review import Review
from core.domain.standing import StandingAct
from core.errors import NotFound
from core.storage.database import Work
from core.storage.packed import open_for_change
from core.storage.tables import renewal_decisions, reviews, standing_acts


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of the organisation whose transaction this is."""

    work: Work

    def add(self, review: Review) -> None:
        """Add a new review."""
        self.work.session.add(review)

    def get(self, number: str, vendor_id: int | None = None) -> Review:
        """The review with this number. Raises `NotFound`, for a vendor's user also for another's or one not sent."""
        chosen = select(Review).filter_by(organisation_id=self.work.organisation_id, number=number)
        review = self.work.session.scalars(chosen).one_or_none()
        if review is None or (vendor_id is not None and (review.vendor_id != vendor_id or review.sent_ms is None)):
            raise NotFound("review.absent", place="review", value=number)
        return review

    def change(self, number: str, vendor_id: int | None = None) -> Review:
        """The same, locked until the transaction ends."""
        review = self.get(number, vendor_id)
        self.work.session.refresh(review, with_for_update=True)
        open_for_change(review)
        return review

    def list(self, vendor_id: int | None, after: str, limit: int, *, sent_only: bool) -> Sequence[Review]:
        """Reviews by number, beginning behind `after`."""
        chosen = select(Review).filter_by(organisation_id=self.work.organisation_id)
        chosen = chosen.where(reviews.c.number > after).order_by(reviews.c.number).limit(limit)
        if vendor_id is not None:
            chosen = chosen.where(reviews.c.vendor_id == vendor_id)
        if sent_only:
            chosen = chosen.where(reviews.c.sent_ms.is_not(None))
        return self.work.session.scalars(chosen).all()


@dataclass(frozen=True, slots=True)
class StandingActs:
    """What was decided of vendors' standing."""

    work: Work

    def add(self, act: StandingAct) -> None:
        """Keep one act."""
        self.work.session.add(act)

    def of(self, vendor_ids: Sequence[int] | None = None) -> dict[int, list[StandingAct]]:
        """The acts of these vendors, or of all, in the order in which they were done."""
        chosen = select(StandingAct).filter_by(organisation_id=self.work.organisation_id)
        if vendor_ids is not None:
            chosen = chosen.where(standing_acts.c.vendor_id.in_(vendor_ids))
        found: dict[int, list[StandingAct]] = {}
        for one in self.work.session.scalars(chosen.order_by(standing_acts.c.id)):
            found.setdefault(one.vendor_id, []).append(one)
        return found


@dataclass(frozen=True, slots=True)
class Renewals:
    """What was decided of contracts' renewal."""

    work: Work

    def add(self, decision: RenewalDecision) -> None:
        """Keep one decision."""
        self.work.session.add(decision)

    def of(self, contract_ids: Sequence[int]) -> Sequence[RenewalDecision]:
        """The decisions about these contracts, the latest first."""
        chosen = select(RenewalDecision).filter_by(organisation_id=self.work.organisation_id)
        theirs = chosen.where(renewal_decisions.c.contract_id.in_(contract_ids))
        return self.work.session.scalars(theirs.order_by(renewal_decisions.c.id.desc())).all()
