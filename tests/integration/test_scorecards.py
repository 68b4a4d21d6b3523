"""Scorecards from stored events: what counts in which month, what waits, what is closed for good."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, update

from core.errors import Conflict, InvalidInput, NotFound
from core.services.performance.scorecard_views import KpiView, ScorecardView
from core.storage.tables import scorecards
from tests.instants import ms
from tests.integration.conftest import House
from tests.performance_world import CLEANER, CLEANING, assigned, cleaning, decide, manager, tell, user_of


def figure(card: ScorecardView, code: str, obligation: str = "") -> KpiView:
    return next(one for one in card.kpis if (one.code, one.obligation) == (code, obligation))


def card(house: House, month: str = "2026-01", vendor: str = CLEANER, **asked: Any) -> ScorecardView:
    return house.app.scorecards.card(house.admin, vendor, month, **asked)


def test_eight_of_ten_on_time_is_shown_with_wilsons_interval_and_not_scored(house: House) -> None:
    cleaning(house)
    assigned(house, 10, late=2)

    found = figure(card(house), "on_time", "HK-03")

    # 8 of 10: Wilson's interval is 0.4902 to 0.9433; 10 cases are fewer than 30
    assert (found.value, found.n, found.state, found.points) == (Decimal("0.8"), 10, "insufficient", None)
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (Decimal("0.4902"), Decimal("0.9433"))
    assert (found.undecided, card(house).score.points) == (2, None)


def test_only_decided_breaches_are_scored_and_the_others_stand_beside(house: House) -> None:
    cleaning(house)
    assigned(house, 40, late=4)
    decide(house, "A-000", "accepted")
    decide(house, "A-001", "upheld")
    decide(house, "A-002", "rescinded")

    found = figure(card(house), "on_time", "HK-03")

    # met 36, counted 2, undecided 1, withdrawn 1: 36 of 39 is shown, 36 of 38 is scored
    assert (found.n, found.undecided, found.withdrawn) == (39, 1, 1)
    assert (found.value, found.scored) == (Decimal("0.923077"), Decimal("0.947368"))
    assert card(house).breaches == 2


def test_a_clock_that_is_still_open_and_late_counts_as_missed(house: House) -> None:
    cleaning(house)
    tell(house, "K-9", [("booking.notified_to_crew", "2026-01-13T08:00:00Z", {})])
    house.clock.at_ms = ms("2026-01-13T10:00:00Z")  # due in this second
    assert [one for one in card(house).kpis if one.obligation == "HK-03"] == []
    house.clock.at_ms = ms("2026-01-14T10:00:00Z")

    found = figure(card(house), "on_time", "HK-03")

    assert (found.value, found.n, found.state) == (Decimal(0), 1, "insufficient")


def test_a_case_belongs_to_the_month_of_its_due_time_on_the_contracts_wall_clock(house: House) -> None:
    cleaning(house)
    # Saturday 31 January 2026 at 23:30 UTC is 1 February in Berlin; rework within 24 h of it is due on 2 February
    tell(house, "Z-1", [("acceptance.failed", "2026-01-31T23:30:00Z", {})])
    tell(house, "Z-2", [("acceptance.failed", "2026-01-30T22:30:00Z", {}),
                        ("rework.completed", "2026-01-31T22:30:00Z", {})])  # fmt: skip
    house.tick("2026-02-03T10:00:00Z")

    january, february = card(house), card(house, "2026-02")

    assert (figure(january, "on_time", "HK-11").value, figure(january, "on_time", "HK-11").n) == (Decimal(1), 1)
    assert (figure(february, "on_time", "HK-11").value, figure(february, "on_time", "HK-11").n) == (Decimal(0), 1)


def test_what_was_never_measured_is_neither_a_hundred_nor_zero(house: House) -> None:
    cleaning(house)

    shown = card(house)

    assert {one.state for one in shown.kpis} == {"not_measured"}
    assert {one.value for one in shown.kpis} == {None}
    assert (shown.score.points, shown.suggested) == (None, None)


def test_acceptances_count_by_their_first_result(house: House) -> None:
    cleaning(house)
    at = "2026-01-13T0{}:00:00Z".format
    for n in range(3):
        tell(house, f"P-{n}", [("service.completed", at(6), {}), ("acceptance.owner_signed", at(7), {})])
    rework = [
        ("acceptance.failed", at(7), {}), ("rework.completed", at(8), {}), ("acceptance.failed", at(9), {}),
        ("acceptance.repeated", "2026-01-13T10:00:00Z", {"satisfaction": 4}),
        ("acceptance.owner_signed", "2026-01-13T11:00:00Z", {}),
    ]  # fmt: skip
    tell(house, "P-9", rework)

    first, rounds = figure(card(house), "first_time_pass"), figure(card(house), "rework_rounds")

    assert (first.value, first.n) == (Decimal("0.75"), 4)
    assert (rounds.value, rounds.numerator) == (Decimal(50), Decimal(2))  # 2 rounds on 4 acceptances: 50 per 100


def test_a_substitute_signature_is_no_satisfaction_and_the_buyers_sample_stands_beside(house: House) -> None:
    cleaning(house)
    at = "2026-01-13T07:00:00Z"
    said: list[dict[str, Any]] = [
        {"satisfaction": 5}, {"satisfaction": 4}, {"satisfaction": 5, "signed_by": "office"},
        {"satisfaction": 2, "sampled_by": "buyer"}, {"satisfaction": 9}, {"satisfaction": "good"}, {},
    ]  # fmt: skip
    for n, fields in enumerate(said):
        tell(house, f"S-{n}", [("acceptance.owner_signed", at, fields)])

    shown = card(house)

    reported, sampled = figure(shown, "satisfaction"), figure(shown, "satisfaction_independent")
    assert (reported.value, reported.n) == (Decimal("4.5"), 2)
    assert (sampled.value, sampled.n, sampled.low) == (Decimal(2), 1, None)  # one rating has no interval
    assert figure(shown, "substitute_signatures").numerator == 1


def test_complaints_per_thousand_cases_their_repeats_and_the_time_to_recover(house: House) -> None:
    cleaning(house)
    assigned(house, 40, late=0)
    soft = {"complaint_kind": "soft"}
    tell(house, "B-1", [("complaint.received", "2026-01-14T08:00:00Z", soft),
                        ("complaint.resolved", "2026-01-14T11:00:00Z", {})])  # fmt: skip
    tell(house, "B-2", [("complaint.received", "2026-01-15T08:00:00Z", soft),
                        ("complaint.received", "2026-01-16T08:00:00Z", soft)])  # fmt: skip

    shown = card(house)
    rate, repeats, hours = (figure(shown, one) for one in ("complaints", "repeat_complaints", "recovery_hours"))

    # 3 complaints, 40 cases: 75 per 1,000; Garwood's bounds of 3 are 0.6187 and 8.7673
    assert (rate.value, rate.n, shown.cases) == (Decimal(75), 40, 40)
    assert (round(rate.low or 0, 2), round(rate.high or 0, 2)) == (Decimal("15.47"), Decimal("219.18"))
    assert (repeats.numerator, repeats.n) == (Decimal(1), 3)
    assert (hours.value, hours.n) == (Decimal(3), 1)


@pytest.mark.parametrize(("concerns", "against"), [(CLEANING, (1, 0)), ("buyer", (0, 0)), ("", (0, 1))])
def test_a_complaint_counts_against_the_contract_that_it_concerns(
    house: House, concerns: str, against: tuple[int, int]
) -> None:
    cleaning(house)
    cleaning(house, "H-2", "V-2")
    assigned(house, 2, late=0)
    fields = {"complaint_kind": "soft", "concerns": concerns}
    tell(house, "B-1", [("complaint.received", "2026-01-14T08:00:00Z", fields)], "H-2")

    counted = (figure(card(house, vendor=vendor), "complaints").numerator or 0 for vendor in (CLEANER, "V-2"))
    assert tuple(counted) == against


def test_sites_are_scored_by_themselves_and_add_up(house: House) -> None:
    cleaning(house)
    assigned(house, 30, late=0, prefix="N", site="north")
    assigned(house, 30, late=3, prefix="S", site="south")
    for n in range(3):
        decide(house, f"S-{n:03}", "accepted")

    whole, south = card(house), card(house, site="south")

    assert figure(whole, "on_time", "HK-03").value == Decimal("0.95")
    assert figure(south, "on_time", "HK-03").value == Decimal("0.9")
    assert [(one.site, one.cases) for one in whole.sites] == [("north", 30), ("south", 30)]
    with pytest.raises(InvalidInput) as refused:
        card(house, site="west")
    assert (refused.value.code, refused.value.place) == ("scorecard.unknown_site", "site")


def test_a_month_that_runs_is_not_closed_and_a_closed_one_never_changes(house: House) -> None:
    cleaning(house)
    assigned(house, 40, late=4)
    with pytest.raises(Conflict) as refused:
        house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)
    assert refused.value.code == "scorecard.month_runs"

    for number in range(4):  # what nobody objects to is accepted by time before the month is closed
        decide(house, f"A-{number:03}", "disputed")
    house.tick("2026-02-02T08:00:00Z")
    first = house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)
    decide(house, "A-000", "accepted")
    again = house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)

    assert (first.new, again.new, again.cards) == (1, 0, first.cards)
    shown = card(house)
    assert (shown.is_closed, shown.breaches, shown.undecided) == (True, 0, 4)
    assert [one.sha256 for one in shown.proofs] == [one.sha256 for one in first.cards]


def test_what_is_decided_after_the_close_enters_the_next_month_once(house: House) -> None:
    cleaning(house)
    assigned(house, 40, late=3, site="north")
    for number in range(3):
        decide(house, f"A-{number:03}", "disputed")
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)
    decide(house, "A-000", "accepted")
    decide(house, "A-001", "upheld")
    assigned(house, 40, late=1, day="2026-02-10", prefix="F", site="north")
    decide(house, "F-000", "accepted")
    house.tick("2026-03-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-02", vendor=CLEANER)
    decide(house, "A-001", "rescinded")

    february, march = card(house, "2026-02"), card(house, "2026-03")

    found = figure(february, "on_time", "HK-03")
    # February's own: 39 met, 1 counted; with January's two 39 of 42 is scored, 39 of 40 is shown
    assert (found.value, found.scored, found.adjusted) == (Decimal("0.975"), Decimal("0.928571"), 2)
    assert [(one.month, one.obligation, one.site, one.change) for one in february.adjustments] == [
        ("2026-01", "HK-03", "north", 2)
    ]
    assert [(one.month, one.change) for one in march.adjustments] == [("2026-01", -1)]
    assert card(house).breaches == 0  # January stays as it was closed


def test_months_close_in_order(house: House) -> None:
    cleaning(house)
    house.tick("2026-04-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)

    with pytest.raises(Conflict) as refused:
        house.app.scorecards.close(manager(house), "2026-03", vendor=CLEANER)

    assert (refused.value.code, refused.value.values["next"]) == ("scorecard.order", "2026-02")


def test_a_card_whose_content_was_changed_is_refused(house: House) -> None:
    cleaning(house)
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01", vendor=CLEANER)
    with house.app.database.writer.begin() as connection:
        connection.execute(update(scorecards).values(content=func.replace(scorecards.c.content, "0.95", "0.96")))

    with pytest.raises(Conflict) as refused:
        card(house)

    assert refused.value.code == "scorecard.changed"


@pytest.mark.parametrize(
    ("weights", "code", "place"),
    [
        ({"on_time": "60", "complaints": "30"}, "scorecard.weights_sum", "weights"),
        ({"on_time": "100", "complaints": "-10"}, "scorecard.weight", "weights.complaints"),
        ({"politeness": "100"}, "scorecard.unknown_kpi", "weights.politeness"),
        ({"on_time": "NaN"}, "scorecard.weight", "weights.on_time"),
    ],
    ids=["sum", "negative", "unknown", "not a number"],
)
def test_weights_that_cannot_be_are_refused(house: House, weights: dict[str, str], code: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.app.scorecards.close(
            manager(house), "2025-12", weights={name: Decimal(one) for name, one in weights.items()}
        )

    assert (refused.value.code, refused.value.place) == (code, place)


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "januar", "", "1969-12", "２０２６-01"])
def test_a_month_is_written_in_one_way(house: House, month: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        card(house, month, "V-1")

    assert (refused.value.code, refused.value.place) == ("scorecard.bad_month", "month")


def test_a_vendors_user_sees_his_own_card_alone(house: House) -> None:
    cleaning(house)
    assigned(house, 5, late=0)

    own = user_of(house, CLEANER)
    assert house.app.scorecards.card(own, CLEANER, "2026-01").vendor == CLEANER
    for vendor in ("V-1", "V-unknown"):
        with pytest.raises(NotFound):
            house.app.scorecards.card(own, vendor, "2026-01")
        with pytest.raises(NotFound):
            house.app.scorecards.behind(own, vendor, "2026-01", "on_time")
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01")
    assert {one.vendor for one in house.app.scorecards.closed(house.admin)} == {"V-1", CLEANER}
    assert {one.vendor for one in house.app.scorecards.closed(own)} == {CLEANER}


def test_small_samples_are_drawn_to_the_peers_mean_and_large_ones_hardly(house: House) -> None:
    cleaning(house, "H-1", "V-A")
    cleaning(house, "H-2", "V-B")
    cleaning(house, "H-3", "V-C")
    assigned(house, 60, late=3, prefix="A", contract="H-1")
    assigned(house, 60, late=18, prefix="B", contract="H-2")
    assigned(house, 4, late=0, prefix="C", contract="H-3")
    house.tick("2026-02-02T08:00:00Z")
    house.app.scorecards.close(manager(house), "2026-01")

    large, small = figure(card(house, vendor="V-A"), "on_time"), figure(card(house, vendor="V-C"), "on_time")

    # Kleinman (1973) with weights n: 57/60, 42/60, 4/4; m = 103/124 = .8306, m(1 - m) = .1407, S = .855 + 1.024 + .115
    # = 1.9935; rho = (1.9935 - 2 * .1407) / (.1407 * (124 - 7216/124 - 2)) = 1.7122/8.9759 = .1908; worth 1/rho - 1 =
    # 4.242 cases: 57/60 becomes (57 + 4.242 m)/64.242 = .942, 4/4 becomes (4 + 4.242 m)/8.242 = .913
    assert (large.peers, small.peers) == (3, 3)
    assert (round(large.drawn or 0, 3), round(small.drawn or 0, 3)) == (Decimal("0.942"), Decimal("0.913"))
    assert (small.state, large.state) == ("insufficient", "measured")


def test_behind_a_figure_stand_its_cases_the_missed_ones_first(house: House) -> None:
    cleaning(house)
    assigned(house, 3, late=1)

    found = house.app.scorecards.behind(house.admin, CLEANER, "2026-01", "on_time", obligation="HK-03")

    assert (found[0].case, found[0].outcome) == ("A-000", "missed")
    assert {(one.case, one.outcome) for one in found[1:]} == {("A-001", "met"), ("A-002", "met")}
    for kpi in ("first_time_pass", "satisfaction", "complaints", "repeat_complaints", "conduct_findings", "deductions",
                "rule_findings", "recovery_hours", "satisfaction_independent", "substitute_signatures"):  # fmt: skip
        assert all(
            one.contract == CLEANING for one in house.app.scorecards.behind(house.admin, CLEANER, "2026-01", kpi)
        )
    with pytest.raises(InvalidInput):
        house.app.scorecards.behind(house.admin, CLEANER, "2026-01", "politeness")


def test_two_closings_at_once_make_one_card(house: House) -> None:
    cleaning(house)
    house.tick("2026-02-02T08:00:00Z")
    for _ in range(2):
        house.app.scorecards.close(house.admin, "2026-01")

    with house.app.database.reading() as work:
        rows = work.connection.execute(select(scorecards.c.contract_id)).all()
    assert len(rows) == len(set(rows)) == 2
