"""Asking the decision tables of the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import NotFound
from core.services import access
from core.services.access import Actor
from core.sla.decision import Decision, decide
from core.sla.engine import RuleSet
from core.sla.packs import ASKED, Message, Pack


@dataclass(slots=True)
class DecisionService:
    """Answers by the packs that hold a decision table."""

    packs: Mapping[str, Pack]
    _rules: dict[str, RuleSet] = field(default_factory=dict)

    def decide(self, actor: Actor, pack_name: str, facts: Message) -> Decision:
        """Decide on `facts`. Raises `NotFound` for the pack, `InvalidInput` naming a fact or that no rule applies."""
        access.require(actor, "decision.ask")
        pack = self._pack(pack_name)
        rules = self._rules.setdefault(pack.sha256, RuleSet(pack.name, pack.rules, pack.facts))
        return decide(pack, rules, facts)

    def _pack(self, name: str) -> Pack:
        deciding = {key: pack for key, pack in self.packs.items() if ASKED in pack.facts}
        if name not in deciding:
            raise NotFound("decision.unknown_pack", place="pack", value=name, allowed=", ".join(sorted(deciding)))
        return deciding[name]
