"""Past performance as a criterion of the next selection: filled by the system, frozen with its evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.errors import Conflict, InvalidInput
from core.services.procurement.selection_views import SelectionView
from tests.integration.conftest import House
from tests.performance_world import assigned, cleaning, decide, manager
from tests.selection_world import (
    NAMES,
    SelectionWorld,
    awarded,
    begin,
    bid_draft,
    closed,
    evaluated,
    locked,
    opened,
    rules_draft,
)
from tests.unit.domain.wp1 import WEIGHTS

COUNTED = {
    **{code: Decimal(one) for code, one in WEIGHTS.items()},
    "quality": Decimal(5),
    "past_performance": Decimal(10),
}
"""The weights of WP-1 with ten of quality's fifteen points for past performance."""
ON_TIME = {"on_time": Decimal(100)}


def begun(house: House) -> SelectionWorld:
    world = begin(house.app, house.organisation_id)
    world.selections.set_rules(world.buyer, world.number, replace(rules_draft(), weights=COUNTED))
    return world


def worked(house: House, vendor: str, late: int, month: int = 1) -> str:
    """A closed month of 40 cases, `late` of them decided against the vendor; the hash of its card."""
    contract, prefix = f"H-{vendor}", f"{vendor}{month}"
    cleaning(house, contract, vendor, NAMES[vendor])
    assigned(house, 40, late=late, day=f"2026-0{month}-13", prefix=prefix, contract=contract)
    for n in range(late):
        decide(house, f"{prefix}-{n:03}", "accepted")
    house.tick(f"2026-0{month + 1}-03T08:00:00Z")
    [card] = house.app.scorecards.close(manager(house), f"2026-0{month}", vendor=vendor, weights=ON_TIME).cards
    return card.sha256


def admitted(world: SelectionWorld) -> SelectionView:
    evaluated(locked(closed(opened(world))))
    return world.selections.get(world.buyer, world.number)


def test_the_latest_closed_score_counts_and_a_newcomer_gets_the_peers_mean(house: House) -> None:
    world = begun(house)
    of_a, of_b = worked(house, "A", late=4), worked(house, "B", late=8)

    past = {one.vendor: one for one in admitted(world).past}

    # 36 of 40 and 32 of 40 on time, which is all that their cards weigh: 90 and 80; the others have their mean
    assert (past["A"].score, past["B"].score, past["C"].score) == (Decimal(90), Decimal(80), Decimal(85))
    assert (past["A"].basis, past["C"].basis, past["C"].cards) == ("scorecard", "peers", ())
    assert (past["C"].low, past["C"].high) == (Decimal(0), Decimal(100))
    assert past["A"].low < 90 < past["A"].high
    assert [one.sha256 for one in (*past["A"].cards, *past["B"].cards)] == [of_a, of_b]


def test_without_any_peer_everybody_gets_sixty(house: House) -> None:
    past = admitted(begun(house)).past

    assert {(one.score, one.basis) for one in past} == {(Decimal(60), "neutral")}


def test_it_enters_the_ranking_and_later_cards_change_nothing(house: House) -> None:
    world = begun(house)
    worked(house, "A", late=4)
    before = admitted(world)
    points = {
        one.vendor: one.points["past_performance"]
        for one in world.ranking.get(world.buyer, world.number).record.standings
    }
    assert points["A"] == Decimal(9)  # 10 points x 90 / 100

    awarded(world)
    worked(house, "A", late=20, month=2)

    assert world.ranking.reproduce(world.buyer, world.number).is_same
    assert world.selections.get(world.buyer, world.number).past == before.past


def test_no_evaluator_scores_it(house: House) -> None:
    world = closed(opened(begun(house)))

    assert "past_performance" not in world.evaluations.get(world.buyer, world.number).criteria
    with pytest.raises(InvalidInput) as refused:
        world.evaluations.score(world.evaluator("chen"), world.number, {"A": {"past_performance": Decimal(100)}})
    assert refused.value.code == "evaluation.unknown_criterion"


def test_without_the_criterion_nothing_is_filled(house: House) -> None:
    world = begin(house.app, house.organisation_id)

    assert admitted(world).past == ()


def test_a_barred_vendors_bid_is_refused_with_the_reason(house: House) -> None:
    world = opened(begun(house), "A")
    house.app.standings.block(manager(house), "B", "雇主责任险已过期", date(2027, 12, 31))

    with pytest.raises(Conflict) as refused:
        world.selections.receive(world.buyer, world.number, bid_draft("B"))

    assert (refused.value.code, "雇主责任险已过期" in refused.value.message("zh")) == ("standing.blocked", True)
    world.selections.receive(world.buyer, world.number, bid_draft("C"))
