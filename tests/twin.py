"""The Python twin: the same rule data evaluated without durable_rules. The oracle of the engine, never its stand-in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.sla.packs import Message, Rule

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": lambda a, b: a > b,
    "$gte": lambda a, b: a >= b,
    "$lt": lambda a, b: a < b,
    "$lte": lambda a, b: a <= b,
    "$neq": lambda a, b: a != b,
}


def decide(rules: Sequence[Rule], message: Message) -> list[str]:
    """Return the names of all rules that `message` fulfils, by priority."""
    matching = [rule for rule in rules if _holds(rule.when, message)]
    return [rule.name for rule in sorted(matching, key=lambda rule: rule.pri)]


def _holds(condition: Mapping[str, Any], message: Message) -> bool:
    ((key, value),) = condition.items()
    if key == "$and":
        return all(_holds(part, message) for part in value)
    if key in _ORDERS:
        ((field, wanted),) = value.items()
        return _compare(_ORDERS[key], field, wanted, message)
    return _compare(lambda a, b: a == b, key, value, message)


def _compare(test: Callable[[Any, Any], bool], field: str, wanted: object, message: Message) -> bool:
    """A field that is absent fulfils nothing, not even an inequality."""
    if isinstance(wanted, Mapping):
        if wanted["$m"] not in message:
            return False
        wanted = message[wanted["$m"]]
    return field in message and test(message[field], wanted)
