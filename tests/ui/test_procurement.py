"""The screens of procurement: packages, feasibility and vendors, in both languages, right and refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.qualification import Evidence
from core.errors import InvalidInput
from tests.ui.buyer import TITLE, packaged, studied
from tests.ui.test_screens import LANGUAGES, screen
from ui.package.bill import read_bill
from ui.package.cost import read_cost, read_performance
from ui.package.versions import value_at
from ui.package.volume import spans
from ui.study.economic import read_uncertainty
from ui.study.social import read_risks
from ui.texts import catalogue

CODE = "91310115MAY0B101XW"
LINE = {
    "code": "daily", "zh": "日常保洁", "en": None, "unit": "person_hour", "quantity": 21600.0, "ceiling": 53.0,
    "vat_rate": 6.0,
}  # fmt: skip
COST = {
    "kind": "labour", "zh": "工资", "en": None, "a_year": 1000.0, "avoidable": 50.0, "with_volume": None,
    "vat_rate": None,
}  # fmt: skip


@pytest.fixture
def buyer(world: App, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Somebody of procurement is at the screen."""
    operator = world.sign_in.actor_of_session(world.sign_in.sign_in("operator", "operator-1"))
    admin = world.local_admin(operator.organisation_id)
    world.sign_in.add_user(admin, "buyer", "陈琳", "buyer-1-pw", "procurement")
    someone = world.sign_in.actor_of_session(world.sign_in.sign_in("buyer", "buyer-1-pw"))
    monkeypatch.setattr("ui.session.actor", lambda: someone)
    return someone


def press(test: AppTest, language: str, key: str) -> AppTest:
    """Press the button with this text."""
    label = catalogue(language)[key]
    return next(one for one in test.button if one.label == label).click().run()


def field(test: AppTest, kind: str, language: str, key: str) -> Any:
    """The field with this label."""
    label = catalogue(language)[key]
    return next(one for one in test.get(kind) if getattr(one, "label", "") == label)


# packages


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_package_yet_says_what_to_do_and_a_title_begins_one(buyer: Actor, world: App, language: str) -> None:
    test = screen("work_package", language)
    assert test.info[0].value == catalogue(language)["package.empty"]

    refused = press(test, language, "package.create")
    assert ("外包工作包需要名称" if language == "zh" else "a work package needs a title") in refused.error[0].value

    test.text_input(key="new_title").input(TITLE).run()
    begun = press(test, language, "package.create")
    assert not begun.exception
    assert [one.title for one in world.work_packages.list(buyer)] == [TITLE]
    assert begun.query_params["package"] == world.work_packages.list(buyer)[0].number


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_is_listed_with_its_ceiling_and_cost(buyer: Actor, world: App, language: str) -> None:
    packaged(world, buyer)

    test = screen("work_package", language)

    assert not test.exception
    [row] = test.dataframe[0].value.to_dict("records")
    # 21,600 hours at 53.00 and wages of 1,900,000
    said = ("114.5 万元", "190.0 万元") if language == "zh" else ("CNY 1.14 m", "CNY 1.90 m")
    assert tuple(row.values())[-2:] == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_shows_its_totals_and_names_no_gap_when_it_is_complete(
    buyer: Actor, world: App, language: str
) -> None:
    number = packaged(world, buyer)

    test = screen("work_package", language, package=number)

    assert not test.exception
    assert not test.error
    shown = [one.value for one in test.metric]
    # 21,600 x 53.00 = 1,144,800.00; 6 % VAT 68,688.00
    for amount in ("1,144,800.00", "68,688.00", "1,213,488.00"):
        assert any(amount in one for one in shown)
    assert not [one for one in test.button if one.key and one.key.startswith("gap-")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_named_with_the_way_to_its_tab(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    content = world.work_packages.get(buyer, number).content
    world.work_packages.revise(buyer, number, type(content)(content.scope))

    test = screen("work_package", language, package=number)
    gaps = [one for one in test.button if one.key and one.key.startswith("gap-")]
    assert [one.label for one in gaps] == [
        f"○ {catalogue(language)[key]}" for key in ("place.bill", "place.volume", "place.cost")
    ]
    moved = gaps[1].click().run()
    assert moved.session_state[f"package-tabs-{language}"] == catalogue(language)["package.tab.volume"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_field_is_told_and_keeps_what_was_typed(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    test = screen("work_package", language, package=number)

    field(test, "number_input", language, "place.volume.per_month").set_value(-5.0).run()
    said = [one.value for one in test.error]
    assert any(("业务量 -5" if language == "zh" else "the volume -5") in one for one in said)

    saved = press(test, language, "package.save")
    assert field(saved, "number_input", language, "place.volume.per_month").value == -5.0
    assert world.work_packages.get(buyer, number).versions == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_save_is_a_new_version_and_two_versions_are_compared(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    test = screen("work_package", language, package=number)
    field(test, "number_input", language, "place.volume.per_month").set_value(800.0).run()

    saved = press(test, language, "package.save")

    assert not saved.exception
    assert world.work_packages.get(buyer, number).versions == 2
    compared = [one.value for one in saved.dataframe if catalogue(language)["package.where"] in one.value.columns]
    assert compared[0].values.tolist() == [[catalogue(language)["place.volume.per_month"], "760", "800"]]


def test_a_complete_package_is_released_once_the_consequence_was_confirmed(
    buyer: Actor, world: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = packaged(world, buyer)

    asked = press(screen("work_package", "zh", package=number), "zh", "package.release")
    assert any(f"{number} 第 1 版" in one.value for one in asked.markdown)
    assert world.work_packages.get(buyer, number).state == "draft"  # one click does nothing

    monkeypatch.setattr("ui.confirmation.confirm", lambda _title, _consequence, _verb, do: do())
    press(screen("work_package", "zh", package=number), "zh", "package.release")
    assert world.work_packages.get(buyer, number).state == "released"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_that_is_not_there_is_said(buyer: Actor, language: str) -> None:
    test = screen("work_package", language, package="WP-9")

    assert ("没有外包工作包 WP" if language == "zh" else "there is no work package WP") in test.error[0].value


def test_performance_is_counted_from_the_clocks_of_a_contract(buyer: Actor, world: App) -> None:
    today = date.today()  # noqa: DTZ011 - the world behind the screens lives in real time

    counted = world.work_packages.observed(buyer, "C-1", today - timedelta(days=2), today + timedelta(days=2))

    # K-2 was answered within its hour, K-3 was not; K-1 still runs and says nothing
    [answered] = [one for one in counted if one.obligation == "HC-01"]
    assert (answered.met, answered.cases) == (1, 2)


@pytest.mark.parametrize(
    ("read", "place"),
    [
        (lambda: read_bill([LINE, LINE | {"code": "deep", "quantity": None}], "CNY"), "bill.lines[1].quantity"),
        (lambda: read_bill([LINE, LINE], "CNY"), "bill.lines[1]"),
        (lambda: read_bill([LINE | {"vat_rate": 25.0}], "CNY"), "bill.lines[0].vat_rate"),
        (lambda: read_cost([COST | {"avoidable": 120.0}], "CNY"), "cost.lines[0].avoidable"),
        (lambda: read_uncertainty([{"driver": "price", "kind": "triangular", "low": 2.0, "mode": 1.0, "high": 3.0}]),
         "economic.uncertain.price"),
    ],
)  # fmt: skip
def test_a_row_that_is_refused_is_named(read: Callable[[], object], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read()

    assert refused.value.place == place


def test_rows_become_the_amounts_that_they_say() -> None:
    bill, cost = read_bill([LINE], "CNY"), read_cost([COST, COST | {"avoidable": None}], "CNY")
    assert bill is not None
    assert cost is not None

    assert str(bill.ceiling.gross) == "CNY 1,213,488.00"  # 21,600 x 53.00 x 1.06
    assert bill.lines[0].name.en == "日常保洁"  # one name stands for both
    assert str(cost.saved) == "CNY 1,500.00"  # half of one, all of the other
    assert read_bill([], "CNY") is None


def test_a_percent_that_is_uncertain_is_read_as_a_share() -> None:
    row = {"driver": "wage_growth", "kind": "lognormal", "low": 2.0, "mode": None, "high": 8.0}

    read = read_uncertainty([row])

    assert (read.lognormal["wage_growth"].p10, read.lognormal["wage_growth"].p90) == (0.02, 0.08)


def test_more_cases_in_time_than_there_were_are_refused() -> None:
    row = {"obligation": "HK-04", "met": 8, "cases": 7, "first": None, "last": None}

    with pytest.raises(InvalidInput, match=r"performance\.HK-04\.met"):
        read_performance([row], date(2026, 1, 1))


def test_days_in_a_row_are_one_span() -> None:
    days = [date(2027, 1, 9), date(2027, 1, 10), date(2027, 2, 1)]

    assert spans(days) == [(days[0], days[1]), (days[2], days[2])]


def test_a_path_that_a_version_lacks_says_nothing(buyer: Actor, world: App) -> None:
    content = world.work_packages.get(buyer, packaged(world, buyer)).content

    assert value_at(content, "bill.lines[0].ceiling.amount") == "53.00"
    assert value_at(content, "bill.lines[7].ceiling.amount") == "–"


# feasibility


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_without_a_package_says_what_to_do(buyer: Actor, language: str) -> None:
    test = screen("feasibility", language)

    assert test.info[0].value == catalogue(language)["study.empty"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_study_asks_all_five_steps(buyer: Actor, world: App, language: str) -> None:
    test = screen("feasibility", language, package=packaged(world, buyer))

    assert not test.exception
    assert [tab.label for tab in test.tabs] == [
        f"{number} {catalogue(language)['study.step.' + name]} ○"
        for number, name in enumerate(("core", "technical", "economic", "social", "decision"), 1)
    ]
    assert len(test.radio) == 8  # four questions of step 1, four factors of step 2
    assert "1 · " in test.radio[4].options[0]  # the anchor stands beside the score


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_that_is_not_answered_is_told_at_its_question(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    test = screen("feasibility", language, package=number)
    test.radio[0].set_value(2).run()

    refused = test.button(key=f"{number}-1-core-save").click().run()

    question = catalogue(language)["place.core.own_advantage"]
    assert refused.error[0].value.startswith(f"**{question}**")
    assert refused.radio[0].value == 2
    assert world.feasibility.get(buyer, number, 1).core is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_economic_case_is_refused_at_its_field_and_stays_typed(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    test = screen("feasibility", language, package=number)
    field(test, "number_input", language, "place.economic.discount_rate").set_value(150.0).run()

    refused = test.button(key=f"{number}-1-economic-save").click().run()

    said = catalogue(language)["place.economic.discount_rate"].replace("*", "")
    assert any(one.value.startswith(f"**{said}**") for one in refused.error)
    assert field(refused, "number_input", language, "place.economic.discount_rate").value == 150.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_economic_step_is_worked_out_and_shown(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    test = screen("feasibility", language, package=number)

    saved = test.button(key=f"{number}-1-economic-save").click().run()

    assert not saved.exception
    assert not saved.error
    review = world.feasibility.get(buyer, number, 1).economic
    assert review is not None
    assert str(review.case.price) == "CNY 1,144,800.00"  # the ceiling of the bill stands for the price at first
    assert set(review.uncertainty.drivers) == {"price", "volume"}
    labels = [one.label for one in saved.metric]
    names = ("npv", "probability", "payback", "break_even_price", "irr", "roi", "break_even_volume", "vat_lost")
    assert labels == [catalogue(language)[f"study.{name}"] for name in names]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_recommends_and_is_decided_with_a_reason_only(buyer: Actor, world: App, language: str) -> None:
    number = packaged(world, buyer)
    studied(world, buyer, number)
    test = screen("feasibility", language, package=number)
    assert not test.exception
    recommended = next(one for one in test.metric if one.label == catalogue(language)["study.recommended"])
    assert recommended.value == catalogue(language)["study.outcome.outsource"]

    refused = test.button(key=f"{number}-1-decision-decide").click().run()

    assert ("决定没有理由" if language == "zh" else "the decision has no reason") in refused.error[0].value
    assert world.feasibility.get(buyer, number, 1).decision is None


def test_a_score_that_was_not_given_is_refused_by_the_review() -> None:
    row = {"aspect": "policy", "what": None, "likelihood": None, "impact": 2, "mitigation": None, "red_flag": False}

    assert read_risks([row])[0].likelihood == 0


# vendors


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_code_is_told_as_it_is_typed_and_nothing_is_registered(buyer: Actor, world: App, language: str) -> None:
    test = screen("vendors", language)
    test.text_input(key="new_number").input("V-21")
    test.text_input(key="new_name").input("上海洁舍家庭服务有限公司")
    test.text_input(key="new_uscc").input(CODE[:-1] + "X").run()
    assert ("校验码应为" if language == "zh" else "check character 18") in test.error[0].value

    press(test, language, "vendor.register")
    assert [one.number for one in world.vendors.list(buyer)] == ["V-1"]
    assert test.text_input(key="new_name").value == "上海洁舍家庭服务有限公司"

    test.text_input(key="new_uscc").input(CODE).run()
    registered = press(test, language, "vendor.register")
    assert not registered.exception
    assert world.vendors.get(buyer, "V-21").uscc == CODE
    assert "V-21" in registered.success[0].value
    assert [one.value for one in registered.text_input if "new" in str(one.key)] == ["", "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_that_expires_within_sixty_days_is_marked(buyer: Actor, world: App, language: str) -> None:
    today = date.today()  # noqa: DTZ011 - the world behind the screens lives in real time
    for document, days in (("policy", 20), ("certificate", 300)):
        proof = Evidence("employers_liability" if days < 60 else "training", document, date(2020, 1, 1),
                         today + timedelta(days=days))  # fmt: skip
        world.vendors.prove(buyer, "V-1", proof)

    test = screen("vendors", language, vendor="V-1")

    assert not test.exception
    assert test.dataframe[0].value.iloc[0, -1] == f"◐ {catalogue(language)['vendor.state.soon']}"
    states = list(test.dataframe[1].value.iloc[:, -1])
    assert states == [
        f"◐ {catalogue(language)['vendor.state.soon']}",
        f"● {catalogue(language)['vendor.state.stands']}",
    ]
    assert len(test.warning) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_without_a_document_is_refused_at_its_field(buyer: Actor, language: str) -> None:
    test = screen("vendors", language, vendor="V-1")

    refused = press(test, language, "vendor.prove")

    assert ("没有注明文件" if language == "zh" else "names no document") in refused.error[0].value


def test_who_only_reads_is_offered_no_change(world: App, buyer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Actor(buyer.organisation_id, "operator", "auditor")
    monkeypatch.setattr("ui.session.actor", lambda: reader)
    number = packaged(world, buyer)

    for name, query in (("vendors", {}), ("work_package", {"package": number}), ("feasibility", {"package": number})):
        test = screen(name, "zh", **query)
        assert not test.exception
        texts = {catalogue("zh")[key] for key in ("vendor.register", "vendor.prove", "package.save", "study.save")}
        assert texts.isdisjoint(one.label for one in test.button)
