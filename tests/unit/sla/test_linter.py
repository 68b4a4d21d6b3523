"""A pack with a mistake is refused at its place, in both languages, before the engine sees it."""

from typing import Any

import pytest

import rules
from core.errors import InvalidInput
from core.sla.linter import lint
from core.sla.packs import parse
from core.sla.trial import prove

BOTH = {"zh": "理由", "en": "reason"}
FACTS = {"kind": {"type": "str"}, "n": {"type": "int"}, "flag": {"type": "bool"}}


def pack(**rules: dict[str, Any]) -> dict[str, Any]:
    return {"facts": FACTS, "rules": {name: {"pri": 1, "cites": BOTH, **rule} for name, rule in rules.items()}}


def refusal(written: dict[str, Any]) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        lint(parse("desk", written))
    return refused.value


@pytest.mark.parametrize(
    ("when", "code", "named"),
    [
        pytest.param({"$or": [{"kind": "x"}, {"kind": "y"}]}, "pack.unknown_operator", "$or", id="or"),
        pytest.param({"$and": [{"kind": "x"}, {"$nex": {"n": 1}}]}, "pack.unknown_operator", "$nex", id="nex"),
        pytest.param({"$and": []}, "pack.bad_condition", "$and", id="an empty and hangs the engine"),
        pytest.param({"$and": [{"$and": [{"kind": "x"}]}]}, "pack.bad_condition", "$and", id="nested and"),
        pytest.param({"other": 1}, "pack.unknown_field", "other", id="a field that nobody declared"),
        pytest.param(
            {"$and": [{"kind": "x"}, {"$gt": {"n": {"$m": "m"}}}]}, "pack.unknown_field", "m", id="other field"
        ),
        pytest.param({"$gt": {"n": 1}}, "pack.no_equality", "", id="no equality"),
        pytest.param({"$and": [{"kind": "x"}, {"$gt": {"n": "1"}}]}, "pack.wrong_type", "1", id="text for a number"),
        pytest.param({"$and": [{"kind": "x"}, {"$gt": {"kind": "a"}}]}, "pack.wrong_type", "a", id="text in order"),
        pytest.param({"n": 2**53 + 1}, "pack.wrong_type", str(2**53 + 1), id="past 2^53"),
        pytest.param({"flag": 1}, "pack.wrong_type", "1", id="1 for true"),
        pytest.param({"n": {"$m": "n", "x": 1}}, "pack.bad_condition", "$m", id="more than a reference"),
    ],
)
def test_a_condition_is_refused_at_its_rule(when: dict[str, Any], code: str, named: str) -> None:
    error = refusal(pack(late={"when": when}))

    assert (error.code, error.place) == (code, "desk/rules.yaml: late")
    assert named in error.message("zh")
    assert named in error.message("en")


def test_two_rules_of_one_priority_that_can_match_one_message_are_ambiguous() -> None:
    first, second = {"when": {"kind": "x"}}, {"when": {"$and": [{"kind": "x"}, {"$gt": {"n": 1}}]}}

    assert refusal(pack(first=first, second=second)).code == "pack.ambiguous_priority"


def test_rules_of_one_priority_that_exclude_each_other_are_not() -> None:
    lint(parse("desk", pack(first={"when": {"kind": "x"}}, second={"when": {"kind": "y"}})))


def test_a_missing_translation_names_the_language() -> None:
    error = refusal(pack(late={"when": {"kind": "x"}, "cites": {"zh": "理由"}}))

    assert (error.code, error.place) == ("pack.missing_translation", "desk/rules.yaml: late.cites.en")


def test_one_message_may_match_at_most_64_rules() -> None:
    many = {f"rule{n}": {"pri": n + 1, "when": {"$and": [{"kind": "x"}, {"$gt": {"n": n}}]}} for n in range(65)}

    assert refusal(pack(**many)).code == "pack.too_many_rules"


def test_a_pack_may_hold_at_most_500_tests() -> None:
    many = {f"rule{n}": {"pri": n + 1, "when": {"kind": f"k{n}"}} for n in range(501)}

    assert refusal(pack(**many)).code == "pack.too_many_tests"


def obligation(**changed: Any) -> dict[str, Any]:
    return {
        "source": "own", "kind": "deadline", "owed_by": "vendor", "severity": "minor", "kpi": "on_time",
        "trigger": "case.started", "required": "case.stopped", "limit": {"default": "15 min", "from": "ours"},
        "basis": "natural", "wording": {"zh": "{limit}内", "en": "within {limit}"}, **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        pytest.param({"wording": {"zh": "{limit}内"}}, "pack.missing_translation", "wording.en", id="translation"),
        pytest.param({"basis": "hours"}, "pack.not_allowed", "basis", id="unknown basis"),
        pytest.param({"owner": "x"}, "pack.unknown_key", "owner", id="misspelt key"),
        pytest.param({"trigger": "Started"}, "pack.not_an_event", "trigger", id="event type"),
        pytest.param({"limit": {"default": "soon"}}, "limit.unreadable", "limit.default", id="limit"),
        pytest.param({"limit": {"default": "2 days"}, "basis": "service_hours"}, "pack.unit_on_basis", "limit.default",
                     id="days on service hours"),
        pytest.param({"limit": {"default": "2 h", "negotiable": ["3 h", "4 h"]}}, "pack.default_outside",
                     "limit.default", id="default outside the range"),
        pytest.param({"not_before_field": "from_ms"}, "pack.not_before_field", "not_before_field",
                     id="an agreed earliest instant without an agreed instant"),
        pytest.param({"wording": {"zh": "快", "en": "soon"}, "limit": {"default": "2 h", "negotiable": ["1 h", "4 h"]}},
                     "pack.limit_not_printed", "wording.zh", id="a limit that is not printed"),
    ],
)  # fmt: skip
def test_an_obligation_is_refused_at_its_key(changed: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse("desk", {"obligations": {"T-01": obligation(**changed)}})

    assert (refused.value.code, refused.value.place) == (code, f"desk/obligations.yaml: T-01.{place}")
    assert refused.value.message("zh") != refused.value.message("en")


ON_A_DAY = {"basis": "on_date", "limit": {"default": "7 days"}}
AT_AN_INSTANT = {"basis": "fixed_date", "due_field": "agreed_ms"}


@pytest.mark.parametrize(
    ("dated", "basis"),
    [
        pytest.param(ON_A_DAY, "on_date", id="an agreed day"),
        pytest.param(AT_AN_INSTANT, "fixed_date", id="an agreed instant"),
        pytest.param({"bases": ["on_date"]}, "on_date", id="an agreed day if the contract says so"),
    ],
)
def test_what_is_due_on_a_date_has_no_pause(dated: dict[str, Any], basis: str) -> None:
    lint(parse("desk", {"obligations": {"T-01": obligation(**dated)}}))

    error = refusal({"obligations": {"T-01": obligation(pause=["store_confirmation_pending"], **dated)}})

    assert (error.code, error.place) == ("pack.pause_on_a_date", "desk/obligations.yaml: T-01.pause")
    assert basis in error.message("en")


def decision(*facts: str) -> dict[str, Any]:
    return {
        "source": "own", "kind": "decision", "owed_by": "buyer", "severity": "minor", "kpi": "by_rule",
        "facts": list(facts), "wording": BOTH,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "rule", "code"),
    [
        pytest.param(("n", "flag"), {"obligation": "T-02"}, "pack.fact_not_named", id="a fact read but not named"),
        pytest.param(("n", "kind", "m"), {"obligation": "T-02"}, "pack.unknown_field", id="a fact never declared"),
        pytest.param(("n", "kind"), {}, "pack.decides_nothing", id="no rule of its own"),
    ],
)
def test_a_decision_names_the_facts_that_its_rules_read(
    facts: tuple[str, ...], rule: dict[str, Any], code: str
) -> None:
    written = pack(late={"when": {"$and": [{"kind": "x"}, {"$gt": {"n": 1}}]}, **rule})

    error = refusal(written | {"obligations": {"T-02": decision(*facts)}})

    assert error.code == code
    assert error.place.startswith("desk/obligations.yaml: T-02")


@pytest.mark.parametrize(
    ("within", "code", "key"),
    [
        pytest.param({"after": "2 days"}, "pack.unit_on_basis", "after", id="days are not elapsed time"),
        pytest.param({"until": "2 h"}, "pack.unknown_key", "until", id="misspelt key"),
        pytest.param({"to_field": None}, "pack.missing_key", "to_field", id="no end"),
    ],
)
def test_a_permitted_time_is_refused_at_its_key(within: dict[str, Any], code: str, key: str) -> None:
    given = {"from_field": "start_ms", "before": "24 h", "to_field": "end_ms", "after": "2 h", **within}
    ban = {
        "source": "own", "kind": "prohibition", "owed_by": "both", "severity": "minor", "kpi": "none",
        "event": "address.disclosed", "until": ["dispatch.confirmed"], "within": given, "wording": BOTH,
    }  # fmt: skip

    with pytest.raises(InvalidInput) as refused:
        parse("desk", {"obligations": {"T-03": ban}})

    assert (refused.value.code, refused.value.place) == (code, f"desk/obligations.yaml: T-03.within.{key}")


def test_a_pack_whose_example_does_not_come_out_is_not_published() -> None:
    example = {
        "id": "late", "obligation": "T-01", "as_of": "2026-11-02T10:00:00+08:00", "expect": {"verdict": "met"},
        "events": [["case.started", "2026-11-02T09:00:00+08:00"], ["case.stopped", "2026-11-02T09:15:01+08:00"]],
    }  # fmt: skip
    common = next(one for one in rules_of_the_house() if one.name == "deadlines")

    with pytest.raises(InvalidInput) as refused:
        prove(parse("desk", {"obligations": {"T-01": obligation()}, "examples": [example]}), common)

    assert (refused.value.code, refused.value.values["value"]) == ("pack.example_fails", "late")


def test_a_pack_that_hangs_the_engine_dies_in_the_child() -> None:
    common = next(one for one in rules_of_the_house() if one.name == "deadlines")

    with pytest.raises(InvalidInput) as refused:
        prove(parse("slow", {"obligations": {"T-01": obligation()}}), common, time_limit_s=0.01)

    assert refused.value.code == "pack.does_not_compile"


def rules_of_the_house() -> Any:
    return rules.load()
