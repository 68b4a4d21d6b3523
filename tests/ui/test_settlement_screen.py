"""The settlement on the scorecard in both languages: fee, arithmetic, what is refused, the close, the vendor's view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.actor import Actor
from tests.integration.conftest import House
from tests.integration.test_settlements import NUMBER, VENDOR, july
from tests.performance_world import manager, user_of
from tests.ui.test_manager_decisions import Asked, said
from tests.ui.test_performance_screens import LANGUAGES, SCREENS
from ui.settlement import acts, page
from ui.texts import catalogue

KEY = f"fee.{NUMBER}.2026-07"


class Desk:
    """WP-1 with three late answers in July, at the screen of somebody."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.monkeypatch = house, monkeypatch
        july(house, "")
        self.dialogs: list[Asked] = []
        for name, role, vendor in (("chen", "manager", ""), (f"user of {VENDOR}", "vendor", VENDOR)):
            house.app.sign_in.add_user(house.admin, name, name, "password-1", role, vendor)
        monkeypatch.setattr("ui.house.services", lambda: house.app)
        for place in (acts, page):  # a module keeps what it was imported with
            monkeypatch.setattr(place, "services", lambda: house.app)
        monkeypatch.setattr(acts, "confirm", lambda *asked: self.dialogs.append(Asked(*asked)))
        monkeypatch.setattr("streamlit.page_link", lambda page, query_params, **shown: None)

    def scorecard(self, language: str, actor: Actor | None = None) -> AppTest:
        someone = actor or manager(self.house)
        self.monkeypatch.setattr("ui.texts.DEFAULT", language)  # AppTest names choices outside of the script
        self.monkeypatch.setattr("ui.session.actor", lambda: someone)
        test = AppTest.from_file(str(SCREENS / "performance.py"), default_timeout=60)
        for key, value in {"lang": language, "vendor": VENDOR, "month": "2026-07"}.items():
            test.query_params[key] = value
        shown = test.run()
        assert not shown.exception, shown.exception
        return shown

    def recorded(self, language: str, amount: float | None, invoice: str, currency: str = "CNY") -> AppTest:
        test = self.scorecard(language)
        test.number_input(key=f"{KEY}.amount").set_value(amount)
        test.selectbox(key=f"{KEY}.currency").set_value(currency)
        test.text_input(key=f"{KEY}.invoice").set_value(invoice).run()
        return test.button(key=f"{KEY}.record").click().run()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    house = House(tmp_path)
    yield Desk(house, monkeypatch)
    house.app.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_waits_for_its_fee_and_cannot_be_settled_without(desk: Desk, language: str) -> None:
    test = desk.scorecard(language)

    assert catalogue(language)["settlement.waits"].format(months="2026-07") in said(test)
    assert test.button(key=f"close.{NUMBER}.2026-07").disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_fee_arithmetic_and_close(desk: Desk, language: str) -> None:
    words = catalogue(language)
    test = desk.recorded(language, 1500.0, "FP-7")

    # 10 % of 1,500 are the year's cap: 100, 50, 0; to be paid 1,350
    amount = {"zh": "{} 元", "en": "CNY {}"}[language].format
    lines = next(one.value for one in test.dataframe if words["settlement.steps"] in one.value.columns)
    assert list(lines[words["settlement.amount"]]) == [amount("100.00"), amount("50.00"), amount("0.00")]
    assert ("只扣减 50.00 元" if language == "zh" else "only CNY 50.00 is left") in lines[words["settlement.steps"]][1]
    tiles = {one.label: one.value for one in test.metric}
    assert tiles[words["settlement.payable"]] == amount("1,350.00")

    test.button(key=f"close.{NUMBER}.2026-07").click().run()
    [asked] = desk.dialogs
    assert amount("1,350.00") in asked.consequence
    asked.do()
    test = desk.scorecard(language)
    assert "sha256" in said(test)
    assert [one for one in test.button if one.key and one.key.startswith(("close.", "fee."))] == []


@pytest.mark.parametrize(
    ("language", "amount", "invoice", "currency", "told"),
    [
        ("zh", None, "FP-7", "CNY", "当月服务费** · 须填写服务费"),
        ("en", None, "FP-7", "CNY", "Fee of the month** · the fee must be stated"),
        ("zh", -1.0, "FP-7", "CNY", "当月服务费** · 服务费为 CNY -1.00，不能为负"),
        ("en", -1.0, "FP-7", "CNY", "Fee of the month** · the fee is CNY -1.00; it cannot be negative"),
        ("zh", 9.0, "FP-7", "USD", "币种** · 服务费的币种为 USD，合同的币种为 CNY"),
        ("en", 9.0, "FP-7", "USD", "Currency** · the fee is in USD, the contract in CNY"),
        ("en", 9.0, "", "CNY", "Invoice reference** · "),
    ],
)
def test_a_fee_that_is_none_is_told_at_its_field(
    desk: Desk, language: str, amount: float | None, invoice: str, currency: str, told: str
) -> None:
    test = desk.recorded(language, amount, invoice, currency)

    assert told in " ".join(one.value.replace("\\", "") for one in test.error)
    assert desk.house.app.settlements.get(desk.house.admin, NUMBER, "2026-07").statement.fee is None


def test_the_vendor_sees_his_statement_and_no_act(desk: Desk) -> None:
    desk.recorded("zh", 1500.0, "FP-7")
    test = desk.scorecard("zh", user_of(desk.house, VENDOR))

    assert {one.label: one.value for one in test.metric}[catalogue("zh")["settlement.deducted"]] == "150.00 元"
    assert [one.key for one in test.button if one.key and one.key.startswith(("close.", "fee."))] == []
