"""What an objection and a decision must say."""

from decimal import Decimal

import pytest

from core.domain.breach import RESCINDED, UPHELD
from core.domain.dispute import MOST_BYTES, MOST_PROOFS, Decision, Objection, SentProof
from core.errors import InvalidInput

SAID = "The call was made at 17:20."


@pytest.mark.parametrize(
    ("objection", "place"),
    [
        pytest.param(("spite", SAID), "ground", id="unknown ground"),
        pytest.param(("in_time", " \n"), "statement", id="no statement"),
        pytest.param(("in_time", "x" * 1001), "statement", id="too long"),
        pytest.param(("in_time", SAID, [SentProof(" ")]), "evidence[0].text", id="evidence without words"),
        pytest.param(("in_time", SAID, [SentProof("log"), SentProof("log", "a.csv")]), "evidence[1].file", id="empty"),
        pytest.param(("in_time", SAID, [SentProof("log", "", b"x")]), "evidence[0].file.name", id="nameless"),
        pytest.param(("in_time", SAID, [SentProof("log")] * (MOST_PROOFS + 1)), "evidence", id="too many"),
        pytest.param(("in_time", SAID, [SentProof("log", "a", b"x" * MOST_BYTES), SentProof("log", "b", b"x")]),
                     "evidence", id="a byte too large together"),
    ],
)  # fmt: skip
def test_an_objection_that_says_too_little_or_too_much_is_refused_at_its_place(
    objection: tuple[str, str] | tuple[str, str, list[SentProof]], place: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        Objection(*objection)

    assert refused.value.place == place
    assert place in refused.value.message("zh")


def test_an_objection_may_do_without_evidence_and_fill_what_is_allowed() -> None:
    assert Objection("other", SAID).evidence == ()
    Objection("in_time", "x" * 1000, [SentProof("log", "a", b"x" * MOST_BYTES)] + [SentProof("log")] * 9)


@pytest.mark.parametrize(
    ("outcome", "reason", "share", "place"),
    [
        ("accepted", SAID, None, "outcome"), (UPHELD, " ", None, "reason"), (UPHELD, SAID, "0", "share"),
        (UPHELD, SAID, "1", "share"), (UPHELD, SAID, "-0.1", "share"), (UPHELD, SAID, "NaN", "share"),
        (RESCINDED, SAID, "0.5", "share"),
    ],
)  # fmt: skip
def test_a_decision_without_reason_or_with_an_impossible_share_is_refused(
    outcome: str, reason: str, share: str | None, place: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        Decision(outcome, reason, None if share is None else Decimal(share))

    assert refused.value.place == place


@pytest.mark.parametrize("share", ["0.0001", "0.5", "0.9999"])
def test_a_part_lies_between_nothing_and_all(share: str) -> None:
    assert Decision(UPHELD, SAID, Decimal(share)).share == Decimal(share)
