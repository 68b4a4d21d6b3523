"""Tools that a test needs beside Python: without one it skips and says what to install, unless all are required."""

import os
import shutil

import pytest


def require(tool: str, remedy: str = "") -> str:
    """Return the path of `tool`; a machine without it skips the test, or fails it under OUTPACT_REQUIRE=all."""
    path = shutil.which(tool)
    if path is None:
        missing(f"{tool} is not installed" + (f": {remedy}" if remedy else ""))
    return str(path)


def missing(said: str) -> None:
    """Skip the running test, or fail it where everything is required."""
    if os.environ.get("OUTPACT_REQUIRE") == "all":
        pytest.fail(said)
    pytest.skip(said)


def unhurried(seconds: float) -> float:
    """As long as `seconds` on a machine that does nothing else; more where others are at work on it."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
