"""A screen stands on a desk, is called something and is opened by an action: what is forgotten at one is seen here."""

import rules
from core.services.home.screens import OPENED_BY
from ui.desks import OTHERS, PORTAL, TITLES, WATCH
from ui.package.scope import COMMON
from ui.texts import catalogue


def test_every_screen_stands_on_a_desk_and_has_a_title() -> None:
    on_desks = {screen for screens in (WATCH, PORTAL, *OTHERS.values()) for screen in screens}

    assert on_desks == OPENED_BY.keys()
    assert TITLES.keys() == OPENED_BY.keys()
    assert set(TITLES.values()) <= catalogue("zh").keys()


def test_every_procedure_that_ships_has_its_words_and_no_other() -> None:
    procedures = {pack.name for pack in rules.load()} - set(COMMON)
    named = {key.removeprefix("package.procedure.") for key in catalogue("zh") if key.startswith("package.procedure.")}

    assert named == procedures
