"""Checks a pack before it is compiled, for what durable_rules does not refuse it crashes on or gets wrong.

The limits are those of rule-engine.md: known operators, declared fields of the right type, at least one equality in
each rule, no two rules of one priority that can match one message.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from core.domain.plain_text import LARGEST_NUMBER, LONGEST_TEXT
from core.errors import InvalidInput
from core.sla.packs import ASKED, Pack, Rule

ORDERS = ("$gt", "$gte", "$lt", "$lte")
OPERATORS = ("$and", *ORDERS, "$neq")
MOST_MATCHING = 64
MOST_TESTS = 500

_TYPES: Mapping[str, type] = {"int": int, "str": str, "bool": bool}
Test = tuple[str, str, Any]
"""Operator ("" for equality), field, and the value or the {"$m": field} it is compared with."""


def lint(pack: Pack) -> None:
    """Raise `InvalidInput` naming file, rule and what is allowed, at the first mistake."""
    for name, fact in pack.facts.items():
        if fact.get("type") not in _TYPES:
            place = f"{pack.name}/rules.yaml: facts.{name}.type"
            raise InvalidInput("pack.not_allowed", place=place, value=str(fact.get("type")), allowed=", ".join(_TYPES))
    tests = {rule.name: tuple(_tests(pack, rule)) for rule in pack.rules}
    for rule in pack.rules:
        _check_rule(pack, rule, tests[rule.name])
    _check_priorities(pack, tests)
    _check_size(pack, tests)
    _check_decisions(pack, tests)
    _check_pauses(pack)


def _place(pack: Pack, rule: str) -> str:
    return f"{pack.name}/rules.yaml: {rule}"


def _tests(pack: Pack, rule: Rule) -> Iterator[Test]:
    when = rule.when
    parts = when["$and"] if set(when) == {"$and"} else [when]
    if not isinstance(parts, list) or not parts:
        raise InvalidInput("pack.bad_condition", place=_place(pack, rule.name), value=str(when)[:80])
    for part in parts:
        yield _test(pack, rule, part)


def _test(pack: Pack, rule: Rule, part: object) -> Test:
    place = _place(pack, rule.name)
    if not isinstance(part, Mapping) or len(part) != 1:
        raise InvalidInput("pack.bad_condition", place=place, value=str(part)[:80])
    ((key, value),) = part.items()
    operator, compared = (key, value) if key.startswith("$") else ("", part)
    if operator and operator not in OPERATORS:
        raise InvalidInput("pack.unknown_operator", place=place, value=key, allowed=", ".join(OPERATORS))
    if operator == "$and" or not isinstance(compared, Mapping) or len(compared) != 1:
        raise InvalidInput("pack.bad_condition", place=place, value=str(part)[:80])
    ((field, value),) = compared.items()
    _check_value(pack, place, operator, field, value)
    return operator, field, value


def _check_value(pack: Pack, place: str, operator: str, field: str, value: object) -> None:
    kind = _declared(pack, place, field)
    if isinstance(value, Mapping):
        other = value.get("$m")
        if set(value) != {"$m"} or not isinstance(other, str):
            raise InvalidInput("pack.bad_condition", place=place, value=str(value)[:80])
        fits = _declared(pack, place, other) == kind
    else:
        fits = type(value) is _TYPES[kind] and _is_small(value)
    if not fits or (operator in ORDERS and kind != "int"):
        raise InvalidInput("pack.wrong_type", place=place, field=field, type=kind, value=str(value)[:80])


def _is_small(value: object) -> bool:
    """Whether the engine can hold the value: beyond 2^53 and 1,000 characters it is silently wrong."""
    return len(value) <= LONGEST_TEXT if isinstance(value, str) else abs(int(value)) <= LARGEST_NUMBER  # type: ignore[call-overload]


def _declared(pack: Pack, place: str, field: str) -> str:
    if field not in pack.facts:
        raise InvalidInput("pack.unknown_field", place=place, value=field, allowed=", ".join(pack.facts))
    return str(pack.facts[field]["type"])


def _check_rule(pack: Pack, rule: Rule, tests: Sequence[Test]) -> None:
    place = _place(pack, rule.name)
    if not _equalities(tests):
        raise InvalidInput("pack.no_equality", place=place)
    if rule.obligation and rule.obligation not in pack.obligations:
        raise InvalidInput("pack.no_such_obligation", place=f"{place}.obligation", value=rule.obligation)
    for language in ("zh", "en"):
        if not rule.cites.get(language):
            raise InvalidInput("pack.missing_translation", place=f"{place}.cites.{language}", value=language)


def _equalities(tests: Sequence[Test]) -> dict[str, object]:
    return {field: value for operator, field, value in tests if not operator and not isinstance(value, Mapping)}


def _exclude(one: Sequence[Test], other: Sequence[Test]) -> bool:
    """Whether no message can fulfil both: a field must equal two different values."""
    first, second = _equalities(one), _equalities(other)
    return any(first[field] != second[field] for field in first.keys() & second.keys())


def _check_priorities(pack: Pack, tests: Mapping[str, Sequence[Test]]) -> None:
    for one, other in combinations(pack.rules, 2):
        if one.pri == other.pri and not _exclude(tests[one.name], tests[other.name]):
            place = f"{_place(pack, one.name)}.pri"
            raise InvalidInput("pack.ambiguous_priority", place=place, value=one.name, other=other.name, pri=one.pri)


def _check_size(pack: Pack, tests: Mapping[str, Sequence[Test]]) -> None:
    distinct = {repr(test) for some in tests.values() for test in some}
    if len(distinct) > MOST_TESTS:
        raise InvalidInput("pack.too_many_tests", place=pack.name, count=len(distinct), most=MOST_TESTS)
    for name, some in tests.items():
        together = sum(not _exclude(some, other) for other in tests.values())
        if together > MOST_MATCHING:
            raise InvalidInput("pack.too_many_rules", place=_place(pack, name), count=together, most=MOST_MATCHING)


def _check_decisions(pack: Pack, tests: Mapping[str, Sequence[Test]]) -> None:
    """A decision has rules, and names every fact that they read."""
    for obligation in pack.obligations.values():
        if obligation.kind != "decision":
            continue
        place = f"{pack.name}/obligations.yaml: {obligation.id}"
        own = [rule.name for rule in pack.rules if rule.obligation == obligation.id]
        if not own:
            raise InvalidInput("pack.decides_nothing", place=place, value=obligation.id)
        for fact in obligation.facts:
            _declared(pack, place, fact)
        for field in (field for name in own for _, field, _ in tests[name]):
            if field != ASKED and field not in obligation.facts:
                raise InvalidInput("pack.fact_not_named", place=f"{place}.facts", value=field)


def _check_pauses(pack: Pack) -> None:
    """What is due on an agreed day or at an agreed instant is not moved by a pause."""
    for one in pack.obligations.values():
        if one.pause and (fixed := {one.basis, *one.bases}.intersection(("on_date", "fixed_date"))):
            place = f"{pack.name}/obligations.yaml: {one.id}.pause"
            raise InvalidInput("pack.pause_on_a_date", place=place, value=", ".join(sorted(fixed)))
