"""Every example of every pack, and the proof that each would fail without its obligation or rule."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import rules
from core.sla.engine import RuleSet
from core.sla.examples import run
from core.sla.packs import Pack

PACKS = rules.load()
COMMON = next(pack for pack in PACKS if pack.name == "deadlines")
JUDGE = RuleSet(COMMON.name, COMMON.rules, COMMON.facts)


def each_example() -> Iterator[Any]:
    for pack in PACKS:
        for example in pack.examples:
            yield pytest.param(pack, example["id"], id=f"{pack.name}/{example['id']}")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_example_ids_are_unique(pack: Pack) -> None:
    ids = [example["id"] for example in pack.examples]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("pack", "example_id"), list(each_example()))
def test_example(pack: Pack, example_id: str) -> None:
    one = tuple(example for example in pack.examples if example["id"] == example_id)

    assert list(run(replace(pack, examples=one), JUDGE)) == [(example_id, "")]


def without(pack: Pack, obligation: str) -> Pack:
    """The pack as if this obligation and the rules that rest on it had never been written."""
    left = {key: one for key, one in pack.obligations.items() if key != obligation}
    ruled = tuple(rule for rule in pack.rules if rule.obligation != obligation)
    decides = pack.obligations[obligation].kind == "decision"
    examples = tuple(one for one in pack.examples if one["obligation"] == obligation)
    return replace(pack, obligations=pack.obligations if decides else left, rules=ruled, examples=examples)


def each_obligation() -> Iterator[Any]:
    for pack in PACKS:
        for obligation in pack.obligations:
            yield pytest.param(pack, obligation, id=f"{pack.name}/{obligation}")


@pytest.mark.parametrize(("pack", "obligation"), list(each_obligation()))
def test_without_its_rule_an_obligation_fails_each_of_its_examples(pack: Pack, obligation: str) -> None:
    broken = without(pack, obligation)

    assert broken.examples, "an obligation without an example is not tested"
    assert [example for example, difference in run(broken, JUDGE) if not difference] == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_event_type_and_pause_of_a_pack_has_its_words(pack: Pack) -> None:
    spoken = set(pack.words) | set(COMMON.words)
    used = {
        word
        for one in pack.obligations.values()
        for word in (
            one.trigger, one.late_trigger, one.required, one.refused_by, one.approval, one.begins, *one.pause,
            *one.steps, *one.restart, *one.effect, *one.event, *one.until,
        )
        if word
    }  # fmt: skip

    assert used <= spoken


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_forbidden_act_and_every_guarded_effect_has_an_example(pack: Pack) -> None:
    happened = {event[0] for example in pack.examples for event in example.get("events", ())}
    judged = {act for one in pack.obligations.values() for act in (*one.event, *one.effect, *one.steps)}

    assert judged <= happened
