"""The rules, decided by durable_rules: a pure function from a message to its verdicts.

Only the C module is used, with single-message conditions; it stores nothing. A guard stands before it, for what it
does not refuse it gets silently wrong (rule-engine.md); one lock holds it, for two threads in one handle crash it.
"""

import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import durable_rules_engine as durable
import msgspec

from core.domain.plain_text import LARGEST_NUMBER, LONGEST_TEXT
from core.errors import InvalidInput
from core.sla.packs import Message, Rule

_MATCHED, _UNMATCHED = 0, 1
_names = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that matched; its name is the verdict."""

    name: str
    rule: Rule


@dataclass(slots=True)
class RuleSet:
    """The compiled rules of one pack version."""

    name: str
    rules: Sequence[Rule]
    facts: Mapping[str, Mapping[str, Any]]
    _by_name: dict[str, Rule] = field(init=False)
    _compared: dict[str, tuple[str, ...]] = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _handle: Any = field(init=False, default=None)
    _ids: "itertools.count[int]" = field(init=False, default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._by_name = {rule.name: rule for rule in self.rules}
        self._compared = {rule.name: tuple(_compared(rule.when)) for rule in self.rules}

    def compile(self) -> None:
        """Compile the rules now instead of at the first message."""
        with self._lock:
            self._handle = self._compile()

    def decide(self, message: Message) -> tuple[Verdict, ...]:
        """Return all verdicts on `message` by priority. Raises `InvalidInput` for what the engine cannot take."""
        guard(message, self.facts)
        with self._lock:
            if self._handle is None:
                self._handle = self._compile()
            try:
                names = self._ask({**message, "id": next(self._ids)})
            except BaseException:
                self._handle = None  # an exception between start and complete leaves the handle locked: compile anew
                raise
        return tuple(
            Verdict(name, self._by_name[name]) for name in names if all(one in message for one in self._compared[name])
        )

    def verdict(self, message: Message) -> str:
        """Return the name of the first verdict, or `""` if no rule matches."""
        verdicts = self.decide(message)
        return verdicts[0].name if verdicts else ""

    def _compile(self) -> Any:
        definition = {rule.name: {"pri": rule.pri, "all": [{"m": rule.when}]} for rule in self.rules}
        return durable.create_ruleset(f"{self.name}-{next(_names)}", msgspec.json.encode(definition).decode())

    def _ask(self, message: Message) -> list[str]:
        """Assert `message`, collect every rule that it fulfils, and take it back.

        As a fact, not as an event: an event is consumed by its first rule and the others never speak.
        """
        text = msgspec.json.encode(message).decode()
        code, state = durable.assert_fact(self._handle, text)
        if code not in (_MATCHED, _UNMATCHED):
            raise RuntimeError(f"durable_rules answered {code}")
        names: list[str] = []
        answer = durable.start_action_for_state(self._handle, state)[1] if code == _MATCHED else None
        while answer:
            names.extend(msgspec.json.decode(answer))
            answer = durable.complete_and_start_action(self._handle, state)
        durable.retract_fact(self._handle, text)
        return names


def _compared(when: Mapping[str, Any]) -> Iterator[str]:
    """The fields that a condition compares with each other; with one of them absent the engine says true."""
    for part in when.get("$and", [when]):
        ((key, value),) = part.items()
        for name, wanted in (value if key.startswith("$") else part).items():
            if isinstance(wanted, Mapping):
                yield from (name, wanted["$m"])


def guard(message: Message, facts: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse what durable_rules would get wrong: unknown keys, floats, null, long text, integers past 2^53."""
    for name, value in message.items():
        if name not in facts:
            raise InvalidInput("fact.unknown", place=name, value=name, allowed=", ".join(facts))
        kind = type(value)
        if kind is bool or (kind is int and -LARGEST_NUMBER <= value <= LARGEST_NUMBER):  # type: ignore[operator]
            continue
        if kind is not str or len(value) > LONGEST_TEXT:  # type: ignore[arg-type]
            raise InvalidInput("fact.bad_value", place=name, value=str(value)[:60])
