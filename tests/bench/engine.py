"""engine.*: one decision with a pack of 50 rules, and memory over a million of them."""

from core.sla.engine import RuleSet
from core.sla.packs import Message, Rule
from tests import twin
from tests.bench.figure import cpu_s, median, memory_mib, report

COUNT = 20_000
FACTS = {"kind": {"type": "str"}, "at_s": {"type": "int"}, "due_s": {"type": "int"}, "n": {"type": "int"}}


def fifty_rules() -> list[Rule]:
    """49 rules about other messages and the one that counts."""
    others = [Rule(f"rule{n}", n + 2, {"$and": [{"kind": f"kind{n}"}, {"$gt": {"n": n}}]}) for n in range(49)]
    return [Rule("late", 1, {"$and": [{"kind": "stop"}, {"$gt": {"at_s": {"$m": "due_s"}}}]}), *others]


def run() -> None:
    """Measure the engine."""
    rules = fifty_rules()
    rule_set = RuleSet("bench", rules, FACTS)
    message: Message = {"kind": "stop", "at_s": 2, "due_s": 1}
    rule_set.decide(message)

    def decide(count: int) -> None:
        for _ in range(count):
            rule_set.decide(message)

    def by_twin() -> None:
        for _ in range(COUNT):
            twin.decide(rules, message)

    value = median(lambda: cpu_s(lambda: decide(COUNT)) / COUNT * 1e6)
    report("engine.decision", value, median(lambda: cpu_s(by_twin) / COUNT * 1e6))
    decide(50_000)
    before = memory_mib()
    decide(950_000)
    report("engine.memory_growth_1m", max(0.0, (memory_mib() / before - 1) * 100), before)
