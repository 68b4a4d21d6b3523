"""Decision tables: facts in, the answer and the rule it rests on out; the law is asked after the shop's policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.errors import InvalidInput, NotFound
from core.services import access
from core.services.access import Actor
from core.sla.engine import RuleSet, Verdict
from core.sla.packs import Pack

REFUSED = "refused"
BUT_THE_LAW_OBLIGES = "refused_by_policy_but_law_obliges"


class Decision(msgspec.Struct):
    """What was decided, by which rule, and the law that overrides it if one does."""

    outcome: str
    rule: str
    obligation: str
    answer: dict[str, str | int | bool]
    cites: dict[str, str]
    law: dict[str, Any] | None = None


@dataclass(slots=True)
class DecisionService:
    """Answers by the decision packs of the house."""

    packs: Mapping[str, Pack]
    _rules: dict[str, RuleSet] = field(default_factory=dict)

    def decide(self, actor: Actor, pack_name: str, facts: Mapping[str, str | int | bool]) -> Decision:
        """Decide on `facts`. Raises `NotFound` for the pack, `InvalidInput` naming a fact or that no rule applies."""
        access.require(actor, "decision.ask")
        pack = self._pack(pack_name)
        check_facts(pack, facts)
        rules = self._rules.setdefault(pack.sha256, RuleSet(pack.name, pack.rules, pack.facts))
        return combine(pack_name, rules.decide({**facts, "decision": pack_name}))

    def _pack(self, name: str) -> Pack:
        deciding = {key: pack for key, pack in self.packs.items() if "decision" in pack.facts}
        if name not in deciding:
            raise NotFound("decision.unknown_pack", place="pack", value=name, allowed=", ".join(sorted(deciding)))
        return deciding[name]


def check_facts(pack: Pack, facts: Mapping[str, Any]) -> None:
    """Refuse a fact of the wrong type or outside what the pack allows, naming it."""
    kinds = {"int": int, "str": str, "bool": bool}
    for name, value in facts.items():
        asked = pack.facts.get(name)
        if asked is None:
            raise InvalidInput("fact.unknown", place=name, value=name, allowed=", ".join(pack.facts))
        if type(value) is not kinds[asked["type"]]:
            raise InvalidInput("fact.wrong_type", place=name, value=str(value)[:60], type=asked["type"])
        if "of" in asked and value not in asked["of"]:
            raise InvalidInput("fact.not_allowed", place=name, value=str(value)[:60], allowed=", ".join(asked["of"]))
        if not asked.get("min", value) <= value <= asked.get("max", value):
            allowed = f"{asked.get('min', '')}..{asked.get('max', '')}"
            raise InvalidInput("fact.not_allowed", place=name, value=value, allowed=allowed)


def combine(pack_name: str, verdicts: tuple[Verdict, ...]) -> Decision:
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
