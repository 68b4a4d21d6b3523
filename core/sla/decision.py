"""A decision table: facts in, the answer and the rule it rests on out; the law is asked after the shop's policy."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.errors import InvalidInput
from core.sla.engine import RuleSet, Verdict
from core.sla.packs import Message, Pack

REFUSED = "refused"
BUT_THE_LAW_OBLIGES = "refused_by_policy_but_law_obliges"
ASKED = "decision"
"""The fact by which a message says which table it asks; a pack that declares it answers decisions."""

_KINDS = {"int": int, "str": str, "bool": bool}


class Decision(msgspec.Struct):
    """What was decided, by which rule, and the law that overrides it if one does."""

    outcome: str
    rule: str
    obligation: str
    answer: dict[str, str | int | bool]
    cites: dict[str, str]
    law: dict[str, Any] | None = None


def decide(pack: Pack, rules: RuleSet, facts: Message) -> Decision:
    """Answer `facts`. Raises `InvalidInput` naming the fact that is not allowed, or saying that no rule applies."""
    check_facts(pack, facts)
    return _combine(pack.name, rules.decide({**facts, ASKED: pack.name}))


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


def _combine(pack_name: str, verdicts: tuple[Verdict, ...]) -> Decision:
    """The first policy rule decides; where it refuses, a rule of law may still oblige (operations.md, law floor)."""
    policy = next((one for one in verdicts if one.rule.layer == "policy"), None)
    law = next((one for one in verdicts if one.rule.layer == "law"), None)
    if policy is None:
        raise InvalidInput("decision.no_rule", place="facts", value=pack_name)
    rule, answer = policy.rule, dict(policy.rule.answer)
    decision = Decision(str(answer.pop("outcome", "")), rule.name, rule.obligation, answer, dict(rule.cites))
    if law is not None and decision.outcome == REFUSED:
        decision.outcome = BUT_THE_LAW_OBLIGES
        decision.law = {"rule": law.name, "answer": dict(law.rule.answer), "cites": dict(law.rule.cites)}
    return decision
