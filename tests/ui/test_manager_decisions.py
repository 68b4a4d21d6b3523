"""What managers decide on screen: renewal, block and release; what lacks something is told at its field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.actor import Actor
from core.domain.renewal import CHOICES
from tests.integration.conftest import House
from tests.performance_world import CLEANER, CLEANING, manager
from tests.ui.test_performance_screens import LANGUAGES, Desk
from ui import confirmation
from ui.texts import catalogue
from ui.vendor import standing


@dataclass
class Asked:
    """A dialog that was opened: a run by itself cannot click within it, so the test acts for the person."""

    title: str
    consequence: str
    verb: str
    do: Callable[[], object]


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    opened: list[Asked] = []
    for place in (confirmation, standing):
        monkeypatch.setattr(place, "confirm", lambda *asked: opened.append(Asked(*asked)))
    return opened


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    house = House(tmp_path)
    monkeypatch.setattr(standing, "services", lambda: house.app)  # a module keeps what it was imported with
    yield Desk(house, monkeypatch)
    house.app.stop()


def someone(desk: Desk, role: str) -> Actor:
    desk.house.app.sign_in.add_user(desk.house.admin, role, role, "password-1", role)
    return Actor(desk.house.organisation_id, role, role)


def said(test: AppTest) -> str:
    kinds: tuple[Any, ...] = (test.error, test.warning, test.success, test.caption, test.markdown, test.info)
    return "\n".join(one.value.replace("\\", "") for kind in kinds for one in kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_is_repeated_before_it_is_recorded_and_names_what_follows(
    desk: Desk, dialogs: list[Asked], language: str
) -> None:
    words, key = catalogue(language), f"renewal.{CLEANING}"
    test = desk.screen("renewal", language, contract=CLEANING)
    test.radio(key=f"{key}.choice").set_value("retender").run()
    test.text_area(key=f"{key}.reason").set_value("市场价下行").run()
    test.button(key=f"{key}.ask").click().run()

    [asked] = dialogs
    consequence = words["renewal.consequence.retender"].format(
        contract=CLEANING, name=f"Cleaner {CLEANER}", ends="—", count=1
    )
    assert consequence in asked.consequence.replace("\\", "")
    assert asked.verb == words["renewal.verb.retender"]
    assert desk.house.app.renewals.of(desk.house.admin, CLEANING) == []
    asked.do()

    [made] = desk.house.app.renewals.of(desk.house.admin, CLEANING)
    assert (made.choice, made.reason, made.by) == ("retender", "市场价下行", "chen")
    test = desk.screen("renewal", language, contract=CLEANING)
    assert ("screens/selection.py", {}) in desk.links
    assert list(test.dataframe[-1].value[words["form.reason"]]) == ["市场价下行"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_without_choice_or_reason_is_told_at_both_fields(desk: Desk, language: str) -> None:
    test = desk.screen("renewal", language, contract=CLEANING)
    test.button(key=f"renewal.{CLEANING}.ask").click().run()

    zh, en = ("须选择续约决定", "须写明续约决定的理由"), ("choose what becomes", "the decision needs a reason")
    told = [one.value for one in test.error]
    assert [expected in one for expected, one in zip(zh if language == "zh" else en, told, strict=True)] == [True, True]


@pytest.mark.parametrize("role", ["procurement", "legal", "auditor"])
def test_who_may_not_decide_sees_the_dossier_and_who_decides(desk: Desk, role: str) -> None:
    test = desk.screen("renewal", "zh", someone(desk, role), contract=CLEANING)

    assert catalogue("zh")["renewal.manager_decides"] in said(test)
    assert [one.label for one in test.button] == []
    assert "95" in said(test)  # 36 of 39 decided against a target of 95 %


def test_every_choice_has_its_words() -> None:
    for start in ("choice", "means", "verb", "consequence", "next"):
        found = {
            key.removeprefix(f"renewal.{start}.") for key in catalogue("zh") if key.startswith(f"renewal.{start}.")
        }
        assert found == set(CHOICES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendor_is_blocked_with_reason_and_last_day_and_released(
    desk: Desk, dialogs: list[Asked], language: str
) -> None:
    words = catalogue(language)
    test = desk.screen("vendors", language, vendor=CLEANER)
    test.text_area(key=f"block.{CLEANER}.reason").set_value("雇主责任险到期").run()
    test.date_input(key=f"block.{CLEANER}.until").set_value(date(2026, 12, 31)).run()
    test.button(key=f"block.{CLEANER}.ask").click().run()
    assert "雇主责任险到期" in dialogs[0].consequence
    assert dialogs[0].verb == words["vendor.block_verb"].format(vendor=CLEANER)
    dialogs[0].do()

    stands = desk.house.app.standings.get(desk.house.admin, CLEANER)
    assert (stands.is_blocked, f"{stands.acts[-1].expires_on}") == (True, "2026-12-31")
    test = desk.screen("vendors", language, vendor=CLEANER)
    rows = test.dataframe[0].value
    row = rows.iloc[list(rows[words["vendor.number"]]).index(CLEANER)]
    assert words["perf.blocked"] in row[words["vendor.standing"]]
    assert "雇主责任险到期" in row[words["vendor.standing_why"]]
    assert "雇主责任险到期" in said(desk.screen("portfolio", language))

    test.text_area(key=f"release.{CLEANER}.reason").set_value("已续保").run()
    test.button(key=f"release.{CLEANER}.ask").click().run()
    assert "已续保" in dialogs[1].consequence
    dialogs[1].do()
    assert not desk.house.app.standings.get(desk.house.admin, CLEANER).is_blocked


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["理由** · 须写明理由", "最后一日** · 暂停邀请的最后一日为 2026-02-02"]),
        ("en", ["Reason** · a reason must be given", "Last day** · the last day of the block is 2026-02-02"]),
    ],
)
def test_a_block_without_reason_or_with_a_day_that_is_not_ahead_is_told_at_the_field(
    desk: Desk, language: str, expected: list[str]
) -> None:
    test = desk.screen("vendors", language, vendor=CLEANER)
    test.date_input(key=f"block.{CLEANER}.until").set_value(date(2026, 2, 2)).run()  # it is 2 February there
    test.button(key=f"block.{CLEANER}.ask").click().run()

    told = [one.value.replace("\\", "") for one in test.error]
    assert [one in each for one, each in zip(expected, told, strict=True)] == [True, True]
    assert not desk.house.app.standings.get(desk.house.admin, CLEANER).is_blocked


def test_procurement_sees_the_block_but_cannot_set_it(desk: Desk) -> None:
    desk.house.app.standings.block(manager(desk.house), CLEANER, "核实中")
    test = desk.screen("vendors", "en", someone(desk, "procurement"), vendor=CLEANER)

    assert "核实中" in said(test)
    assert catalogue("en")["vendor.manager_blocks"] in said(test)
    assert [one for one in test.text_area if one.key and one.key.startswith("release.")] == []
