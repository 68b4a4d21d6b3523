"""docs/api.md is run: every block of it in order, in one shell, against a server in a process of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.api_server import serving_api
from tests.demo.world import Told
from tests.screens_server import ROOT

DOCS = {language: ROOT / "docs" / f"api{language}.md" for language in ("", ".zh")}
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMES = (
    "key", "complaint", "clock", "feed", "python", "event", "vendor", "case", "decision", "month",
)  # fmt: skip
"""What each block is about, in their order."""
WRAPPED = {
    "outpact": "-c 'from api.cli import main; main()'",
    "python3": "",
}
"""What a shell finds by these names: the interpreter and the code that are tested."""


def blocks(language: str = "") -> list[tuple[str, str]]:
    """The language and the text of each block that is to be run."""
    return BLOCK.findall(DOCS[language].read_text("utf-8"))


def script(folder: Path, address: str) -> str:
    """All blocks in one shell that stops at the first failure; what each says goes to a file with its name."""
    lines = ["set -e -o pipefail"]
    for name, (language, written) in zip(NAMES, blocks(), strict=True):
        text = written.replace("localhost:8000", address)
        body = text if language == "sh" else f"export KEY\npython3 <<'END'\n{text}END\n"
        lines.append(f"{{\n{body}}} > {folder / name} 2>&1\n")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def said(small: Told, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each block said, on a copy of the sample world."""
    folder = tmp_path_factory.mktemp("quick-start")
    shutil.copytree(small.folder, folder / "var")
    for name, rest in WRAPPED.items():
        (folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} {rest} "$@"\n')
        (folder / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "OUTPACT_DATA": str(folder / "var"),
        "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    says = folder / "said"
    says.mkdir()
    with serving_api(folder / "var") as address:
        ended = subprocess.run(
            ["bash", "-c", script(says, address)],  # noqa: S607
            cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    found = {name: (says / name).read_text("utf-8") for name in NAMES if (says / name).exists()}
    assert ended.returncode == 0, (list(found)[-1:], found, ended.stderr)
    return found


def answers(text: str) -> list[dict[str, Any]]:
    """The JSON objects among what was said, each on a line of its own."""
    return [json.loads(line) for line in text.splitlines() if line.startswith('{"')]


def later(verdict: dict[str, Any], since: str) -> timedelta:
    """How long after the instant `since` a verdict's clock is due."""
    return datetime.fromisoformat(verdict["due_at"]) - datetime.fromisoformat(since)


def test_a_key_is_made_and_kept_out_of_what_is_said(said: dict[str, str]) -> None:
    assert '"quick start"' in said["key"]
    assert "op_" not in "".join(said.values()).replace("key:op_", "")


def test_a_complaint_runs_until_it_is_answered(said: dict[str, str]) -> None:
    [received, answered] = answers(said["complaint"])[0]["items"]

    assert [one["status"] for one in (received, answered)] == ["accepted", "accepted"]
    assert received["verdicts"][0] | {"due_at": ""} == {"obligation": "SC-01", "verdict": "running", "due_at": ""}
    assert [(one["obligation"], one["verdict"]) for one in answered["verdicts"]] == [("SC-01", "met")]


def test_the_clock_shows_its_arithmetic(said: dict[str, str]) -> None:
    """SC-01 gives 15 minutes of service hours, and the answer came at once."""
    lines = said["clock"].splitlines()

    assert lines[1] == "limit 15 minutes, counted in service hours only"
    assert lines[0].startswith("started 2026-12-28")
    assert lines[-1].endswith(", met")


def test_the_feed_goes_on_after_next_without_a_gap(said: dict[str, str]) -> None:
    [page] = answers(said["feed"])
    numbers = [one["seq"] for one in page["items"]]

    assert page.keys() == {"items", "next"}
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else page["next"] > 0


def test_the_same_from_python(said: dict[str, str]) -> None:
    lines = said["python"].splitlines()

    assert lines[0].startswith("e-3 SC-01 running 2026-12-28T")
    assert [line.split()[:3] for line in lines if line.startswith("e-4")] == [["e-4", "SC-01", "met"]]
    assert "limit 15 minutes, counted in service hours only" in lines
    assert re.fullmatch(r"[1-9]\d* changes of breaches, the next after [1-9]\d*", lines[-1])


def test_an_event_of_half_past_nine_is_taken_in_at_its_own_time(said: dict[str, str]) -> None:
    [item] = answers(said["event"])[0]["items"]

    assert item["status"] == "accepted"
    assert {later(one, "2026-12-28T09:30:00+08:00") > timedelta() for one in item["verdicts"]} == {True}


def test_clocks_of_one_vendor_that_run(said: dict[str, str]) -> None:
    items = answers(said["vendor"])[0]["items"]

    assert {one["state"] for one in items} == {"running"}
    assert len({one["vendor"] for one in items}) == 1
    assert [one["due_at"] for one in items] == sorted(one["due_at"] for one in items)


def test_a_case_is_opened_and_its_crew_told(said: dict[str, str]) -> None:
    filled, listed = answers(said["case"])

    assert "'notify_crew'" in said["case"].splitlines()[0]
    [verdict] = filled["verdicts"]
    assert (verdict["obligation"], verdict["verdict"]) == ("HK-03", "running")
    assert abs(later(verdict, filled["at_at"]) - timedelta(hours=2)) < timedelta(seconds=1)
    assert [one["number"] for one in listed["items"]] == [filled["number"]]


def test_a_decision_cites_its_rule(said: dict[str, str]) -> None:
    [answer] = answers(said["decision"])

    assert answer["rule"]
    assert answer["cites"].keys() == {"zh", "en"}


def test_a_month_closed_already_stays_and_a_renewal_rests_on_it(said: dict[str, str]) -> None:
    [closed, *_] = answers(said["month"])
    last = said["month"].splitlines()[-1]

    assert (closed["month"], closed["new"]) == ("2026-11", 0)
    assert {len(one["sha256"]) for one in closed["cards"]} == {64}
    assert last.startswith("renegotiate [")
    assert "'probability'" in last


def test_the_chinese_page_has_the_same_blocks() -> None:
    assert blocks(".zh") == blocks()
