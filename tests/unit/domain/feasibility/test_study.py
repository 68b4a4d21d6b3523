"""The five steps lead to outsource, pilot or keep; a failed gate cannot be outvoted by a score or a person."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.decision import Weighing
from core.domain.feasibility.economic import economic_figures
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.feasibility.social import ASPECTS, SocialReview, SocialRisk
from core.domain.feasibility.study import FeasibilityStudy
from core.domain.feasibility.technical import FACTORS, Rating, TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import Uncertainty
from core.errors import Conflict, InvalidInput
from tests.unit.domain.feasibility.cases import two_years, yuan

SUPPORT = CoreReview(strategic_value=2, own_advantage=2, knowledge_at_risk=2, reversibility=4)
TRIGGERS = Triggers(volume_least=Decimal("0.8"), volume_most=Decimal("1.3"))


PRICE, QUARTERS, VOLUME = (f"feasibility.trigger_{one}" for one in ("price", "quarters", "volume"))


def technical(**scores: int) -> TechnicalReview:
    return TechnicalReview(tuple(Rating(factor, scores.get(factor, 4), "visit of 3 August") for factor in FACTORS))


def social(**changes: SocialRisk) -> SocialReview:
    quiet = {aspect: SocialRisk(aspect, "—", 1, 3) for aspect in ASPECTS}
    return SocialReview(tuple((quiet | changes).values()))


def economic(probability: str = "0.83") -> EconomicReview:
    case = two_years()
    return EconomicReview(case, Uncertainty(), economic_figures(case), Decimal(probability), Decimal("0.007"))


def study(*steps: CoreReview | TechnicalReview | EconomicReview | SocialReview) -> FeasibilityStudy:
    one = FeasibilityStudy(1, "u", "WP-1", 1, 0)
    for step in (SUPPORT, technical(), economic(), social(), *steps):
        one.review(step)
    return one


def decide(one: FeasibilityStudy, outcome: str, reason: str = "cheaper, and the market is deep") -> None:
    one.decide(outcome, reason=reason, by="Lin", at_ms=5, triggers=TRIGGERS)


@pytest.mark.parametrize(
    ("review", "outcome"),
    [
        (CoreReview(5, 5, 1, 5), "keep"),
        (CoreReview(5, 2, 1, 5), "partner"),
        (CoreReview(2, 5, 1, 5), "outsource"),
        (CoreReview(2, 2, 4, 2), "partner"),
        (CoreReview(2, 2, 4, 3), "outsource"),
    ],
    ids=[
        "core and strong",
        "core and weak",
        "support",
        "knowledge at risk, no way back",
        "knowledge at risk, a way back",
    ],
)
def test_strategic_value_against_own_advantage(review: CoreReview, outcome: str) -> None:
    assert review.outcome == outcome


def test_support_work_that_is_probably_cheaper_is_outsourced() -> None:
    # technical: mean 4 of 5 -> 75; economic 83; social: worst level 3 -> 100 x 22/24 = 91.67
    # 0.3 x 75 + 0.5 x 83 + 0.2 x 91.67 = 22.5 + 41.5 + 18.33
    recommended = study().recommendation()
    assert recommended.outcome == "outsource"
    assert recommended.score == pytest.approx(Decimal("82.3333"), abs=Decimal("0.0001"))
    assert recommended.reasons[0].words("zh") == "加权得分 82.33；50 分起试点，70 分起外包"


def test_a_middling_score_is_a_pilot_and_a_low_one_is_kept() -> None:
    # 22.5 + 0.5 x 55 + 18.33 = 68.33
    assert study(economic("0.55")).recommendation().outcome == "pilot"
    strict = study(economic("0.55"))
    strict.weighing = Weighing(outsource_from=Decimal(90), pilot_from=Decimal(80))
    assert strict.recommendation().outcome == "keep"


def test_thresholds_are_reached_at_their_value() -> None:
    even = Weighing(Decimal(0), Decimal(1), Decimal(0))
    assert [even.outcome(Decimal(score), "outsource") for score in ("49.9", "50", "69.9", "70")] == [
        "keep", "pilot", "pilot", "outsource",
    ]  # fmt: skip
    assert technical(staff=2).failures() == ()
    assert economic("0.5").failures() == ()
    assert replace(social(), most=3).failures() == ()
    assert len(replace(social(), most=2).failures()) == len(ASPECTS)


def test_core_work_is_a_pilot_at_most_and_needs_a_reason() -> None:
    silent, argued = CoreReview(5, 5, 1, 5), CoreReview(5, 5, 1, 5, reason="capacity in peaks")
    assert study(argued).recommendation().outcome == "pilot"
    recommended = study(silent).recommendation()
    assert recommended.outcome == "keep"
    assert [failure.place for failure in recommended.failures] == ["core.reason"]


def test_each_failed_gate_is_named_with_its_reason() -> None:
    flagged = social(
        law_ethics=SocialRisk("law_ethics", "同岗混用", 4, 4, red_flag=True),
        women_children=SocialRisk("women_children", "夜班", 3, 5),
    )
    recommended = study(technical(staff=1), economic("0.49"), flagged).recommendation()

    assert recommended.outcome == "keep"
    assert [failure.code for failure in recommended.failures] == [
        "feasibility.factor_below",
        "feasibility.not_cheaper",
        "feasibility.red_flag",
        "feasibility.risk_without_mitigation",
    ]
    assert recommended.failures[0].words("zh") == "“人员效能”为 1 分，低于门槛 2 分（招不到持证人员）"


def test_a_mitigated_risk_passes_and_a_red_flag_never_does() -> None:
    mitigated = SocialRisk("women_children", "夜班", 3, 5, mitigation="夜间双人上门")
    assert study(social(women_children=mitigated)).recommendation().failures == ()
    flagged = replace(mitigated, red_flag=True)
    assert len(study(social(women_children=flagged)).recommendation().failures) == 1


@pytest.mark.parametrize(
    ("count", "stops", "warns"), [(2, False, False), (3, False, True), (4, False, True), (5, True, False)]
)
def test_signs_of_false_outsourcing_warn_from_three_and_stop_from_five(count: int, stops: bool, warns: bool) -> None:
    signs = ("paid_by_head", "controls_attendance", "disciplines", "assigns_tasks", "pays_wages")[:count]
    review = replace(social(), dispatch_signs=signs)
    assert bool(review.failures()) == stops
    assert bool(review.warnings()) == warns
    assert (study(review).recommendation().outcome == "keep") == stops


def test_a_person_may_decide_against_the_recommendation_with_a_reason() -> None:
    one = study()
    with pytest.raises(InvalidInput) as refused:
        decide(one, "pilot", reason=" ")
    assert refused.value.place == "decision.reason"
    decide(one, "pilot", reason="two communities first")
    assert one.decision is not None
    assert (one.decision.outcome, one.decision.recommendation.outcome) == ("pilot", "outsource")


def test_a_failed_gate_allows_no_decision_but_to_keep() -> None:
    one = study(economic("0.2"))
    with pytest.raises(Conflict) as refused:
        decide(one, "pilot")
    assert (refused.value.place, one.decision) == ("economic.probability", None)
    decide(one, "keep")
    assert one.decision is not None


def test_a_decided_study_is_not_changed() -> None:
    one = study()
    decide(one, "outsource")
    before = one.technical
    with pytest.raises(Conflict, match="WP-1"):
        one.review(technical(staff=1))
    with pytest.raises(Conflict):
        decide(one, "keep")
    assert one.technical is before


def test_a_missing_step_is_named() -> None:
    one = FeasibilityStudy(1, "u", "WP-1", 1, 0, core=SUPPORT, technical=technical())
    with pytest.raises(Conflict) as refused:
        one.recommendation()
    assert refused.value.place == "economic"


def test_every_factor_and_aspect_must_be_rated() -> None:
    with pytest.raises(InvalidInput) as refused:
        TechnicalReview(technical().ratings[:3])
    assert refused.value.place == "technical.development_risk"
    with pytest.raises(InvalidInput) as refused:
        SocialReview(social().risks[1:])
    assert refused.value.place == "social.political_system"


def test_wrong_ratings_are_named_by_their_path() -> None:
    with pytest.raises(InvalidInput) as refused:
        technical(staff=6)
    assert refused.value.place == "technical.ratings[2].score"
    with pytest.raises(InvalidInput) as refused:
        TechnicalReview((*technical().ratings[:3], replace(technical().ratings[3], evidence="")))
    assert refused.value.place == "technical.ratings[3].evidence"
    with pytest.raises(InvalidInput) as refused:
        CoreReview(2, 0, 2, 2)
    assert refused.value.place == "core.own_advantage"


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"1\.1"):
        Weighing(technical=Decimal("0.4"))


@pytest.mark.parametrize(
    ("price", "quarters", "volume", "codes"),
    [
        (109, [True, False], "1", []),
        (110, [True, False], "1", [PRICE]),
        (100, [True, False, False], "1", [QUARTERS]),
        (100, [False], "1", []),
        (100, [], "0.79", [VOLUME]),
        (100, [], "1.3", []),
        (120, [False, False], "1.31", [PRICE, QUARTERS, VOLUME]),
    ],
)
def test_triggers_to_look_again(price: int, quarters: list[bool], volume: str, codes: list[str]) -> None:
    met = TRIGGERS.met(price_then=yuan(100), price_now=yuan(price), quarters_met=quarters, volume=Decimal(volume))
    assert [reason.code for reason in met] == codes
