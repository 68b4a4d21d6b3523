"""Every screen in both languages, run as Streamlit runs it, on a real database."""

from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

from api.cli.shell import ORGANISATION
from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.clock import OPEN_STATES
from core.services.filters import Filters
from core.services.legal.publication import ContractDraft
from tests.integration.conftest import OFFICE
from ui.texts import catalogue, preferred
from ui.widgets import content, literal

SCREENS = Path(__file__).parents[2] / "ui"
LANGUAGES = ("zh", "en")


def screen(name: str, language: str, **query: str) -> AppTest:
    test = AppTest.from_file(str(SCREENS / "screens" / f"{name}.py"), default_timeout=60)
    test.query_params["lang"] = language
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


OBLIGATIONS = {
    "zh": ("HC-01 第一次答复", "HC-02 第二次答复"),
    "en": ("HC-01 complaint responded to", "HC-02 second response"),
}


def address(test: AppTest) -> dict[str, str]:
    return {key: one if isinstance(one, str) else one[0] for key, one in test.query_params.items()}


def test_both_languages_say_the_same_things() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


@pytest.mark.parametrize("key", sorted(catalogue("zh")))
def test_a_text_asks_for_the_same_values_in_both_languages(key: str) -> None:
    asked = [{name for _, name, _, _ in Formatter().parse(catalogue(one)[key]) if name} for one in LANGUAGES]

    assert asked[0] == asked[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_monitor_counts_and_lists_what_runs(world: App, language: str) -> None:
    test = screen("monitor", language)

    assert not test.exception
    assert test.header[0].value == catalogue(language)["monitor.title"]
    assert [metric.value for metric in test.metric] == ["7", "2", "1", "1", "0", "1"]
    assert set(test.dataframe[0].value[catalogue(language)["monitor.case"]]) == {"K-1", "K-2", "K-3"}
    assert len(test.dataframe[0].value) == 7
    assert test.dataframe[0].value[catalogue(language)["monitor.obligation"]].iloc[0] in OBLIGATIONS[language]


def test_a_filter_lives_in_the_address(world: App) -> None:
    test = screen("monitor", "en", obligation="HC-01", state="overdue")

    assert list(test.dataframe[0].value["Case"]) == ["K-3"]


def test_each_choice_of_a_filter_is_kept(world: App) -> None:
    states = ["paused", "missed", "met", "overdue"]
    test = screen("monitor", "zh", state="overdue")
    kept = []
    for state in states:
        test.segmented_control(key="monitor_state").set_value(state).run()
        kept.append((test.segmented_control(key="monitor_state").value, address(test)["state"]))

    assert kept == [(state, state) for state in states]


def test_what_another_screen_left_in_the_address_is_cleared(world: App) -> None:
    test = screen("monitor", "en", case="K-3", state="overdue")

    assert address(test) == {"lang": "en", "state": "overdue"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_says_what_to_do_next(world: App, language: str) -> None:
    test = screen("monitor", language, state="paused")

    assert test.info[0].value == catalogue(language)["monitor.empty"]


def test_the_tiles_follow_the_filters(world: App) -> None:
    test = screen("monitor", "en", obligation="HC-01")

    assert [metric.value for metric in test.metric] == ["1", "1", "1", "1", "0", "1"]


def test_what_was_missed_says_when_it_was_due_and_stopped_the_latest_first(world: App) -> None:
    now_ms = world.watch.tally(_someone(world)).as_of_ms
    for case, ago_min in (("K-5", 9), ("K-6", 3), ("K-4", 20)):
        at_ms = now_ms - ago_min * 60_000
        _send(world, case, "complaint.received", at_ms - 2 * 3_600_000)
        _send(world, case, "complaint.responded", at_ms)
    test = screen("monitor", "en", state="missed")

    shown = test.dataframe[0].value
    assert list(shown["Case"]) == ["K-6", "K-5", "K-4"]
    assert list(shown["Late by"]) == ["01:00:00"] * 3  # an hour's limit, answered after two
    assert {"Due", "Stopped"} <= set(shown.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_explains_its_verdicts(world: App, language: str) -> None:
    test = screen("case", language, case="K-3")

    assert not test.exception
    arithmetic = " ".join(one.value for one in test.markdown)
    assert ("已超时" if language == "zh" else "overdue by") in arithmetic
    assert len(test.dataframe) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_is_not_there_is_said_in_the_users_language(world: App, language: str) -> None:
    test = screen("case", language, case="K-9")

    assert ("没有工单 K-9" if language == "zh" else "there is no case K-9") in test.error[0].value


def test_due_times_stand_in_the_zone_of_their_contract(world: App) -> None:
    queue = world.watch.filtered(_someone(world), OPEN_STATES, Filters(breached=False))
    test = screen("monitor", "en")

    due_ms = next(clock.due_ms for clock in queue if clock.zone == "Europe/Berlin")
    assert due_ms is not None
    in_berlin = f"{datetime.fromtimestamp(due_ms / 1000, ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M:%S}"
    assert in_berlin in set(test.dataframe[0].value["Due"])
    assert "Europe/Berlin" in test.caption[-1].value


def test_several_zones_are_named_in_the_column(world: App) -> None:
    zones = ("Asia/Shanghai", "Europe/Berlin")
    _publish_in(world, zones[0])
    test = screen("monitor", "en")

    assert {due.rpartition(" ")[2] for due in test.dataframe[0].value["Due"]} == set(zones)


def test_the_zone_of_a_table_stands_in_its_heading(world: App) -> None:
    test = screen("case", "en", case="K-3")

    assert all("At (Europe/Berlin)" in one.value.columns for one in test.dataframe)


def test_what_an_event_carries_is_said_in_words(world: App) -> None:
    test = screen("case", "zh", case="K-3")

    assert list(test.dataframe[0].value["内容"]) == ["投诉类别：产品类"]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("promised_ms", 1_793_780_000_000, "promised for: 2026-11-04 16:13:20"),  # 1793780000 in Shanghai, by date(1)
        ("reason", "customer_unreachable", "reason: customer out of reach"),
        ("urgent", True, "urgent: yes"),
        ("standard_s", 7200, "standard duration: 02:00:00"),
        ("their_own", "x=1", "their_own: x=1"),
    ],
)
def test_each_kind_of_value_has_its_form(
    monkeypatch: pytest.MonkeyPatch, field: str, value: object, shown: str
) -> None:
    monkeypatch.setattr("ui.texts.language", lambda: "en")
    monkeypatch.setattr("ui.widgets.language", lambda: "en")

    assert content({field: value}, {"customer_unreachable": {"en": "customer out of reach"}}, "Asia/Shanghai") == shown


@pytest.mark.parametrize(
    ("header", "chosen"), [("en-US,en;q=0.9", "en"), ("fr,zh-CN;q=0.8,en;q=0.5", "zh"), ("fr", "zh"), ("", "zh")]
)
def test_the_browser_says_the_language_at_first(header: str, chosen: str) -> None:
    assert preferred(header) == chosen


def test_a_name_is_never_read_as_markdown() -> None:
    assert literal("K_1 <b>*x*</b> [a](http)") == r"K\_1 \<b\>\*x\*\</b\> \[a\](http)"
    assert literal("# 1") == r"\# 1"


def test_a_case_number_is_shown_as_it_is(world: App) -> None:
    test = screen("case", "en", case="**K-9** :red[x]")

    assert r"\*\*K-9\*\* \:red\[x\]" in test.error[0].value


def _someone(world: App) -> Actor:
    return world.local_admin(world.sign_in.add_organisation(*ORGANISATION))


def _send(world: App, case: str, event_type: str, at_ms: int, contract: str = "C-1") -> None:
    event = {
        "id": f"{case}.{event_type}", "source": "test", "type": event_type, "subject": case,
        "time": datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(),
        "data": {"contract": contract, "complaint_kind": "hard"},
    }  # fmt: skip
    [item] = world.events.receive(_someone(world), [msgspec.json.encode(event)])
    assert item.status == "accepted"


def _publish_in(world: App, zone: str) -> None:
    """A second contract in another zone, with one running case."""
    someone = _someone(world)
    draft = ContractDraft(
        number="C-2", title="", buyer="Buyer", vendor_number="V-1", vendor_name="上海云应",
        effective_from=date(2020, 1, 1),
        calendar_name="there", calendar={**OFFICE, "tz": zone},
        packs=[world.packs["deadlines"], world.packs["hard_complaint"]],
    )  # fmt: skip
    world.contracts.publish(someone, draft)
    _send(world, "K-7", "complaint.received", world.watch.tally(someone).as_of_ms, "C-2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_import_begins_with_its_files(world: App, language: str) -> None:
    test = screen("event_import", language)

    assert not test.exception
    assert test.info[0].value == catalogue(language)["import.empty"]


def test_the_theme_is_valid() -> None:
    written = (SCREENS / ".streamlit" / "config.toml").read_text("utf-8")

    assert 'primaryColor = "#0F5C5C"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language: str) -> None:
    """Every text is used by a screen, and every text a screen asks for is there."""
    code = "\n".join(path.read_text("utf-8") for path in SCREENS.rglob("*.py")) + (SCREENS / "sign_in.html").read_text()
    families = ("role.", "state.", "severity.", "kind.", "breach.", "cause.", "flag.", "monitor.show_", "sign_in.",
                "monitor.log_", "field.", "value.")  # fmt: skip
    of_breaches = ("ground.", "outcome.", "cost.", "breaches.means_", "breaches.decide_")
    selecting = ("stage.", "formula.", "mode.", "preset.", "test.", "ranking.view_", "ranking.about_")
    judged = (
        "kpi.",
        "sure.",
        "perf.event.",
        "review.state.",
        "review.means.",
        "renewal.",
        "settlement.",
        "past.basis.",
        "standing.act.",
    )
    of_cases = ("cases.show_", "forms.verdict_", "people.state_", "weekday.")
    of_contracts = ("term.", "choice.", "part.")
    at_home = ("act.", "home.figure.", "home.urgency.", "home.left_", "home.over_")
    formed = (*families, *selecting, *of_breaches, *judged, *of_cases, *of_contracts, *at_home)
    named = [key for key in catalogue(language) if not key.startswith(formed)]

    assert [
        key for key in named if f'"{key}"' not in code and key.removesuffix("_help").split(".")[1] not in code
    ] == []
