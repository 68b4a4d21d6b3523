"""What waits about vendors' performance: months, reviews, standings, and the certificates of their workers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from core.domain.case_people import ON_SITE, Worker
from core.domain.month import Month
from core.domain.review import Review
from core.domain.standing import InForce, StandingAct, in_force
from core.domain.vendor import Vendor
from core.services.home.asked import Asked, at, what
from core.services.home.views import Task
from core.services.performance.card_making import Signed, signed_contracts
from core.storage.books import scorecards as cards
from core.storage.books.reviews import StandingActs
from core.storage.books.vendors import Vendors
from core.storage.tables import reviews, workers

ENDS_WITHIN = timedelta(days=30)


def months_to_close(asked: Asked) -> Iterator[Task]:
    """Months that are over, each with the contracts whose next month to close it is."""
    connection, organisation_id = asked.work.connection, asked.actor.organisation_id
    signed = signed_contracts(connection, organisation_id)
    closed = cards.before(connection, organisation_id, [one.id for one in signed])
    since = cards.first_effect_ms(connection, [one.id for one in signed])
    due: Counter[Month] = Counter()
    for one in signed:
        month = _next_month(one, closed.get(one.id, ("", 0))[0], asked.now_ms)
        _, end_ms = month.bounds_ms(one.zone)
        if end_ms <= asked.now_ms and since.get(one.id, asked.now_ms) < end_ms:
            due[month] += 1
    for month in sorted(due):
        yield asked.task(what("today.close_month", count=due[month]), str(month), "", at("portfolio"))


def reviews_to_decide(asked: Asked) -> Iterator[Task]:
    """Reviews whose vendor has replied, or let the time for it pass."""
    for review, vendor in _reviews(asked, ("sent", "replied")):
        is_over = review.state == "sent" and (review.reply_by_ms or 0) <= asked.now_ms
        if review.state == "replied" or is_over:
            yield _review_task(asked, review, vendor.name, "today.no_reply" if is_over else "today.decide_review")


def reviews_to_write(asked: Asked) -> Iterator[Task]:
    """Reviews to word and send, and those decided that are not ended."""
    for review, vendor in _reviews(asked, ("draft", "decided")):
        code = "today.send_review" if review.state == "draft" else "today.end_review"
        yield _review_task(asked, review, vendor.name, code)


def reviews_to_answer(asked: Asked) -> Iterator[Task]:
    """The vendor's own reviews that he may still reply to."""
    for review, _ in _reviews(asked, ("sent",)):
        if review.vendor_id == asked.actor.vendor_id and (review.reply_by_ms or 0) > asked.now_ms:
            months = review.first if review.first == review.last else f"{review.first} – {review.last}"
            yield _review_task(asked, review, months, "today.reply", review.reply_by_ms)


def ending_standings(asked: Asked) -> Iterator[Task]:
    """Standings and blocks that end within a month."""
    acts = StandingActs(asked.work).of()
    held = {vendor_id: in_force(some, asked.work.day) for vendor_id, some in acts.items()}
    ending = {
        vendor_id: one for vendor_id, one in held.items()
        if _ending(one.standing, asked) or _ending(one.block, asked)
    }  # fmt: skip
    known = Vendors(asked.work).by_id(list(ending)) if ending else {}
    for vendor_id in sorted(ending):
        yield from _standing_tasks(asked, known[vendor_id], ending[vendor_id])


def expiring_certificates(asked: Asked) -> Iterator[Task]:
    """The vendor's workers whose on-site certificate ends within a month, or who have none that stands."""
    chosen = select(Worker).filter_by(organisation_id=asked.actor.organisation_id, vendor_id=asked.actor.vendor_id)
    for one in asked.work.session.scalars(chosen.where(workers.c.active).order_by(workers.c.number)):
        last = [each.valid_until for each in one.certificates if each.requirement == ON_SITE]
        until = None if not last or None in last else max(day for day in last if day is not None)
        place = at("workers")
        if not last:
            yield asked.task(what("today.no_certificate"), one.number, one.name, place)
        elif until is not None and until <= asked.on + ENDS_WITHIN:
            code = "today.certificate_over" if until < asked.on else "today.certificate"
            yield asked.task(what(code), one.number, one.name, place, until)


def _next_month(one: Signed, last: str, now_ms: int) -> Month:
    """The month after the last one closed; of a contract without a closed month the one that has just ended."""
    return Month.parse(last).moved(1) if last else Month.of(now_ms, one.zone).moved(-1)


def _reviews(asked: Asked, states: Sequence[str]) -> Sequence[tuple[Review, Vendor]]:
    chosen = (
        select(Review, Vendor)
        .join(Vendor, Vendor.id == reviews.c.vendor_id)  # type: ignore[arg-type]
        .where(reviews.c.organisation_id == asked.actor.organisation_id, reviews.c.state.in_(states))
        .order_by(reviews.c.number)
    )
    if asked.actor.vendor_id is not None:
        chosen = chosen.where(reviews.c.vendor_id == asked.actor.vendor_id)
    return [(row[0], row[1]) for row in asked.work.session.execute(chosen)]


def _review_task(asked: Asked, review: Review, name: str, code: str, until_ms: int | None = None) -> Task:
    return asked.task(what(code), review.number, name, at("reviews", review=review.number), until_ms)


def _ending(act: StandingAct | None, asked: Asked) -> date | None:
    """The last day of an act that holds, if it comes soon."""
    last = act.expires_on if act is not None else None
    return last if last is not None and last <= asked.on + ENDS_WITHIN else None


def _standing_tasks(asked: Asked, vendor: Vendor, held: InForce) -> Iterator[Task]:
    place = at("performance", vendor=vendor.number)
    if held.standing is not None and (last := _ending(held.standing, asked)):
        reason = what("today.standing_ends", grade=held.standing.grade or "")
        yield asked.task(reason, vendor.number, vendor.name, place, last)
    if last := _ending(held.block, asked):
        yield asked.task(what("today.block_ends"), vendor.number, vendor.name, place, last)
