"""What a client says about a breach: an objection with its evidence, a decision with its reason."""

import base64
import binascii
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.domain.dispute import LONGEST_NAME, MOST_PROOFS, Decision, Objection, SentProof
from core.domain.plain_text import LONGEST_TEXT
from core.errors import InvalidInput

OBJECTION: dict[str, Any] = {
    "ground": "in_time",
    "statement": "The customer was called back at 17:20; our log was sent late.",
    "evidence": [
        {"text": "call record 2026-11-02, line 14", "file": {"name": "calls.csv", "content": "MTc6MjAsSy0xCg=="}}
    ],
}


class FileIn(BaseModel):
    """A file with its content in base64."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    content: str


class ProofIn(BaseModel):
    """A piece of evidence: what it is or where it lies, and if need be the file itself."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    file: FileIn | None = None


class ObjectionIn(BaseModel):
    """Why the vendor objects; `ground` is in_time, buyer_caused, third_party, force_majeure, wrong_record or other."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": OBJECTION})
    ground: str
    statement: str = Field(min_length=1, max_length=LONGEST_TEXT)
    evidence: list[ProofIn] = Field(default=[], max_length=MOST_PROOFS)

    def read(self) -> Objection:
        """The objection as the house knows it. Raises `InvalidInput` for what is no base64."""
        proofs = [_proof(one, f"evidence[{number}].file.content") for number, one in enumerate(self.evidence)]
        return Objection(self.ground, self.statement, proofs)


class DecisionIn(BaseModel):
    """The decision on a dispute: `outcome` upheld or rescinded; `share` where only a part of the deduction stands."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"outcome": "upheld", "share": "0.5", "reason": "The first call was in time, the second not."}
        },
    )
    outcome: str
    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)
    share: Decimal | None = None

    def read(self) -> Decision:
        """The decision as the house knows it."""
        return Decision(self.outcome, self.reason, self.share)


def _proof(sent: ProofIn, place: str) -> SentProof:
    if sent.file is None:
        return SentProof(sent.text)
    try:
        return SentProof(sent.text, sent.file.name, base64.b64decode(sent.file.content, validate=True))
    except (binascii.Error, ValueError):
        raise InvalidInput("dispute.bad_file", place=place) from None
