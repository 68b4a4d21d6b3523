"""What a breach costs by the terms of its contract, worked out by hand (sla.md 3.21)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.domain.contract_terms import ContractTerms
from core.domain.credit import Deduction, Spent, deduction
from core.domain.money import Money
from core.domain.terms.liability import Credits
from core.domain.terms.scope import Schedule
from core.domain.terms.service_level import LevelCredit, ServiceLevel
from core.domain.wording import Wording
from core.errors import InvalidInput

ON = date(2026, 9, 14)
NO_TERM = Schedule()


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def terms(credit: LevelCredit, schedule: Schedule = NO_TERM, **caps: Any) -> ContractTerms:
    return ContractTerms(
        service_levels=(ServiceLevel(obligation="SC-01", credit=credit),), credits=Credits(**caps), schedule=schedule
    )


EACH = LevelCredit("each", yuan("50.00"))
FROM_THIRD = LevelCredit("each", yuan("50.00"), free=2)


@pytest.mark.parametrize(
    ("nth", "owed"),
    [
        pytest.param(1, "0.00", id="the first"),
        pytest.param(2, "0.00", id="the last that is free"),
        pytest.param(3, "50.00", id="the third"),
        pytest.param(4, "50.00", id="each after it"),
    ],
)
def test_from_the_third_of_a_month_fifty_each(nth: int, owed: str) -> None:
    found = deduction(terms(FROM_THIRD), "SC-01", ON, nth=nth)

    assert found.amount == yuan(owed)
    assert f"no. {nth} of the month" in found.sentence.en
    assert f"当月第 {nth} 次" in found.sentence.zh
    assert "beginning with no. 3 of a month" in found.sentence.en


@pytest.mark.parametrize(
    "agreed",
    [
        pytest.param(None, id="published without terms"),
        pytest.param(ContractTerms(), id="the obligation is not among the levels"),
        pytest.param(terms(LevelCredit()), id="its level has no credit"),
        pytest.param(terms(LevelCredit("each")), id="without an amount"),
    ],
)
def test_where_the_contract_names_none_nothing_is_deducted(agreed: ContractTerms | None) -> None:
    found = deduction(agreed, "SC-01", ON)

    assert found == Deduction(None, (Wording("合同未对此约定扣减", "the contract names no deduction for it"),))


@pytest.mark.parametrize(("kind", "said"), [("score", "scorecard"), ("rework", "rework free of charge")])
def test_a_credit_that_is_no_money_says_what_it_is(kind: Any, said: str) -> None:
    found = deduction(terms(LevelCredit(kind, note=Wording("甲", "from round 3 on others"))), "SC-01", ON)

    assert found.amount is None
    assert said in found.sentence.en
    assert found.sentence.en.endswith("from round 3 on others")


@pytest.mark.parametrize(
    ("taken", "owed"),
    [
        # 15 % of 10,000.00 are 1,500.00
        pytest.param("1449.99", "50.00", id="a cent below"),
        pytest.param("1450.00", "50.00", id="reaching it"),
        pytest.param("1450.01", "49.99", id="a cent beyond"),
        pytest.param("1499.99", "0.01", id="the last cent"),
        pytest.param("1500.00", "0.00", id="full"),
        pytest.param("1600.00", "0.00", id="overfull, never less than nothing"),
    ],
)
def test_the_cap_of_the_month_leaves_what_is_left(taken: str, owed: str) -> None:
    month = Spent(yuan("10000.00"), yuan(taken))
    found = deduction(terms(EACH, monthly_cap=Decimal("0.15")), "SC-01", ON, month=month)

    assert found.amount == yuan(owed)
    assert "CNY 1,500.00 (15% of CNY 10,000.00)" in found.sentence.en
    assert ("left" in found.sentence.en) == (owed != "50.00")


def test_of_two_caps_the_narrower_one_counts() -> None:
    """The month leaves 1,500 - 0, the year 10 % of 120,000 = 12,000 less 11,980 = 20."""
    agreed = terms(EACH, monthly_cap=Decimal("0.15"), annual_cap=Decimal("0.10"))
    month, year = Spent(yuan("10000.00"), yuan("0.00")), Spent(yuan("120000.00"), yuan("11980.00"))

    assert deduction(agreed, "SC-01", ON, month=month, year=year).amount == yuan("20.00")


def test_a_cap_whose_fee_is_not_known_yet_is_named_and_waits() -> None:
    found = deduction(terms(EACH, monthly_cap=Decimal("0.15"), annual_cap=Decimal("0.1")), "SC-01", ON)

    assert found.amount == yuan("50.00")
    assert "do not exceed 15% of its fee" in found.sentence.en
    assert "do not exceed 10% of its fee" in found.sentence.en


def test_what_lies_outside_the_caps_is_owed_whole() -> None:
    agreed = terms(EACH, monthly_cap=Decimal("0.15"), uncapped=("SC-01",))
    found = deduction(agreed, "SC-01", ON, month=Spent(yuan("10000.00"), yuan("1500.00")))

    assert found.amount == yuan("50.00")
    assert "no cap applies" in found.sentence.en


@pytest.mark.parametrize(
    ("share", "owed"),
    [("0.5", "25.00"), ("0.333", "16.65"), ("0.0001", "0.01"), ("0.9999", "50.00")],  # to the cent, half up
)
def test_a_part_that_is_upheld_is_its_share(share: str, owed: str) -> None:
    assert deduction(terms(EACH), "SC-01", ON, share=Decimal(share)).amount == yuan(owed)


@pytest.mark.parametrize(
    ("on", "owed"),
    [
        # a trial of 3 months from 15 July lasts until 14 October
        pytest.param(date(2026, 7, 15), "0.00", id="first day"),
        pytest.param(date(2026, 10, 14), "0.00", id="last day"),
        pytest.param(date(2026, 10, 15), "50.00", id="the day after"),
    ],
)
def test_in_the_trial_nothing_is_deducted(on: date, owed: str) -> None:
    agreed = terms(EACH, Schedule(begins_on=date(2026, 7, 15), trial_months=3))

    assert deduction(agreed, "SC-01", on).amount == yuan(owed)


def test_it_is_never_called_a_fine() -> None:
    said = deduction(terms(FROM_THIRD, monthly_cap=Decimal("0.1")), "SC-01", ON, nth=3, share=Decimal("0.5")).sentence

    assert "罚" not in said.zh
    assert "fine" not in said.en.split()


def test_less_than_no_free_miss_is_refused() -> None:
    with pytest.raises(InvalidInput):
        LevelCredit("each", yuan("1.00"), free=-1)


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (90, True), (91, False)])
def test_an_objection_period_has_one_to_ninety_days(days: int, allowed: bool) -> None:
    if allowed:
        assert Credits(objection_days=days).objection_days == days
        return
    with pytest.raises(InvalidInput) as refused:
        Credits(objection_days=days)
    assert refused.value.place == "credits.objection_days"
