"""durable_rules against its Python twin (reliability T19): 5,000 messages over shipped rule sets and random ones."""

import random
from typing import Any

import pytest

import rules
from core.sla.engine import RuleSet
from core.sla.linter import lint
from core.sla.packs import Message, Pack, Rule, parse
from tests import twin

RULED = [pack for pack in rules.load() if pack.rules]
MESSAGES = 5_000
ORDERS = ("$gt", "$gte", "$lt", "$lte", "$neq")


def values(pack: Pack, field: str, chance: random.Random) -> list[str | int | bool]:
    """What a message may carry in `field`: what rules compare it with, and its neighbours."""
    fact = pack.facts[field]
    if fact["type"] == "bool":
        return [True, False]
    if fact["type"] == "str":
        return [*fact.get("of", ()), *_named(pack, field), "other"]
    return [one + step for one in (*_named(pack, field), 0, chance.randrange(2**53)) for step in (-1, 0, 1)]


def _named(pack: Pack, field: str) -> list[Any]:
    named = []
    for rule in pack.rules:
        for part in rule.when.get("$and", [rule.when]):
            ((key, value),) = part.items()
            compared = value if key.startswith("$") else part
            if field in compared and not isinstance(compared[field], dict | bool):
                named.append(compared[field])
    return named


def messages(pack: Pack, count: int, seed: int) -> list[Message]:
    chance = random.Random(seed)
    some = {field: values(pack, field, chance) for field in pack.facts}
    made: list[Message] = []
    for _ in range(count):
        present = [field for field in pack.facts if chance.random() < 0.9]
        message = {field: chance.choice(some[field]) for field in present}
        if present and chance.random() < 0.3:  # two fields that rules compare with each other are often the same
            first, second = chance.choice(present), chance.choice(present)
            if pack.facts[first]["type"] == pack.facts[second]["type"]:
                message[first] = message[second]
        made.append({name: value for name, value in message.items() if not _too_large(value)})
    return made


def _too_large(value: object) -> bool:
    return isinstance(value, int) and abs(value) > 2**53


@pytest.mark.parametrize("pack", RULED, ids=lambda pack: pack.name)
def test_engine_and_twin_agree_on_every_shipped_pack(pack: Pack) -> None:
    rule_set = RuleSet(pack.name, pack.rules, pack.facts)

    for message in messages(pack, MESSAGES // len(RULED) + 1, seed=1):
        assert [one.name for one in rule_set.decide(message)] == twin.decide(pack.rules, message), message


FACTS = {"kind": {"type": "str"}, "a": {"type": "int"}, "b": {"type": "int"}, "flag": {"type": "bool"}}


def random_pack(chance: random.Random) -> Pack:
    written: dict[str, Any] = {}
    for number in range(chance.randint(1, 8)):
        parts: list[dict[str, Any]] = [{"kind": chance.choice(["x", "y"])}]
        for _ in range(chance.randint(0, 3)):
            field = chance.choice(["a", "b"])
            wanted = {"$m": "b" if field == "a" else "a"} if chance.random() < 0.4 else chance.randint(-3, 3)
            parts.append({chance.choice(ORDERS): {field: wanted}})
        if chance.random() < 0.3:
            parts.append({"flag": chance.random() < 0.5})
        chance.shuffle(parts)
        written[f"rule.{number}"] = {"pri": number + 1, "when": {"$and": parts}, "cites": {"zh": "甲", "en": "a"}}
    return parse("random", {"facts": FACTS, "rules": written})


def test_engine_and_twin_agree_on_random_packs() -> None:
    chance = random.Random(2)
    for _ in range(100):
        pack = random_pack(chance)
        lint(pack)
        rule_set = RuleSet(pack.name, pack.rules, pack.facts)
        for message in messages(pack, MESSAGES // 100, seed=chance.randrange(2**32)):
            assert [one.name for one in rule_set.decide(message)] == twin.decide(pack.rules, message), (pack, message)


def test_the_twin_itself_can_disagree() -> None:
    """The differential test would see a wrong engine: a rule changed by one second is told apart."""
    right = Rule("late", 1, {"$and": [{"kind": "x"}, {"$gt": {"a": {"$m": "b"}}}]})
    wrong = Rule("late", 1, {"$and": [{"kind": "x"}, {"$gte": {"a": {"$m": "b"}}}]})
    rule_set = RuleSet("wrong", [wrong], FACTS)
    message: Message = {"kind": "x", "a": 1, "b": 1}

    assert [one.name for one in rule_set.decide(message)] != twin.decide([right], message)
