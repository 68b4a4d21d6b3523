"""The command line: exit statuses, one JSON object, refusals that name their place, nothing half done."""

import json
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import main
from core.messages import LANGUAGES
from tests.integration.test_imports import GOOD, HEAD

LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
DONE, REFUSED, USAGE = 0, 1, 2
MAPPING = (Path(__file__).parents[2] / "docs" / "examples" / "incident_desk.yaml").read_text("utf-8")
RULES = """pack:
  facts: {kind: {type: str}, n: {type: int}}
  rules:
    late: {pri: 1, when: %s, cites: {zh: 迟, en: late}}
    soon: {pri: %d, when: {kind: x}, cites: {zh: 快%s}}
"""


class Line:
    """A command line with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "var"

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(self, *arguments: str, language: str = "en") -> Any:
        """Run a command; whatever it meets, it never ends with a traceback."""
        environment = {"LC_ALL": LOCALES[language], "OUTPACT_DATA": str(self.data)}
        ended = CliRunner().invoke(main, arguments, env=environment)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return ended

    def import_events(self, log: str | bytes, mapping: str | bytes, *more: str, language: str = "en") -> Any:
        """Import a log by a mapping."""
        files = self.file("log.csv", log), "--mapping", self.file("mapping.yaml", mapping)
        return self.run("import-events", *files, *more, language=language)

    def decide(self, facts: str | bytes, *more: str, pack: str = "cancellation", language: str = "en") -> Any:
        """Ask a decision table."""
        return self.run("decide", pack, self.file("facts.json", facts), *more, language=language)

    def vendors(self) -> list[str]:
        """The numbers of the vendors that are in the register."""
        with closing(sqlite3.connect(self.data / "outpact.db")) as connection:
            return [number for (number,) in connection.execute("SELECT number FROM vendors")]

    def stored(self, *tables: str) -> int:
        """How many rows these tables hold together."""
        with closing(sqlite3.connect(self.data / "outpact.db")) as connection:
            return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    before = signal.getsignal(signal.SIGINT)
    yield Line(tmp_path)
    signal.signal(signal.SIGINT, before)  # an import takes Ctrl-C for itself


COUNTS = ("rows", "events", "duplicates", "refused", "cases", "clocks", "breaches", "seconds")
KEYS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("monitor", "--once"): ("clocks", "milestones", "breaches"),
    ("audit", "verify"): ("entries", "checkpoints", "broken_at", "reason"),
}


def only_object(ended: Any) -> dict[str, Any]:
    """The one JSON object that is all the command wrote."""
    assert (ended.exit_code, ended.stderr) == (DONE, "")
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.mark.parametrize("command", KEYS, ids=" ".join)
def test_a_command_answers_one_json_object(line: Line, command: tuple[str, ...]) -> None:
    line.import_events(HEAD + GOOD, MAPPING)

    assert set(KEYS[command]) <= only_object(line.run(*command, "--json")).keys()


def test_an_import_counts_what_it_did(line: Line) -> None:
    first = only_object(line.import_events(HEAD + GOOD, MAPPING, "--json"))
    again = only_object(line.import_events(HEAD + GOOD, MAPPING, "--json"))

    assert set(COUNTS) <= first.keys()
    assert [first[name] for name in ("rows", "events", "duplicates", "refused", "cases", "clocks", "breaches")] == [
        6, 12, 0, 0, 2, 2, 1,
    ]  # fmt: skip
    assert [again[name] for name in ("rows", "events", "duplicates", "clocks", "breaches")] == [6, 0, 12, 0, 0]


def test_a_decision_cites_its_rule(line: Line) -> None:
    answer = only_object(
        line.decide('{"product_kind": "regular", "age_s": 172800, "channel": "shop", "customer": "consumer"}', "--json")
    )

    assert {"outcome", "rule", "obligation", "answer", "cites", "law"} <= answer.keys()
    assert answer["outcome"] == "allowed"


def test_the_obligations_say_where_each_lives_and_what_tests_it(line: Line) -> None:
    found = only_object(line.run("obligations", "--coverage", "--json"))

    assert found.keys() == {"obligations"}
    for one in found["obligations"]:
        assert one.keys() == {"id", "pack", "screen", "clause", "kpi", "tests"}
        assert one["tests"], one["id"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["nothing"], id="no such command"),
        pytest.param(["audit"], id="half a command"),
        pytest.param(["decide", "cancellation"], id="an argument missing"),
        pytest.param(["decide", "cancellation", "absent.json"], id="no such file"),
        pytest.param(["import-events", __file__], id="no mapping"),
        pytest.param(["monitor", "--twice"], id="no such option"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(line: Line, arguments: Sequence[str]) -> None:
    ended = line.run(*arguments)

    assert ended.exit_code == USAGE
    assert "Usage" in ended.output


def refused(ended: Any, *places: str) -> str:
    """What a refusal said, each of its places among it."""
    assert ended.exit_code == REFUSED
    assert [place for place in places if place not in ended.output] == []
    return str(ended.output)


@pytest.mark.parametrize(
    ("facts", "pack", "places"),
    [
        pytest.param('{"colour": 1}', "cancellation", ["colour", "product_kind"], id="unknown fact"),
        pytest.param('{"age_s": "5"}', "cancellation", ["age_s", "int"], id="wrong type"),
        pytest.param('{"product_kind": "red"}', "cancellation", ["product_kind", "red", "regular"], id="not allowed"),
        pytest.param("{}", "gardening", ["gardening", "cancellation"], id="unknown pack"),
        pytest.param("{", "cancellation", ["JSON"], id="no JSON"),
        pytest.param(b"\xff\xfe", "cancellation", ["JSON"], id="no text"),
    ],
)
def test_a_question_that_cannot_be_asked(line: Line, facts: str | bytes, pack: str, places: list[str]) -> None:
    said = [refused(line.decide(facts, pack=pack, language=one), *places) for one in LANGUAGES]

    assert said[0] != said[1]


def mapping(written: str, instead: str) -> str:
    assert written in MAPPING
    return MAPPING.replace(written, instead)


def ruled(when: str, pri: int, english: str = ", en: soon") -> str:
    return mapping("pack:\n", RULES % (when, pri, english))


BAD_ROW = "I3,New,2016-02-29,Group 1,2 - High,29-02-2016 09:00,\n"


@pytest.mark.parametrize(
    ("log", "mapped", "places"),
    [
        pytest.param(HEAD + GOOD + BAD_ROW, MAPPING, ["8", "sys_updated_at", "2016-02-29"], id="bad row"),
        pytest.param(HEAD + GOOD + "I3,New,29-02-2062 09:00,Group 1,2 - High,29-02-2016 09:00,\n", MAPPING,
                     ["8", "sys_updated_at", "29-02-2062 09:00"], id="no such day"),
        pytest.param((HEAD + GOOD).encode("utf-16"), MAPPING, ["encoding", "utf-8-sig", "gb18030"], id="encoding"),
        pytest.param(HEAD.replace("opened_at", "open") + GOOD, MAPPING, ["opened_at"], id="a column missing"),
        pytest.param(HEAD + GOOD, mapping("zone: UTC", "zone: Mars/Base"), ["time.zone", "Mars/Base"], id="wrong zone"),
        pytest.param(HEAD + GOOD, mapping(", zone: UTC", ""), ["time", "zone"], id="times without a zone"),
        pytest.param(HEAD + GOOD, MAPPING.encode("gb18030"), ["UTF-8"], id="mapping no UTF-8"),
        pytest.param(HEAD + GOOD, "source: [", ["YAML"], id="mapping no YAML"),
        pytest.param(HEAD + GOOD, mapping("buyer:", "buyr:"), ["contract", "buyr"], id="misspelt key"),
        pytest.param(HEAD + GOOD, mapping('[["08:00", "18:00"]]', "[]"), ["weekly_hours"], id="no open second"),
        pytest.param(HEAD + GOOD, mapping("type: incident.opened", "type: incident.begun"), ["incident.begun"],
                     id="an event nobody waits for"),
        pytest.param(HEAD + GOOD, ruled("{$or: [{kind: x}, {kind: y}]}", 2), ["rules.yaml: late", "$or", "$gt"],
                     id="unknown operator"),
        pytest.param(HEAD + GOOD, ruled("{$and: [{kind: x}, {$gt: {n: 1}}]}", 1), ["rules.yaml: late.pri", "soon"],
                     id="ambiguous priority"),
        pytest.param(HEAD + GOOD, ruled("{kind: y}", 2, ""), ["rules.yaml: soon.cites.en"], id="missing translation"),
        pytest.param(HEAD + GOOD, mapping("default: 4 h", "default: soon"), ["P1.limit.default", "soon"],
                     id="no limit"),
    ],
)  # fmt: skip
def test_an_import_is_refused_at_its_place_and_nothing_is_half_done(
    line: Line, log: str | bytes, mapped: str | bytes, places: list[str]
) -> None:
    said = [refused(line.import_events(log, mapped, language=one), *places) for one in LANGUAGES]

    assert said[0] != said[1]
    assert line.stored("contracts", "vendors", "packs", "cases", "events", "clocks", "audit") == 0


def test_a_record_that_was_changed_is_refused_at_its_entry(line: Line) -> None:
    line.import_events(HEAD + GOOD, MAPPING)
    assert line.run("audit", "verify").exit_code == DONE
    with closing(sqlite3.connect(line.data / "outpact.db")) as connection:
        connection.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 2")
        connection.commit()

    said = [refused(line.run("audit", "verify", language=one), "2", "changed") for one in LANGUAGES]

    assert said[0] != said[1]


def test_a_data_folder_that_is_a_file_is_not_understood(line: Line) -> None:
    file = line.file("var.txt", "")

    assert line.run("audit", "verify", "--data", file).exit_code == USAGE


def test_a_scorecard_on_the_terminal(line: Line) -> None:
    """The vendor of an imported log by name, in words and as JSON; an unknown one is refused with status 1."""
    assert line.import_events(HEAD + GOOD, MAPPING).exit_code == DONE
    number, *_ = line.vendors()

    shown, asked = line.run("scorecard", number, "2016-02"), line.run("scorecard", number, "2016-02", "--json")

    assert "insufficient evidence" in shown.output
    assert json.loads(asked.stdout)["vendor"] == number
    assert line.run("scorecard", "V-9", "2016-02").exit_code == REFUSED
    assert "样本不足" in line.run("scorecard", number, "2016-02", language="zh").output
    assert line.run("scorecard", number, "2026-1").exit_code == REFUSED
