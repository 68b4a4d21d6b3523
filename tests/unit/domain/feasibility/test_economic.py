"""The economic step by hand: what outsourcing saves month by month, and what it is worth."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.domain.cost import CostLine, TodaysCost
from core.domain.feasibility.cash_flow import discount_factors, present_value
from core.domain.feasibility.economic import economic_figures
from core.domain.money import Money
from core.domain.wording import Wording
from core.errors import InvalidInput
from tests.unit.domain.feasibility.cases import two_years, yuan


def test_double_running_severance_and_exit_fall_in_their_months() -> None:
    flows = two_years().flows
    assert len(flows) == 25
    assert flows[0] == yuan(-30_000)
    assert flows[1] == yuan(-85_000 - 50_000)
    assert set(flows[2:24]) == {yuan(15_000)}
    assert flows[24] == yuan(15_000 - 10_000)


def test_the_figures_of_two_years_without_interest() -> None:
    figures = economic_figures(two_years())
    # -30,000 - 135,000 + 23 x 15,000 - 10,000
    assert figures.npv == yuan(170_000)
    # after month 1: -165,000; 11 months at 15,000 bring it back
    assert figures.payback_months == 12
    assert figures.roi == Decimal(170_000) / 165_000
    # 23 x 100,000 - 90,000 - 24,000 = 2,186,000 = 2 x 1.05 x price
    assert figures.break_even_price == yuan("1040952.38")
    # 23/12 x 300,000 - 114,000 = 461,000; per unit of volume 23/12 x 900,000 - 2,016,000 = -291,000
    assert figures.break_even_volume is not None
    assert figures.break_even_volume == pytest.approx(Decimal(461_000) / 291_000)
    assert figures.vat_lost == yuan(0)


def test_the_internal_rate_makes_the_case_worth_nothing() -> None:
    rate = economic_figures(two_years()).irr
    assert rate is not None
    worth = present_value([flow.amount for flow in two_years().flows], discount_factors(Decimal(rate), 24))
    assert abs(worth) < Decimal("0.01")


def test_a_case_without_outlay_says_why_it_has_no_rate() -> None:
    nothing = yuan(0)
    free = replace(two_years(), transition=nothing, severance=nothing, exit=nothing, double_running=0)
    figures = economic_figures(free)
    assert figures.irr is None
    assert figures.irr_reason is not None
    assert figures.irr_reason.code == "feasibility.no_sign_change"
    assert "内部收益率" in figures.irr_reason.words("zh")
    assert (figures.payback_months, figures.roi) == (0, None)


def test_a_year_is_discounted_by_the_yearly_rate() -> None:
    factors = discount_factors(Decimal("0.06"), 24)
    assert factors[0] == 1
    assert factors[12] == pytest.approx(1 / Decimal("1.06"))
    assert factors[24] == pytest.approx(1 / Decimal("1.1236"))


def test_wages_prices_and_volume_move_from_the_second_year_on() -> None:
    # wages: 12 x 100,000 x 5 %; price: 12 x 84,000 x 2 %, 84,000 being 80,000 with management
    assert replace(two_years(), wage_growth=Decimal("0.05")).npv == yuan(170_000 + 60_000)
    assert replace(two_years(), price_growth=Decimal("0.02")).npv == yuan(170_000 - 20_160)
    # volume +10 %: 12 x (75,000 x 10 % - 84,000 x 10 %)
    assert replace(two_years(), growth=Decimal("0.10")).npv == yuan(170_000 - 10_800)


def test_a_term_need_not_be_whole_years() -> None:
    # six more months, the third year begun: 6 x 15,000
    longer = replace(two_years(), months=30)
    assert len(longer.flows) == 31
    assert longer.npv == yuan(170_000 + 90_000)


def test_input_vat_that_cannot_be_deducted_is_a_cost() -> None:
    # 6 % of 960,000 a year, 24 months
    lost = replace(two_years(), vat_recoverable=Decimal(0))
    assert lost.vat_lost == yuan(57_600)
    assert lost.npv == yuan(170_000 - 2 * 57_600)


def test_input_vat_that_was_lost_in_house_is_gained() -> None:
    soap = CostLine("material", Wording("耗材", "consumables"), yuan(1_200_000), vat_rate=Decimal("0.13"))
    case = replace(two_years(), cost=TodaysCost((soap,), "CNY"), price_vat=Decimal(0), vat_recoverable=Decimal(0))
    # 13 % of 100,000 in each of 23 months
    assert case.npv == yuan(170_000 + 23 * 13_000)
    assert case.vat_lost == yuan(-156_000)


def test_a_price_that_cannot_break_even_is_said_so() -> None:
    dear = replace(two_years(), transition=yuan(3_000_000))
    assert economic_figures(dear).break_even_price is None


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"price": Money(Decimal(0), "CNY")}, "economic.price"),
        ({"price": Money(Decimal(1), "USD")}, "economic.price"),
        ({"months": 0}, "economic.months"),
        ({"double_running": 25}, "economic.double_running"),
        ({"discount_rate": Decimal("NaN")}, "economic.discount_rate"),
        ({"discount_rate": Decimal(6)}, "economic.discount_rate"),
        ({"management": Decimal(5)}, "economic.management"),
        ({"vat_recoverable": Decimal("1.1")}, "economic.vat_recoverable"),
        ({"volume": Decimal(0)}, "economic.volume"),
        ({"volume": Decimal(101)}, "economic.volume"),
        ({"volume": Decimal("1E+999999")}, "economic.volume"),
        ({"growth": Decimal("1E-999999")}, "economic.growth"),
        ({"wage_growth": Decimal(-1)}, "economic.wage_growth"),
        ({"exit": Money(Decimal(-1), "CNY")}, "economic.exit"),
        ({"cost": TodaysCost((), "CNY")}, "economic.cost.lines"),
    ],
)
def test_a_wrong_number_is_named_by_its_path(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        replace(two_years(), **changes)
    assert refused.value.place == place
