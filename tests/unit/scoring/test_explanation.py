"""An evaluation by points, and why one vendor is ahead: four bids for a cleaning contract, names invented."""

import numpy as np
import pytest

from core.scoring import Ranking, rank
from core.scoring.price import price_scores

VENDORS = ["A", "B", "C", "E"]
CRITERIA = [
    "quality",
    "speed",
    "service",
    "technical",
    "management",
    "stock",
    "flexibility",
    "finance",
    "contact",
    "price",
]
WEIGHTS = [15, 12, 10, 8, 8, 3, 6, 4, 4, 30]
PRICES = [2488000, 2359800, 2633600, 2133500]
SCORES = [
    [92, 90, 91, 88, 90, 82, 80, 84, 92],
    [87, 88, 88, 84, 84, 86, 86, 80, 86],
    [90, 86, 87, 92, 93, 88, 76, 94, 85],
    [78, 93, 80, 72, 74, 76, 92, 68, 78],
]


@pytest.fixture
def award() -> Ranking:
    points = price_scores(PRICES, points=30, digits=2)
    return rank(
        np.column_stack([SCORES, points]), WEIGHTS, [1] * 10, vendors=VENDORS, criteria=CRITERIA,
        normalization="fixed", bounds=[[0, 100]] * 9 + [[0, 30]], weights_as_given=True,
    )  # fmt: skip


def test_points_add_up_to_the_award(award: Ranking) -> None:
    # A: 13.8 + 10.8 + 9.1 + 7.04 + 7.2 + 2.46 + 4.8 + 3.36 + 3.68 = 62.24, and 2,133,500 / 2,488,000 x 30 = 25.73
    assert award.scores.round(2).tolist() == [87.97, 87.35, 85.98, 86.18]
    assert award.ranks.tolist() == [1, 2, 4, 3]


def test_the_lead_is_told_by_criterion(award: Ranking) -> None:
    explanation = award.explain("A", "B")
    lead = dict(zip(CRITERIA, explanation.differences.round(2).tolist(), strict=True))

    # quality (92 - 87) x 15 %, technical (88 - 84) x 8 %, price 25.73 - 27.12
    assert (lead["quality"], lead["technical"], lead["price"]) == (0.75, 0.32, -1.39)
    assert explanation.differences.sum() == pytest.approx(explanation.lead)


def test_the_sentence_begins_with_what_matters_most(award: Ranking) -> None:
    said = award.explain("A", "B").sentence("en")

    assert said.startswith("A leads B by 0.62: price -1.39, quality +0.75, management +0.48, flexibility -0.36,")
    assert award.explain("B", "A").sentence("en") == said
    assert award.explain(0, 1).sentence("zh").startswith("A 领先 B 0.62：price -1.39，quality +0.75")


def test_vendors_that_are_level_are_said_to_be() -> None:
    ranking = rank([[5, 1], [1, 5], [0, 0]], [1, 1], [1, 1], criteria=["speed", "care"])

    assert ranking.explain(0, 1).sentence("en") == "1 and 2 are level: speed +0.40, care -0.40"


def test_a_lead_is_positive_where_the_lower_score_is_better() -> None:
    # Q of 0 and 1, each criterion half of S; R is one half for the second and goes to its first criterion.
    explanation = rank([[2, 2], [1, 1]], [1, 1], [1, 1], "vikor").explain(0, 1)

    assert explanation.lead == pytest.approx(1)
    assert explanation.differences == pytest.approx([0.75, 0.25])
