"""What a decision table needs to know: never less than what could change its answer."""

import random
from collections.abc import Iterator

import pytest

import rules
from core.errors import InvalidInput
from core.sla.decision import Decision, decide
from core.sla.engine import RuleSet
from core.sla.linter import lint
from core.sla.packs import ASKED, Message, Pack

PACKS = rules.load()
DECIDING = [pack for pack in PACKS if ASKED in pack.facts]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_shipped_pack_passes_the_linter(pack: Pack) -> None:
    lint(pack)


def values(pack: Pack, name: str) -> list[str | int | bool]:
    """What a fact may be: its words, yes and no, or both sides of the boundaries of these tables."""
    fact = pack.facts[name]
    if fact["type"] == "bool":
        return [True, False]
    return list(fact["of"]) if "of" in fact else [0, 2, 3, 7, 8, 172_800, 172_801]


def known_in_part(pack: Pack, count: int) -> Iterator[Message]:
    chance = random.Random(3)
    names = [name for name in pack.facts if name != ASKED]
    for _ in range(count):
        known = [name for name in names if chance.random() < 0.7]
        yield {name: chance.choice(values(pack, name)) for name in known}


def answer(pack: Pack, rule_set: RuleSet, facts: Message) -> Decision | None:
    try:
        return decide(pack, rule_set, facts)
    except InvalidInput:
        return None


@pytest.mark.parametrize("pack", DECIDING, ids=lambda pack: pack.name)
def test_an_answer_given_without_a_fact_is_the_answer_whatever_that_fact_is(pack: Pack) -> None:
    rule_set = RuleSet(pack.name, pack.rules, pack.facts)
    answered = 0
    for facts in known_in_part(pack, 300):
        given = answer(pack, rule_set, facts)
        if given is None:
            continue
        answered += 1
        for name in (one for one in pack.facts if one != ASKED and one not in facts):
            for value in values(pack, name):
                assert answer(pack, rule_set, {**facts, name: value}) == given, (facts, name, value)

    assert answered


def test_all_that_a_rule_lacks_is_named() -> None:
    pack = next(one for one in DECIDING if one.name == "conduct")

    with pytest.raises(InvalidInput) as refused:
        decide(pack, RuleSet(pack.name, pack.rules, pack.facts), {"question": "charge"})

    assert refused.value.place == "charged_cents"
    assert "charged_cents, price_list_cents" in refused.value.message("en")


@pytest.mark.parametrize("pack", DECIDING, ids=lambda pack: pack.name)
def test_every_rule_decides_one_of_the_examples(pack: Pack) -> None:
    rule_set = RuleSet(pack.name, pack.rules, pack.facts)
    given = [answer(pack, rule_set, example["facts"]) for example in pack.examples if "facts" in example]
    decided = {one.rule for one in given if one}
    obliged = {one.law["rule"] for one in given if one and one.law}

    assert decided | obliged == {rule.name for rule in pack.rules}
