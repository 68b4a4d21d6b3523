"""A version on its way: who may approve it, what stands in the way, and what an edit undoes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.agreed_levels import agreed_levels
from core.domain.contract_draft import Signature, VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.finding import Finding
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import Wording
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.wp1 import obligations

DAY = date(2026, 6, 20)
WARNING = Finding("OS-19", "warning", "guarantees", "没有担保", "no guarantee", "house")
TYPED = Wording("由甲方填写", "typed by hand")
ERROR = Finding("J02", "error", "dispute.institutions", "两个机构", "two institutions", "V2")


def draft(*findings: Finding) -> VersionDraft:
    made = VersionDraft(
        1, "u", "C-1", 1, "V-1", date(2026, 7, 1), "daily", {}, ContractTerms(number="C-1"), (), ("author",), 0
    )
    made.lint(findings, signed_on=DAY)
    return made


def approved(*findings: Finding) -> VersionDraft:
    made = draft(*findings)
    made.approve((), (), by="manager", at_ms=1)
    return made


def signature() -> Signature:
    return Signature(DAY, "0" * 64, "zh", "legal", 2)


def test_an_author_cannot_approve() -> None:
    with pytest.raises(Forbidden):
        draft().approve((), (), by="author", at_ms=1)


def test_whoever_revised_it_is_an_author_too() -> None:
    made = draft()
    made.revise(ContractTerms(number="C-1", version=1), (), DAY, by="editor")
    made.lint((), signed_on=DAY)

    with pytest.raises(Forbidden):
        made.approve((), (), by="editor", at_ms=1)
    made.approve((), (), by="manager", at_ms=1)
    assert made.state == "approved"


@pytest.mark.parametrize("finding", [WARNING, ERROR])
def test_what_was_found_stands_in_the_way(finding: Finding) -> None:
    with pytest.raises(Conflict) as stands:
        draft(finding).approve((), (), by="manager", at_ms=1)

    assert stands.value.place == finding.path


def test_a_reason_clears_a_warning_but_never_an_error() -> None:
    made = draft(WARNING, ERROR)
    made.acknowledge("OS-19", "guarantees", "pilot", by="legal", at_ms=1)
    with pytest.raises(Conflict):
        made.acknowledge("J02", "dispute.institutions", "we like both", by="legal", at_ms=1)
    with pytest.raises(NotFound):
        made.acknowledge("E10", "guarantees", "-", by="legal", at_ms=1)
    with pytest.raises(InvalidInput):
        made.acknowledge("OS-19", "guarantees", "  ", by="legal", at_ms=1)

    made.lint((WARNING,), signed_on=DAY)
    made.approve((), (), by="manager", at_ms=2)  # the same warning, found again, is still accepted


def test_a_warning_that_says_something_else_needs_another_reason() -> None:
    made = draft(WARNING)
    made.acknowledge("OS-19", "guarantees", "pilot", by="legal", at_ms=1)
    made.lint((replace(WARNING, message_en="no guarantee for 2 million"),), signed_on=DAY)

    with pytest.raises(Conflict):
        made.approve((), (), by="manager", at_ms=2)


def test_other_terms_undo_what_was_found_and_approved() -> None:
    made = approved()
    made.revise(ContractTerms(number="C-1", signing_place=TYPED), (), DAY, by="author")

    assert (made.state, made.approval, made.findings, made.linted_for) == ("draft", None, (), None)
    assert made.terms_sha256 == made.terms.terms_hash


def test_the_law_of_the_day_of_signing_is_the_one_that_counts() -> None:
    made = approved()
    with pytest.raises(Conflict) as later_law:
        made.sign(signature(), (ERROR,))

    assert (later_law.value.code, made.state) == ("draft.law_of_the_day", "approved")


def test_what_was_accepted_is_not_accepted_when_the_law_of_the_day_says_something_else() -> None:
    made = draft(WARNING)
    made.acknowledge("OS-19", "guarantees", "pilot", by="legal", at_ms=1)
    made.approve((), (), by="manager", at_ms=2)

    with pytest.raises(Conflict) as other_words:
        made.sign(signature(), (replace(WARNING, message_en="no guarantee, by a later law"),))
    assert other_words.value.code == "draft.law_of_the_day"
    made.sign(signature(), (WARNING,))


@pytest.mark.parametrize(
    "step",
    [
        lambda made: made.revise(ContractTerms(), (), DAY, by="author"),
        lambda made: made.lint((), signed_on=DAY),
        lambda made: made.approve((), (), by="manager", at_ms=3),
        lambda made: made.sign(signature(), ()),
    ],
    ids=["revise", "lint", "approve", "sign"],
)
def test_what_is_active_never_changes(step: Any) -> None:
    made = approved()
    made.sign(signature(), ())
    made.activate(at_ms=3)

    with pytest.raises(Conflict) as late:
        step(made)
    assert late.value.values["value"] == "active"


def test_only_a_signed_version_comes_into_force() -> None:
    with pytest.raises(Conflict):
        approved().activate(at_ms=3)


def test_a_level_is_made_from_its_obligation_whatever_was_typed() -> None:
    typed = ServiceLevel(obligation="SC-01", limit="20 min", text=TYPED, severity="minor", pack="conduct")
    [level] = agreed_levels((typed,), obligations())

    assert (level.pack, level.severity) == ("soft_complaint", obligations()["SC-01"].severity)
    assert "20分钟" in level.text.zh
    assert "20 minutes" in level.text.en


@pytest.mark.parametrize(
    ("levels", "error", "place"),
    [
        ((ServiceLevel("SC-01"), ServiceLevel("SC-01")), InvalidInput, "service_levels[1]"),
        ((ServiceLevel("XX-01"),), NotFound, "service_levels.XX-01"),
        ((ServiceLevel("SC-01", limit="1 min"),), InvalidInput, "service_levels.SC-01.limit"),
        ((ServiceLevel("SC-01", basis="calendar"),), InvalidInput, "service_levels.SC-01.basis"),
    ],
    ids=["twice", "unknown", "below the range", "another basis"],
)
def test_a_level_that_cannot_be_agreed_is_named(levels: Any, error: type[InvalidInput], place: str) -> None:
    with pytest.raises(error) as refused:
        agreed_levels(levels, obligations())

    assert refused.value.place == place
