"""Draws against the exact case and against distributions whose shares are known."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from core.domain.feasibility.uncertainty import Distribution, LogNormal, Triangular
from core.errors import InvalidInput
from core.feasibility.cash_flow import present_savings
from core.feasibility.monte_carlo import half_width, simulate
from core.feasibility.tornado import tornado
from tests.unit.domain.feasibility.cases import two_years

# Without interest the case is worth 200,000 less the transition.
FROM_NOTHING = Triangular(0, 0, 400_000)


def test_without_uncertainty_every_draw_is_the_exact_case() -> None:
    assert float(present_savings(two_years(), {})) == pytest.approx(170_000)
    same = Triangular(30_000, 30_000, 30_000)
    seen = simulate(two_years(), {"transition": same}, draws=1_000)
    assert seen.percentiles[5] == seen.percentiles[95] == pytest.approx(170_000)
    assert seen.probability == 1


def test_the_probability_is_the_share_of_the_distribution() -> None:
    # transition below 200,000 with probability 1 - (200/400)^2 = 0.75
    seen = simulate(two_years(), {"transition": FROM_NOTHING}, seed=7)
    assert seen.probability == pytest.approx(0.75, abs=2 * seen.half_width)
    # median 400,000 x (1 - sqrt(1/2)), mean 400,000 / 3
    assert seen.percentiles[50] == pytest.approx(200_000 - 400_000 * (1 - math.sqrt(0.5)), rel=0.03)
    assert seen.mean == pytest.approx(200_000 - 400_000 / 3, rel=0.05)
    assert sum(seen.counts) == seen.draws == 10_000
    assert len(seen.edges) == len(seen.counts) + 1


def test_a_lognormal_driver_has_its_percentiles() -> None:
    # median sqrt(100,000 x 400,000) = 200,000: cheaper in half of the draws
    seen = simulate(two_years(), {"transition": LogNormal(100_000, 400_000)}, seed=7)
    assert seen.probability == pytest.approx(0.5, abs=2 * seen.half_width)
    assert seen.percentiles[90] == pytest.approx(100_000, rel=0.03)
    assert seen.percentiles[10] == pytest.approx(-200_000, rel=0.03)


def test_the_same_seed_gives_the_same_result_whatever_the_order_of_drivers() -> None:
    uncertain: dict[str, Distribution] = {"transition": FROM_NOTHING, "volume": Triangular(0.8, 1, 1.3)}
    again = dict(reversed(uncertain.items()))
    assert simulate(two_years(), uncertain, seed=3) == simulate(two_years(), again, seed=3)
    assert simulate(two_years(), uncertain, seed=3) != simulate(two_years(), uncertain, seed=4)


def test_the_half_width_is_wilsons() -> None:
    # z = 1.96: p = 0.5, n = 10,000: 0.0098; p = 1: z^2/(2n)/(1 + z^2/n) = 0.000192
    assert half_width(0.5, 10_000) == pytest.approx(0.0098, abs=1e-5)
    assert half_width(1, 10_000) == pytest.approx(0.000192, abs=1e-6)


def test_the_tornado_names_what_drives_the_result_first() -> None:
    bars = tornado(two_years(), {"exit": Triangular(10_000, 10_000, 10_000), "transition": FROM_NOTHING})
    first, last = bars
    assert (first.driver, last.driver, last.swing) == ("transition", "exit", 0)
    # 10th and 90th percentile: 400,000 x (1 - sqrt(0.9)) and 400,000 x (1 - sqrt(0.1))
    assert first.low == pytest.approx(400_000 * (1 - math.sqrt(0.9)))
    assert first.npv_at_high == pytest.approx(200_000 - 400_000 * (1 - math.sqrt(0.1)))
    assert first.swing == pytest.approx(first.high - first.low)


def test_a_lognormal_bar_ends_at_its_percentiles() -> None:
    (bar,) = tornado(two_years(), {"price": LogNormal(900_000, 1_000_000)})
    # 2,186,000 - 2.1 x price
    assert (bar.npv_at_low, bar.npv_at_high) == pytest.approx((296_000, 86_000))


def test_the_drivers_own_unit_is_used_for_rates_too() -> None:
    drawn = present_savings(two_years(), {"wage_growth": np.array([0.0, 0.05])})
    assert drawn == pytest.approx([170_000, 230_000])


@pytest.mark.parametrize(
    ("uncertain", "place"),
    [
        ({"prices": FROM_NOTHING}, "economic.uncertain.prices"),
        ({"price": Triangular(2, 1, 3)}, "economic.uncertain.price"),
        ({"price": Triangular(1, 2, math.nan)}, "economic.uncertain.price"),
        ({"price": LogNormal(0, 2)}, "economic.uncertain.price"),
        ({"price": LogNormal(2, 1)}, "economic.uncertain.price"),
        ({"price": LogNormal(1, 1001)}, "economic.uncertain.price"),
        ({"price": Triangular(-1, 1, 2)}, "economic.uncertain.price"),
        ({"price": Triangular(0, 1e308, 1.7e308)}, "economic.uncertain.price"),
        ({"vat_recoverable": Triangular(0, 0.5, 1.01)}, "economic.uncertain.vat_recoverable"),
        ({"wage_growth": Triangular(-1, 0, 0.1)}, "economic.uncertain.wage_growth"),
        ({"volume": LogNormal(1, 101)}, "economic.uncertain.volume"),
    ],
)
def test_a_wrong_distribution_is_named_by_its_driver(uncertain: Mapping[str, Distribution], place: str) -> None:
    for refusing in (simulate, tornado):
        with pytest.raises(InvalidInput) as refused:
            refusing(two_years(), uncertain)
        assert refused.value.place == place


@pytest.mark.parametrize("draws", [0, 999, 1_000_001])
def test_too_few_and_too_many_draws_are_refused(draws: int) -> None:
    with pytest.raises(InvalidInput, match=str(draws)):
        simulate(two_years(), {}, draws)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_is_a_number_that_every_generator_takes(seed: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        simulate(two_years(), {}, 1_000, seed)
    assert refused.value.place == "economic.seed"


def test_the_widest_drivers_still_give_numbers() -> None:
    widest: dict[str, Distribution] = {
        "price": LogNormal(1e12, 1e15), "growth": Triangular(-0.9, 1, 1), "wage_growth": LogNormal(0.001, 1),
        "volume": Triangular(0, 100, 100), "price_growth": Triangular(1, 1, 1), "transition": Triangular(0, 0, 1e15),
    }  # fmt: skip
    seen = simulate(replace(two_years(), months=240), widest, 1_000)

    assert math.isfinite(seen.mean)
    assert sum(seen.counts) == 1_000
    assert all(math.isfinite(bar.swing) for bar in tornado(replace(two_years(), months=240), widest))
