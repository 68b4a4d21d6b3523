"""The audit record: its hash chain verified against checkpoints that are kept outside the database (reliability D8)."""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from core.errors import Malformed
from core.services import access
from core.services.access import Actor
from core.storage.database import Database, Reading, entry_hash
from core.storage.tables import audit

FIRST = "0" * 64
PAGE = 1000


class Checkpoint(msgspec.Struct):
    """How far an organisation's chain had come, and its hash there."""

    organisation_id: int
    seq: int
    hash: str


class Verification(msgspec.Struct):
    """What was checked, and the first place where the record is not what it was; 0 and `""` if it is whole."""

    entries: int
    checkpoints: int
    broken_at: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordService:
    """Verifies the chain and writes its checkpoints."""

    database: Database
    checkpoints: Path

    def verify(self, actor: Actor) -> Verification:
        """Check every entry of the organisation's chain, and every checkpoint of it."""
        access.require(actor, "audit.read")
        known = {one.seq: one.hash for one in self._known() if one.organisation_id == actor.organisation_id}
        with self.database.reading() as work:
            found = Verification(0, len(known))
            previous = FIRST
            for entry in _entries(work, actor.organisation_id):
                found.entries += 1
                stored = entry.pop("hash")
                found.reason = _wrong(entry, str(stored), previous, found.entries, known.pop(found.entries, None))
                if found.reason:
                    found.broken_at = found.entries
                    return found
                previous = str(stored)
        if known:
            found.broken_at, found.reason = found.entries + 1, "truncated"
        return found

    def checkpoint(self) -> int:
        """Append the present end of each chain to the file outside the database; return how many have moved on.

        Lines are whole or absent: what a crash cut short is cut off before the next, one process appends at a time.
        """
        with self.checkpoints.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            moved = self._moved()
            if moved:
                file.truncate(_whole(self.checkpoints.read_bytes()))
                file.write(b"".join(msgspec.json.encode(one) + b"\n" for one in moved))
                file.flush()
                os.fsync(file.fileno())
        return len(moved)

    def _moved(self) -> list[Checkpoint]:
        """The ends of those chains that have grown since their last checkpoint."""
        last = {one.organisation_id: one.seq for one in self._known()}
        with self.database.reading() as work:
            ends = select(audit.c.organisation_id, func.max(audit.c.seq).label("seq")).group_by(audit.c.organisation_id)
            ends_of = ends.subquery()
            chosen = select(audit.c.organisation_id, audit.c.seq, audit.c.hash).join(
                ends_of, (audit.c.organisation_id == ends_of.c.organisation_id) & (audit.c.seq == ends_of.c.seq)
            )
            return [
                Checkpoint(row.organisation_id, row.seq, row.hash)
                for row in work.connection.execute(chosen)
                if last.get(row.organisation_id, 0) < row.seq
            ]

    def _known(self) -> list[Checkpoint]:
        """The checkpoints on file. Raises `Malformed` naming the line that somebody has spoilt."""
        written = self.checkpoints.read_bytes() if self.checkpoints.exists() else b""
        known = []
        for number, line in enumerate(written[: _whole(written)].splitlines(), 1):
            try:
                known.append(msgspec.json.decode(line, type=Checkpoint))
            except msgspec.DecodeError:
                place = f"{self.checkpoints.name}: {number}"
                raise Malformed("audit.bad_checkpoint", place=place) from None
        return known


def _whole(written: bytes) -> int:
    """How many bytes hold whole lines; a crash may have cut the last one short."""
    return written.rfind(b"\n") + 1


def _entries(work: Reading, organisation_id: int) -> Iterator[dict[str, object]]:
    """The chain in order, a thousand entries at a time."""
    fields = [column for column in audit.c if column.name != "id"]
    theirs = select(*fields).where(audit.c.organisation_id == organisation_id).order_by(audit.c.seq).limit(PAGE)
    last = 0
    while rows := work.connection.execute(theirs.where(audit.c.seq > last)).all():
        yield from (dict(row._mapping) for row in rows)
        last = rows[-1].seq


def _wrong(entry: dict[str, object], stored: str, previous: str, seq: int, checkpoint: str | None) -> str:
    if entry["seq"] != seq:
        return "missing"
    if entry["previous_hash"] != previous:
        return "unlinked"
    if entry_hash(entry) != stored:
        return "changed"
    return "rewritten" if checkpoint not in (None, stored) else ""
