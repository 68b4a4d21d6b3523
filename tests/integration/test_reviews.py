"""Reviews and standing: the vendor's reply comes before it counts, the decision has a reason and a last day."""

from datetime import date
from decimal import Decimal

import pytest

from core.domain.actor import Actor
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.performance.reviews import ReviewView
from core.services.performance.standings import refuse_barred
from core.storage.books.vendors import Vendors
from tests.instants import ms
from tests.integration.conftest import House
from tests.performance_world import CLEANER, CLEANING, assigned, cleaning, decide, manager, tell, user_of

BY = ms("2026-02-10T10:00:00Z")
LAST = date(2026, 12, 31)
WEIGHTS = {"on_time": Decimal(100)}


def buyer(house: House) -> Actor:
    return Actor(house.organisation_id, "xu", "procurement")


def drafted(house: House, late: int = 4) -> ReviewView:
    """January, closed: 40 cases of HK-03, `late` of them decided against the vendor; on time is all that counts."""
    cleaning(house)
    assigned(house, 40, late=late)
    for n in range(late):
        decide(house, f"A-{n:03}", "accepted")
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01", weights=WEIGHTS)
    return house.app.reviews.draft(buyer(house), CLEANER, "2026-01", "2026-01", "Late four times.")


def sent(house: House, late: int = 4) -> ReviewView:
    return house.app.reviews.send(buyer(house), drafted(house, late).number, BY)


def test_a_draft_suggests_a_grade_by_the_score_of_its_cards(house: House) -> None:
    review = drafted(house)

    # 36 of 40 on time: 90 points, from which A is suggested
    assert (review.score, review.suggested, review.state) == (Decimal("90"), "A", "draft")
    assert [(one.contract, one.month) for one in review.cards] == [(CLEANING, "2026-01")]


def test_the_vendor_replies_before_it_counts(house: House) -> None:
    review = sent(house)
    app, chief, vendor = house.app, manager(house), user_of(house, CLEANER)
    with pytest.raises(Conflict) as early:
        app.reviews.decide(chief, review.number, "A", "good", LAST)
    assert (early.value.code, early.value.values["until"]) == ("review.reply_awaited", "2026-02-10 10:00 UTC")
    assert app.standings.get(chief, CLEANER).grade is None

    app.reviews.reply(vendor, review.number, "two were the owner's", is_appeal=True)
    decided = app.reviews.decide(chief, review.number, "A", "good", LAST)

    assert decided.reply is not None
    assert (decided.reply.text, decided.reply.is_appeal, decided.state) == ("two were the owner's", True, "decided")
    standing = app.standings.get(chief, CLEANER)
    assert (standing.grade, standing.expires_on, standing.bar) == ("A", LAST, None)
    assert app.reviews.close(buyer(house), review.number).state == "closed"


def test_a_late_reply_is_refused_naming_the_deadline(house: House) -> None:
    review = sent(house)
    house.clock.at_ms = BY

    with pytest.raises(Conflict) as late:
        house.app.reviews.reply(user_of(house, CLEANER), review.number, "wait")

    assert late.value.code == "review.reply_late"
    for language in ("zh", "en"):
        assert "2026-02-10 10:00 UTC" in late.value.message(language)
    assert house.app.reviews.decide(manager(house), review.number, "A", "good", LAST).state == "decided"


def test_another_grade_needs_a_reason_of_its_own(house: House) -> None:
    review = sent(house)
    house.clock.at_ms = BY
    chief, reviews = manager(house), house.app.reviews

    with pytest.raises(InvalidInput) as refused:
        reviews.decide(chief, review.number, "C", "two of them mattered", LAST)
    assert (refused.value.code, refused.value.place) == ("review.no_override", "override")

    decided = reviews.decide(chief, review.number, "C", "two mattered", LAST, override="an outage of two days")
    assert decided.decision is not None
    assert decided.decision.override == "an outage of two days"
    warning = house.app.standings.get(chief, CLEANER).warning
    assert warning is not None
    assert warning.code == "standing.warned"


@pytest.mark.parametrize(
    ("grade", "reason", "expires_on", "place"),
    [("A", "good", None, "expires_on"), ("A", "good", date(2026, 2, 10), "expires_on"), ("A", " ", LAST, "reason"),
     ("E", "good", LAST, "grade"), ("A", "x" * 5000, LAST, "reason")],
    ids=["no last day", "ends today", "no reason", "no such grade", "too long"],
)  # fmt: skip
def test_a_decision_that_lacks_something_is_refused_whole(
    house: House, grade: str, reason: str, expires_on: date | None, place: str
) -> None:
    review = sent(house)
    house.clock.at_ms = BY

    with pytest.raises(InvalidInput) as refused:
        house.app.reviews.decide(manager(house), review.number, grade, reason, expires_on)

    assert refused.value.place == place
    assert house.app.reviews.get(buyer(house), review.number).state == "sent"
    assert house.app.standings.get(manager(house), CLEANER).acts == ()


def test_the_vendor_sees_his_review_once_it_is_sent_and_nobody_elses(house: House) -> None:
    review = drafted(house)
    vendor, other = user_of(house, CLEANER), user_of(house, "V-1")
    with pytest.raises(NotFound):
        house.app.reviews.get(vendor, review.number)
    assert house.app.reviews.list(vendor) == []

    house.app.reviews.send(buyer(house), review.number, BY)

    assert house.app.reviews.get(vendor, review.number).assessment == "Late four times."
    assert [one.number for one in house.app.reviews.list(vendor)] == [review.number]
    for act in (house.app.reviews.get, house.app.reviews.sureness):
        with pytest.raises(NotFound):
            act(other, review.number)
    with pytest.raises(NotFound):
        house.app.reviews.reply(other, review.number, "mine")
    with pytest.raises(NotFound):
        house.app.standings.get(other, CLEANER)
    assert house.app.reviews.list(other) == []


def test_a_reply_is_due_a_day_from_now_at_the_earliest(house: House) -> None:
    review = drafted(house)

    with pytest.raises(InvalidInput) as refused:
        house.app.reviews.send(buyer(house), review.number, house.clock.at_ms + 3_600_000)

    assert (refused.value.code, refused.value.place) == ("review.reply_too_soon", "reply_by")


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2026-02", "2026-01", "review.months"), ("2020-01", "2026-01", "review.months"),
     ("2025-11", "2025-12", "review.no_card"), ("x", "2026-01", "scorecard.bad_month")],
    ids=["wrong order", "too many", "nothing closed", "no month"],
)  # fmt: skip
def test_a_review_rests_on_closed_months(house: House, first: str, last: str, code: str) -> None:
    drafted(house)

    with pytest.raises((InvalidInput, Conflict)) as refused:
        house.app.reviews.draft(buyer(house), CLEANER, first, last)

    assert refused.value.code == code


def _invited(house: House, vendor: str) -> None:
    with house.app.database.reading_for(house.admin) as work:
        refuse_barred(work, Vendors(work).get(vendor))


def test_a_block_bars_until_its_last_day_or_its_release(house: House) -> None:
    cleaning(house)
    chief, standings = manager(house), house.app.standings
    standings.block(chief, CLEANER, "insurance expired", date(2026, 1, 31))
    with pytest.raises(Conflict) as barred:
        _invited(house, CLEANER)
    assert barred.value.code == "standing.blocked"
    assert "insurance expired" in barred.value.message("zh")
    with pytest.raises(Conflict):
        standings.block(chief, CLEANER, "again")

    standings.release(chief, CLEANER, "renewed")
    _invited(house, CLEANER)
    with pytest.raises(Conflict) as absent:
        standings.release(chief, CLEANER, "again")
    assert absent.value.code == "standing.not_blocked"

    standings.block(chief, CLEANER, "insurance expired", date(2026, 1, 31))
    house.clock.at_ms = ms("2026-02-01T00:00:00Z")
    _invited(house, CLEANER)


def test_standing_d_bars_until_it_expires(house: House) -> None:
    review = sent(house, late=20)  # 20 of 40: 50 points
    assert review.suggested == "D"
    house.clock.at_ms = BY
    house.app.reviews.decide(manager(house), review.number, "D", "half of all visits late", date(2026, 6, 30))

    with pytest.raises(Conflict) as barred:
        _invited(house, CLEANER)
    assert barred.value.code == "standing.barred"

    house.clock.at_ms = ms("2026-07-01T00:00:00Z")
    _invited(house, CLEANER)


def test_who_may_not_decide_is_refused(house: House) -> None:
    review = sent(house)
    for actor in (buyer(house), user_of(house, CLEANER)):
        with pytest.raises(Forbidden):
            house.app.reviews.decide(actor, review.number, "A", "good", LAST)
        with pytest.raises(Forbidden):
            house.app.standings.block(actor, CLEANER, "no")
        with pytest.raises(Forbidden):
            house.app.scorecards.close(actor, "2026-01")
    with pytest.raises(Forbidden):
        house.app.reviews.reply(buyer(house), review.number, "in the vendor's name")


def test_a_renewal_says_how_sure_its_cards_make_it(house: House) -> None:
    drafted(house)

    decided = house.app.renewals.decide(manager(house), CLEANING, "renegotiate", "price")

    sure = {one.code: one for one in decided.sureness}
    # 36 of 40 against 95 %: P(Beta(37, 5) >= 0.95) = P(Binomial(41, 0.95) <= 36) = 0.0525 by the binomial sum
    assert (sure["on_time"].due, sure["on_time"].probability) == (Decimal("0.95"), Decimal("0.0525"))
    assert sure["on_time"].word == "very_unlikely"
    # the score is the share itself and A begins at 90: P(Beta(37, 5) >= 0.9) = P(Binomial(41, 0.9) <= 36) = 0.3916
    assert abs(sure["score"].probability - Decimal("0.392")) < Decimal("0.03")
    assert house.app.renewals.of(house.admin, CLEANING)[0].choice == "renegotiate"


@pytest.mark.parametrize(
    ("contract", "choice", "reason", "code"),
    [(CLEANING, "hope", "x", "renewal.unknown_choice"), (CLEANING, "renew", " ", "renewal.no_reason"),
     ("C-9", "renew", "x", "contract.absent")],
    ids=["choice", "reason", "contract"],
)  # fmt: skip
def test_a_renewal_that_lacks_something_is_refused(
    house: House, contract: str, choice: str, reason: str, code: str
) -> None:
    drafted(house)

    with pytest.raises((InvalidInput, NotFound)) as refused:
        house.app.renewals.decide(manager(house), contract, choice, reason)

    assert refused.value.code == code
    assert house.app.renewals.of(house.admin, CLEANING) == []


def test_a_contract_without_a_closed_month_cannot_be_judged(house: House) -> None:
    cleaning(house)
    tell(house, "K-1", [("booking.notified_to_crew", "2026-01-13T08:00:00Z", {})])

    with pytest.raises(Conflict) as refused:
        house.app.renewals.decide(manager(house), CLEANING, "renew", "good")

    assert refused.value.code == "renewal.no_card"
