"""What a person can type or paste into an address, a file or a field and must not: told in words, never a traceback."""

from dataclasses import replace

import pytest

from core.bootstrap import App
from core.domain.actor import Actor
from core.errors import InvalidInput, Malformed, OutpactError
from tests.contract_walk import sheet, today
from tests.ui.buyer import packaged
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import screen
from tests.wp1 import wp1_terms
from ui.contracts.written import read_mapping
from ui.texts import catalogue

NUMBER = "C-2026-0901"


@pytest.mark.parametrize("version", ["²", "-1", "<script>", "9" * 5000, "1e3", ""])
def test_a_version_that_is_none_shows_the_latest(
    world: App, organisation: int, at_screen: AtScreen, version: str
) -> None:
    admin = Actor(organisation, "operator", "admin")
    at_screen(admin)
    world.desk.draft(admin, sheet(replace(wp1_terms(), number=NUMBER), today(world)))
    package = packaged(world, admin)

    of_package, of_contract = {"package": package}, {"contract": NUMBER}
    for name, query in (("work_package", of_package), ("feasibility", of_package), ("contracts", of_contract)):
        test = screen(name, "zh", **query, version=version)
        assert not test.exception, name
        assert not test.error, name


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        pytest.param("schedule: {begins_on: 2026-13-45}", InvalidInput, id="a day that no calendar has"),
        pytest.param("a: [", InvalidInput, id="no YAML"),
        pytest.param("- a", Malformed, id="a list"),
        pytest.param("just words", Malformed, id="a text"),
        pytest.param("a: 1\na: 2", Malformed, id="a key twice"),
        pytest.param("a: &a [1, 2]\nb: &b [*a, *a]\n" + "".join(
            f"c{n}: &c{n} [{', '.join([f'*c{n - 1}' if n else '*b'] * 9)}]\n" for n in range(9)
        ), Malformed, id="aliases of aliases"),
        pytest.param("a: " + "[" * 500 + "]" * 500, Malformed, id="too deep"),
    ],
)  # fmt: skip
def test_terms_that_are_none_are_told_where_they_stand(written: str, kind: type[OutpactError]) -> None:
    with pytest.raises(kind):
        read_mapping(written, "terms")


def test_an_empty_text_is_no_terms() -> None:
    assert read_mapping("", "terms") == {}


def test_other_terms_that_cannot_be_read_are_told_beside_their_field(
    world: App, organisation: int, at_screen: AtScreen
) -> None:
    legal = Actor(organisation, "legal", "legal")
    at_screen(legal)
    world.desk.draft(legal, sheet(replace(wp1_terms(), number=NUMBER), today(world)))
    test = screen("contracts", "zh", contract=NUMBER)
    test.radio(key="part").set_value("other").run()

    for written in ("- a", "day: 2026-13-45", "a: 1\na: 2"):
        [field] = [one for one in test.text_area if str(one.key).endswith(".yaml")]
        field.set_value(written)
        test = next(one for one in test.button if one.label == catalogue("zh")["contracts.save"]).click().run()
        assert not test.exception, written
        assert test.error, written
