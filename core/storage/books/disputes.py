"""Disputes of breaches: one stands at a time, what was withdrawn stays in the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.dispute import Decision, Proof
from core.storage.tables import breach_disputes


@dataclass(frozen=True, slots=True)
class Disputes:
    """The disputes of one organisation."""

    connection: Connection
    organisation_id: int

    def current(self, breach_ids: Sequence[int]) -> dict[int, Row[Any]]:
        """The dispute of each of these breaches that has one which was not withdrawn."""
        if not breach_ids:
            return {}
        chosen = select(breach_disputes).where(
            breach_disputes.c.organisation_id == self.organisation_id,
            breach_disputes.c.breach_id.in_(breach_ids),
            breach_disputes.c.withdrawn_ms.is_(None),
        )
        return {row.breach_id: row for row in self.connection.execute(chosen)}

    def of(self, breach_id: int) -> Sequence[Row[Any]]:
        """All disputes of a breach, also those that were withdrawn."""
        own = breach_disputes.c.organisation_id == self.organisation_id
        return self.connection.execute(
            select(breach_disputes).where(own, breach_disputes.c.breach_id == breach_id).order_by(breach_disputes.c.id)
        ).all()

    def add(self, breach_id: int, ground: str, statement: str, proofs: tuple[Proof, ...], by: str, at_ms: int) -> int:
        """Record a dispute and return its id; a second one that stands is refused by the unique key."""
        row = {
            "organisation_id": self.organisation_id, "breach_id": breach_id, "ground": ground, "statement": statement,
            "evidence": proofs, "raised_by": by, "raised_ms": at_ms,
        }  # fmt: skip
        added = insert(breach_disputes).values(row).returning(breach_disputes.c.id)
        return int(self.connection.execute(added).scalar_one())

    def withdraw(self, dispute_id: int, at_ms: int) -> None:
        """Take a dispute back."""
        self._change(dispute_id, withdrawn_ms=at_ms)

    def decide(self, dispute_id: int, decision: Decision, by: str, at_ms: int) -> None:
        """Record the decision on a dispute."""
        self._change(dispute_id, decision=decision, decided_by=by, decided_ms=at_ms)

    def _change(self, dispute_id: int, **values: Any) -> None:
        self.connection.execute(update(breach_disputes).where(breach_disputes.c.id == dispute_id).values(**values))
