"""A bid entered on the screen: prices beside their ceilings, promises, evidence, and the receipt."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.qualification import Evidence
from core.services.procurement.vendors import VendorService
from tests.selection_world import DAY_MS, SelectionWorld, begin, bid_draft, taking_bids
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from tests.unit.domain.wp1 import INSURANCE, LINES, PRICES, yuan
from ui.texts import catalogue

OF_A = {line[0]: float(price) for line, price in zip(LINES, PRICES["A"], strict=True)}


@pytest.fixture
def taking(world: App, organisation: int, at_screen: AtScreen) -> SelectionWorld:
    made = taking_bids(begin(world, organisation))
    at_screen(made.buyer)
    return made


def form_of(made: SelectionWorld, language: str, vendor: str = "A", prices: Mapping[str, float] = OF_A) -> AppTest:
    """The form with the prices of a vendor typed in."""
    test = screen("selection", language, selection=made.number)
    test.selectbox(key=f"bid.{made.number}.0.vendor").set_value(vendor).run()
    for code, price in prices.items():
        test.number_input(key=f"bid.{made.number}.0.{vendor}.{code}.price").set_value(price)
    return test.run()


def take(test: AppTest, language: str) -> AppTest:
    return next(one for one in test.button if one.label == catalogue(language)["bid.take"]).click().run()


def warnings(test: AppTest) -> str:
    return " ".join(str(one.value) for one in test.warning)


def errors(test: AppTest) -> str:
    return " ".join(str(one.value) for one in test.error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bid_is_taken_and_its_receipt_shown(taking: SelectionWorld, language: str) -> None:
    test = form_of(taking, language)
    key = f"bid.{taking.number}.0.A"
    test.number_input(key=f"{key}.promise.HK-04").set_value(96.0)
    test.text_input(key=f"{key}.proof.{INSURANCE.code}.document").set_value("policy 2026-118")
    until = datetime.fromtimestamp(taking.clock.at_ms / 1000, UTC).date() + timedelta(days=300)
    test.date_input(key=f"{key}.proof.{INSURANCE.code}.until").set_value(until)
    # 21,600 x 49 + 38,000 x 17 + 24,000 x 14 + 900 x 168 + 1,200 x 115 + 12,000 x 13.2
    assert any("2,488,000.00" in str(one.value) for one in test.metric)

    take(test, language)

    assert not test.exception
    assert "sha256" in test.success[0].value
    assert "2,488,000.00" in test.success[0].value
    taking.clock.at_ms += 11 * DAY_MS
    [kept] = taking.selections.close(taking.buyer, taking.number).bids
    assert kept.net == yuan("2488000")
    assert [(one.obligation, one.pct) for one in kept.promises] == [("HK-04", Decimal(96))]
    assert [(one.document, one.valid_until) for one in kept.evidence] == [("policy 2026-118", until)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_without_a_price_is_named(taking: SelectionWorld, language: str) -> None:
    test = take(form_of(taking, language, prices={"daily": 49.0}), language)

    names = [zh if language == "zh" else en for _, zh, en, *_ in LINES]
    assert all(one in errors(test) for one in names[1:])
    assert names[0] not in errors(test)
    assert taking.selections.get(taking.buyer, taking.number).bidders == 0


@pytest.mark.parametrize(
    ("language", "price", "said"),
    [
        ("zh", 0.0, "深度保洁** · 单价 0.00 不允许"), ("en", 0.0, "deep cleaning** · the unit price 0.00"),
        ("zh", 19.0, "深度保洁** · 报价 CNY 19.00 高于最高限价 CNY 18.50"),
        ("en", 19.0, "deep cleaning** · the price CNY 19.00 is above the ceiling of CNY 18.50"),
    ],
)  # fmt: skip
def test_a_price_that_is_not_allowed_is_told_at_its_line(
    taking: SelectionWorld, language: str, price: float, said: str
) -> None:
    test = form_of(taking, language, prices={**OF_A, "deep": price})
    assert said in errors(test)

    take(test, language)

    assert taking.selections.get(taking.buyer, taking.number).bidders == 0


@pytest.mark.parametrize(("language", "said"), [("zh", "以单价为准"), ("en", "the unit price counts")])
def test_a_total_that_was_written_wrong_gives_way_to_the_unit_price(
    taking: SelectionWorld, language: str, said: str
) -> None:
    test = form_of(taking, language)
    test.number_input(key=f"bid.{taking.number}.0.A.daily.stated").set_value(1_000_000.0).run()
    assert said in warnings(test)
    assert "1,058,400.00" in warnings(test)  # 21,600 x 49

    take(test, language)

    assert "2,488,000.00" in test.success[0].value
    assert said in warnings(test)


def test_a_later_bid_takes_the_place_of_an_earlier_one(taking: SelectionWorld) -> None:
    taking.selections.receive(taking.buyer, taking.number, bid_draft("A"))

    test = take(form_of(taking, "en", prices={**OF_A, "daily": 48.0}), "en")

    assert "2,466,400.00" in test.success[0].value  # 2,488,000 - 21,600
    assert taking.selections.get(taking.buyer, taking.number).bidders == 1


def test_what_the_register_has_is_filled_in(taking: SelectionWorld) -> None:
    known = Evidence(INSURANCE.code, "policy of the register", date(2026, 1, 1), date(2030, 12, 31))
    VendorService(taking.app.database.at(taking.clock)).prove(taking.buyer, "A", known)

    test = form_of(taking, "en")

    key = f"bid.{taking.number}.0.A.proof.{INSURANCE.code}"
    assert test.text_input(key=f"{key}.document").value == "policy of the register"
    assert test.date_input(key=f"{key}.until").value == date(2030, 12, 31)


def test_no_price_is_shown_to_anybody_before_the_close(taking: SelectionWorld, at_screen: AtScreen) -> None:
    taking.selections.receive(taking.buyer, taking.number, bid_draft("A"))
    for someone in (taking.buyer, taking.chief):
        at_screen(someone)
        test = screen("selection", "en", selection=taking.number)
        shown = " ".join(
            str(one.value) for one in (*test.dataframe, *test.table, *test.markdown, *test.caption, *test.metric)
        )
        assert "2,488,000" not in shown
        assert "policy of A" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blocked_vendor_is_not_entered_and_the_screen_says_why(taking: SelectionWorld, language: str) -> None:
    taking.app.standings.block(taking.chief, "A", "拖欠保洁员工资")

    test = screen("selection", language, selection=taking.number)
    test.selectbox(key=f"bid.{taking.number}.0.vendor").set_value("A").run()

    assert "拖欠保洁员工资" in errors(test)
    assert catalogue(language)["bid.take"] not in [one.label for one in test.button]
