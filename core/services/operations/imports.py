"""Reading another system's event log: the whole file is checked first, then written in chunks that can be resumed."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

import msgspec

from core.domain.contract import IMPORTED
from core.domain.obligation import Obligation
from core.errors import InvalidInput
from core.messages import sentence
from core.now import VirtualClock
from core.services import access
from core.services.access import Actor
from core.services.legal.publication import ContractDraft, check_terms, publish_directly
from core.services.operations.batch import ACCEPTED, DUPLICATE, REFUSED, Batch, Item
from core.services.operations.envelope import FUTURE_REFUSED_MS
from core.services.operations.imported import Imported
from core.services.shelf import Shelf
from core.sla.packs import Pack, parse
from core.sla.terms import COMMON_TYPES
from core.storage.database import Database
from core.workbooks.event_log import EventLog, LogEvent, ReadingCancelled, Refusal, read_log
from core.workbooks.mapping import Mapping, parse_mapping

CHUNK = 500
LONGEST_NUMBER = 64


class Report(msgspec.Struct):
    """What one run of an import has done under its contracts; `seconds` is filled in by the shell."""

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
        try:
            log = read_log(content, mapping, now_ms + FUTURE_REFUSED_MS, progress.is_cancelled)
        except ReadingCancelled:
            return Report(rows=0, cases=0, refused=[], cancelled=True)
        drafts = self._drafts(mapping, sorted({event.vendor for event in log.events}))
        for draft in drafts.values():
            check_terms(draft)
        report = Report(log.rows, log.cases, [row_refusal(one) for one in log.refused])
        if (log.refused and not skip_refused) or not log.events:
            return report
        self._publish(actor, list(drafts.values()), content)
        numbers = {vendor: one.number for vendor, one in drafts.items()}
        imported = Imported(self.database, self.shelf, actor, list(numbers.values()))
        before = imported.counts()

        def encode(event: LogEvent) -> bytes:
            return _cloud_event(event, mapping.source, numbers[event.vendor])

        self._write(imported, log.events, encode, progress, report, now_ms)
        report.clocks, report.breaches = (now - then for now, then in zip(imported.counts(), before, strict=True))
        return report

    def _publish(self, actor: Actor, drafts: Sequence[ContractDraft], content: bytes) -> None:
        """All contracts or none; the record names the file by its hash, at the instant of its import."""
        with self.database.unit_of_work(actor) as work:
            for draft in drafts:
                publish_directly(work, draft)
            work.audit("event.import", f"contracts:{len(drafts)}", hashlib.sha256(content).hexdigest())

    def _write(
        self, imported: Imported, events: Sequence[LogEvent], encode: Callable[[LogEvent], bytes], progress: Progress,
        report: Report, now_ms: int,
    ) -> None:  # fmt: skip
        """Each chunk at the instant of its own end, then all clocks at the log's: virtual time, at most the real."""
        before_ms, done = imported.end_ms(), 0
        for chunk in chunks(events):
            if progress.is_cancelled():
                report.cancelled = True
                return
            at_ms = min(max(before_ms, _end_ms(chunk)), now_ms)
            with self.database.at(VirtualClock(at_ms)).unit_of_work(imported.actor) as work:
                batch = Batch(work, work.organisation_id, self.shelf, at_ms, is_live=False)
                _count(report, batch.take([encode(event) for event in chunk]))
            done += len(chunk)
            progress.tell(done, len(events))
        end_ms = min(max(before_ms, _end_ms(events)), now_ms)
        report.cancelled = not imported.let_time_pass(end_ms, progress.is_cancelled)

    def _drafts(self, mapping: Mapping, vendors: Sequence[str]) -> dict[str, ContractDraft]:
        """One contract per vendor, all on the mapping's pack."""
        own = import_pack(mapping)
        part = mapping.contract
        return {
            vendor: ContractDraft(
                number=f"{part.number}-{place}",
                title=f"{mapping.source}: {vendor}",
                buyer=part.buyer,
                vendor_number=vendor if len(vendor) <= LONGEST_NUMBER else place,
                vendor_name=vendor,
                effective_from=part.effective_from,
                calendar_name=part.number,
                calendar=part.calendar,
                packs=[*self.common, own],
                state=IMPORTED,
            )
            for place, vendor in ((_slug(vendor), vendor) for vendor in vendors)
        }


def chunks(events: Sequence[LogEvent]) -> Iterator[list[LogEvent]]:
    """At most 500 events each, the events of a case together; only a case with more is cut."""
    chunk: list[LogEvent] = []
    for _, group in groupby(events, key=lambda one: one.case):
        of_case = list(group)
        if len(chunk) + len(of_case) > CHUNK and chunk:
            yield chunk
            chunk = []
        chunk += of_case
        while len(chunk) > CHUNK:
            yield chunk[:CHUNK]
            chunk = chunk[CHUNK:]
    if chunk:
        yield chunk


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


def _end_ms(events: Sequence[LogEvent]) -> int:
    return max(event.occurred_ms for event in events)


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
    """The vendor's part of a contract number, at most 30 characters; a changed name is told apart by its hash."""
    slug = re.sub(r"[^0-9A-Za-z]+", "-", vendor).strip("-")[:21]
    return slug if slug == vendor else f"{slug}-{hashlib.sha256(vendor.encode()).hexdigest()[:8]}".strip("-")
