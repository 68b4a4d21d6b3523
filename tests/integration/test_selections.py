"""The selection for WP-1 through the services, on both databases: sealed bids, locked sheets, a ranking that stays."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import rules as packs
from core.bootstrap import build
from core.domain.abnormally_low import LabourFloor
from core.domain.canonical import canonical_json
from core.domain.money import Money
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, OutpactError
from core.services.once import Once
from core.services.procurement.ranking import RankingService
from core.settings import Settings
from tests.instants import ms
from tests.integration.conftest import House
from tests.selection_world import (
    SelectionWorld,
    awarded,
    begin,
    bid_draft,
    closed,
    complete,
    evaluated,
    locked,
    opened,
    rules_draft,
    sheet,
)
from tests.unit.domain.wp1 import CLOSES_MS, PRICES, yuan

FINAL = {"A": "87.97", "B": "87.35", "E": "86.18", "C": "85.98"}


@pytest.fixture
def world(house: House) -> SelectionWorld:
    return begin(house.app, house.organisation_id)


def test_the_ranking_of_wp1(house: House) -> None:
    world = complete(house.app, house.organisation_id)

    record = world.ranking.get(world.buyer, world.number).record

    assert {one.vendor: str(one.total.normalize()) for one in record.standings} == FINAL
    assert [one.rank for one in record.standings] == [1, 2, 3, 4]
    assert record.price_base == yuan("2133500")
    [out] = record.excluded
    assert (out.vendor, [reason.code for reason in out.reasons]) == (
        "D", ["vendor.evidence_expired", "selection.below_minimum"],
    )  # fmt: skip


def test_counted_in_the_price_of_d_would_have_made_it_the_winner(house: House) -> None:
    world = complete(house.app, house.organisation_id)

    [naive] = world.ranking.get(world.buyer, world.number).record.robustness.counted_in

    assert (naive.changed, naive.winners, naive.changes_winner) == ("D", ("D",), True)
    assert (naive.totals["D"], naive.totals["A"]) == (Decimal("79.24"), Decimal("76.57"))


def test_the_lead_of_a_over_b_is_explained_and_sums_up(house: House) -> None:
    # quality (92 - 87) x .15 = .75; price 2133500 / 2488000 x 30 = 25.73 against 27.12
    world = complete(house.app, house.organisation_id)
    record = world.ranking.get(world.buyer, world.number).record

    first = record.leads[0]

    assert (first.first, first.second, first.lead) == ("A", "B", Decimal("0.62"))
    assert (first.differences["quality"], first.differences["price"]) == (Decimal("0.75"), Decimal("-1.39"))
    assert sum(first.differences.values()) == first.lead
    names = {one.code: one.name.en for one in record.criteria}
    said = first.words("en", {"A": "A", "B": "B"}, names)
    assert said.startswith("A leads B by 0.62: price/cost -1.39, quality +0.75")


def test_robustness_comes_with_every_ranking(house: House) -> None:
    world = complete(house.app, house.organisation_id)

    firm = world.ranking.get(world.buyer, world.number).record.robustness

    assert all(sum(one.shares) == pytest.approx(Decimal(1), abs=Decimal("0.0001")) for one in firm.acceptability)
    assert firm.half_width == Decimal("0.00310")  # 1.96 x sqrt(.25 / 100,000)
    [quality] = [one for one in firm.intervals if one.criterion == "quality"]
    assert quality.lowest < 15 < quality.highest
    # A single score: .62 / .15 is 4.13 on B's quality of 87; no other criterion but the price weighs as much
    assert firm.flip is not None
    assert (firm.flip.vendor, firm.flip.criterion, firm.flip.new_winner) in (
        ("A", "quality", "B"),
        ("B", "quality", "B"),
    )
    assert abs(firm.flip.change) == pytest.approx(Decimal("4.1333"), abs=Decimal("0.0001"))
    assert {one.changed for one in firm.without_vendor} == {"A", "B", "C", "E"}
    assert {one.changed for one in firm.without_evaluator} == {"chen", "gao", "li", "wu"}
    assert {one.changed for one in firm.formulas} >= {"lowest_over_bid", "linear_to_max", "mean_deviation"}
    assert firm.kendall_w is not None
    assert 0 < firm.kendall_w <= 1


def test_with_the_frozen_weights_of_an_interval_moved_just_beyond_it_another_wins(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    record = world.ranking.get(world.buyer, world.number).record
    [price] = [one for one in record.robustness.intervals if one.criterion == "price"]

    def winner(weight: Decimal) -> str:
        others = {one.code: one.weight * (100 - weight) / 70 for one in record.criteria if one.code != "price"}
        tried = world.ranking.try_weights(world.buyer, world.number, {"price": weight, **others})
        return tried.standings[0].vendor

    assert winner(price.highest - Decimal("0.1")) == "A"
    assert winner(price.highest + Decimal("0.1")) == price.above != "A"


def test_weights_are_tried_without_changing_anything(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    before = world.ranking.get(world.buyer, world.number).sha256

    trial = world.ranking.try_weights(world.buyer, world.number, {"quality": Decimal(0)})
    same = world.ranking.try_weights(world.buyer, world.number, {})

    assert trial.weights["price"] == Decimal("35.294118")  # 30 / 85
    assert {one.vendor: str(one.total.normalize()) for one in same.standings} == FINAL
    assert world.ranking.get(world.buyer, world.number).sha256 == before


def test_the_ranking_of_an_award_reproduces_byte_for_byte_after_a_restart(house: House) -> None:
    world = awarded(complete(house.app, house.organisation_id))
    kept = world.ranking.get(world.buyer, world.number)
    url = house.app.database.reader.url.render_as_string(hide_password=False)
    again = build(Settings(data=house.app.record.checkpoints.parent, database_url=url), packs.load(), world.clock)

    service = RankingService(again.database)
    reproduced, read = service.reproduce(world.buyer, world.number), service.get(world.buyer, world.number)
    again.stop()

    assert reproduced.is_same
    assert reproduced.sha256 == reproduced.stored_sha256 == kept.sha256
    assert read.is_stored
    assert canonical_json(read.record) == canonical_json(kept.record)


def test_bids_are_counted_but_not_shown_before_the_close(world: SelectionWorld) -> None:
    opened(world)

    sealed = world.selections.get(world.chief, world.number)
    closed(world)
    seen = world.selections.get(world.chief, world.number)

    assert (sealed.bidders, sealed.bids, sealed.questions) == (5, (), ())
    assert [one.alias for one in seen.bids] == ["A", "B", "C", "D", "E"]
    assert [(one.vendor, one.test) for one in seen.questions] == [("D", "ceiling"), ("D", "labour_floor")]


def test_an_evaluator_sees_his_own_sheet_alone_until_all_are_locked(world: SelectionWorld) -> None:
    closed(opened(world))
    world.evaluations.score(world.evaluator("chen"), world.number, sheet("chen"))
    world.evaluations.lock(world.evaluator("chen"), world.number)

    before = world.evaluations.get(world.evaluator("gao"), world.number)
    own = world.evaluations.mine(world.evaluator("gao"), world.number)
    for name in ("gao", "li", "wu"):
        world.evaluations.score(world.evaluator(name), world.number, sheet(name))
        world.evaluations.lock(world.evaluator(name), world.number)
    after = world.evaluations.get(world.evaluator("gao"), world.number)

    assert (before.scores, before.joint, own.scores) == ((), {}, {})
    assert [one.scored for one in before.sheets] == [45, 0, 0, 0, 0]
    assert {one.evaluator for one in after.scores} == {"chen", "gao", "li", "wu"}
    assert [(one.vendor, one.criterion, one.spread) for one in after.divergences] == [("C", "quality", Decimal(25))]
    with pytest.raises(NotFound):
        world.evaluations.get(world.evaluator("stranger"), world.number)
    with pytest.raises(Conflict, match="recused"):
        world.evaluations.get(world.evaluator("sun"), world.number)


def test_frozen_rules_do_not_change(world: SelectionWorld) -> None:
    opened(world, "")
    with pytest.raises(Conflict, match="frozen"):
        world.selections.set_rules(world.buyer, world.number, rules_draft())


def test_a_selection_begins_with_a_released_package(world: SelectionWorld, house: House) -> None:
    view = world.selections.get(world.buyer, world.number)
    content = house.app.work_packages.get(world.buyer, view.package).content
    house.app.work_packages.revise(world.buyer, view.package, replace(content, performance=(), cost=None))
    with pytest.raises(Conflict, match="not released"):
        world.selections.create(world.buyer, view.package, "again")


def test_a_repeated_call_acts_once(world: SelectionWorld) -> None:
    opened(world, "")
    call = Once("k", "bids", "0" * 64)

    first, second = (world.selections.receive(world.buyer, world.number, bid_draft("A"), call) for _ in range(2))

    assert first == second
    assert world.selections.get(world.buyer, world.number).bidders == 1


def test_only_a_manager_awards_and_only_an_evaluator_scores(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    with pytest.raises(Forbidden):
        world.ranking.award(world.buyer, world.number, "A", "best")
    with pytest.raises(Forbidden):
        world.evaluations.score(world.buyer, world.number, sheet("chen"))
    with pytest.raises(Forbidden):
        world.selections.get(world.evaluator("chen"), world.number)


def test_a_vendor_who_was_barred_since_his_bid_is_not_awarded(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    house.app.standings.block(world.chief, "A", "forged insurance policy")

    with pytest.raises(Conflict) as refused:
        world.ranking.award(world.chief, world.number, "A", "highest total")
    awarded_to = world.ranking.award(world.chief, world.number, "B", "second, the first is blocked").award

    assert (refused.value.code, refused.value.place) == ("standing.blocked_open", "vendor A")
    assert awarded_to is not None
    assert awarded_to.vendor == "B"


def test_an_excluded_vendor_is_not_awarded_and_nothing_is_kept(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    with pytest.raises(Conflict, match="did not pass"):
        world.ranking.award(world.chief, world.number, "D", "cheap")
    assert world.selections.get(world.buyer, world.number).state == "evaluated"
    with pytest.raises(Conflict, match="not awarded"):
        world.ranking.reproduce(world.buyer, world.number)


def test_evidence_is_looked_at_on_the_day_of_the_house(house: House) -> None:
    """The policies of all but D end with 30 September 2027; it is then 16:30 in UTC, half past midnight in Shanghai."""
    world = locked(closed(opened(begin(house.app, house.organisation_id))))
    world.evaluations.agree(world.buyer, world.number, "C", "quality", "the site visit counts")
    world.evaluations.close(world.buyer, world.number)
    world.clock.at_ms = ms("2027-10-01T00:30:00+08:00")

    reports = world.selections.admit(world.buyer, world.number).gates

    expired = [one.vendor for one in reports for why in one.reasons if why.code == "vendor.evidence_expired"]
    assert sorted(expired) == ["A", "B", "C", "D", "E"]


def test_fewer_valid_bids_than_the_rules_ask_for_fail_the_selection(house: House) -> None:
    world = begin(house.app, house.organisation_id)
    world.selections.set_rules(world.buyer, world.number, rules_draft(least_bids=5))
    evaluated(locked(closed(opened(world))))

    view = world.selections.get(world.buyer, world.number)

    assert (view.state, view.failure and view.failure.code) == ("failed", "selection.too_few_bids")
    with pytest.raises(Conflict, match="no ranking yet"):
        world.ranking.get(world.buyer, world.number)


def _lines(world: SelectionWorld, code: str, price: str) -> object:
    draft = bid_draft("A")
    changed = tuple(replace(one, unit_price=yuan(price)) if one.code == code else one for one in draft.lines)
    return world.selections.receive(world.buyer, world.number, replace(draft, lines=changed))


def _score(world: SelectionWorld, value: str) -> object:
    closed(world)
    scores = {"A": {"speed": Decimal(90)}, "C": {"quality": Decimal(value)}}
    return world.evaluations.score(world.evaluator("chen"), world.number, scores)


def _lock_incomplete(world: SelectionWorld) -> object:
    closed(world)
    scores = {vendor: dict(row) for vendor, row in sheet("chen").items()}
    del scores["E"]["stock_policy"]
    world.evaluations.score(world.evaluator("chen"), world.number, scores)
    return world.evaluations.lock(world.evaluator("chen"), world.number)


def _score_after_locking(world: SelectionWorld) -> object:
    locked(closed(world))
    return world.evaluations.score(world.evaluator("gao"), world.number, {"A": {"quality": Decimal(100)}})


def _try(**weights: str) -> Callable[[SelectionWorld], object]:
    def act(world: SelectionWorld) -> object:
        evaluated(locked(closed(world)))
        tried = {code: Decimal(one) for code, one in weights.items()}
        if weights.get("price") == "0":
            tried = dict.fromkeys((one.criterion.code for one in rules_of(world)), Decimal(0))
        return world.ranking.try_weights(world.buyer, world.number, tried)

    return act


def rules_of(world: SelectionWorld) -> Any:
    view = world.selections.get(world.buyer, world.number)
    assert view.rules is not None
    return view.rules.criteria.lines


BAD: dict[str, tuple[Callable[[SelectionWorld], object], str, tuple[str, ...]]] = {
    "zero price": (lambda w: _lines(w, "deep", "0"), "bids.A.lines.deep.unit_price", ("0.00",)),
    "above the ceiling": (lambda w: _lines(w, "daily", "53.01"), "bids.A.lines.daily", ("53.01", "53.00")),
    "score not finite": (lambda w: _score(w, "NaN"), "scores.chen.C.quality", ("NaN", "C", "quality")),
    "score missing": (_lock_incomplete, "scores.chen.E.stock_policy", ("E", "stock_policy")),
    "score after locking": (_score_after_locking, "evaluators.gao", ("gao",)),
    "weight negative": (_try(quality="-1"), "weights", ("quality", "-1")),
    "weights all zero": (_try(price="0"), "weights", ()),
    "unknown vendor": (
        lambda w: w.selections.receive(w.buyer, w.number, replace(bid_draft("A"), vendor="Z")), "vendor", ("Z",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named_by_place_in_both_languages_and_nothing_is_half_done(
    world: SelectionWorld, case: str
) -> None:
    act, place, named = BAD[case]
    opened(world, "BCDE" if case in ("zero price", "above the ceiling", "unknown vendor") else "ABCDE")
    before = world.selections.get(world.buyer, world.number)

    with pytest.raises(OutpactError) as refused:
        act(world)

    assert refused.value.place == place
    said = [refused.value.message(language) for language in ("zh", "en")]
    assert said[0] != said[1]
    assert all(value in text for value in named for text in said)
    after = world.selections.get(world.buyer, world.number)
    assert after.bidders == before.bidders
    if case == "score not finite":
        assert world.evaluations.mine(world.evaluator("chen"), world.number).scores == {}


@pytest.mark.parametrize(
    ("weights", "place"),
    [
        ({"price": Decimal(-30), "quality": Decimal(130)}, "criteria[0].weight"),
        ({"price": Decimal(0), "quality": Decimal(0)}, "criteria"),
        ({"price": Decimal(50), "luck": Decimal(50)}, "rules.weights.luck"),
    ],
)
def test_weights_of_the_rules_are_refused_by_name(
    world: SelectionWorld, weights: dict[str, Decimal], place: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.selections.set_rules(world.buyer, world.number, rules_draft(weights=weights, minima=None))
    assert refused.value.place == place


def test_the_formula_that_nobody_can_move_asks_for_its_target(world: SelectionWorld) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.selections.set_rules(world.buyer, world.number, rules_draft(price_formula="absolute_linear"))
    assert refused.value.place == "rules.price_target"


def test_an_abandoned_selection_keeps_its_bids_sealed(world: SelectionWorld) -> None:
    opened(world)
    view = world.selections.abandon(world.buyer, world.number, "预算取消")
    assert (view.state, view.bidders, view.bids) == ("failed", len(PRICES), ())
    assert view.now_ms < CLOSES_MS


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        pytest.param({"price_target": yuan("3000000")}, "selection.price_target", "rules.price_target",
                     id="a target above the ceiling, which the ranking needs for its other formulas"),
        pytest.param({"price_target": Money(Decimal(5), "EUR")}, "money.two_currencies", "rules.price_target",
                     id="a target in another currency"),
        pytest.param({"labour_floor": LabourFloor(Decimal(20), Money(Decimal(2740), "EUR"), Money(Decimal(0), "EUR"))},
                     "money.two_currencies", "rules.labour_floor", id="a floor in another currency than the bids"),
        pytest.param({"labour_floor": LabourFloor(Decimal(20), yuan("2740"), Money(Decimal(9), "EUR"))},
                     "money.two_currencies", "currency", id="a floor in two currencies"),
        pytest.param({"labour_floor": LabourFloor(Decimal(10**14), yuan("2740"), yuan("2131"))},
                     "money.not_an_amount", "amount", id="a floor beyond any amount"),
        pytest.param({"closes_ms": 10**24}, "selection.range", "rules.closes_ms", id="a time that no calendar has"),
        pytest.param({"weights": {"price": Decimal("1E+999999999999999999"), "quality": Decimal(70)}, "minima": None},
                     "number.no_end", "criteria[0].weight", id="a weight without end"),
    ],
)  # fmt: skip
def test_rules_that_could_stop_a_selection_after_its_bids_were_opened_are_refused(
    world: SelectionWorld, changed: dict[str, Any], code: str, place: str
) -> None:
    """Frozen, they made a closed selection that nobody could read, or an evaluated one that nobody could rank."""
    with pytest.raises(InvalidInput) as refused:
        world.selections.set_rules(world.buyer, world.number, rules_draft(**changed))
    assert (refused.value.code, refused.value.place) == (code, place)


def test_a_score_that_takes_a_megabyte_to_write_is_refused(world: SelectionWorld) -> None:
    closed(opened(world))
    with pytest.raises(InvalidInput) as refused:
        world.evaluations.score(world.evaluator("chen"), world.number, {"A": {"quality": Decimal("1E-999999")}})
    assert refused.value.code == "number.too_fine"


def test_who_is_recused_sees_neither_the_bids_nor_the_scores(world: SelectionWorld) -> None:
    """He was taken out because a bidder is near to him."""
    locked(closed(opened(world)))
    conflicted = world.evaluator("sun")

    own = world.evaluations.mine(conflicted, world.number)
    with pytest.raises(Conflict) as refused:
        world.evaluations.get(conflicted, world.number)

    assert (own.bidders, own.recused_because) == ((), "E 法定代表人的兄弟")
    assert refused.value.code == "evaluation.recused"
    assert world.evaluations.get(world.evaluator("chen"), world.number).is_locked


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [("V/1", "x", "vendor.slash"), ("V" * 65, "x", "text.length"), ("V\x07", "x", "text.character"),
     ("V-1x", "x" * 201, "text.length"), ("V-1x", "a\nb", "text.character")],
)  # fmt: skip
def test_a_vendor_is_entered_as_addresses_and_contracts_can_name_him(
    world: SelectionWorld, number: str, name: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.app.vendors.register(world.buyer, number, name)
    assert refused.value.code == code
