"""What buyer and vendor do about a breach: accept, dispute, withdraw, decide; one transaction each (sla.md 3.14)."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row

from core.domain.breach import DECIDED, RESCINDED, Position
from core.domain.dispute import LATE_STOP, Decision, Objection, Proof, SentProof
from core.errors import Forbidden, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.operations.breach_views import BreachView, position_of
from core.services.operations.breaches import found_breach, shown_breaches
from core.services.shelf import Shelf
from core.storage.books.breaches import Ledger
from core.storage.books.disputes import Disputes
from core.storage.database import Database, Reading, Work
from core.storage.files import Files


@dataclass(frozen=True, slots=True)
class Matter:
    """A breach that is being acted on, locked, with its dispute and where it stands."""

    work: Work
    row: Row[Any]
    dispute: Row[Any] | None
    position: Position
    ledger: Ledger
    disputes: Disputes

    def close(self, action: str, said: object = None) -> None:
        """Write the feed and the audit entry: its digest covers what was said and what became of the breach."""
        spoken = [] if said is None else [hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()]
        self.work.audit(action, f"breach:{self.row.uuid}", self.ledger.close(self.work.range, spoken))


@dataclass(frozen=True, slots=True)
class ObjectionService:
    """The acts on a breach; each raises `NotFound` for what is not there or another's, `Conflict` by its state."""

    database: Database
    shelf: Shelf
    files: Files

    def accept(self, actor: Actor, uuid: str, call: Once | None = None) -> BreachView:
        """The vendor agrees that he broke it; from now on it counts. Raises `Conflict` after the objection period."""
        access.require(actor, "breach.accept")

        def act(matter: Matter) -> None:
            matter.ledger.move(matter.row, (matter.position.accept(matter.work.now_ms),))
            matter.close("breach.accept")

        return self._perform(actor, uuid, call, act)

    def dispute(self, actor: Actor, uuid: str, objection: Objection, call: Once | None = None) -> BreachView:
        """The vendor objects, or someone records his objection for him. Raises `Conflict` after the period."""
        access.require(actor, "breach.dispute")

        def act(matter: Matter) -> None:
            state, at_ms = matter.position.dispute(matter.work.now_ms), matter.work.now_ms
            proofs = self._kept(objection.evidence)
            by = matter.work.actor
            matter.disputes.add(matter.row.id, objection.ground, objection.statement.strip(), proofs, by, at_ms)
            matter.ledger.move(matter.row, (state,), ground=objection.ground)
            matter.close("breach.dispute", (objection.ground, objection.statement, proofs))

        return self._perform(actor, uuid, call, act)

    def withdraw(self, actor: Actor, uuid: str, call: Once | None = None) -> BreachView:
        """The vendor takes his objection back: it waits for him again, or is accepted where the period has ended."""
        access.require(actor, "breach.withdraw")

        def act(matter: Matter) -> None:
            states = matter.position.withdraw(matter.work.now_ms)
            if matter.dispute is not None:
                matter.disputes.withdraw(matter.dispute.id, matter.work.now_ms)
            matter.ledger.move(matter.row, states)
            matter.close("breach.withdraw")

        return self._perform(actor, uuid, call, act)

    def decide(self, actor: Actor, uuid: str, decision: Decision, call: Once | None = None) -> BreachView:
        """The buyer decides a dispute, with a reason. Raises `Forbidden` for whoever recorded it."""
        access.require(actor, "breach.decide")

        def act(matter: Matter) -> None:
            work, state = matter.work, matter.position.decide(decision.outcome)
            dispute_id = _decidable(matter)
            matter.disputes.decide(dispute_id, decision, work.actor, work.now_ms)
            share = {} if decision.share is None else {"share": f"{decision.share:f}"}
            cause = DECIDED if state == RESCINDED else None
            matter.ledger.move(matter.row, (state,), cause=cause, **share)
            matter.close("breach.decide", decision)

        return self._perform(actor, uuid, call, act)

    def file(self, actor: Actor, uuid: str, sha256: str) -> tuple[str, bytes]:
        """A file that was sent with a dispute of the breach, by its hash: name and content. Raises `NotFound`."""
        access.require(actor, "breach.read")
        with self.database.reading() as work:
            row = found_breach(work, actor, uuid)
            disputes = Disputes(work.connection, actor.organisation_id).of(row.id)
        proofs: Sequence[Proof] = [proof for one in disputes for proof in one.evidence]
        name = next((one.file_name for one in proofs if sha256 and one.file_sha256 == sha256), None)
        if name is None:
            raise NotFound("dispute.no_file", place="evidence", value=sha256[:64])
        return name, self.files.get(sha256)

    def _kept(self, sent: Sequence[SentProof]) -> tuple[Proof, ...]:
        """The evidence with its files on disk, before the row that names them commits."""
        return tuple(
            Proof(one.text.strip(), one.file_name, self.files.put(one.content) if one.content else "") for one in sent
        )

    def _perform(self, actor: Actor, uuid: str, call: Once | None, act: Callable[[Matter], None]) -> BreachView:
        def acted(work: Work) -> BreachView:
            reading = Reading(work.connection, work.now_ms)
            act(self._matter(work, actor, found_breach(reading, actor, uuid, for_change=True)))
            [shown] = shown_breaches(reading, self.shelf, actor, [found_breach(reading, actor, uuid)])
            return shown

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, BreachView, lambda: acted(work))

    def _matter(self, work: Work, actor: Actor, row: Row[Any]) -> Matter:
        disputes = Disputes(work.connection, actor.organisation_id)
        dispute = disputes.current([row.id]).get(row.id)
        force = self.shelf.version(work.connection, row.contract_version_id)
        ledger = Ledger(work.connection, actor.organisation_id, work.now_ms, self.shelf.period(work.connection))
        return Matter(work, row, dispute, position_of(row, force, dispute), ledger, disputes)


def _decidable(matter: Matter) -> int:
    """The dispute to decide; one that a late stop raised is recorded with its decision. Raises `Forbidden`."""
    if matter.dispute is None:
        return matter.disputes.add(matter.row.id, LATE_STOP, "", (), "", matter.work.now_ms)
    if matter.dispute.raised_by == matter.work.actor:
        raise Forbidden("dispute.own", place="decision", value=matter.work.actor)
    return int(matter.dispute.id)
