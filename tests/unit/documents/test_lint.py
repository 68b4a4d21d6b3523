"""Each rule of law finds what it should and lets pass what it should, by the law of the day of signing."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from core.documents.lint import CHECKS, FIRST_DAY, lint, rules
from core.errors import InvalidInput

EXAMPLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "law_examples.yaml").read_text("utf-8"))
SIGNED_ON = date(2026, 10, 12)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one['rule']} {one['name']}" for one in EXAMPLES])
def test_the_rule_finds_what_the_example_says(example: dict[str, Any]) -> None:
    terms = msgspec.to_builtins(example["terms"])
    found = [one for one in lint(terms, signed_on=example.get("signed_on", SIGNED_ON)) if one.rule == example["rule"]]

    assert sorted([one.severity, one.path] for one in found) == sorted(example["finds"])
    for said in example.get("says", ()):
        assert all(said in one.message_zh for one in found)


@pytest.mark.parametrize("rule", sorted(CHECKS))
def test_every_rule_has_a_failing_and_a_passing_example(rule: str) -> None:
    finds = [bool(one["finds"]) for one in EXAMPLES if one["rule"] == rule]

    assert {True, False} <= set(finds)


def test_every_statement_of_a_rule_is_found_by_an_example() -> None:
    said = {
        (one.rule, one.message_zh.partition("：")[2])
        for example in EXAMPLES
        for one in lint(msgspec.to_builtins(example["terms"]), signed_on=example.get("signed_on", SIGNED_ON))
    }
    for rule in rules():
        if rule.in_force(SIGNED_ON):
            for name, statement in rule.findings.items():
                beginning = statement.zh.partition("{")[0]
                assert any(found == rule.id and text.startswith(beginning) for found, text in said), (rule.id, name)


def test_records_of_a_rule_follow_each_other_without_a_gap() -> None:
    assert {one.id for one in rules()} == set(CHECKS)
    for rule_id in CHECKS:
        records = [one for one in rules() if one.id == rule_id]
        assert records[-1].until is None
        for before, after in pairwise(records):
            assert before.until is not None
            assert (after.since - before.until).days == 1


def test_what_is_not_verified_is_never_an_error() -> None:
    assert all(
        statement.severity != "error"
        for one in rules()
        if one.status in ("S", "U")
        for statement in one.findings.values()
    )


def test_a_finding_names_path_article_and_remedy_in_both_languages() -> None:
    (finding,) = [one for one in lint({"dispute": {"mode": "arbitration"}}, signed_on=SIGNED_ON) if one.rule == "J02"]

    assert finding.message_zh == (
        "dispute.institutions：约定仲裁，但没有选定仲裁委员会；达不成补充协议的，仲裁协议无效"
        "（《仲裁法》（2025年修订）第27条、第29条，仲裁法解释第3条至第6条）。建议：写明一个仲裁机构的全称。"
    )
    assert "Remedy: name one institution, in full." in finding.message_en


def test_a_sentence_without_end_is_quoted_by_its_beginning() -> None:
    endless = "任何一方可以申请仲裁，也可以向人民法院起诉" + "，等等" * 10_000
    terms = {"dispute": {"mode": "arbitration", "wording": {"zh": endless}}}
    (found,) = [one for one in lint(terms, signed_on=SIGNED_ON) if one.rule == "J03"]

    assert endless[:200] + "…" in found.message_zh
    assert len(found.message_zh) < 500


def test_errors_come_first() -> None:
    found = lint({"guarantees": [{"kind": "surety"}], "dispute": {"mode": "arbitration"}}, signed_on=SIGNED_ON)

    assert [one.severity for one in found] == sorted((one.severity for one in found), key=("error", "warning").index)
    assert {"error", "warning"} == {one.severity for one in found}


def test_a_day_before_the_civil_code_is_refused() -> None:
    assert [one.rule for one in lint({}, signed_on=FIRST_DAY)] == ["OS-19"]
    with pytest.raises(InvalidInput, match="2020-12-31"):
        lint({}, signed_on=date(2020, 12, 31))
