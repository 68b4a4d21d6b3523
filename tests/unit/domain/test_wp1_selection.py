"""The selection for WP-1 from the first rule to the award memo: five bids, five evaluators, one near tie."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from core.domain.abnormally_low import PRESETS, PriceAnswer, price_questions
from core.domain.admission import admit, open_evaluation
from core.domain.award_memo import award_memo
from core.domain.evaluation import Evaluation
from core.domain.gate import examine
from core.domain.money import Money
from core.domain.selection import Selection
from core.errors import Conflict, InvalidInput
from tests.unit.domain.wp1 import (
    CLOSES_MS,
    EXAMINED,
    OPENS_MS,
    PRICES,
    RATED,
    SCORES,
    WEIGHTS,
    bid,
    bill,
    rules,
    yuan,
)

TOTALS = {"A": "2488000", "B": "2359800", "C": "2633600", "D": "1188800", "E": "2133500"}
FINAL = {"A": "87.97", "B": "87.35", "E": "86.18", "C": "85.98"}


def totals() -> dict[str, Money]:
    return {vendor: bid(vendor).priced(bill()).net for vendor in PRICES}


def explained(accepted: bool = True) -> PriceAnswer:
    return PriceAnswer("D", "family members work along", accepted, "wage sheets seen", "Lin", 5)


def selection() -> Selection:
    one = Selection(1, "u", "S-2026-0001", "WP-1", "WP-1", 1, 0)
    one.set_rules(rules())
    one.open(at_ms=OPENS_MS)
    for vendor in PRICES:
        one.receive(bid(vendor))
    one.close(at_ms=CLOSES_MS)
    return one


def table(shift: int = 0) -> dict[str, dict[str, Decimal]]:
    return {
        vendor: {code: Decimal(score + shift) for code, score in zip(RATED, row, strict=True)}
        for vendor, row in SCORES.items()
    }


def evaluation() -> Evaluation:
    """Four sheets whose means are the table, C's quality being 95, 72, 96, 97; the fifth evaluator is related to E."""
    one = open_evaluation(selection(), "u", at_ms=0)
    qualities = {"chen": 95, "gao": 72, "li": 96, "wu": 97}
    for shift, evaluator in zip((2, -2, 1, -1), qualities, strict=True):
        one.appoint(evaluator)
        scores = table(shift)
        scores["C"]["quality"] = Decimal(qualities[evaluator])
        one.score(evaluator, scores)
        one.lock(evaluator, at_ms=1)
    one.appoint("sun")
    one.recuse("sun", "brother of E's legal representative")
    return one


def agreed() -> Evaluation:
    one = evaluation()
    one.agree("C", "quality", "the site visit counts; individual scores stay", by="chen", at_ms=2)
    one.close(at_ms=3)
    return one


def points(vendor: str, base: Money) -> Decimal:
    """Lowest price / price x 30 to two digits, and the weighted scores."""
    price = (base.amount / totals()[vendor].amount * 30).quantize(Decimal("0.01"), ROUND_HALF_UP)
    rated = (Decimal(WEIGHTS[code]) * score / 100 for code, score in evaluation().joint_scores()[vendor].items())
    return price + sum(rated)


@pytest.mark.parametrize("vendor", TOTALS)
def test_the_totals_of_the_bids(vendor: str) -> None:
    # A: 21,600 x 49 + 38,000 x 17 + 24,000 x 14 + 900 x 168 + 1,200 x 115 + 12,000 x 13.2
    #  = 1,058,400 + 646,000 + 336,000 + 151,200 + 138,000 + 158,400
    assert totals()[vendor] == yuan(TOTALS[vendor])


def test_the_divergence_on_cs_quality_is_the_only_one() -> None:
    one = evaluation()
    assert [(cell.vendor, cell.criterion, cell.spread) for cell in one.divergences()] == [("C", "quality", Decimal(25))]
    assert dict(one.divergences()[0].scores) == {"chen": 95, "gao": 72, "li": 96, "wu": 97}
    assert one.joint_scores() == table()
    with pytest.raises(Conflict, match="25 apart"):
        one.close(at_ms=2)


def test_d_fails_its_gates_with_both_reasons() -> None:
    joint = evaluation().joint_scores()
    report = examine(bid("D"), rules(), joint["D"], EXAMINED)
    assert [reason.words("en") for reason in report.reasons] == [
        'the evidence for "employer\'s liability insurance" expired on 2026-09-30 (looked at on 2026-10-26)',
        '"technical standard" scored 64, below the minimum of 70',
    ]
    assert all(examine(bid(vendor), rules(), joint[vendor], EXAMINED).passed for vendor in "ABCE")


def test_the_labour_floor() -> None:
    floor = rules().labour_floor
    assert floor is not None
    assert floor.amount == yuan("1204111.20")  # 20.6 x 4,871 x 12


def test_d_is_asked_by_the_labour_floor_and_the_ceiling_but_not_by_mean_or_next() -> None:
    # 50 % of the mean 2,160,740 is 1,080,370; of the next, 2,133,500, 1,066,750; 45 % of the ceiling 1,219,635
    floor = rules().labour_floor
    assert floor is not None
    asked = price_questions(totals(), PRESETS["government"], bill().ceiling.net, floor.amount)
    assert [(one.vendor, one.test, one.bound) for one in asked] == [
        ("D", "ceiling", yuan("1219635")),
        ("D", "labour_floor", yuan("1204111.20")),
    ]


def test_private_practice_asks_d_by_the_mean_of_the_others_and_the_next() -> None:
    # mean of A, B, C, E: 9,614,900 / 4 = 2,403,725, of which 60 % is 1,442,235; 70 % of 2,133,500 is 1,493,450
    asked = price_questions(totals(), PRESETS["private"], bill().ceiling.net)
    assert [(one.vendor, one.test, one.bound) for one in asked] == [
        ("D", "mean_of_others", yuan("1442235")),
        ("D", "next", yuan("1493450")),
    ]


def test_a_low_price_alone_leaves_a_bid_in() -> None:
    """It is asked about; only a person who does not accept the answer excludes it."""
    insured = replace(bid("D"), evidence=bid("A").evidence)
    good = evaluation().joint_scores()["A"]
    assert examine(insured, rules(), good, EXAMINED).passed


def test_the_excluded_low_bid_does_not_set_the_base() -> None:
    one = selection()
    one.answer(explained())
    with pytest.raises(Conflict, match="record the gates first"):
        _ = one.price_base
    with pytest.raises(Conflict, match="not closed"):
        admit(one, evaluation(), EXAMINED)
    assert admit(one, agreed(), EXAMINED) == ("A", "B", "C", "E")
    assert one.price_base == yuan("2133500")
    assert {vendor: points(vendor, one.price_base) for vendor in FINAL} == {k: Decimal(v) for k, v in FINAL.items()}


def test_the_gates_wait_for_the_answer_about_a_low_price() -> None:
    one = selection()
    with pytest.raises(Conflict) as refused:
        admit(one, agreed(), EXAMINED)
    assert (refused.value.place, one.state) == ("answers.D", "closed")
    with pytest.raises(InvalidInput):
        one.answer(replace(explained(), vendor="A"))
    with pytest.raises(InvalidInput):
        one.answer(replace(explained(), reason=" "))
    one.answer(explained())
    one.answer(explained(accepted=False))
    assert one.answers == [explained(accepted=False)]
    admit(one, agreed(), EXAMINED)
    (out,) = [report for report in one.gates if not report.passed]
    assert [reason.code for reason in out.reasons][-1] == "selection.low_price_not_explained"


def test_a_bid_above_the_ceiling_does_not_lift_the_mean() -> None:
    one = selection()
    dear = tuple(replace(line, unit_price=yuan("900")) for line in bid("C").lines)
    one.bids.append(replace(bid("C"), lines=dear))
    assert {question.vendor for question in one.questions} == {"D"}


def test_only_a_closed_selection_is_evaluated() -> None:
    one = selection()
    one.state = "open"
    with pytest.raises(Conflict):
        open_evaluation(one, "u", at_ms=0)


def test_counted_in_d_would_have_won() -> None:
    naive = {vendor: points(vendor, yuan(TOTALS["D"])) for vendor in PRICES}
    assert max(naive, key=lambda vendor: naive[vendor]) == "D"
    assert (naive["D"], naive["A"]) == (Decimal("79.24"), Decimal("76.57"))


def test_the_memo_of_the_award_holds_what_lay_before_it() -> None:
    one, review = selection(), agreed()
    one.answer(explained())
    admit(one, review, EXAMINED)
    one.decide("A", {k: Decimal(v) for k, v in FINAL.items()}, reason="best quality", by="Lin", at_ms=9)
    memo = award_memo(one, review)

    assert memo.award.vendor == "A"
    assert memo.award.follows_ranking
    assert memo.rules_sha256 == one.rules_sha256
    assert {summary.vendor: summary.net for summary in memo.bids} == totals()
    assert [report.vendor for report in memo.excluded] == ["D"]
    assert memo.price_base == yuan("2133500")
    assert memo.evaluators == ("chen", "gao", "li", "wu")
    assert memo.recused == (("sun", "brother of E's legal representative"),)
    assert [(one.vendor, one.test) for one in memo.questions] == [("D", "ceiling"), ("D", "labour_floor")]
    assert memo.answers == (explained(),)
    with pytest.raises(Conflict):
        award_memo(selection(), review)
