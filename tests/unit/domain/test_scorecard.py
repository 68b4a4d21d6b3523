"""KPIs, the score and its interval, peers and sureness, worked out by hand."""

from decimal import Decimal

import pytest

from core.domain.kpi import mean, rate, share
from core.domain.month import Month
from core.domain.peers import Peers
from core.domain.posterior import at_target, word
from core.domain.scheme import DEFAULT, Scheme
from core.domain.scorecard import Adjustment, Scorecard, SiteCounts, together
from core.domain.service_counts import Counts, Findings, OnTime, Ratings
from core.domain.standing import band, suggested
from core.errors import InvalidInput

ZONE = "Asia/Shanghai"


def made(counts: Counts, *adjustments: Adjustment, scheme: Scheme = DEFAULT) -> Scorecard:
    return Scorecard.of("V", "C", "2026-10", ZONE, scheme, [SiteCounts("", counts)], adjustments)


def on_time(met: int, counted: int, undecided: int = 0) -> Counts:
    return Counts(on_time=(OnTime("HK-04", "started_on_time", met, counted, undecided),))


def test_the_score_is_the_weighted_mean_of_what_is_measured() -> None:
    # on time 96 of 100 (weight 40): 96; first pass 45 of 50 (15): 90; satisfaction 4.6 (10): (4.6 - 1)/4 = 90
    # together (40 x 96 + 15 x 90 + 10 x 90) / 65 = 93.69
    counts = on_time(96, 4) + Counts(acceptances=50, passed_first=45, reported=Ratings.of([(5, 60), (4, 40)]))
    card = made(counts)

    assert (card.score.points, card.score.weight) == (Decimal("93.69"), Decimal(65))
    assert card.score.low is not None
    assert card.score.high is not None
    assert card.score.low < Decimal("93.69") < card.score.high


def test_with_less_than_half_of_the_weight_measured_there_is_no_score() -> None:
    assert made(on_time(100, 0)).score.points is None


def test_the_same_share_of_few_and_of_many_cases_has_another_interval() -> None:
    scheme = Scheme.weighing({"on_time": Decimal(100)})
    few, many = made(on_time(36, 4), scheme=scheme).score, made(on_time(2052, 228), scheme=scheme).score

    # both are 90 per cent; of 2,280 the interval is 1.96 sqrt(.09 / 2280) = 1.2 points to each side, of 40 about 9
    assert (few.points, many.points) == (Decimal(90), Decimal(90))
    widths = [(one.high or 0) - (one.low or 0) for one in (few, many)]
    assert widths[0] > 15
    assert widths[1] < 3


def test_five_of_five_are_no_hundred() -> None:
    found = share(DEFAULT.kpi("on_time"), 5, 5)

    assert (found.value, found.state, found.points) == (Decimal(1), "insufficient", None)
    assert round(found.low or 0, 4) == Decimal("0.5655")  # 5/(5 + 1.96^2)


def test_division_by_zero_is_not_measured() -> None:
    for found in (share(DEFAULT.kpi("on_time"), 0, 0), rate(DEFAULT.kpi("complaints"), 3, 0),
                  mean(DEFAULT.kpi("satisfaction"), Ratings())):  # fmt: skip
        assert (found.state, found.value, found.points) == ("not_measured", None, None)


def test_equal_ratings_still_have_an_interval() -> None:
    found = mean(DEFAULT.kpi("satisfaction"), Ratings.of([(5, 11)]))

    # others than 5 may be 1 - 0.025^(1/11) = 0.2849 of all; all of them at 1: 5 - 4 x 0.2849
    assert (found.high, round(found.low or 0, 4)) == (Decimal(5), Decimal("3.8603"))


def test_adjustments_are_scored_and_not_shown_as_this_months() -> None:
    late = Adjustment("2026-09", "HK-04", "started_on_time", "", True, 2)
    found = made(on_time(96, 2), late).measures[0]

    assert (found.value, found.scored, found.adjusted) == (Decimal("0.979592"), Decimal("0.96"), 2)


def test_a_reversal_takes_no_more_away_than_there_is() -> None:
    back = Adjustment("2026-09", "HK-04", "started_on_time", "", True, -3)

    assert made(on_time(50, 1), back).measures[0].scored == Decimal(1)


def test_contracts_roll_up_by_cases() -> None:
    # 30 of 30 and 45 of 90: 75 of 120, not the mean of 100 and 50
    card = together([made(on_time(30, 0)), made(on_time(45, 45))])

    assert card.measures[0].value == Decimal("0.625")
    assert card.contract == ""


def test_findings_are_measured_only_where_a_rule_can_be_broken() -> None:
    of_conduct = Counts(cases=200, findings=(Findings("CD-01", "conduct_findings", counted=1),))

    found = {one.code: one for one in made(of_conduct).measures if not one.obligation}
    # one in 200 cases is 5 per 1,000; Garwood's upper bound of one is 5.5716
    assert (found["conduct_findings"].value, round(found["conduct_findings"].high or 0, 3)) == (
        Decimal(5),
        Decimal("27.858"),
    )
    assert found["rule_findings"].state == "not_measured"


@pytest.mark.parametrize(
    ("points", "grade"),
    [("100", "A"), ("90", "A"), ("89.99", "B"), ("80", "B"), ("79.99", "C"), ("70", "C"), ("69.99", "D"), ("0", "D")],
)
def test_bands_are_closed_on_the_left(points: str, grade: str) -> None:
    assert suggested(Decimal(points)) == grade
    least, below = band(grade)
    assert least <= Decimal(points)
    assert below is None or Decimal(points) < below


def test_without_a_score_no_grade_is_suggested() -> None:
    assert suggested(None) is None


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.995, "virtually_certain"), (0.9, "very_likely"), (0.66, "likely"), (0.5, "as_likely_as_not"), (0.2, "unlikely"),
     (0.05, "very_unlikely"), (0.001, "exceptionally_unlikely")],
)  # fmt: skip
def test_probabilities_in_words(probability: float, said: str) -> None:
    assert word(probability) == said


def test_how_sure_a_rate_is_within_its_target() -> None:
    kpi = DEFAULT.kpi("complaints")
    found = at_target(rate(kpi, 0, 500), kpi)

    # none in 500 cases, target 6 per 1,000: P(Gamma(1/2) <= 3) = erf(sqrt 3) = 0.9857
    assert found == pytest.approx(0.9857, abs=1e-4)
    assert at_target(rate(DEFAULT.kpi("conduct_findings"), 0, 500), DEFAULT.kpi("conduct_findings")) is None


def test_where_chance_explains_the_differences_everybody_is_drawn_to_the_mean() -> None:
    peers = Peers.of([(90, 100), (91, 100), (5, 5)])

    assert peers is not None
    assert peers.worth == 205.0  # no more than all cases
    assert float(peers.drawn(5, 5)) == pytest.approx(186 / 205, abs=0.003)
    assert Peers.of([(5, 5)]) is None
    assert Peers.of([(0, 0), (5, 5)]) is None


def test_a_month_in_its_zone() -> None:
    # 1 October 2026 in Shanghai begins at 16:00 UTC of 30 September; October has 31 days
    begin, end = Month.parse("2026-10").bounds_ms(ZONE)

    assert (begin, end - begin) == (1_790_784_000_000, 31 * 86_400_000)
    assert (str(Month.of(begin - 1, ZONE)), str(Month.of(begin, ZONE))) == ("2026-09", "2026-10")
    assert str(Month(2026, 12).moved(1)) == "2027-01"
    assert str(Month(2026, 1).moved(-1)) == "2025-12"


def test_weights_have_to_sum() -> None:
    with pytest.raises(InvalidInput) as refused:
        Scheme.weighing({"on_time": Decimal("99.9")})

    assert (refused.value.code, refused.value.values["value"]) == ("scorecard.weights_sum", "99.9")
