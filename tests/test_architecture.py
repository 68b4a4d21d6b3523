"""What the source as a whole keeps to: one clock, no sentence unused, nothing of one machine or of the network."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from core import errors
from core.domain.basis import BASES
from core.messages import catalogue
from tests.tools import missing

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for part in ("core", "api", "ui", "rules") for path in (ROOT / part).rglob("*.py"))
THE_CLOCK = ROOT / "core" / "now.py"
DURATIONS = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "sleep"}
SQL_CLOCK = re.compile(r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bclock_timestamp\b|\bnow\(\)|'now'", re.IGNORECASE)

FORMED = {
    "arithmetic.met", "arithmetic.missed", "arithmetic.cancelled", *(f"arithmetic.basis.{basis}" for basis in BASES),
    *(f"credit.{kind}_{time}" for kind in ("cap", "within", "capped") for time in ("month", "year")),
    "feasibility.core_keep", "feasibility.core_partner", "feasibility.core_outsource", "key.expired", "key.revoked",
    "guarantee.sue_debtor", "guarantee.demand_surety", "guarantee.present_documents",
}  # fmt: skip
"""Codes put together in the code from a clock's state, an obligation's basis, a cap's time, a step's answer,
the act that keeps a guarantee, a key's state."""

LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock"}
"""They hold the addresses of the registries they were made from."""
ADDRESS = re.compile(r"https?://([^/\s\"'`<>()\[\]:,;\\，。；）]*)")
NO_PLACE_TO_GO = re.compile(
    r"127\.\d+\.\d+\.\d+|localhost|\{.*|schemas\..*|purl\.org|json-schema\.org|([\w-]+\.)*(w3|ietf)\.org|"
)
"""Loopback, an address filled in at run time, names of XML vocabularies, and the bare scheme."""
REGISTRY = re.compile(r"[p]ypi\.|[p]ythonhosted|[n]pmjs|[a]naconda\.org|(?:extra-)?index-[u]rl|--find-[l]inks")
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:home|Users|root|work|mnt|private)/\w|\b[A-Z]:\\{1,2}Users\b")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def clock_readings(module: ast.Module) -> Iterator[str]:
    """Where a module asks the machine what time it is; to measure how long something took is another thing."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            of_time = isinstance(node.value, ast.Name) and node.value.id == "time" and node.attr not in DURATIONS
            if node.attr in ("now", "utcnow", "today") or (of_time and _imports_time(module)):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"line {node.lineno}: time.{one.name}" for one in node.names if one.name not in DURATIONS)


def _imports_time(module: ast.Module) -> bool:
    return any(isinstance(node, ast.Import) and any(one.name == "time" for one in node.names) for node in module.body)


def test_only_the_time_port_asks_what_time_it_is() -> None:
    others = [path for path in SOURCES if path != THE_CLOCK]
    asking = {
        str(path): [*clock_readings(tree(path)), *(text for text in constants(path) if SQL_CLOCK.search(text))]
        for path in others
    }

    assert len(others) > 80
    assert {path: found for path, found in asking.items() if found} == {}


@pytest.mark.parametrize(
    "written",
    [
        "from datetime import datetime\nat = datetime.now()",
        "import datetime\nat = datetime.datetime.utcnow()",
        "from datetime import date as day\non = day.today()",
        "import time\nat = time.time()",
        "from time import time_ns",
        "column(server_default=func.now())",
    ],
)
def test_every_way_to_ask_is_seen(written: str) -> None:
    assert list(clock_readings(ast.parse(written)))


def test_every_sentence_is_said_somewhere() -> None:
    used = FORMED.union(*(constants(path) for path in SOURCES))

    assert catalogue().keys() - used == set()


def raised_codes() -> Iterator[tuple[str, str]]:
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield f"{path.name} line {node.lineno}", str(code.value)


def test_every_error_has_its_sentence() -> None:
    raised = list(raised_codes())

    assert len(raised) > 50
    assert [(place, code) for place, code in raised if code not in catalogue()] == []


@cache
def committed() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if listed.returncode:
        missing("this is no git checkout: what is committed cannot be listed")
    return tuple(ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """The text of each committed file, and of each part of a packed one such as a docx."""
    for path in committed():
        name = str(path.relative_to(ROOT))
        if is_zipfile(path):
            with ZipFile(path) as packed:
                yield from (
                    (f"{name}!{part}", packed.read(part).decode("utf-8", "replace")) for part in packed.namelist()
                )
        else:
            yield name, path.read_text("utf-8", "replace")


def lines(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for name, text in texts():
        found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    return found


def test_no_address_leads_out_of_the_machine() -> None:
    found = [(name, one.group(1)) for name, text in texts() if name != "LICENSE" for one in ADDRESS.finditer(text)]

    assert found  # the licence must be copied as it is, with its author's address
    assert [(name, host) for name, host in found if not NO_PLACE_TO_GO.fullmatch(host)] == []


def test_no_registry_is_named() -> None:
    assert lines(REGISTRY) == []


def test_no_path_of_one_machine_is_written() -> None:
    assert lines(MACHINE_PATH) == []


def test_no_lock_file_with_registry_addresses_is_kept() -> None:
    assert [path for path in committed() if path.name in LOCK_FILES] == []


def test_a_wheel_carries_every_file_that_runs() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    kinds = [*built["package-data"]["*"], "*.py", *built["package-data"]["ui"]]
    parts = [ROOT / one.rstrip("*") for one in built["packages"]["find"]["include"]]
    run = [one for one in committed() if any(one.is_relative_to(part) for part in parts)]

    assert len(run) > 300
    assert [one.name for one in run if not any(one.match(kind) for kind in kinds)] == []
