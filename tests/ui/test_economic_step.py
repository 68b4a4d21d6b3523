"""Step 3 of the study: the value of a driver and the range that it is drawn from are one guess."""

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.feasibility.uncertainty import Triangular
from tests.ui.buyer import packaged, studied
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from ui.texts import catalogue


@pytest.fixture
def buyer(world: App, at_screen: AtScreen) -> Actor:
    operator = world.sign_in.actor_of_session(world.sign_in.sign_in("operator", "operator-1"))
    someone = Actor(operator.organisation_id, "operator", "procurement")
    at_screen(someone)
    return someone


def priced(test: AppTest, number: str, price: float) -> AppTest:
    """Another price typed and the step saved."""
    test.number_input(key=f"{number}-1-economic-price").set_value(price).run()
    return test.button(key=f"{number}-1-economic-save").click().run()


def test_the_usual_range_follows_the_price(buyer: Actor, world: App) -> None:
    number = packaged(world, buyer)

    first = priced(screen("feasibility", "zh", package=number), number, 640_000.0)
    assert not first.error or "■" in first.error[0].value
    saved = priced(screen("feasibility", "zh", package=number), number, 540_000.0)

    assert not saved.exception
    review = world.feasibility.get(buyer, number, 1).economic
    assert review is not None
    assert str(review.case.price) == "CNY 540,000.00"
    # 95 %, 100 % and 115 % of it
    assert review.uncertainty.drivers["price"] == Triangular(513_000, 540_000, 621_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_range_that_a_person_set_stays_and_a_price_outside_it_is_refused(
    buyer: Actor, world: App, language: str
) -> None:
    number = packaged(world, buyer)
    studied(world, buyer, number)  # 1.4, 1.5 and 1.9 million: not the usual spread

    refused = priced(screen("feasibility", language, package=number), number, 1_000_000.0)

    said = (
        "1,000,000 不在其不确定范围 1,400,000–1,900,000 之内"
        if language == "zh"
        else "1,000,000 is outside its uncertain range 1,400,000–1,900,000"
    )
    field = catalogue(language)["place.economic.price"]
    [told] = [one.value.replace("\\", "") for one in refused.error if said in one.value.replace("\\", "")]
    assert field in told
    review = world.feasibility.get(buyer, number, 1).economic
    assert review is not None
    assert str(review.case.price) == "CNY 1,500,000.00"
