"""Published worked examples come out as printed, whatever the order of the vendors and the units of the criteria."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.scoring import Ranking, rank, weights
from core.scoring.consensus import borda, kendall_w
from core.scoring.price import price_scores
from core.scoring.ranking import METHODS
from core.scoring.robustness import half_width, rank_acceptability
from core.scoring.ties import competition_ranks

VECTORS = {
    one["id"]: one
    for one in json.loads((Path(__file__).parents[2] / "vectors" / "scoring.json").read_text("utf-8"))["vectors"]
}
OPTIONS = ("normalization", "v", "functions", "q", "p")
UNITS = (1000.0, 0.01, 60.0, 3.6)


def ids(*methods: str) -> list[str]:
    return [one["id"] for one in VECTORS.values() if one["method"] in methods]


def ranked(vector: dict[str, Any], **changed: Any) -> Ranking:
    given = {name: value for name, value in vector["params"].items() if name in OPTIONS} | changed
    values = given.pop("values", vector["matrix"])
    return rank(values, vector["weights"], vector["types"], vector["method"], **given)


def close(vector: dict[str, Any]) -> Any:
    return pytest.approx(np.array(vector["expected_scores"]), rel=0, abs=vector["tolerance"])


@pytest.mark.parametrize("id", ids(*METHODS))
def test_a_method_scores_and_ranks_as_published(id: str) -> None:
    vector = VECTORS[id]
    ranking = ranked(vector)

    assert ranking.scores == close(vector)
    assert ranking.ranks.tolist() == vector["expected_rank"]


@pytest.mark.parametrize("id", ids(*METHODS))
def test_the_order_of_the_vendors_does_not_matter(id: str) -> None:
    vector = VECTORS[id]
    order = np.random.default_rng(1).permutation(len(vector["matrix"]))
    ranking = ranked(vector, values=np.array(vector["matrix"])[order])

    assert ranking.scores == pytest.approx(ranked(vector).scores[order], abs=1e-12)
    assert ranking.ranks.tolist() == np.array(vector["expected_rank"])[order].tolist()


@pytest.mark.parametrize("id", ids(*METHODS))
def test_the_units_of_the_criteria_do_not_matter(id: str) -> None:
    vector = VECTORS[id]
    factors = np.resize(UNITS, len(vector["types"]))
    thresholds = {name: factors * vector["params"][name] for name in ("q", "p") if name in vector["params"]}
    ranking = ranked(vector, values=vector["matrix"] * factors, **thresholds)

    assert ranking.scores == pytest.approx(ranked(vector).scores, abs=1e-12)
    assert ranking.ranks.tolist() == vector["expected_rank"]


@pytest.mark.parametrize("id", ids("vikor"))
def test_the_origin_of_a_scale_does_not_move_vikor(id: str) -> None:
    vector = VECTORS[id]

    assert ranked(vector, values=np.array(vector["matrix"]) - 273.15).scores == pytest.approx(ranked(vector).scores)


@pytest.mark.parametrize("id", [one for one in ids("vikor") if "compromise" in VECTORS[one]["params"]])
def test_vikor_proposes_the_published_compromise(id: str) -> None:
    vector = VECTORS[id]
    details = ranked(vector).details

    assert details["compromise"] == tuple(vector["params"]["compromise"])
    assert details["S"] == pytest.approx(np.array(vector["params"]["S"]), abs=vector["tolerance"])
    assert details["R"] == pytest.approx(np.array(vector["params"]["R"]), abs=vector["tolerance"])


@pytest.mark.parametrize("id", ids(*METHODS))
def test_contributions_add_up_to_the_scores(id: str) -> None:
    ranking = ranked(VECTORS[id])

    assert ranking.details["base"] + ranking.details["contributions"].sum(axis=1) == pytest.approx(ranking.scores)


@pytest.mark.parametrize("id", ids("entropy_weights"))
def test_entropy_weighs_as_published(id: str) -> None:
    assert weights.entropy(VECTORS[id]["matrix"]) == close(VECTORS[id])


@pytest.mark.parametrize("id", ids("critic_weights"))
def test_critic_weighs_as_published(id: str) -> None:
    assert weights.critic(VECTORS[id]["matrix"], VECTORS[id]["types"]) == close(VECTORS[id])


@pytest.mark.parametrize("id", ids("ahp_weights"))
def test_ahp_weighs_as_published_and_says_how_consistent_the_judgements_are(id: str) -> None:
    found = weights.ahp(VECTORS[id]["matrix"])
    params = VECTORS[id]["params"]

    assert found.weights == close(VECTORS[id])
    assert found.lambda_max == pytest.approx(params["lambda_max"], abs=1e-6)
    assert found.consistency_ratio == pytest.approx(params["CR_computed"], abs=1e-6)
    assert found.is_consistent


@pytest.mark.parametrize("id", ids("price_lowest_over_bid"))
def test_the_lowest_price_over_the_bid_scores_as_published(id: str) -> None:
    vector = VECTORS[id]
    points = price_scores(np.ravel(vector["matrix"]), points=vector["weights"][0], digits=2)

    assert points == close(vector)


def test_published_awards_print_the_rounded_points() -> None:
    vector = VECTORS["cn87-zhuhai-2016-price"]

    assert price_scores(np.ravel(vector["matrix"]), points=20, digits=2).tolist() == vector["expected_scores"]


def test_quality_points_and_price_points_make_the_published_total() -> None:
    vector = VECTORS["lowbid-negometrix"]
    table = np.array(vector["matrix"], dtype=float)
    table[:, 3] = price_scores(table[:, 3], points=vector["params"]["price_points"])
    points = vector["weights"]
    ranking = rank(
        table, points, [1, 1, 1, 1],
        normalization="fixed", bounds=[[0, most] for most in points], weights_as_given=True,
    )  # fmt: skip

    assert ranking.scores == close(vector)
    assert ranking.ranks.tolist() == vector["expected_rank"]


def test_world_bank_rated_criteria_score_as_derived() -> None:
    vector = VECTORS["wb-rated-criteria-derived"]
    cost, technical = np.array(vector["matrix"]).T
    share = vector["params"]["X"]

    assert price_scores(cost, "world_bank", share) + (1 - share) * technical / technical.max() == close(vector)


def test_sum_and_product_make_the_published_waspas() -> None:
    # WASPAS is half the weighted sum and half the weighted product of what is normalised by the best.
    vector = VECTORS["waspas-supplier-5"]
    table = vector["matrix"], vector["weights"], vector["types"]
    scores = (rank(*table, "wsm", normalization="max").scores + rank(*table, "wpm").scores) / 2

    assert scores == close(vector)
    assert competition_ranks(scores).tolist() == vector["expected_rank"]


def test_declared_bounds_make_the_published_spotis() -> None:
    # SPOTIS is the weighted distance to the ideal end of the bounds: 1 less the weighted sum on them.
    vector = VECTORS["spotis-dezert-2020-ex1"]
    ranking = rank(
        vector["matrix"], vector["weights"], vector["types"], normalization="fixed", bounds=vector["params"]["bounds"]
    )

    assert 1 - ranking.scores == close(vector)
    assert ranking.ranks.tolist() == vector["expected_rank"]


@pytest.mark.parametrize("id", ids("aras"))
def test_shares_of_the_sum_make_the_published_aras(id: str) -> None:
    # ARAS adds the optimum as a vendor of its own and divides by its weighted sum.
    vector = VECTORS[id]
    table, types = np.array(vector["matrix"], dtype=float), np.array(vector["types"])
    optimum = vector["params"].get("optimum", np.where(types > 0, table.max(axis=0), table.min(axis=0)))
    sums = rank(np.vstack([optimum, table]), vector["weights"], types, normalization="sum").scores

    assert sums[1:] / sums[0] == close(vector)
    assert competition_ranks(sums[1:]).tolist() == vector["expected_rank"]


@pytest.mark.parametrize("id", ids("kendall_w"))
def test_raters_agree_as_published(id: str) -> None:
    assert kendall_w(VECTORS[id]["matrix"]) == pytest.approx(VECTORS[id]["expected_scores"][0], abs=0.0006)


@pytest.mark.parametrize("id", ids("borda"))
def test_ballots_count_as_published(id: str) -> None:
    voters, rankings = zip(*VECTORS[id]["matrix"], strict=True)

    assert borda(rankings, voters).tolist() == VECTORS[id]["expected_scores"]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_rank_acceptability_comes_as_near_as_it_says(seed: int) -> None:
    # Three draws at 95 %: twice the half-width leaves no chance of failing by luck.
    vector = VECTORS["smaa-exact-3x2"]
    found = rank_acceptability(vector["matrix"], seed=seed)

    assert found == pytest.approx(np.array(vector["expected_scores"]), abs=2 * half_width())
