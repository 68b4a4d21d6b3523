"""A decision table: facts in, the answer and the rule it rests on out; the law is asked after the shop's policy.

A fact is needed exactly if without it a rule that comes before the answer can neither be applied nor be excluded.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from core.errors import InvalidInput
from core.sla.engine import RuleSet, Verdict
from core.sla.packs import ASKED, Message, Pack, Rule

ASKS_THE_LAW = ("refused", "fee")
"""Outcomes at the customer's cost; where a rule of law obliges, the answer is `fee_by_policy_but_law_obliges`."""
_KINDS = {"int": int, "str": str, "bool": bool}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "": operator.eq,
    "$neq": operator.ne,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


class Decision(msgspec.Struct):
    """What was decided, by which rule, and the law that overrides it if one does."""

    outcome: str
    rule: str
    obligation: str
    answer: dict[str, str | int | bool]
    cites: dict[str, str]
    law: dict[str, Any] | None = None


def decide(pack: Pack, rules: RuleSet, facts: Message) -> Decision:
    """Answer `facts`. Raises `InvalidInput` naming a fact that is not allowed or missing, or if no rule applies."""
    check_facts(pack, facts)
    message = {**facts, ASKED: pack.name}
    _require(pack, "policy", message)
    verdicts = rules.decide(message)
    decision = _by_policy(pack.name, verdicts)
    if decision.outcome in ASKS_THE_LAW:
        _require(pack, "law", message)
        _ask_the_law(decision, verdicts)
    return decision


def check_facts(pack: Pack, facts: Mapping[str, Any]) -> None:
    """Refuse a fact that is unknown, of the wrong type or outside what the pack allows, naming it."""
    for name, value in facts.items():
        asked = pack.facts.get(name)
        if asked is None:
            raise InvalidInput("fact.unknown", place=name, value=name, allowed=", ".join(pack.facts))
        if type(value) is not _KINDS[asked["type"]]:
            raise InvalidInput("fact.wrong_type", place=name, value=str(value)[:60], type=asked["type"])
        if "of" in asked and value not in asked["of"]:
            allowed = ", ".join(map(str, asked["of"]))
            raise InvalidInput("fact.not_allowed", place=name, value=str(value)[:60], allowed=allowed)
        if asked["type"] == "int" and not asked.get("min", value) <= value <= asked.get("max", value):
            allowed = f"{asked.get('min', '')}..{asked.get('max', '')}"
            raise InvalidInput("fact.not_allowed", place=name, value=str(value), allowed=allowed)


def _require(pack: Pack, layer: str, message: Message) -> None:
    """Refuse `message` if the first rule of `layer` that may hold depends on facts that are absent."""
    for rule in sorted((one for one in pack.rules if one.layer == layer), key=lambda one: one.pri):
        absent = _absent(rule, message)
        if absent:
            raise InvalidInput("fact.missing", place=absent[0], value=", ".join(absent), rule=rule.name)
        if absent is not None:
            return


def _absent(rule: Rule, message: Message) -> tuple[str, ...] | None:
    """The absent facts on which `rule` still depends: `()` if it holds, None if it cannot hold."""
    absent: dict[str, None] = {}
    for comparison, name, wanted in _tests(rule.when):
        used = (name, wanted["$m"]) if isinstance(wanted, Mapping) else (name,)
        if lacking := [one for one in used if one not in message]:
            absent.update(dict.fromkeys(lacking))
        elif not _COMPARISONS[comparison](message[name], wanted if len(used) == 1 else message[used[1]]):
            return None
    return tuple(absent)


def _tests(when: Mapping[str, Any]) -> Iterable[tuple[str, str, Any]]:
    """Each test of a linted condition: comparison (`""` for equality), fact, and what it is compared with."""
    for part in when.get("$and", [when]):
        ((key, value),) = part.items()
        comparison, compared = (key, value) if key.startswith("$") else ("", part)
        yield (comparison, *next(iter(compared.items())))


def _by_policy(pack_name: str, verdicts: tuple[Verdict, ...]) -> Decision:
    policy = next((one.rule for one in verdicts if one.rule.layer == "policy"), None)
    if policy is None:
        raise InvalidInput("decision.no_rule", place="facts", value=pack_name)
    answer = dict(policy.answer)
    return Decision(str(answer.pop("outcome", "")), policy.name, policy.obligation, answer, dict(policy.cites))


def _ask_the_law(decision: Decision, verdicts: tuple[Verdict, ...]) -> None:
    """Where the policy refuses or charges, a rule of law may still oblige (the law floor)."""
    law = next((one.rule for one in verdicts if one.rule.layer == "law"), None)
    if law is not None:
        decision.outcome += "_by_policy_but_law_obliges"
        decision.law = {"rule": law.name, "answer": dict(law.answer), "cites": dict(law.cites)}
