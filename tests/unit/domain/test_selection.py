"""A selection goes one way: rules freeze when it opens, bids come before it closes, gates before the price base."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.domain.abnormally_low import PRESETS, LabourFloor, Preset, PriceAnswer, price_questions
from core.domain.bid import PriceLine, Promise
from core.domain.canonical import canonical_json, sha256
from core.domain.criteria_scheme import CriteriaScheme, WeightedCriterion
from core.domain.criterion import ANCHORED, TEN
from core.domain.gate import GateReport, examine
from core.domain.money import Money
from core.domain.reason import Reason
from core.domain.selection import Selection
from core.domain.selection_rules import MODES, SelectionRules
from core.errors import Conflict, InvalidInput
from tests.unit.domain.wp1 import CLOSES_MS, EXAMINED, OPENS_MS, RATED, bid, bill, rules, scheme, yuan

GOOD = {code: Decimal(90) for code in RATED}


def opened(of: SelectionRules | None = None) -> Selection:
    one = Selection(1, "u", "S-1", "WP-1", "WP-1", 1, 0)
    one.set_rules(of or rules())
    one.open(at_ms=OPENS_MS)
    return one


def closed(vendors: str = "ABCE", of: SelectionRules | None = None) -> Selection:
    one = opened(of)
    for vendor in vendors:
        one.receive(bid(vendor))
    one.close(at_ms=CLOSES_MS)
    return one


def passed(vendors: str) -> list[GateReport]:
    return [GateReport(vendor, ()) for vendor in vendors]


def failed(vendor: str) -> GateReport:
    return GateReport(vendor, (Reason.of("selection.above_ceiling", "bids", value="2", most="1"),))


def weighted(*weights: str) -> CriteriaScheme:
    return CriteriaScheme(tuple(WeightedCriterion(one, Decimal(w)) for one, w in zip(TEN, weights, strict=False)))


def test_the_ten_criteria_carry_both_lists_and_an_anchor_for_each_step() -> None:
    # OS-06 names six indicators, OS-07 seven criteria; price, quality and service stand in both: 6 + 7 - 3 = 10
    assert len({one.code for one in TEN}) == 10
    assert sum("OS-06" in one.sources for one in TEN) == 6
    assert sum("OS-07" in one.sources for one in TEN) == 7
    assert {len(one.anchors) for one in TEN} == {len(ANCHORED)}
    assert all(anchor.zh and anchor.en for one in TEN for anchor in one.anchors)


@pytest.mark.parametrize(
    ("weights", "code", "place"),
    [
        (("50", "-1", "51"), "selection.weight", "criteria[1].weight"),
        (("50", "NaN", "50"), "selection.weight", "criteria[1].weight"),
        (("0", "0"), "selection.weights_all_zero", "criteria"),
        (("50", "49.9"), "selection.weights_sum", "criteria"),
    ],
)
def test_weights_are_not_negative_and_make_a_hundred(weights: tuple[str, ...], code: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        weighted(*weights)
    assert (refused.value.code, refused.value.place) == (code, place)


def test_a_criterion_stands_once_and_the_price_takes_no_minimum() -> None:
    one = scheme().lines[1]
    with pytest.raises(InvalidInput) as refused:
        CriteriaScheme((one, one))
    assert refused.value.place == "criteria[1]"
    with pytest.raises(InvalidInput) as refused:
        CriteriaScheme((WeightedCriterion(TEN[0], Decimal(100), Decimal(10)),))
    assert refused.value.code == "selection.price_minimum"
    assert scheme().rated == tuple(one.code for one in TEN[1:])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"mode": "auction"}, "rules.mode"),
        ({"price_formula": "cheapest"}, "rules.price_formula"),
        ({"low_price": "eu"}, "rules.low_price"),
        ({"price_digits": 7}, "rules.price_digits"),
        ({"divergence": Decimal(-1)}, "rules.divergence"),
        ({"least_bids": 0}, "rules.least_bids"),
        ({"mode": "public_tender", "least_bids": 2}, "rules.least_bids"),
        ({"requirements": rules().requirements * 2}, "rules.requirements[1]"),
        ({"levels": rules().levels * 2}, "rules.levels[1]"),
    ],
)
def test_a_wrong_rule_is_named_by_its_path(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        replace(rules(), **changes)
    assert refused.value.place == place


def test_equal_rules_have_equal_hashes_and_any_change_another() -> None:
    assert sha256(rules()) == sha256(rules())
    assert sha256(replace(rules(), divergence=Decimal("20.0"))) == sha256(rules())
    assert sha256(replace(rules(), divergence=Decimal(21))) != sha256(rules())
    assert canonical_json(yuan("53.50")) == '{"amount":"53.5","currency":"CNY"}'


def test_rules_freeze_when_it_opens() -> None:
    one = opened()
    assert one.rules_sha256 == sha256(rules())
    with pytest.raises(Conflict) as refused:
        one.set_rules(rules())
    assert refused.value.code == "selection.rules_frozen"
    one.rules = replace(rules(), divergence=Decimal(50))
    with pytest.raises(Conflict) as refused:
        one.receive(bid("A"))
    assert (refused.value.code, one.bids) == ("selection.rules_changed", [])


def test_it_does_not_open_without_rules_or_after_its_closing_time() -> None:
    one = Selection(1, "u", "S-1", "WP-1", "WP-1", 1, 0)
    with pytest.raises(Conflict, match="no rules"):
        one.open(at_ms=OPENS_MS)
    one.set_rules(rules())
    with pytest.raises(InvalidInput) as refused:
        one.open(at_ms=CLOSES_MS)
    assert (refused.value.place, one.state, one.rules_sha256) == ("rules.closes_ms", "draft", None)


def test_a_bid_counts_until_the_closing_time_and_the_last_one_stands() -> None:
    one = opened()
    one.receive(bid("A"))
    one.receive(bid("B"))
    last = bid("A", submitted_ms=CLOSES_MS - 1)
    one.receive(last)
    with pytest.raises(Conflict, match="vendor A"):
        one.receive(bid("A", submitted_ms=CLOSES_MS))
    assert one.standing_bids == (last, bid("B"))
    assert len(one.bids) == 3


def test_it_closes_at_its_time_and_takes_no_bid_after() -> None:
    one = opened()
    with pytest.raises(Conflict, match="closing time"):
        one.close(at_ms=CLOSES_MS - 1)
    one.close(at_ms=CLOSES_MS)
    with pytest.raises(Conflict) as refused:
        one.receive(bid("A"))
    assert refused.value.code == "selection.wrong_state"


def test_an_undersubscribed_selection_fails_with_its_reason() -> None:
    one = closed("ABC")
    assert one.conclude([*passed("AB"), failed("C")]) == ("A", "B")
    assert one.state == "failed"
    assert one.failure is not None
    assert one.failure.words("zh") == "有效投标 2 家，少于 3 家，本次采购失败"


def test_one_valid_bid_is_enough_where_no_tender_is_meant() -> None:
    one = closed("A", rules("single_source", least_bids=1))
    one.conclude(passed("A"))
    assert one.state == "evaluated"


@pytest.mark.parametrize("gates", [passed("AB"), passed("ABCEE"), passed("ABCX"), []])
def test_every_bid_has_one_gate_report(gates: Sequence[GateReport]) -> None:
    one = closed()
    with pytest.raises(InvalidInput):
        one.conclude(gates)
    assert (one.state, one.gates) == ("closed", [])


def test_the_award_goes_to_an_admitted_vendor_with_a_reason() -> None:
    one = closed()
    one.conclude([*passed("ABC"), failed("E")])
    scores = {"A": Decimal(87), "B": Decimal(86), "C": Decimal(85)}
    refusals: list[Callable[[], object]] = [
        lambda: one.decide("E", scores, reason="cheap", by="Lin", at_ms=1),
        lambda: one.decide("A", scores, reason=" ", by="Lin", at_ms=1),
        lambda: one.decide("A", scores | {"E": Decimal(99)}, reason="best", by="Lin", at_ms=1),
        lambda: one.decide("A", scores | {"B": Decimal("NaN")}, reason="best", by="Lin", at_ms=1),
    ]
    places = []
    for refusal in refusals:
        with pytest.raises((Conflict, InvalidInput)) as refused:
            refusal()
        places.append(refused.value.place)
    assert places == ["bids.E", "award.reason", "award.scores", "award.scores.B"]
    assert (one.state, one.award) == ("evaluated", None)

    assert not one.decide("B", scores, reason="nearer to the sites", by="Lin", at_ms=1).follows_ranking
    assert one.state == "awarded"
    with pytest.raises(Conflict):
        one.abandon(Reason.of("selection.no_reason"))


def test_negotiation_opens_after_the_award_and_never_in_a_tender() -> None:
    scores = {vendor: Decimal(80) for vendor in "ABCE"}
    one, tender = closed(), closed(of=rules("invited_tender"))
    with pytest.raises(Conflict) as refused:
        one.require_negotiable()
    assert refused.value.code == "selection.wrong_state"
    for each in (one, tender):
        each.conclude(passed("ABCE"))
        each.decide("A", scores, reason="best", by="Lin", at_ms=1)
    one.require_negotiable()
    with pytest.raises(Conflict, match=r"art\. 43"):
        tender.require_negotiable()


def test_an_abandoned_selection_has_failed() -> None:
    one = opened()
    one.abandon(Reason.of("selection.too_few_bids", value=0, least=3))
    assert one.state == "failed"
    with pytest.raises(Conflict):
        one.receive(bid("A"))


def test_all_modes_have_their_chinese_word() -> None:
    assert (MODES["selection"].zh, MODES["competitive_consultation"].zh, len(MODES)) == ("比选", "竞争性磋商", 8)


# --- bids


def test_the_unit_price_beats_a_wrong_total() -> None:
    first = bid("A").lines[0]  # 21,600 x 49 = 1,058,400
    wrong = replace(
        bid("A"), lines=(replace(first, stated=yuan("1085400")), *bid("A").lines[1:]), stated_total=yuan("2515000")
    )
    assert wrong.priced(bill()).net == yuan("2488000")
    assert [reason.place for reason in wrong.corrections(bill())] == [
        "bids.A.lines.daily.stated",
        "bids.A.stated_total",
    ]
    assert wrong.corrections(bill())[0].words("zh") == (
        "合计写作 CNY 1,085,400.00，按单价计算为 CNY 1,058,400.00；以单价为准"
    )
    right = replace(bid("A"), stated_total=yuan("2488000"))
    assert right.corrections(bill()) == ()


def test_a_bidders_own_vat_rate_counts_in_the_gross_total_alone() -> None:
    exempt = replace(bid("A"), lines=tuple(replace(line, vat_rate=Decimal(0)) for line in bid("A").lines))
    assert exempt.priced(bill()).net == bid("A").priced(bill()).net
    assert (exempt.priced(bill()).gross, bid("A").priced(bill()).gross) == (yuan("2488000"), yuan("2637280"))


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        (lambda some: some[1:], "selection.line_missing", "bids.A.lines.daily"),
        (lambda some: (*some, some[0]), "selection.line_twice", "bids.A.lines[6]"),
        (lambda some: (*some, replace(some[0], code="roof")), "selection.line_unknown", "bids.A.lines.roof"),
        (lambda some: (priced(some[0], "0"), *some[1:]), "selection.zero_price", "bids.A.lines.daily.unit_price"),
        (lambda some: (priced(some[0], "-1"), *some[1:]), "selection.zero_price", "bids.A.lines.daily.unit_price"),
        (
            lambda some: (replace(some[0], unit_price=Money(Decimal(1), "USD")), *some[1:]),
            "money.two_currencies",
            "bids.A.lines.daily.unit_price",
        ),
        (
            lambda some: (replace(some[0], vat_rate=Decimal(6)), *some[1:]),
            "work_package.vat_rate",
            "bids.A.lines.daily.vat_rate",
        ),
    ],
)
def test_a_bid_that_cannot_be_priced_is_not_taken(
    lines: Callable[[tuple[PriceLine, ...]], tuple[PriceLine, ...]], code: str, place: str
) -> None:
    one = opened()
    with pytest.raises(InvalidInput) as refused:
        one.receive(replace(bid("A"), lines=lines(bid("A").lines)))
    assert (refused.value.code, refused.value.place, one.bids) == (code, place, [])


def priced(line: PriceLine, price: str) -> PriceLine:
    return replace(line, unit_price=yuan(price))


def test_a_promise_is_a_percentage_given_once() -> None:
    for promises in ((Promise("HK-04", Decimal(101)),), (Promise("HK-04", Decimal(96)),) * 2):
        with pytest.raises(InvalidInput):
            opened().receive(replace(bid("A"), promises=promises))


# --- gates


def test_a_price_above_the_ceiling_fails_by_line_and_in_total() -> None:
    dear = replace(bid("C"), lines=(priced(bid("C").lines[0], "53.01"), *bid("C").lines[1:]))
    # 21,600 x 1.01 more: 2,633,600 + 21,816 is still below the total ceiling of 2,710,300
    assert [one.place for one in examine(dear, rules(), GOOD, EXAMINED).reasons] == ["bids.C.lines.daily"]
    dearer = replace(bid("C"), lines=(priced(bid("C").lines[0], "60"), *bid("C").lines[1:]))
    assert [one.place for one in examine(dearer, rules(), GOOD, EXAMINED).reasons] == [
        "bids.C.lines.daily",
        "bids.C.total",
    ]


def test_a_price_at_the_ceiling_passes() -> None:
    ceiling = tuple(
        priced(line, str(most.ceiling.amount)) for line, most in zip(bid("C").lines, bill().lines, strict=True)
    )
    assert examine(replace(bid("C"), lines=ceiling), rules(), GOOD, EXAMINED).passed


def test_a_promise_below_the_level_asked_for_fails() -> None:
    exact = replace(bid("A"), promises=(Promise("HK-04", Decimal(90)),))
    assert examine(exact, rules(), GOOD, EXAMINED).passed
    low = replace(bid("A"), promises=(Promise("HK-04", Decimal("89.9")),))
    none = replace(bid("A"), promises=())
    assert [one.code for one in examine(low, rules(), GOOD, EXAMINED).reasons] == ["selection.promise_below"]
    assert [one.code for one in examine(none, rules(), GOOD, EXAMINED).reasons] == ["selection.no_promise"]


def test_a_minimum_score_is_reached_at_its_value() -> None:
    at, below = Decimal(70), Decimal("69.99")
    assert examine(bid("A"), rules(), GOOD | {"technical_standard": at}, EXAMINED).passed
    assert not examine(bid("A"), rules(), GOOD | {"technical_standard": below}, EXAMINED).passed


def test_a_gate_without_a_score_names_vendor_and_criterion() -> None:
    with pytest.raises(InvalidInput) as refused:
        examine(bid("A"), rules(), {}, EXAMINED)
    assert refused.value.place == "scores.A.technical_standard"


@pytest.mark.parametrize(("accepted", "admits"), [(True, True), (False, False)])
def test_a_person_excludes_a_low_price_that_was_not_explained(accepted: bool, admits: bool) -> None:
    answer = PriceAnswer("A", "own staff near the sites", accepted, "no wage sheets", "Lin", 1)
    other = replace(answer, vendor="B", accepted=False)
    assert examine(bid("A"), rules(), GOOD, EXAMINED, [other, answer]).passed == admits


def test_a_price_at_its_bound_is_not_asked_about() -> None:
    # 70 is exactly 30 % below the next, 100
    prices = {"A": yuan("70"), "B": yuan("100")}
    assert price_questions(prices, PRESETS["private"], yuan("200")) == ()
    (asked,) = price_questions(prices | {"A": yuan("69.99")}, PRESETS["private"], yuan("200"))
    assert (asked.vendor, asked.test) == ("A", "next")
    assert price_questions(prices, Preset(), yuan("200"), floor=yuan("70")) == ()


def test_a_labour_floor_without_people_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        LabourFloor(Decimal(0), yuan("2740"), yuan("2131"))
    assert refused.value.place == "labour_floor.headcount"
