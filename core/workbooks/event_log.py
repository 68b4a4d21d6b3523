"""An event log from another system as CSV: rows in, service events out, each refused row with its reason."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from core.domain.event import CASE_UPDATED, PAUSE_ENDED, PAUSE_STARTED, Scalar
from core.errors import InvalidInput
from core.workbooks.mapping import Mapping

Row = dict[str, str]
ROWS_BETWEEN = 1_000
"""After so many rows the reader asks whether it is still wanted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken: its number in the file (the heading is row 1), the column and why."""

    row: int
    column: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event made from a row; `vendor` is the vendor of the case's first row."""

    id: str
    case: str
    vendor: str
    type: str
    occurred_ms: int
    data: dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class EventLog:
    """What a file holds: events case by case, cases by their first event; and the rows that were refused."""

    rows: int
    cases: int
    events: list[LogEvent]
    refused: list[Refusal]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    row: Row
    at_ms: int
    start_ms: int
    stop_ms: int | None
    digest: str


class ReadingCancelled(Exception):
    """Whoever wanted the file read does not want it any more."""


def read_log(
    content: bytes, mapping: Mapping, latest_ms: int, is_cancelled: Callable[[], bool] = lambda: False
) -> EventLog:
    """Read the whole file before anything is written; what happened after `latest_ms` is refused.

    Raises `InvalidInput` if encoding or heading is wrong, `ReadingCancelled` soon after `is_cancelled`.
    """
    rows = _rows(content, mapping)
    refused: list[Refusal] = []
    wanted = _wanted(rows, is_cancelled)
    lines = [line for number, row in wanted if (line := _line(number, row, mapping, latest_ms, refused))]
    lines.sort(key=lambda one: (one.row[mapping.columns.case], one.at_ms, one.number))
    cases = [
        sorted(_case_events(list(group), mapping, refused), key=lambda one: one.occurred_ms)
        for _, group in groupby(lines, key=lambda one: one.row[mapping.columns.case])
    ]
    cases.sort(key=lambda events: events[0].occurred_ms)
    refused.sort(key=lambda one: one.row)
    return EventLog(len(rows), len(cases), [event for events in cases for event in events], refused)


def _wanted(rows: Sequence[tuple[int, Row]], is_cancelled: Callable[[], bool]) -> Iterator[tuple[int, Row]]:
    for place, numbered in enumerate(rows):
        if place % ROWS_BETWEEN == 0 and is_cancelled():
            raise ReadingCancelled
        yield numbered


def _rows(content: bytes, mapping: Mapping) -> list[tuple[int, Row]]:
    try:
        text = content.decode(mapping.encoding)
    except (ValueError, LookupError) as error:
        byte = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise InvalidInput("log.wrong_encoding", place="encoding", value=mapping.encoding, byte=byte) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, restval="", restkey="")
    try:
        present = reader.fieldnames or []
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InvalidInput("log.not_csv", line=reader.reader.line_num + 1, reason=str(error)) from None
    if not present:
        raise InvalidInput("log.no_heading")
    for column in _needed(mapping):
        if column not in present:
            raise InvalidInput("log.no_column", place=column, value=column, present=", ".join(present)[:300])
    return rows


def _needed(mapping: Mapping) -> Iterator[str]:
    columns = mapping.columns
    yield from (columns.case, columns.state, columns.time, columns.vendor, mapping.start.column, mapping.stop.column)
    yield from columns.facts.values()
    yield from columns.instants.values()


def _line(number: int, row: Row, mapping: Mapping, latest_ms: int, refused: list[Refusal]) -> _Line | None:
    """One row with its instants, or None and the reasons in `refused`."""
    before = len(refused)
    if "" in row:
        refused.append(Refusal(number, "", "log.too_many_fields", str(row[""])[:80]))
        return None
    needed = (mapping.columns.case, mapping.columns.state)
    refused.extend(Refusal(number, one, "log.empty", row[one]) for one in needed if row[one] in mapping.missing)
    read = _reader(number, row, mapping, refused)
    happened = (mapping.columns.time, mapping.start.column, mapping.stop.column)
    at_ms, start_ms, stop_ms = (read(column, column == mapping.stop.column) for column in happened)
    for column, one_ms in zip(happened, (at_ms, start_ms, stop_ms), strict=True):
        if one_ms is not None and not 0 <= one_ms <= latest_ms:
            refused.append(Refusal(number, column, "log.out_of_range", row[column]))
    for column in mapping.columns.instants.values():
        read(column, True)
    if len(refused) > before or at_ms is None or start_ms is None:
        return None
    digest = hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest()[:32]
    return _Line(number, row, at_ms, start_ms, stop_ms, digest)


def _reader(number: int, row: Row, mapping: Mapping, refused: list[Refusal]) -> Callable[[str, bool], int | None]:
    def read(column: str, optional: bool) -> int | None:
        if row[column] in mapping.missing:
            if not optional:
                refused.append(Refusal(number, column, "log.empty", row[column]))
            return None
        try:
            return instant_ms(row[column], mapping)
        except (ValueError, OverflowError):
            refused.append(Refusal(number, column, "log.bad_time", row[column]))
            return None

    return read


def instant_ms(text: str, mapping: Mapping) -> int:
    """Read an instant as the mapping says it is written. Raises `ValueError`."""
    at = datetime.strptime(text, mapping.time.format)  # noqa: DTZ007 - the mapping names the zone
    zoned = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(mapping.time.zone))
    return int(zoned.timestamp()) * 1000


def _case_events(lines: list[_Line], mapping: Mapping, refused: list[Refusal]) -> Iterator[LogEvent]:
    """The events of one case: its start, one per row, its stop."""
    first, last = lines[0], lines[-1]
    case = first.row[mapping.columns.case]
    vendor = first.row[mapping.columns.vendor]

    def event(line: _Line, part: str, event_type: str, at_ms: int, data: dict[str, Scalar]) -> LogEvent:
        return LogEvent(f"{line.digest}-{part}", case, vendor, event_type, at_ms, data)

    yield event(first, "start", mapping.start.type, first.start_ms, _facts(first, mapping))
    for begin, end, reason in _pauses(lines, mapping):
        if end is not None and end.at_ms == begin.at_ms:
            continue  # within one minute of the log; it would never end, for an end sorts before a start (sla.md 3.5)
        yield event(begin, "pause", PAUSE_STARTED, begin.at_ms, {"reason": reason})
        if end is not None:
            yield event(end, "resume", PAUSE_ENDED, end.at_ms, {"reason": reason})
    for line in lines:
        state = line.row[mapping.columns.state]
        yield event(line, "row", mapping.states.get(state, CASE_UPDATED), line.at_ms, {"state": state})
    stops = {line.stop_ms for line in lines if line.stop_ms is not None}
    if len(stops) > 1:
        refused.append(Refusal(last.number, mapping.stop.column, "log.stops_differ", case))
    elif stops:
        yield event(last, "stop", mapping.stop.type, stops.pop(), {})


def _pauses(lines: list[_Line], mapping: Mapping) -> Iterator[tuple[_Line, _Line | None, str]]:
    """Each run of rows in one pausing state: its first row, the row that ends it if there is one, the reason."""
    begin, paused = lines[0], ""
    for line in lines:
        reason = mapping.pauses.get(line.row[mapping.columns.state], "")
        if reason == paused:
            continue
        if paused:
            yield begin, line, paused
        begin, paused = line, reason
    if paused:
        yield begin, None, paused


def _facts(line: _Line, mapping: Mapping) -> dict[str, Scalar]:
    facts: dict[str, Scalar] = {name: line.row[column] for name, column in mapping.columns.facts.items()}
    for name, column in mapping.columns.instants.items():
        if line.row[column] not in mapping.missing:
            facts[name] = instant_ms(line.row[column], mapping)
    return facts
