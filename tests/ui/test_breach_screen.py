"""The screen of breaches: a vendor's portal and the buyer's desk, in both languages, with what each may do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

import contract_templates
import rules
from core.bootstrap import App, build
from core.domain.actor import Actor
from core.domain.dispute import Objection
from core.domain.money import Money
from core.domain.terms.service_level import LevelCredit
from core.now import VirtualClock
from core.settings import Settings
from tests import contract_walk
from tests.instants import ms
from tests.wp1 import wp1_terms
from ui.texts import catalogue

SCREENS = Path(__file__).parents[2] / "ui" / "screens"
LANGUAGES = ("zh", "en")
NUMBER = "C-2026-0911"
SAID = Objection("in_time", "The customer was called at 10:20.")


class World:
    """One contract with 100.00 a miss of HC-01; K-1 and K-2 were missed, K-1 is told of first. In virtual time."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(ms("2026-06-20T02:00:00Z"))
        self.app: App = build(Settings(data=folder), rules.load(), self.clock, contract_templates.load)
        organisation_id = self.app.sign_in.add_organisation("demo", "Demo")
        self.admin = self.app.local_admin(organisation_id)
        self.manager = Actor(organisation_id, "manager", "manager")
        self._sign(Actor(organisation_id, "legal", "legal"))
        for case, day in (("K-1", "02"), ("K-2", "03")):
            self._miss(case, f"2026-07-{day}T10:00:00+08:00", f"2026-07-{day}T11:05:01+08:00")
        self.vendor = self._person("vendor", "vendor", "V-9")
        self._person("manager", "manager")
        self.someone = self.vendor

    def _sign(self, legal: Actor) -> None:
        hundred = LevelCredit("each", Money(Decimal(100), "CNY"))
        levels = tuple(replace(one, credit=hundred) for one in wp1_terms().service_levels if one.obligation == "HC-01")
        schedule = replace(wp1_terms().schedule, trial_months=0)
        terms = replace(wp1_terms(), number=NUMBER, service_levels=levels, schedule=schedule)
        self.app.desk.draft(legal, contract_walk.sheet(terms, date(2026, 7, 1)))
        contract_walk.activated(self.app, legal, self.manager, NUMBER, date(2026, 6, 20))

    def _person(self, name: str, role: str, vendor: str = "") -> Actor:
        self.app.sign_in.add_user(self.admin, name, name, f"{name}-123", role, vendor)
        return self.app.sign_in.actor_of_session(self.app.sign_in.sign_in(name, f"{name}-123"))

    def _miss(self, case: str, at: str, told: str) -> None:
        self.clock.at_ms = ms(at)
        one = {
            "specversion": "1.0", "id": case, "source": "test", "type": "complaint.received", "subject": case,
            "time": datetime.fromtimestamp(ms(at) / 1000, UTC).isoformat(),
            "data": {"contract": NUMBER, "complaint_kind": "hard"},
        }  # fmt: skip
        [item] = self.app.events.receive(self.admin, [msgspec.json.encode(one)])
        assert item.status == "accepted"
        self.clock.at_ms = ms(told)
        self.app.monitor.sweep()

    def breach(self, case: str) -> Any:
        """The breach of HC-01 on a case."""
        [one] = self.app.watch.case(self.admin, case).breaches
        return one

    def screen(self, language: str = "en", name: str = "breaches", **query: str) -> AppTest:
        """The screen as `someone` sees it."""
        test = AppTest.from_file(str(SCREENS / f"{name}.py"), default_timeout=60)
        for key, value in {"lang": language, **query}.items():
            test.query_params[key] = value
        return test.run()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(tmp_path)
    monkeypatch.setattr("ui.house.services", lambda: made.app)  # screens are run as scripts and import it anew
    for module in ("page", "acts"):
        monkeypatch.setattr(f"ui.breach.{module}.services", lambda: made.app)
    monkeypatch.setattr("ui.session.actor", lambda: made.someone)
    yield made
    made.app.stop()


def words(test: AppTest) -> str:
    """Everything that the screen says."""
    kinds = ("markdown", "caption", "text", "info", "success", "error", "subheader", "header")
    return "\n".join(str(getattr(one, "value", "")) for kind in kinds for one in test.get(kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendor_sees_his_own_by_the_time_left_with_zone_and_cost(world: World, language: str) -> None:
    test = world.screen(language)
    said = words(test)

    assert not test.exception
    assert catalogue(language)["breaches.title_vendor"] in said
    first, second = said.index("K-1"), said.index("K-2")
    assert first < second
    # five working days of a shop open every day, from 2 July: 7 July, 22:00 in Shanghai
    assert "2026-07-07 22\\:00\\:00" in said
    assert "Asia/Shanghai" in said
    assert ("100.00 元" if language == "zh" else "CNY 100.00") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_says_why_what_it_costs_and_what_happened(world: World, language: str) -> None:
    test = world.screen(language, breach=world.breach("K-1").id)
    said = words(test)

    assert not test.exception
    texts = catalogue(language)
    for key in ("breaches.why", "breaches.cost_title", "breaches.history", "breach.recorded", "breach.notified"):
        assert texts[key] in said, key
    assert "2026-07-02 11\\:00\\:00" in said  # an hour after 10:00
    assert {one.label for one in test.button} >= {texts["breaches.accept"], texts["breaches.object_it"]}


def test_a_vendor_accepts_after_he_was_told_what_follows(world: World) -> None:
    uuid = world.breach("K-1").id
    test = world.screen("zh", breach=uuid)
    test.button(key=f"accept.{uuid}").click().run()
    assert "扣减 100.00 元" in words(test)
    assert world.breach("K-1").state == "notified"

    test.button(key=f"accept.{uuid}").click()  # in a browser the dialog stays open; here both are clicked in one run
    test.button(key=f"accept_it.{uuid}").click().run()
    assert world.breach("K-1").state == "accepted"


def test_a_vendor_objects_and_takes_it_back(world: World) -> None:
    uuid = world.breach("K-1").id
    test = world.screen("zh", breach=uuid)
    test.button(key=f"object.{uuid}.send").click().run()
    assert "请写明异议内容" in words(test)
    assert world.breach("K-1").state == "notified"

    test.selectbox(key=f"object.{uuid}.ground").set_value("buyer_caused")
    test.text_area(key=f"object.{uuid}.statement").set_value("The key was not there.")
    test.text_input(key=f"object.{uuid}.reference").set_value("letter 14")
    test.button(key=f"object.{uuid}.send").click().run()
    shown = world.breach("K-1")
    assert (shown.state, shown.dispute.ground, shown.dispute.evidence[0].text) == (
        "disputed", "buyer_caused", "letter 14",
    )  # fmt: skip

    test.button(key=f"withdraw.{uuid}").click().run()
    assert world.breach("K-1").state == "notified"


@pytest.mark.parametrize(
    ("outcome", "state", "share"), [("whole", "upheld", None), ("part", "upheld", "0.3"), ("none", "rescinded", None)]
)
def test_a_manager_decides_with_a_reason(world: World, outcome: str, state: str, share: str | None) -> None:
    uuid = world.breach("K-1").id
    world.app.objections.dispute(world.vendor, uuid, SAID)
    world.someone = world.manager
    test = world.screen("zh", breach=uuid)
    assert "The customer was called at 10:20." in words(test)
    test.segmented_control(key=f"decide.{uuid}.outcome").set_value(outcome).run()
    if share is not None:
        test.number_input(key=f"decide.{uuid}.share").set_value(30).run()
        assert "扣减 30.00 元" in words(test)
    test.button(key=f"decide.{uuid}.send").click().run()
    assert "请写明决定的理由" in words(test)

    test.text_area(key=f"decide.{uuid}.reason").set_value("The record shows it.")
    test.button(key=f"decide.{uuid}.send").click().run()
    shown = world.breach("K-1")
    assert (shown.state, shown.decision.share, shown.decision.reason) == (state, share, "The record shows it.")
    assert not test.exception


def test_whoever_recorded_an_objection_is_told_that_another_decides(world: World) -> None:
    uuid = world.breach("K-1").id
    world.app.objections.dispute(world.admin, uuid, SAID)
    world.someone = world.admin
    test = world.screen("en", breach=uuid)

    assert catalogue("en")["breaches.not_you"] in words(test)
    assert [one for one in test.button if one.key == f"decide.{uuid}.send"] == []


def test_a_manager_has_no_button_of_the_vendor_and_the_vendor_none_of_his(world: World) -> None:
    uuid = world.breach("K-1").id
    world.someone = world.manager
    assert {one.key for one in world.screen("en", breach=uuid).button} == {"back"}
    world.app.objections.dispute(world.vendor, uuid, SAID)
    world.someone = world.vendor
    assert {one.key for one in world.screen("en", breach=uuid).button} == {"back", f"withdraw.{uuid}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_period_nothing_is_offered(world: World, language: str) -> None:
    uuid = world.breach("K-1").id
    world.clock.at_ms = ms("2026-07-07T22:00:01+08:00")  # the monitor has not looked yet
    test = world.screen(language, breach=uuid)

    assert {one.key for one in test.button} == {"back"}
    assert "2026-07-07 22" in words(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_one_is_told_in_words(world: World, language: str) -> None:
    test = world.screen(language, breach="no-such")

    assert not test.exception
    assert len(test.error) == 1
