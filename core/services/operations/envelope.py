"""CloudEvents 1.0 as they arrive: read item by item, so that one bad item never spoils its batch."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import msgspec

from core.domain.event import RESERVED_SOURCES, Scalar
from core.domain.personal_text import check_free_text, check_key
from core.domain.plain_text import LARGEST_NUMBER, check_name, check_text
from core.errors import InvalidInput, Malformed, OutpactError, TooLarge

MAX_BATCH = 500
LONGEST_ID = 200
LONGEST_CASE = 100
SKEW_TOLERATED_MS = 60_000
"""Beyond this an event's own clock is not believed and the instant of receipt counts (sla.md 3.2)."""
FUTURE_REFUSED_MS = 300_000
"""Beyond this an event from the future is refused (sla.md 3.2)."""


class Identified(msgspec.Struct):
    """The least that an answer to a refused event needs."""

    id: str = ""


class CloudEvent(msgspec.Struct):
    """The envelope of one service event; `subject` is the case number. Without a `time` it happened as it came in."""

    id: str
    source: str
    type: str
    time: datetime | None = None
    subject: str = ""
    specversion: str = "1.0"
    data: dict[str, Scalar] = {}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A readable event with the instants that its envelope and its receipt give it."""

    id: str
    source: str
    type: str
    case: str
    data: dict[str, Scalar]
    occurred_ms: int
    effective_ms: int
    skewed: bool
    body_sha256: str


_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_envelope = msgspec.json.Decoder(CloudEvent).decode
_identified = msgspec.json.Decoder(Identified).decode
_anything = msgspec.json.Decoder().decode


def split(body: bytes) -> list[bytes]:
    """Return the items of a batch, or the one event, as raw JSON."""
    try:
        raw = [bytes(item) for item in _items(body)] if body.lstrip()[:1] == b"[" else [body]
        if len(raw) == 1:
            _anything(raw[0])
    except (ValueError, RecursionError) as error:  # a ValueError is also what is not UTF-8
        raise Malformed("event.not_json", reason=str(error)) from None
    if len(raw) > MAX_BATCH:
        raise TooLarge("event.batch_too_large", count=len(raw), most=MAX_BATCH)
    return raw


def read(raw: bytes, now_ms: int, *, is_own: bool = False) -> Arrival:
    """Read one event; only the house's own may come from a reserved source.

    Raises `InvalidInput` naming the field, the value and what is allowed.
    """
    try:
        event = _envelope(raw)
    except msgspec.ValidationError as error:
        raise InvalidInput("event.bad_field", place=_place(str(error)), reason=str(error).split(" - ")[0]) from None
    except (ValueError, RecursionError) as error:
        raise InvalidInput("event.not_json", reason=str(error)) from None
    _check(event)
    if event.source in RESERVED_SOURCES and not is_own:
        raise InvalidInput("event.reserved_source", place="source", value=event.source)
    occurred_ms = now_ms if event.time is None else _instant_ms(event.time)
    effective_ms, skewed = _effective(occurred_ms, now_ms, event)
    return Arrival(
        event.id,
        event.source,
        event.type,
        event.subject,
        event.data,
        occurred_ms,
        effective_ms,
        skewed,
        hashlib.sha256(canonical(event)).hexdigest(),
    )


def peek_id(raw: bytes) -> str:
    """The id of an event that cannot be read otherwise, if it has one."""
    try:
        return str(_identified(raw).id)
    except (ValueError, RecursionError):
        return ""


def canonical(event: CloudEvent) -> bytes:
    """The same bytes for the same content, however its keys were ordered."""
    return msgspec.json.encode(event, order="sorted")


def refusal(error: OutpactError) -> dict[str, str]:
    """An error as an item of a batch's answer."""
    return {"code": error.code, "place": error.place, "zh": error.message("zh"), "en": error.message("en")}


def _check(event: CloudEvent) -> None:
    if event.specversion != "1.0":
        raise InvalidInput("event.bad_version", place="specversion", value=event.specversion)
    for name in ("id", "source", "type"):
        check_name(getattr(event, name), name, LONGEST_ID)
    if not event.subject.strip():
        raise InvalidInput("event.no_case", place="subject")
    check_name(event.subject, "subject", LONGEST_CASE)
    for name, told in event.data.items():
        check_name(name, "data", LONGEST_ID)
        check_key(name, f"data.{name}")
        _check_value(told, f"data.{name}")
    if event.time is not None and event.time.tzinfo is None:
        raise InvalidInput("event.naive_time", place="time", value=event.time.isoformat())


def _check_value(value: Scalar, place: str) -> None:
    if isinstance(value, str):
        check_text(value, place)
        check_free_text(value, place)
    elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise InvalidInput("number.too_large", place=place, value=str(value)[:60], most=LARGEST_NUMBER)


def _effective(occurred_ms: int, now_ms: int, event: CloudEvent) -> tuple[int, bool]:
    ahead_ms = occurred_ms - now_ms
    if ahead_ms > FUTURE_REFUSED_MS:
        raise InvalidInput("event.from_the_future", place="time", value=str(event.time), seconds=ahead_ms // 1000)
    return (now_ms, True) if ahead_ms > SKEW_TOLERATED_MS else (occurred_ms, False)


def _instant_ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


def _place(reason: str) -> str:
    """Msgspec ends its sentence with the path: `Expected ... - at `$.data[...]``."""
    return reason.rpartition("`$.")[2].rstrip("`") if "`$." in reason else ""
