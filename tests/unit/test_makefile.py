"""`make` says what it needs in both languages."""

import subprocess
from pathlib import Path

from tests.tools import require

ROOT = Path(__file__).parents[2]


def test_a_python_that_is_not_there_is_called_absent() -> None:
    command = [require("make"), "needs", "PYTHON=/nowhere/python3"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode != 0
    assert "没有 /nowhere/python3" in ended.stdout
    assert "There is no /nowhere/python3" in ended.stdout
    assert "not found" not in ended.stderr
