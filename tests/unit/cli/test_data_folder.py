"""Only who writes begins a database: a command that reads says that there is none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import main

FACTS = b'{"product_kind": "regular", "age_s": 172800}'


@pytest.mark.parametrize("command", [["audit", "verify"], ["monitor", "--once"]], ids=" ".join)
def test_a_reading_command_does_not_begin_a_database(tmp_path: Path, command: list[str]) -> None:
    ended = CliRunner().invoke(main, [*command, "--data", str(tmp_path / "none")], env={"LC_ALL": "en_US.UTF-8"})

    assert ended.exit_code == 1
    assert "there is no database" in ended.stderr
    assert not (tmp_path / "none").exists()


def test_deciding_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "facts.json").write_bytes(FACTS)
    monkeypatch.chdir(tmp_path)

    ended = CliRunner().invoke(main, ["decide", "cancellation", "facts.json", "--json"])

    assert (ended.exit_code, [one.name for one in tmp_path.iterdir()]) == (0, ["facts.json"])
    assert "cancel.free_within_48_h" in ended.stdout


@pytest.mark.parametrize(
    ("named", "words"),
    [("zh_CN.UTF-8", ["没有数据库"]), ("de_DE.UTF-8", ["there is no"]), ("C.UTF-8", ["没有数据库", "there is no"])],
)
def test_an_error_is_told_in_the_terminals_language_or_in_both(tmp_path: Path, named: str, words: list[str]) -> None:
    ended = CliRunner().invoke(main, ["audit", "verify", "--data", str(tmp_path / "none")], env={"LC_ALL": named})

    assert len(ended.stderr.splitlines()) == len(words)
    assert all(one in ended.stderr for one in words)


def test_an_empty_log_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(b"")
    mapping = Path(__file__).parents[3] / "docs" / "examples" / "incident_desk.yaml"
    command = ["import-events", str(tmp_path / "log.csv"), "--mapping", str(mapping), "--data", str(tmp_path / "var")]

    ended = CliRunner().invoke(main, command, env={"LC_ALL": "en_US.UTF-8"})

    assert (ended.exit_code, ended.stderr.strip()) == (
        1, "the file is empty; its first line must name the columns",
    )  # fmt: skip
