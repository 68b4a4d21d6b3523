"""A pack is compiled for the first time in a child process with a time limit, and run against its own examples.

What the linter did not foresee may hang or kill durable_rules; then it is the child that dies.
"""

import subprocess
import sys

import msgspec

from core.errors import InvalidInput
from core.sla.engine import RuleSet
from core.sla.examples import run
from core.sla.linter import lint
from core.sla.packs import Pack, from_content

TIME_LIMIT_S = 30.0
_proven: set[str] = set()


class _Trial(msgspec.Struct):
    """What the child is given: the pack, and the common rules that judge its obligations."""

    name: str
    content: str
    common: str


def prove(pack: Pack, common: Pack, time_limit_s: float = TIME_LIMIT_S) -> None:
    """Lint, compile and try `pack`, once per process. Raises `InvalidInput` saying what is wrong with it."""
    key = pack.sha256 + common.sha256
    if key in _proven:
        return
    lint(pack)
    asked = msgspec.json.encode(_Trial(pack.name, pack.content.decode(), common.content.decode()))
    try:
        child = subprocess.run(
            [sys.executable, "-m", "core.sla.trial"],
            input=asked,
            capture_output=True,
            timeout=time_limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InvalidInput("pack.does_not_compile", place=pack.name, reason=f"> {time_limit_s:g} s") from None
    if child.returncode != 0:
        raise InvalidInput("pack.does_not_compile", place=pack.name, reason=f"exit status {child.returncode}")
    for example, difference in msgspec.json.decode(child.stdout, type=list[tuple[str, str]]):
        if difference:
            place = f"{pack.name}/examples.yaml"
            raise InvalidInput("pack.example_fails", place=place, value=example, reason=difference)
    _proven.add(key)


def _try(asked: _Trial) -> list[tuple[str, str]]:
    common, pack = from_content("common", asked.common.encode()), from_content(asked.name, asked.content.encode())
    RuleSet(pack.name, pack.rules, pack.facts).compile()
    return list(run(pack, RuleSet(common.name, common.rules, common.facts)))


if __name__ == "__main__":
    answer = _try(msgspec.json.decode(sys.stdin.buffer.read(), type=_Trial))
    sys.stdout.buffer.write(msgspec.json.encode(answer))
