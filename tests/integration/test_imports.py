"""A CSV event log under contracts of its own: whole file first, chunks after, the same again changes nothing."""

import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from api.main import create_app
from core.errors import Conflict, InvalidInput
from core.services.filters import LIVE, Filters
from core.services.operations.imports import CHUNK, Progress, Report
from core.storage.tables import audit, cases, events
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.tools import unhurried

ROOT = Path(__file__).parents[2]
MAPPING = (ROOT / "docs" / "examples" / "incident_desk.yaml").read_bytes()
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


def test_a_past_log_is_not_counted_among_what_runs_and_has_no_time_left(house: House) -> None:
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
    open_row = "I3,New,29-02-2016 12:00,Group 1,2 - High,29-02-2016 12:00,\n"  # due the next day
    house.app.imports.run(house.admin, (HEAD + GOOD + open_row).encode(), MAPPING, Progress())
    watch = house.app.watch

    assert (watch.tally(house.admin).running, watch.tally(house.admin).breaches_open) == (1, 0)
    assert watch.tally(house.admin, Filters(imported=True)).breaches_open == 1
    [clock] = watch.filtered(house.admin, ("running",), Filters(imported=True))
    assert (clock.case, clock.left_open_s, clock.used_pct) == ("I3", None, None)
    assert watch.arithmetic(house.admin, clock.id)[-1]["en"] == "not done when the log ended"
    assert [one.case for one in watch.filtered(house.admin, ("running",), LIVE)] == ["K-1"]
    assert list(watch.obligations(house.admin, imported=False)) == ["T-01"]
    assert watch.vendors(house.admin, imported=False) == ["Vendor"]


def test_programs_are_shown_live_clocks_unless_they_ask_for_those_of_logs(house: House) -> None:
    key = house.app.sign_in.add_key(house.admin, "reader", "auditor")
    client = TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"})
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))
    house.app.imports.run(house.admin, (HEAD + GOOD).encode(), MAPPING, Progress())

    def shown(asked: str) -> list[str]:
        page = client.get(f"/v1/clocks?state=running&state=met&state=missed{asked}").json()
        return [one["case"] for one in page["items"]]

    assert shown("") == shown("&imported=false") == ["K-1"]
    assert sorted(shown("&imported=true")) == ["I1", "I2"]
    assert client.get("/v1/clocks?imported=perhaps").json()["title"] == "request.not_a_bool"


def test_a_pause_that_a_log_never_ends_is_over_when_it_has_lasted_its_longest(house: House) -> None:
    """Of 8 h of P2 one is used when the wait begins at 10:00; it lasts an hour at the most, so it is due at 18:00."""
    listed = b"pause: [waiting_for_user, waiting_for_evidence]"
    assert listed in MAPPING
    mapping = MAPPING.replace(listed, b"pause: {waiting_for_user: {at_most: 1 h}, waiting_for_evidence: {}}")
    waiting = (
        "I4,New,29-02-2016 09:00,Group 1,2 - High,29-02-2016 09:00,\n"
        "I4,Awaiting User Info,29-02-2016 10:00,Group 1,2 - High,29-02-2016 09:00,\n"
        "I5,New,01-03-2016 09:00,Group 1,2 - High,01-03-2016 09:00,\n"
    )
    report = house.app.imports.run(house.admin, (HEAD + waiting).encode(), mapping, Progress())

    [clock] = house.app.watch.queue(house.admin, case="I4")
    assert (clock.state, clock.due_ms, clock.breached) == ("running", ms("2016-02-29T18:00:00Z"), True)
    assert report.breaches == 1


def test_a_refused_row_is_named_and_nothing_is_written(house: House) -> None:
    bad = GOOD + "I3,New,2016-02-29,Group 1,2 - High,29-02-2016 09:00,\n"

    report = house.app.imports.run(house.admin, (HEAD + bad).encode(), MAPPING, Progress())

    assert [(one["row"], one["column"]) for one in report.refused] == [(8, "sys_updated_at")]
    assert (report.events, house.app.watch.queue(house.admin, states=("met", "missed", "running"))) == (0, [])


def many(count: int) -> bytes:
    """A log of `count` cases of 8 events and as many of 4."""
    return (HEAD + "".join(GOOD.replace("I1", f"A{n}").replace("I2", f"B{n}") for n in range(count))).encode()


class Cancel:
    """A user who has enough once so many events are written, and takes the time until the answer."""

    def __init__(self, after: int) -> None:
        self.after, self.told = after, [0]
        self.at = time.monotonic()

    def tell(self, done: int, of: int) -> None:
        self.told.append(done)
        self.at = time.monotonic()

    def progress(self) -> Progress:
        """As the import asks for it."""
        return Progress(self.tell, lambda: self.told[-1] >= self.after)

    def waited_s(self) -> float:
        """How long the answer took since the wish."""
        return time.monotonic() - self.at


def test_a_cancelled_import_answers_at_once_leaves_whole_chunks_and_completes_when_run_again(house: House) -> None:
    log, cancel = many(400), Cancel(after=1_001)

    cancelled = house.app.imports.run(house.admin, log, MAPPING, cancel.progress())
    waited_s = cancel.waited_s()
    with house.app.database.reading() as work:
        counted = select(cases.c.number, func.count()).join(events, events.c.case_id == cases.c.id)
        of_cases = work.connection.execute(counted.group_by(cases.c.number)).all()
    rest = house.app.imports.run(house.admin, log, MAPPING, Progress())

    assert waited_s < unhurried(2)
    assert (cancelled.cancelled, len(cancel.told), cancelled.events) == (True, 4, cancel.told[-1])
    assert max(after - before for before, after in pairwise(cancel.told)) <= CHUNK
    assert [number for number, count in of_cases if count != {"A": 8, "B": 4}[number[0]]] == []  # none is cut
    assert sum(count for _, count in of_cases) == cancelled.events
    assert (rest.cancelled, rest.events, rest.duplicates) == (False, 4_800 - cancelled.events, cancelled.events)
    assert cancelled.breaches + rest.breaches == 400


def test_an_import_that_is_cancelled_while_its_file_is_read_has_written_nothing(house: House) -> None:
    cancelled = house.app.imports.run(house.admin, many(1), MAPPING, Progress(is_cancelled=lambda: True))

    assert (cancelled.cancelled, cancelled.events) == (True, 0)
    assert [one.number for one in house.app.contracts.list(house.admin)] == ["C-1"]


def test_an_import_that_is_cancelled_while_its_clocks_are_judged_judges_the_rest_when_run_again(house: House) -> None:
    """Opened on Monday at 09:00, due at 17:00; the log ends on Tuesday."""
    rows = [row(f"I{n}", "New", "09:00") for n in range(3)]
    log = (HEAD + "".join(rows) + row("Z", "New", "01-03-2016 09:00", opened="01-03-2016 09:00")).encode()
    cancel = Cancel(after=8)

    cancelled = house.app.imports.run(house.admin, log, MAPPING, cancel.progress())
    rest = house.app.imports.run(house.admin, log, MAPPING, Progress())

    assert (cancelled.cancelled, cancelled.events, cancelled.breaches) == (True, 8, 0)
    assert (rest.cancelled, rest.events, rest.breaches) == (False, 0, 3)


def stored_events(data: Path) -> int:
    """How many events a data folder holds, while somebody else writes to it."""
    try:
        with closing(sqlite3.connect(data / "outpact.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_ctrl_c_on_the_command_line_leaves_whole_chunks_and_the_same_command_completes(tmp_path: Path) -> None:
    data, log, mapping = tmp_path / "var", tmp_path / "log.csv", tmp_path / "mapping.yaml"
    log.write_bytes(many(1_000))
    mapping.write_bytes(MAPPING)
    command = [sys.executable, "-c", "from api.cli import main; main()", "import-events", str(log)]
    command += ["--mapping", str(mapping), "--data", str(data), "--json"]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as first:
        while first.poll() is None and not stored_events(data):
            time.sleep(0.01)
        first.send_signal(signal.SIGINT)
        said, _ = first.communicate(timeout=60)
    cancelled = json.loads(said)
    kept = stored_events(data)
    second = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    rest = json.loads(second.stdout)

    assert (first.returncode, cancelled["cancelled"], second.returncode, second.stderr) == (1, True, 0, b"")
    assert 0 < cancelled["events"] == kept < 12_000
    assert (rest["events"], rest["duplicates"], stored_events(data)) == (12_000 - kept, kept, 12_000)


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


def row(case: str, state: str, at: str, resolved: str = "?", group: str = "Group 1", opened: str = "09:00") -> str:
    """A row of Monday 29-02-2016 unless `at` and the others name another day; P2 is due after 8 h of 08-18."""
    opened, at, resolved = (one if " " in one or one == "?" else f"29-02-2016 {one}" for one in (opened, at, resolved))
    return f"{case},{state},{at},{group},2 - High,{opened},{resolved}\n"


def run(house: House, *rows: str, mapping: bytes = MAPPING, skip_refused: bool = False) -> Report:
    content = (HEAD + "".join(rows)).encode()
    return house.app.imports.run(house.admin, content, mapping, Progress(), skip_refused=skip_refused)


def breaches_of(house: House, *cases: str) -> list[str]:
    return [one.state for case in cases for one in house.app.watch.case(house.admin, case).breaches]


def states_of(house: House, case: str) -> list[tuple[str, bool]]:
    return [(one.state, one.breached) for one in house.app.watch.case(house.admin, case).clocks]


def live(house: House, event_id: str, event_type: str, at: str, case: str, **data: Any) -> Any:
    return house.send(event(event_id, event_type, at, case=case, **data))[0]


def test_a_log_far_from_today_breaches_nobody_else(house: House) -> None:
    """A running live clock of C-1 and an imported one: the row of 2062 is refused, the others end in 2016."""
    live(house, "e1", "case.started", "2026-01-12T08:00:00Z", "K-1")

    report = run(house, row("I1", "New", "09:00"), row("I2", "New", "28-02-2062 09:00"), skip_refused=True)

    assert [(one["row"], one["column"], one["code"]) for one in report.refused] == [
        (3, "sys_updated_at", "log.out_of_range")
    ]
    assert (breaches_of(house, "K-1", "I1"), report.breaches) == ([], 0)


def test_the_monitor_leaves_imported_clocks_alone(house: House) -> None:
    """I1 was opened at 09:00 and the log ends at 10:00: by the log it is in time for ever."""
    run(house, row("I1", "New", "09:00"), row("I1", "Active", "10:00"))

    swept = house.tick("2026-03-01T08:00:00Z")

    assert (swept.clocks, states_of(house, "I1")) == (0, [("running", False)])


def test_a_case_cut_by_a_chunk_is_judged_when_it_is_whole(house: House) -> None:
    """Stopped at 16:30, due 17:00; 610 rows, the later half of the next day, so that the stop is far from the last."""
    rows = [
        row("I1", f"S{n}", f"{'29-02-2016' if n < 300 else '01-03-2016'} 10:{n % 60:02}", "16:30") for n in range(610)
    ]
    others = [row(f"I{n}", "New", "01-03-2016 09:00", opened="01-03-2016 09:00") for n in range(2, 9)]

    report = run(house, *rows, *others)

    assert (report.events > 600, report.breaches, states_of(house, "I1")) == (True, 0, [("met", False)])
    assert breaches_of(house, "I1") == []


def test_cases_go_together_into_a_chunk(house: House) -> None:
    """300 cases of three events each, all stopped in time an hour before the last of them was opened."""
    rows = [row(f"I{n:03}", "New", "09:00", "16:59", opened="09:00") for n in range(300)]

    report = run(house, *rows, row("Z", "New", "02-03-2016 09:00", opened="02-03-2016 09:00"))

    assert (report.clocks, report.breaches) == (301, 0)


def test_a_longer_log_moves_the_clocks_on(house: House) -> None:
    """Opened 09:00, due 17:00: running at 10:00, missed at 17:30, stopped late on the next day."""
    first = [row("I1", "New", "09:00"), row("I1", "Active", "10:00")]
    later = [row("I2", "New", "17:30", opened="17:30")]
    last = [row("I1", "Resolved", "01-03-2016 09:00", "01-03-2016 09:00")]

    seen = []
    for rows in (first, first + later, first + later + last):
        report = run(house, *rows)
        seen.append((report.breaches, states_of(house, "I1")))

    assert seen == [(0, [("running", False)]), (1, [("running", True)]), (0, [("missed", True)])]
    assert breaches_of(house, "I1") == ["notified"]


def test_a_shorter_log_after_a_longer_one_withdraws_nothing(house: House) -> None:
    """A row that the longer log did not have comes late; the breach at 17:00 was found at 17:30 and stays."""
    first = [row("I1", "New", "09:00"), row("I1", "Active", "10:00")]
    run(house, *first, row("I2", "New", "17:30", opened="17:30"))

    run(house, first[0], row("I1", "Work", "09:30"))

    assert (states_of(house, "I1"), len(breaches_of(house, "I1"))) == ([("running", True)], 1)


def test_an_imported_contract_takes_no_live_event_and_no_other_publication(house: House) -> None:
    run(house, row("I1", "New", "09:00"))
    [number] = [one.number for one in house.app.contracts.list(house.admin) if one.state == "imported"]

    to_case = live(house, "e1", "incident.resolved", "2026-01-12T08:00:00Z", "I1", contract=number)
    to_contract = live(house, "e2", "incident.opened", "2026-01-12T08:00:00Z", "K-9", contract=number)
    with pytest.raises(Conflict) as refused:
        house.app.contracts.publish(house.admin, replace(house.draft, number=number))

    assert [one.error["code"] for one in (to_case, to_contract)] == ["event.imported_contract"] * 2
    assert refused.value.code == "contract.other_state"


def test_an_import_never_touches_a_live_contract(house: House) -> None:
    """Case K-1 is a live one of C-1; and a contract that was published bears the number an import would take."""
    live(house, "e1", "case.started", "2026-01-12T08:00:00Z", "K-1")

    report = run(house, row("K-1", "New", "09:00"))

    assert {one["code"] for one in report.refused} == {"event.other_contract"}
    [number] = [one.number for one in house.app.contracts.list(house.admin) if one.state == "imported"]
    other = number.replace("IMPORT", "OTHER")
    house.app.contracts.publish(house.admin, replace(house.draft, number=other))
    with pytest.raises(Conflict) as refused:
        run(house, row("I1", "New", "09:00"), mapping=MAPPING.replace(b"number: IMPORT", b"number: OTHER"))
    assert refused.value.code == "contract.other_state"


def test_vendors_whose_names_differ_in_chinese_alone_have_contracts_of_their_own(house: House) -> None:
    groups = ("上海A公司", "北京A公司", "A", "A!", "很" * 80)

    run(house, *(row(f"I{n}", "New", "09:00", group=group) for n, group in enumerate(groups)))

    made = [one for one in house.app.contracts.list(house.admin) if one.state == "imported"]
    assert {one.vendor for one in made} == set(groups)
    assert len({one.number for one in made}) == len(groups)
    assert "IMPORT-A" in {one.number for one in made}  # pure ASCII and unchanged: no hash


def test_all_contracts_are_published_or_none(house: House) -> None:
    run(house, row("I1", "New", "09:00", group="B"))
    changed = MAPPING.replace(b"default: 8 h", b"default: 9 h")

    with pytest.raises(Conflict):  # B has a version of that day with other terms; A comes before it
        run(house, row("I1", "New", "09:00", group="B"), row("I2", "New", "09:00", group="A"), mapping=changed)

    assert [one.number for one in house.app.contracts.list(house.admin) if one.state == "imported"] == ["IMPORT-B"]


def test_a_report_counts_its_own_contracts_alone(house: House) -> None:
    """While the file is read, a case starts under C-1 and an overdue one is swept."""

    def meanwhile(done: int, of: int) -> None:
        live(house, "e1", "case.started", "2026-01-12T08:00:00Z", "K-1")
        house.tick("2026-01-12T12:00:00Z")

    report = house.app.imports.run(
        house.admin, (HEAD + row("I1", "New", "09:00")).encode(), MAPPING, Progress(tell=meanwhile)
    )

    assert (report.clocks, report.breaches, len(breaches_of(house, "K-1"))) == (1, 0, 1)


def test_the_record_names_the_file_at_the_instant_of_its_import(house: House) -> None:
    content = (HEAD + row("I1", "New", "09:00")).encode()
    house.app.imports.run(house.admin, content, MAPPING, Progress())

    with house.app.database.reading() as work:
        entry = work.connection.execute(select(audit).where(audit.c.action == "event.import")).one()
    assert (entry.at_ms, entry.digest) == (ms("2026-01-12T08:00:00Z"), hashlib.sha256(content).hexdigest())
