"""A screen that another person has overtaken: what is pressed there does nothing, and it says so."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.bootstrap import App
from core.domain.actor import Actor
from tests.contract_walk import linted, sheet, today, with_limit
from tests.selection_world import begin, rules_draft
from tests.ui.buyer import packaged
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from tests.wp1 import wp1_terms
from ui.texts import catalogue

NUMBER = "C-2026-0901"


def pressed(test: Any, label: str) -> Any:
    done = next(one for one in test.button if one.label == label).click().run()
    assert not done.exception
    return done


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_that_were_changed_meanwhile_are_not_approved(
    world: App, organisation: int, at_screen: AtScreen, language: str
) -> None:
    words, legal = catalogue(language), Actor(organisation, "legal", "legal")
    terms = replace(wp1_terms(), number=NUMBER)
    world.desk.draft(legal, sheet(terms, today(world)))
    linted(world, legal, NUMBER, today(world))
    at_screen(Actor(organisation, "manager", "manager"))
    test = screen("contracts", language, contract=NUMBER)

    world.desk.revise(legal, NUMBER, with_limit(terms, "SC-01", "60 min"))
    linted(world, legal, NUMBER, today(world))
    test = pressed(test, words["contracts.approve"])

    assert world.desk.get(legal, NUMBER).state == "linted"
    assert words["contracts.changed_meanwhile"].split("{")[0] in test.warning[0].value
    assert not pressed(test, words["contracts.approve"]).warning
    assert world.desk.get(legal, NUMBER).state == "approved"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_later_version_of_a_package_is_not_released(
    world: App, organisation: int, at_screen: AtScreen, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    buyer = Actor(organisation, "lin", "procurement")
    world.sign_in.add_user(world.local_admin(organisation), "lin", "林芳", "procurement-1", "procurement")
    at_screen(buyer)
    words, number = catalogue(language), packaged(world, buyer)
    test = screen("work_package", language, package=number)

    content = world.work_packages.get(buyer, number).content
    scope = replace(content.scope, capacity_a_day=Decimal(40))
    world.work_packages.revise(buyer, number, replace(content, scope=scope))
    test = pressed(test, words["package.release"])

    assert world.work_packages.get(buyer, number).state == "draft"
    assert words["package.newer"].format(version=2) in [one.value for one in test.warning]
    monkeypatch.setattr("ui.confirmation.confirm", lambda _title, _consequence, _verb, do: do())
    pressed(test, words["package.release"])
    assert world.work_packages.get(buyer, number).state == "released"


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_that_another_saved_are_not_overwritten(
    world: App, organisation: int, at_screen: AtScreen, language: str
) -> None:
    made = begin(world, organisation)
    at_screen(made.buyer)
    test = screen("selection", language, selection=made.number)
    test.number_input(key=f"rules.{made.number}.least").set_value(4)

    made.selections.set_rules(made.buyer, made.number, rules_draft(least_bids=5))
    test = pressed(test, catalogue(language)["rules.save"])

    rules = made.selections.get(made.buyer, made.number).rules
    assert rules is not None
    assert rules.least_bids == 5
    assert catalogue(language)["rules.changed_meanwhile"] in [one.value for one in test.warning]
    assert test.number_input(key=f"rules.{made.number}.1.least").value == 5
