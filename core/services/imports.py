"""Reading another system's event log: the whole file is checked first, then written in chunks that can be resumed."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from sqlalchemy import ColumnElement, func, select

from core.domain.obligation import Obligation
from core.errors import InvalidInput
from core.messages import sentence
from core.now import VirtualClock
from core.services import access
from core.services.access import Actor
from core.services.batch import ACCEPTED, DUPLICATE, REFUSED, Batch, Item
from core.services.envelope import FUTURE_REFUSED_MS
from core.services.publication import ContractDraft, check_terms, publish
from core.services.shelf import Shelf
from core.services.sweep import Sweep
from core.sla.packs import Pack, parse
from core.sla.terms import COMMON_TYPES
from core.storage.database import Database
from core.storage.tables import breaches, clocks
from core.workbooks.event_log import EventLog, LogEvent, Refusal, read_log
from core.workbooks.mapping import Mapping, parse_mapping

CHUNK = 500


class Report(msgspec.Struct):
    """What one run of an import has done; counts are this run's, `seconds` is filled in by the shell."""

    rows: int
    cases: int
    refused: list[dict[str, str | int]]
    events: int = 0
    duplicates: int = 0
    clocks: int = 0
    breaches: int = 0
    cancelled: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A log as it would be imported, and what its packs call its events in zh and en."""

    log: EventLog
    words: AnyMapping[str, AnyMapping[str, str]]


@dataclass(slots=True)
class Progress:
    """How far an import has come, and whether its user wants it to stop."""

    tell: Callable[[int, int], None] = lambda done, of: None
    is_cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class ImportService:
    """Imports event logs under contracts of their own."""

    database: Database
    shelf: Shelf
    common: Sequence[Pack] = field(default=())

    def preview(self, actor: Actor, content: bytes, mapping_content: bytes) -> Preview:
        """Read the file as it would be imported, and write nothing."""
        access.require(actor, "event.import")
        mapping = parse_mapping(mapping_content)
        self._drafts(mapping, [])
        words = [pack.words for pack in (*self.common, import_pack(mapping))]
        with self.database.reading() as work:
            log = read_log(content, mapping, work.now_ms + FUTURE_REFUSED_MS)
        return Preview(log, {key: one for some in words for key, one in some.items()})

    def run(
        self, actor: Actor, content: bytes, mapping_content: bytes, progress: Progress, *, skip_refused: bool = False
    ) -> Report:
        """Import a log; with refused rows only if `skip_refused`. A second run completes a cancelled one."""
        access.require(actor, "event.import")
        mapping = parse_mapping(mapping_content)
        with self.database.reading() as work:
            now_ms = work.now_ms
        log = read_log(content, mapping, now_ms + FUTURE_REFUSED_MS)
        drafts = self._drafts(mapping, sorted({event.vendor for event in log.events}))
        for draft in drafts.values():
            check_terms(draft)
        report = Report(log.rows, log.cases, [row_refusal(one) for one in log.refused])
        if (log.refused and not skip_refused) or not log.events:
            return report
        for draft in drafts.values():
            with self.database.unit_of_work(actor) as work:
                publish(work, draft)
        before = self._counts(actor, clocks.c.id), self._counts(actor, breaches.c.id)
        self._write(
            actor, log.events, {vendor: one.number for vendor, one in drafts.items()}, mapping, progress, report, now_ms
        )
        report.clocks = self._counts(actor, clocks.c.id) - before[0]
        report.breaches = self._counts(actor, breaches.c.id) - before[1]
        return report

    def _write(
        self, actor: Actor, events: list[LogEvent], contracts: dict[str, str], mapping: Mapping, progress: Progress,
        report: Report, now_ms: int,
    ) -> None:  # fmt: skip
        last_ms = min(max(event.occurred_ms for event in events), now_ms)
        for first in range(0, len(events), CHUNK):
            chunk = events[first : first + CHUNK]
            if progress.is_cancelled():
                report.cancelled = True
                return
            raw = [_cloud_event(event, mapping.source, contracts[event.vendor]) for event in chunk]
            with self.database.unit_of_work(actor) as work:
                items = Batch(work, actor.organisation_id, self.shelf, last_ms).take(raw)
            _count(report, items)
            progress.tell(first + len(chunk), len(events))
        self._sweep(actor, last_ms)

    def _sweep(self, actor: Actor, at_ms: int) -> None:
        """Evaluate the clocks at the log's own end, in virtual time (sla.md 3.2)."""
        past = self.database.at(VirtualClock(at_ms))
        swept = True
        while swept:
            with past.unit_of_work(actor) as work:
                swept = bool(Sweep(work, self.shelf).run())

    def _counts(self, actor: Actor, column: ColumnElement[int]) -> int:
        with self.database.reading() as work:
            organisation = column.table.c.organisation_id
            counted = select(func.count(column)).where(organisation == actor.organisation_id)
            return int(work.connection.execute(counted).scalar_one())

    def _drafts(self, mapping: Mapping, vendors: Sequence[str]) -> dict[str, ContractDraft]:
        """One contract per vendor, all on the mapping's pack."""
        own = import_pack(mapping)
        part = mapping.contract
        return {
            vendor: ContractDraft(
                number=f"{part.number}-{place}",
                title=f"{mapping.source}: {vendor}",
                buyer=part.buyer,
                vendor_number=vendor,
                vendor_name=vendor,
                effective_from=part.effective_from,
                calendar_name=part.number,
                calendar=part.calendar,
                packs=[*self.common, own],
            )
            for place, vendor in ((_slug(vendor), vendor) for vendor in vendors)
        }


def import_pack(mapping: Mapping) -> Pack:
    """The pack of a mapping. Raises `InvalidInput` naming the key, or the event types that it does not wait for."""
    own = parse("import", msgspec.to_builtins(mapping.pack))
    if unknown := _unknown_types(mapping, own.obligations.values()):
        raise InvalidInput("mapping.unknown_type", place="states", value=", ".join(unknown))
    return own


def row_refusal(refusal: Refusal) -> dict[str, str | int]:
    """A refused row with its reason in both languages."""
    values = {"value": refusal.value}
    return {
        "row": refusal.row, "column": refusal.column, "code": refusal.code,
        "zh": sentence(refusal.code, "zh", values), "en": sentence(refusal.code, "en", values),
    }  # fmt: skip


def _cloud_event(event: LogEvent, source: str, contract: str) -> bytes:
    at = datetime.fromtimestamp(event.occurred_ms / 1000, UTC).isoformat()
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": event.id,
            "source": source,
            "type": event.type,
            "subject": event.case,
            "time": at,
            "data": {**event.data, "contract": contract},
        }
    )


def _count(report: Report, items: Sequence[Item]) -> None:
    for item in items:
        if item.status == ACCEPTED:
            report.events += 1
        elif item.status == DUPLICATE:
            report.duplicates += 1
        elif item.status == REFUSED and item.error is not None:
            report.refused.append({"row": 0, "column": item.error["place"], **item.error})


def _unknown_types(mapping: Mapping, obligations: Collection[Obligation]) -> list[str]:
    """The event types of a mapping that its pack does not wait for."""
    waited = {one.trigger for one in obligations} | {one.required for one in obligations} | COMMON_TYPES
    named = {mapping.start.type, mapping.stop.type, *mapping.states.values()}
    return sorted(named - waited)


def _slug(vendor: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", vendor).strip("-") or hashlib.sha256(vendor.encode()).hexdigest()[:8]
