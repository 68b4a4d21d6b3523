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
class DecisionTables:
    """The packs that hold a decision table, their rules compiled once."""

    packs: Mapping[str, Pack]
    _rules: dict[str, RuleSet] = field(default_factory=dict)

    def decide(self, pack_name: str, facts: Message) -> Decision:
        """Decide on `facts`. Raises `NotFound` for the pack, `InvalidInput` naming a fact or that no rule applies."""
        pack = self._pack(pack_name)
        rules = self._rules.setdefault(pack.sha256, RuleSet(pack.name, pack.rules, pack.facts))
        return decide(pack, rules, facts)

    def facts(self, pack_name: str, known: Message) -> dict[str, str | int | bool]:
        """Those of the `known` facts that this table asks."""
        asked = self._pack(pack_name).facts
        return {name: value for name, value in known.items() if name in asked and name != ASKED}

    def _pack(self, name: str) -> Pack:
        deciding = {key: pack for key, pack in self.packs.items() if ASKED in pack.facts}
        if name not in deciding:
            raise NotFound("decision.unknown_pack", place="pack", value=name, allowed=", ".join(sorted(deciding)))
        return deciding[name]


@dataclass(slots=True)
class DecisionService:
    """Answers by the packs that hold a decision table."""

    packs: Mapping[str, Pack]
    _tables: DecisionTables = field(init=False)

    def __post_init__(self) -> None:
        self._tables = DecisionTables(self.packs)

    def decide(self, actor: Actor, pack_name: str, facts: Message) -> Decision:
        """Decide on `facts`. Raises as `DecisionTables.decide` does."""
        access.require(actor, "decision.ask")
        return self._tables.decide(pack_name, facts)
