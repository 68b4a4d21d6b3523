"""The rules of a draft on the screen: everything that bidders are bound by, and what is refused at which field."""

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.abnormally_low import LabourFloor
from tests.selection_world import SelectionWorld, begin
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from tests.unit.domain.wp1 import WEIGHTS, yuan
from ui.texts import catalogue


@pytest.fixture
def draft(world: App, organisation: int, at_screen: AtScreen) -> SelectionWorld:
    made = begin(world, organisation)
    at_screen(made.buyer)
    return made


def typed(made: SelectionWorld, language: str, **values: float) -> AppTest:
    """The form with these numbers typed in, by the end of their key."""
    test = screen("selection", language, selection=made.number)
    for name, value in values.items():
        test.number_input(key=f"rules.{made.number}.{name.replace('__', '.')}").set_value(value)
    return test.run()


def saved(test: AppTest, language: str) -> AppTest:
    return next(one for one in test.button if one.label == catalogue(language)["rules.save"]).click().run()


def test_every_rule_is_set_on_screen(draft: SelectionWorld) -> None:
    language = "zh"  # AppTest names the chosen requirements outside of the script, where no other is known
    key = f"rules.{draft.number}"
    test = screen("selection", language, selection=draft.number)
    test.multiselect(key=f"{key}.requirements").set_value(["employers_liability", "public_liability"])
    test.multiselect(key=f"{key}.levels").set_value(["HK-04", "SC-01"])
    test.selectbox(key=f"{key}.formula").set_value("absolute_linear").run()
    test.number_input(key=f"{key}.target").set_value(2_000_000.0)
    test.number_input(key=f"{key}.level.SC-01").set_value(97.0)
    test.number_input(key=f"{key}.digits").set_value(3)
    test.number_input(key=f"{key}.divergence").set_value(15.0)
    test.number_input(key=f"{key}.headcount").set_value(30.0)

    saved(test, language)

    assert not test.exception
    assert not test.error
    rules = draft.selections.get(draft.buyer, draft.number).rules
    assert rules is not None
    assert [(one.code, one.name.zh) for one in rules.requirements] == [
        ("employers_liability", "雇主责任险"), ("public_liability", "公众责任险")
    ]  # fmt: skip
    assert [(one.obligation, one.least_pct) for one in rules.levels] == [("HK-04", Decimal(90)), ("SC-01", Decimal(97))]
    assert (rules.price_formula, rules.price_target) == ("absolute_linear", yuan("2000000"))
    assert (rules.price_digits, rules.divergence) == (3, Decimal(15))
    assert rules.labour_floor == LabourFloor(Decimal(30), yuan("2740"), yuan("2131"), 12)


@pytest.mark.parametrize(
    ("language", "values", "said"),
    [
        ("zh", {"weight__quality": -15.0}, "评分项“质量”的权重 -15 不允许"),
        ("en", {"weight__quality": -15.0}, 'the weight -15 of the criterion "quality" is not allowed'),
        ("zh", {"weight__price": 20.0}, "权重之和为 90；必须正好 100"),
        ("en", {"weight__price": 20.0}, "the weights sum to 90; they must make exactly 100"),
        ("zh", {"divergence": 120.0}, "评分分歧界限（分）** · 数值 120 不允许"),
        ("en", {"digits": 7}, "Digits of the price points** · the value 7 is not allowed"),
        ("zh", {"least": 0}, "最少有效投标数** · 最少有效投标数 0 不允许"),
        ("en", {"minimum__quality": 120.0}, "the minimum score 120 is not allowed"),
        ("zh", {"headcount": 0.0}, "人工成本底线的参数 0 不允许"),
        ("en", {"level__HK-04": 101.0}, "the attainment 101 is not allowed"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_at_its_field(
    draft: SelectionWorld, language: str, values: dict[str, float], said: str
) -> None:
    before = draft.selections.get(draft.buyer, draft.number).rules

    test = saved(typed(draft, language, **values), language)

    assert said in " ".join(one.value.replace("\\", "") for one in test.error)
    assert draft.selections.get(draft.buyer, draft.number).rules == before


@pytest.mark.parametrize(("language", "said"), [("zh", "所有评分项的权重都是零"), ("en", "all weights are zero")])
def test_all_weights_at_zero_are_refused(draft: SelectionWorld, language: str, said: str) -> None:
    # a criterion of no weight stays only for its minimum: the technical standard has one
    test = saved(typed(draft, language, **{f"weight__{one}": 0.0 for one in WEIGHTS}), language)

    assert said in test.error[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_absolute_formula_asks_for_its_target(draft: SelectionWorld, language: str) -> None:
    test = screen("selection", language, selection=draft.number)
    test.selectbox(key=f"rules.{draft.number}.formula").set_value("absolute_linear").run()

    saved(test, language)

    assert catalogue(language)["rules.price_target_name"] in test.error[0].value
    assert "2,710,300" in test.error[0].value  # the ceiling that it must be below


def test_a_selection_is_ended_only_with_a_reason(draft: SelectionWorld) -> None:
    labels = [one.label for one in screen("selection", "zh", selection=draft.number).button]
    assert catalogue("zh")["selection.abandon"] in labels

    draft.selections.abandon(draft.buyer, draft.number, "预算取消")

    test = screen("selection", "zh", selection=draft.number)
    assert "预算取消" in test.error[0].value
    assert catalogue("zh")["selection.abandon"] not in [one.label for one in test.button]
