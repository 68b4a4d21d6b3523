"""What cannot be scored is refused with a code, and names the vendor and the criterion at fault."""

from typing import Any

import numpy as np
import pytest

from core.errors import InvalidInput
from core.scoring import rank, weights
from core.scoring.consensus import borda, consolidate, icc, kendall_w
from core.scoring.price import price_scores
from core.scoring.ranking import METHODS
from core.scoring.robustness import rank_acceptability, smallest_flip, weight_intervals

NAMES: dict[str, Any] = {"vendors": ["洁舍", "安禾"], "criteria": ["质量", "价格"]}
TABLE = [[92, 2488], [87, 2359]]
NAN, INF = float("nan"), float("inf")


def refused(act: Any, *given: Any, **options: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        act(*given, **options)
    assert caught.value.message("zh")
    return caught.value


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("value", [NAN, INF, -INF, None, 1e200])
def test_a_missing_score_is_named_by_vendor_and_criterion(method: str, value: Any) -> None:
    error = refused(rank, [[92, 2488], [87, value]], [1, 1], [1, -1], method, **NAMES)

    assert error.code == "scoring.missing"
    assert "安禾" in error.message("zh")
    assert "价格" in error.message("zh")


def test_without_names_rows_and_columns_count_from_1() -> None:
    error = refused(rank, [[92, 2488], [87, NAN]], [1, 1], [1, -1])

    assert str(error) == "values: the score of vendor 2 in criterion 2 is missing or not finite (nan)"


@pytest.mark.parametrize(
    ("table", "options", "code"),
    [
        pytest.param([[92, 2488], [87, 0]], {"method": "wpm"}, "scoring.not_positive", id="wpm, zero"),
        pytest.param([[92, 2488], [-87, 5]], {"method": "wpm"}, "scoring.not_positive", id="wpm, negative"),
        pytest.param([[92, 2488], [87, 0]], {"normalization": "max"}, "scoring.zero", id="max, price of zero"),
        pytest.param([[92, 2488], [87, 0]], {"normalization": "sum"}, "scoring.zero", id="sum, price of zero"),
        pytest.param([[92, 2488], [-1, 5]], {"normalization": "max"}, "scoring.negative", id="max, negative"),
        pytest.param(
            [[92, 2488], [101, 5]],
            {"normalization": "fixed", "bounds": [[0, 100], [0, 3000]]},
            "scoring.outside_bounds",
            id="fixed, beyond the declared bounds",
        ),
    ],
)
def test_a_score_that_a_method_cannot_use_is_named(table: Any, options: Any, code: str) -> None:
    error = refused(rank, table, [1, 1], [1, -1], **NAMES, **options)

    assert error.code == code
    assert error.values["vendor"] == "安禾"
    assert error.values["criterion"] in NAMES["criteria"]


def test_a_criterion_of_zeros_has_no_largest_to_divide_by() -> None:
    error = refused(rank, [[0, 5], [0, 6]], [1, 1], [1, -1], normalization="max", **NAMES)

    assert (error.code, error.values["criterion"]) == ("scoring.zero", "质量")


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        pytest.param((TABLE, [1, -2], [1, -1]), "scoring.bad_weight", "价格", id="negative weight"),
        pytest.param((TABLE, [NAN, 1], [1, -1]), "scoring.bad_weight", "质量", id="missing weight"),
        pytest.param((TABLE, [0, 0], [1, -1]), "scoring.no_weight", "零", id="all weights zero"),
        pytest.param((TABLE, [1, 1, 1], [1, -1]), "scoring.does_not_fit", "weights", id="too many weights"),
        pytest.param((TABLE, [1, 1], [1]), "scoring.does_not_fit", "directions", id="too few directions"),
        pytest.param((TABLE, [1, 1], [1, 0]), "scoring.bad_direction", "价格", id="no direction"),
        pytest.param((TABLE, [1, 1], [2, -1]), "scoring.bad_direction", "质量", id="direction of 2"),
        pytest.param(([[1, 2], [3]], [1, 1], [1, -1]), "scoring.not_numbers", "values", id="ragged"),
        pytest.param(([["good", 2], [3, 4]], [1, 1], [1, -1]), "scoring.not_numbers", "values", id="words"),
        pytest.param(([1, 2], [1, 1], [1, -1]), "scoring.wrong_shape", "values", id="one row"),
        pytest.param(([], [1, 1], [1, -1]), "scoring.wrong_shape", "values", id="nobody"),
        pytest.param((TABLE, [1, 1], [1, -1], "magic"), "scoring.unknown_choice", "topsis", id="unknown method"),
    ],
)
def test_what_does_not_describe_a_problem_is_refused(given: Any, code: str, said: str) -> None:
    error = refused(rank, *given, **NAMES)

    assert error.code == code
    assert said in error.message("zh")


@pytest.mark.parametrize(
    ("method", "options", "code"),
    [
        pytest.param("wsm", {"normalization": "vector"}, "scoring.unknown_choice", id="wsm by vector"),
        pytest.param("topsis", {"normalization": "sum"}, "scoring.unknown_choice", id="topsis by sum"),
        pytest.param("wsm", {"normalization": "fixed"}, "scoring.no_bounds", id="no bounds"),
        pytest.param(
            "wsm", {"normalization": "fixed", "bounds": [[0, 100]]}, "scoring.does_not_fit", id="too few bounds"
        ),
        pytest.param("vikor", {"v": 1.5}, "scoring.outside", id="v"),
        pytest.param("promethee2", {"functions": "step"}, "scoring.unknown_choice", id="unknown shape"),
        pytest.param("promethee2", {"functions": ["usual"]}, "scoring.does_not_fit", id="too few shapes"),
        pytest.param("promethee2", {"functions": "V"}, "scoring.no_threshold", id="no threshold"),
        pytest.param("promethee2", {"functions": "V", "p": [1]}, "scoring.does_not_fit", id="too few thresholds"),
        pytest.param("promethee2", {"functions": "linear", "q": 2, "p": 2}, "scoring.bad_threshold", id="p is q"),
        pytest.param("promethee2", {"functions": "U", "q": -1}, "scoring.bad_threshold", id="q below zero"),
        pytest.param("promethee2", {"functions": "Gaussian", "s": 0}, "scoring.bad_threshold", id="s of zero"),
        pytest.param("promethee2", {"functions": "Gaussian", "s": NAN}, "scoring.bad_threshold", id="no number"),
    ],
)
def test_a_setting_out_of_range_is_refused(method: str, options: Any, code: str) -> None:
    assert refused(rank, TABLE, [1, 1], [1, -1], method, **options).code == code


@pytest.mark.parametrize("bounds", [[5, 5], [9, 0], [0, INF], [INF, INF], [NAN, 1]])
def test_bounds_that_hold_nothing_are_named(bounds: Any) -> None:
    given: dict[str, Any] = {"normalization": "fixed", "bounds": [[0, 100], bounds]}

    assert refused(rank, TABLE, [1, 1], [1, -1], **NAMES, **given).values["criterion"] == "价格"


@pytest.mark.parametrize("vendor", ["乙", 2, -1, True])
def test_only_a_vendor_of_the_table_is_explained(vendor: Any) -> None:
    ranking = rank([[1, 2]], [1, 1], [1, -1], vendors=["甲"])

    assert refused(ranking.explain, "甲", vendor).code == "scoring.unknown_vendor"


def test_names_must_fit_the_table() -> None:
    assert refused(rank, TABLE, [1, 1], [1, -1], vendors=["洁舍"]).code == "scoring.does_not_fit"
    assert refused(rank, TABLE, [1, 1], [1, -1], criteria=["质量"]).code == "scoring.does_not_fit"


@pytest.mark.parametrize("price", [0, -5, NAN, INF, None, "cheap"])
def test_a_price_that_is_none_is_named(price: Any) -> None:
    error = refused(price_scores, [2488, price], vendors=["洁舍", "安禾"])

    assert (error.code, error.values["vendor"]) == ("scoring.bad_price", "安禾")


@pytest.mark.parametrize(
    ("prices", "formula", "options", "code"),
    [
        pytest.param([5], "cheapest", {}, "scoring.unknown_choice", id="unknown formula"),
        pytest.param([], "qcbs", {}, "scoring.no_price", id="no price"),
        pytest.param([5], "qcbs", {"points": -1}, "scoring.bad_number", id="negative points"),
        pytest.param([5], "mean_deviation", {"above": NAN}, "scoring.bad_number", id="no number"),
        pytest.param(
            [5], "absolute_linear", {"best": 9, "worst": 9}, "scoring.best_not_below_worst", id="target at the ceiling"
        ),
    ],
)
def test_a_price_formula_out_of_range_is_refused(prices: Any, formula: str, options: Any, code: str) -> None:
    assert refused(price_scores, prices, formula, **options).code == code


def test_weights_name_the_score_they_cannot_read() -> None:
    assert refused(weights.entropy, [[1, 2], [3, -4]], **NAMES).values["criterion"] == "价格"
    assert refused(weights.critic, [[1, 2], [3, NAN]], [1, 1], **NAMES).values["vendor"] == "安禾"
    assert refused(weights.std, [[1, 2], [3, NAN]], **NAMES).values["vendor"] == "安禾"
    assert refused(weights.direct, [1, -1], criteria=["质量", "价格"]).values["criterion"] == "价格"


@pytest.mark.parametrize(
    ("judged", "code"),
    [
        pytest.param([[1, 3], [3, 1]], "scoring.not_reciprocal", id="both more important"),
        pytest.param([[1, -3], [-1 / 3, 1]], "scoring.not_reciprocal", id="negative"),
        pytest.param([[2, 1], [1, 1]], "scoring.not_reciprocal", id="more important than itself"),
        pytest.param([[1, NAN], [1, 1]], "scoring.not_reciprocal", id="missing"),
        pytest.param([[1, 2, 3], [0.5, 1, 2]], "scoring.does_not_fit", id="not square"),
        pytest.param([[1] * 16] * 16, "scoring.too_many_criteria", id="more than the table of random indices"),
    ],
)
def test_judgements_that_contradict_themselves_are_refused(judged: Any, code: str) -> None:
    assert refused(weights.ahp, judged).code == code


def test_the_table_of_random_indices_is_one_of_the_named() -> None:
    assert refused(weights.ahp, [[1]], random_index="mine").code == "scoring.unknown_choice"


def test_a_missing_rating_is_named_by_evaluator_too() -> None:
    error = refused(consolidate, [TABLE, [[92, 2488], [87, NAN]]], **NAMES)

    assert (
        str(error)
        == "ratings: the rating of vendor 安禾 in criterion 价格 by evaluator 2 is missing or not finite (nan)"
    )


@pytest.mark.parametrize(
    ("act", "given", "code"),
    [
        pytest.param(consolidate, ([TABLE], "mode"), "scoring.unknown_choice", id="unknown centre"),
        pytest.param(consolidate, ([TABLE, TABLE], "trimmed_mean"), "scoring.too_few", id="nothing left"),
        pytest.param(kendall_w, ([[1, NAN]],), "scoring.not_finite", id="missing rank"),
        pytest.param(borda, ([[1, 2]], [1, 2]), "scoring.does_not_fit", id="more voters than ballots"),
        pytest.param(icc, ([[1], [2]],), "scoring.too_few", id="one rater"),
        pytest.param(icc, ([[1, 2]],), "scoring.too_few", id="one vendor"),
        pytest.param(rank_acceptability, (TABLE, 0), "scoring.outside", id="no draws"),
        pytest.param(rank_acceptability, ([[1]] * 1001,), "scoring.outside", id="too many vendors"),
        pytest.param(weight_intervals, (TABLE, [1]), "scoring.does_not_fit", id="too few weights"),
        pytest.param(smallest_flip, (TABLE, [1]), "scoring.does_not_fit", id="too few weights to flip"),
    ],
)
def test_what_cannot_be_compared_is_refused(act: Any, given: Any, code: str) -> None:
    assert refused(act, *given).code == code


@pytest.mark.parametrize(
    ("act", "code", "place"),
    [
        (lambda: rank(TABLE, [1, 1], [1, 1], "wsm", v=0.5), "scoring.unknown_choice", "method wsm"),
        (lambda: rank(TABLE, [1, 1], [1, 1], tie_break=[2]), "scoring.outside", "tie_break"),
        (lambda: rank([[10**400, 1], [1, 1]], [1, 1], [1, 1]), "scoring.not_numbers", "values"),
        (lambda: price_scores([1, 2], "absolute_linear", worst=3), "scoring.no_setting", "best"),
        (lambda: price_scores([1, 2], best=1), "scoring.unknown_choice", "formula lowest_over_bid"),
        (lambda: price_scores([1, 2], digits=-1), "scoring.outside", "digits"),
        (lambda: borda([[1, 2], [2, 1]], [3, -1]), "scoring.bad_number", "voters"),
        (lambda: borda([[1, 2], [2, 1]], [3, NAN]), "scoring.bad_number", "voters"),
    ],
    ids=["option of another method", "no such column", "beyond all floats", "setting missing", "setting unknown",
         "digits below zero", "negative voters", "voters that are none"],
)  # fmt: skip
def test_a_setting_is_named_and_never_a_crash(act: Any, code: str, place: str) -> None:
    error = refused(act)

    assert (error.code, error.place) == (code, place)


def test_a_masked_score_is_a_missing_one() -> None:
    masked = np.ma.masked_array([[92.0, 87.0], [90.0, 80.0]], mask=[[False, True], [False, False]])

    assert "洁舍" in refused(rank, masked, [1, 1], [1, -1], **NAMES).message("zh")
