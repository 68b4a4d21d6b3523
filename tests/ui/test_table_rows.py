"""Rows of the tables that a person fills in or pastes: none is lost in silence, and per cent is told as per cent."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.money import Money
from core.domain.wording import Wording
from core.errors import InvalidInput
from tests.ui.buyer import packaged
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from ui.package.cost import read_cost
from ui.package.volume import read_peaks
from ui.study.economic import read_uncertainty
from ui.texts import catalogue

Pasted = Callable[[dict[str, Any]], dict[str, Any]]
ROW = {
    "code": "deep", "zh": "深度保洁", "en": None, "unit": None, "quantity": 10.0, "ceiling": 80.0, "vat_rate": 6.0,
}  # fmt: skip
COST = {
    "kind": None, "zh": "工资", "en": None, "a_year": 1000.0, "avoidable": None, "with_volume": None, "vat_rate": None,
}  # fmt: skip
PEAK = {"zh": "春节", "en": None, "first": None, "last": None, "factor": 1.6}


@pytest.fixture
def buyer(world: App, at_screen: AtScreen) -> Actor:
    operator = world.sign_in.actor_of_session(world.sign_in.sign_in("operator", "operator-1"))
    someone = Actor(operator.organisation_id, "operator", "procurement")
    at_screen(someone)
    return someone


@pytest.fixture
def pasted(monkeypatch: pytest.MonkeyPatch) -> Pasted:
    """A table that comes back from the browser with one row more, and how its columns were set up."""

    def paste(row: dict[str, Any]) -> dict[str, Any]:
        seen: dict[str, Any] = {}

        def editor(frame: pd.DataFrame, *, key: str, column_config: dict[str, Any], **_: object) -> pd.DataFrame:
            if "-bill-" not in key:
                return frame
            seen.update(column_config)
            return pd.concat([frame, pd.DataFrame([row], columns=frame.columns)], ignore_index=True)

        monkeypatch.setattr("streamlit.data_editor", editor)
        return seen

    return paste


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("unit", {"zh": "第 2 行 · 单位", "en": "row 2 · Unit"}),
        ("code", {"zh": "第 2 行 · 代码", "en": "row 2 · Code"}),
    ],
)
def test_a_row_without_unit_or_code_stays_and_is_told(
    buyer: Actor, world: App, pasted: Pasted, language: str, missing: str, said: dict[str, str]
) -> None:
    setup = pasted(ROW | {"unit": "visit"} | {missing: None})

    test = screen("work_package", language, package=packaged(world, buyer))

    assert not setup["unit"].get("required")  # Streamlit keeps a row without what is required to itself
    [told] = [one.value for one in test.error if one.value.startswith(f"**{said[language]}")]
    assert ("没有" if language == "zh" else "has no") in told


@pytest.mark.parametrize(("language", "label"), [("zh", "人·时"), ("zh", "person_hour"), ("en", "person-hour")])
def test_a_unit_is_pasted_as_its_word_or_its_code(
    buyer: Actor, world: App, pasted: Pasted, language: str, label: str
) -> None:
    setup = pasted(ROW | {"unit": label})

    test = screen("work_package", language, package=packaged(world, buyer))

    assert label in setup["unit"]["type_config"]["options"]  # what is no option comes in empty
    assert not test.error
    # 21,600 x 53.00 + 10 x 80.00
    assert any("1,145,600.00" in one.value for one in test.metric)


def test_lines_without_codes_are_said_to_lack_them_not_to_be_twice() -> None:
    line = BillLine("", Wording("保洁", "cleaning"), "visit", Decimal(1), Money(Decimal(1), "CNY"), Decimal(0))

    with pytest.raises(InvalidInput) as refused:
        BillOfQuantities((line, line), "CNY")

    assert (refused.value.code, refused.value.place) == ("work_package.line_without_code", "bill.lines[0].code")


@pytest.mark.parametrize(
    ("read", "code", "place"),
    [
        (lambda: read_cost([COST], "CNY"), "row.not_chosen", "cost.lines[0].kind"),
        (lambda: read_cost([COST | {"kind": "labour", "a_year": None}], "CNY"), "row.missing", "cost.lines[0].a_year"),
        (lambda: read_peaks([PEAK]), "row.missing", "volume.peaks[0].first"),
        (lambda: read_peaks([PEAK | {"first": "2027-02-01", "factor": None}]), "row.missing", "volume.peaks[0].factor"),
        (lambda: read_uncertainty([{"driver": None, "kind": None, "low": 1.0, "mode": 1.0, "high": 1.0}]),
         "row.not_chosen", "economic.uncertain[0].driver"),
    ],
)  # fmt: skip
def test_a_cell_left_empty_is_told_and_never_filled_in_silence(
    read: Callable[[], object], code: str, place: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read()

    assert (refused.value.code, refused.value.place) == (code, place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_in_per_cent_is_refused_in_per_cent(buyer: Actor, world: App, language: str) -> None:
    test = screen("work_package", language, package=packaged(world, buyer))
    growth = next(one for one in test.number_input if one.label == catalogue(language)["place.volume.growth"])

    refused = growth.set_value(-150.0).run()

    # the share may be from -0.99 to 10 a year
    said = (
        "-150 % 不在允许范围内；可填 -99 % 至 1,000 %"
        if language == "zh"
        else ("-150 % is not allowed; it must be from -99 % to 1,000 %")
    )
    assert any(said in one.value.replace("\\", "") for one in refused.error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tax_rate_of_600_per_cent_is_told_as_such(buyer: Actor, world: App, pasted: Pasted, language: str) -> None:
    pasted(ROW | {"unit": "visit", "vat_rate": 600.0})

    test = screen("work_package", language, package=packaged(world, buyer))

    said = (
        "600 % 不在允许范围内；可填 0 % 至 20 %"
        if language == "zh"
        else "600 % is not allowed; it must be from 0 % to 20 %"
    )
    assert any(said in one.value.replace("\\", "") for one in test.error)
