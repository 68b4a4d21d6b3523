"""A CSV event log under contracts of its own: whole file first, chunks after, the same again changes nothing."""

from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.services.imports import Progress
from tests.integration.conftest import House

MAPPING = (Path(__file__).parents[2] / "docs" / "examples" / "incident_desk.yaml").read_bytes()
HEAD = "number,incident_state,sys_updated_at,assignment_group,priority,opened_at,resolved_at\n"
# Mon 29-02-2016; P2 is 8 h of 08-18: opened 09:00, due 17:00; the one-hour wait for the user moves it to 18:00.
GOOD = (
    "I1,New,29-02-2016 09:00,Group 1,2 - High,29-02-2016 09:00,29-02-2016 17:30\n"
    "I1,Awaiting User Info,29-02-2016 10:00,Group 1,2 - High,29-02-2016 09:00,29-02-2016 17:30\n"
    "I1,Active,29-02-2016 11:00,Group 1,2 - High,29-02-2016 09:00,29-02-2016 17:30\n"
    "I1,Resolved,29-02-2016 17:30,Group 1,2 - High,29-02-2016 09:00,29-02-2016 17:30\n"
    "I2,New,29-02-2016 09:00,Group 2,2 - High,29-02-2016 09:00,29-02-2016 17:01\n"
    "I2,Resolved,29-02-2016 17:01,Group 2,2 - High,29-02-2016 09:00,29-02-2016 17:01\n"
)


def test_a_log_becomes_clocks_and_breaches_and_the_same_log_again_nothing(house: House) -> None:
    first = house.app.imports.run(house.admin, (HEAD + GOOD).encode(), MAPPING, Progress())
    again = house.app.imports.run(house.admin, (HEAD + GOOD).encode(), MAPPING, Progress())

    assert (first.rows, first.cases, first.clocks, first.breaches) == (6, 2, 2, 1)
    assert (again.events, again.duplicates, again.clocks, again.breaches) == (0, first.events, 0, 0)
    states = {one.case: one.state for one in house.app.watch.queue(house.admin, states=("met", "missed"))}
    assert states == {"I1": "met", "I2": "missed"}


def test_a_refused_row_is_named_and_nothing_is_written(house: House) -> None:
    bad = GOOD + "I3,New,2016-02-29,Group 1,2 - High,29-02-2016 09:00,\n"

    report = house.app.imports.run(house.admin, (HEAD + bad).encode(), MAPPING, Progress())

    assert [(one["row"], one["column"]) for one in report.refused] == [(8, "sys_updated_at")]
    assert (report.events, house.app.watch.queue(house.admin, states=("met", "missed", "running"))) == (0, [])


def test_a_cancelled_import_completes_when_run_again(house: House) -> None:
    rows = "".join(GOOD.replace("I1", f"A{n}").replace("I2", f"B{n}") for n in range(100))
    polls = iter([False, True])

    cancelled = house.app.imports.run(
        house.admin, (HEAD + rows).encode(), MAPPING, Progress(is_cancelled=lambda: next(polls))
    )
    rest = house.app.imports.run(house.admin, (HEAD + rows).encode(), MAPPING, Progress())

    assert (cancelled.cancelled, cancelled.events, rest.duplicates) == (True, 500, 500)
    assert len(house.app.watch.queue(house.admin, states=("met",), limit=500)) == 100


@pytest.mark.parametrize(
    ("content", "mapping", "code"),
    [
        pytest.param((HEAD + GOOD).encode("utf-16"), MAPPING, "log.wrong_encoding", id="wrong encoding"),
        pytest.param((HEAD + GOOD).encode(), MAPPING.replace(b"zone: UTC", b"zone: Mars/Base"), "calendar.unknown_zone",
                     id="wrong zone"),
        pytest.param(GOOD.encode(), MAPPING, "log.no_column", id="no heading"),
        pytest.param((HEAD + GOOD + '"' + "x" * 131_073).encode(), MAPPING, "log.not_csv", id="a quote never closed"),
        pytest.param((HEAD + GOOD).encode(), MAPPING.replace(b"utf-8-sig", b"punycode"), "log.wrong_encoding",
                     id="an encoding that is none of a file's"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_reason(house: House, content: bytes, mapping: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.app.imports.run(house.admin, content, mapping, Progress())

    assert refused.value.code == code
