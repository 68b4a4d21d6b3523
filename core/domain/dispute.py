"""A vendor's objection to a breach and the buyer's decision on it (sla.md 3.14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_choice, require_text
from core.domain.breach import RESCINDED, UPHELD
from core.domain.plain_text import check_name, check_text
from core.errors import InvalidInput

GROUNDS = ("in_time", "buyer_caused", "third_party", "force_majeure", "wrong_record", "other")
"""Why a vendor objects."""
LATE_STOP = "late_stop"
"""The ground of a dispute that no vendor raised: a stop told late and without evidence (sla.md 3.15)."""
OUTCOMES = (UPHELD, RESCINDED)
MOST_PROOFS = 10
MOST_BYTES = 5_000_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: what it is in words, and if a file was sent its name and SHA-256."""

    text: str
    file_name: str = ""
    file_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SentProof:
    """A piece of evidence as it is sent: a reference in words, with a file or without."""

    text: str
    file_name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a vendor says against a breach. Raises `InvalidInput` naming what is missing, too long or too much."""

    ground: str
    statement: str
    evidence: Sequence[SentProof] = ()

    def __post_init__(self) -> None:
        require_choice(self.ground, GROUNDS, code="dispute.ground", place="ground")
        require_text(self.statement, code="dispute.no_statement", place="statement")
        check_text(self.statement, "statement")
        if len(self.evidence) > MOST_PROOFS:
            raise InvalidInput("dispute.too_many_proofs", place="evidence", value=len(self.evidence), most=MOST_PROOFS)
        for number, one in enumerate(self.evidence):
            _check_proof(one, f"evidence[{number}]")
        size = sum(len(one.content) for one in self.evidence)
        if size > MOST_BYTES:
            raise InvalidInput("dispute.files_too_large", place="evidence", value=size, most=MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Decision:
    """How the buyer decides: `outcome` upheld or rescinded, and for a part upheld the `share` of the deduction.

    `share` lies between 0 and 1, both excluded; None is the whole. Raises `InvalidInput`, also without a reason.
    """

    outcome: str
    reason: str
    share: Decimal | None = None

    def __post_init__(self) -> None:
        require_choice(self.outcome, OUTCOMES, code="dispute.outcome", place="outcome")
        require_text(self.reason, code="dispute.no_reason", place="reason")
        check_text(self.reason, "reason")
        if self.share is not None and self.outcome != UPHELD:
            raise InvalidInput("dispute.share_of_nothing", place="share", value=str(self.share))
        if self.share is not None and not (self.share.is_finite() and 0 < self.share < 1):
            raise InvalidInput("dispute.share", place="share", value=str(self.share)[:60])


def _check_proof(one: SentProof, place: str) -> None:
    require_text(one.text, code="dispute.no_proof_text", place=f"{place}.text")
    check_text(one.text, f"{place}.text")
    if one.file_name or one.content:
        check_name(one.file_name, f"{place}.file.name", LONGEST_NAME)
        if not one.content:
            raise InvalidInput("dispute.empty_file", place=f"{place}.file", value=one.file_name)
