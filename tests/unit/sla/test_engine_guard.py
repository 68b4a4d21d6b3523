"""What durable_rules would get wrong never reaches it, and a rule set is safe under threads (rule-engine.md)."""

import threading
from typing import Any

import pytest

from core.errors import InvalidInput
from core.sla.engine import RuleSet
from core.sla.packs import Rule

FACTS: dict[str, Any] = {"kind": {"type": "str"}, "n": {"type": "int"}, "flag": {"type": "bool"}}
RULES = [
    Rule("second", 2, {"$and": [{"kind": "x"}, {"$gte": {"n": 0}}]}),
    Rule("first", 1, {"$and": [{"kind": "x"}, {"$gt": {"n": 5}}]}),
]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        pytest.param({"kind": "x", "m": 1}, "fact.unknown", id="unknown key"),
        pytest.param({"kind": None}, "fact.bad_value", id="null"),
        pytest.param({"kind": "x", "n": 1.5}, "fact.bad_value", id="float"),
        pytest.param({"kind": "x", "n": 2**53 + 1}, "fact.bad_value", id="past 2^53"),
        pytest.param({"kind": "x" * 1001}, "fact.bad_value", id="long text"),
        pytest.param({"kind": {"$s": 1}}, "fact.bad_value", id="nested"),
    ],
)
def test_the_guard_refuses(message: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        RuleSet("guard", RULES, FACTS).decide(message)

    assert refused.value.code == code


def test_all_verdicts_come_in_order_of_priority() -> None:
    verdicts = RuleSet("order", RULES, FACTS).decide({"kind": "x", "n": 6})

    assert [one.name for one in verdicts] == ["first", "second"]


def test_the_engine_keeps_nothing_between_messages() -> None:
    rule_set = RuleSet("pure", RULES, FACTS)

    answers = [rule_set.verdict({"kind": "x", "n": n}) for n in (6, 1, 6, -1, 6)]

    assert answers == ["first", "second", "first", "", "first"]


def test_four_threads_on_one_rule_set_agree() -> None:
    rule_set = RuleSet("threads", RULES, FACTS)
    wrong: list[str] = []

    def ask() -> None:
        for n in range(2_000):
            verdict = rule_set.verdict({"kind": "x", "n": n % 10})
            if verdict != ("first" if n % 10 > 5 else "second"):
                wrong.append(verdict)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
