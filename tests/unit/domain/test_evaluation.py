"""Evaluators score for themselves; what is locked stays, and who is recused does not count."""

from decimal import Decimal

import pytest

from core.domain.evaluation import Evaluation
from core.errors import Conflict, InvalidInput, NotFound

FULL = {"A": {"quality": Decimal(90), "speed": Decimal(80)}, "B": {"quality": Decimal(70), "speed": Decimal(60)}}


def evaluation(*evaluators: str) -> Evaluation:
    one = Evaluation(1, "u", "S-1", ("A", "B"), ("quality", "speed"), Decimal(20), 0)
    for evaluator in evaluators:
        one.appoint(evaluator)
    return one


def locked(scores: dict[str, str]) -> Evaluation:
    """A's quality by evaluator; everything else is 80."""
    one = evaluation(*scores)
    for evaluator, quality in scores.items():
        eighty = {"quality": Decimal(80), "speed": Decimal(80)}
        one.score(evaluator, {"A": eighty | {"quality": Decimal(quality)}, "B": eighty})
        one.lock(evaluator, at_ms=1)
    return one


def test_a_locked_score_is_not_changed() -> None:
    one = evaluation("chen")
    one.score("chen", FULL)
    one.lock("chen", at_ms=1)
    with pytest.raises(Conflict) as refused:
        one.score("chen", {"A": {"quality": Decimal(95)}})
    assert (refused.value.code, refused.value.place) == ("evaluation.locked", "evaluators.chen")
    assert one.sheet("chen").scores["A"]["quality"] == 90
    with pytest.raises(Conflict):
        one.lock("chen", at_ms=2)
    assert one.sheet("chen").locked_ms == 1


def test_a_missing_score_is_named_by_vendor_and_criterion() -> None:
    one = evaluation("chen")
    one.score("chen", {"A": FULL["A"], "B": {"quality": Decimal(70)}})
    with pytest.raises(InvalidInput) as refused:
        one.lock("chen", at_ms=1)
    assert refused.value.place == "scores.chen.B.speed"
    assert (refused.value.values["vendor"], refused.value.values["criterion"]) == ("B", "speed")
    assert one.sheet("chen").locked_ms is None


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-0.1", "100.1"])
def test_a_score_that_is_not_from_0_to_100_is_named_and_nothing_is_written(value: str) -> None:
    one = evaluation("chen")
    with pytest.raises(InvalidInput) as refused:
        one.score("chen", {"A": FULL["A"], "B": {"quality": Decimal(value)}})
    assert refused.value.place == "scores.chen.B.quality"
    assert one.sheet("chen").scores == {}


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ({"C": {"quality": Decimal(1)}}, "evaluation.unknown_vendor"),
        ({"A": {"price": Decimal(1)}}, "evaluation.unknown_criterion"),
    ],
)
def test_what_is_not_evaluated_is_refused(scores: dict[str, dict[str, Decimal]], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        evaluation("chen").score("chen", scores)
    assert refused.value.code == code


def test_scores_are_joined_when_all_are_locked() -> None:
    one = evaluation("chen", "gao")
    one.score("chen", FULL)
    one.lock("chen", at_ms=1)
    with pytest.raises(Conflict, match="gao"):
        one.joint_scores()
    one.score("gao", {"A": {"quality": Decimal(91), "speed": Decimal(80)}, "B": FULL["B"]})
    one.lock("gao", at_ms=2)
    assert one.joint_scores()["A"] == {"quality": Decimal("90.5"), "speed": 80}


def test_a_recused_evaluator_does_not_score_and_does_not_count() -> None:
    one = locked({"chen": "90", "sun": "20"})
    one.recuse("sun", "sister of a partner of A")
    assert one.joint_scores()["A"]["quality"] == 90
    assert one.divergences() == ()
    with pytest.raises(Conflict, match="sister"):
        one.score("sun", FULL)
    with pytest.raises(InvalidInput):
        one.recuse("chen", "")
    with pytest.raises(Conflict, match="sister"):
        one.recuse("sun", "another reason")


def test_with_everybody_recused_there_is_no_score() -> None:
    one = locked({"chen": "90"})
    one.recuse("chen", "advised A")
    with pytest.raises(Conflict) as refused:
        one.joint_scores()
    assert refused.value.code == "evaluation.nobody"


def test_scores_that_lie_at_the_bound_do_not_diverge() -> None:
    assert locked({"chen": "90", "gao": "70"}).divergences() == ()
    (cell,) = locked({"chen": "90", "gao": "69", "li": "80"}).divergences()
    assert (cell.vendor, cell.criterion, cell.spread) == ("A", "quality", Decimal(21))


def test_a_divergence_needs_a_consensus_and_the_scores_stay() -> None:
    one = locked({"chen": "95", "gao": "72"})
    with pytest.raises(Conflict) as refused:
        one.close(at_ms=3)
    assert (refused.value.place, one.closed_ms) == ("consensus.A.quality", None)
    with pytest.raises(InvalidInput):
        one.agree("A", "speed", "fine", by="chen", at_ms=2)
    with pytest.raises(InvalidInput):
        one.agree("A", "quality", " ", by="chen", at_ms=2)
    one.agree("A", "quality", "gao saw one site only", by="chen", at_ms=2)
    one.close(at_ms=3)
    assert one.joint_scores()["A"]["quality"] == Decimal("83.5")
    with pytest.raises(Conflict, match="closed"):
        one.recuse("gao", "late")


def test_evaluators_are_appointed_once_and_by_name() -> None:
    one = evaluation("chen")
    with pytest.raises(Conflict):
        one.appoint("chen")
    with pytest.raises(InvalidInput):
        one.appoint("")
    with pytest.raises(NotFound, match="gao"):
        one.score("gao", FULL)
