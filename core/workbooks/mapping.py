"""How the columns of somebody's event log become service events: a YAML file that travels with the log."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
import yaml

from core.domain.event import RESERVED_SOURCES
from core.domain.zone import find_zone
from core.errors import InvalidInput, Malformed, TooLarge
from core.workbooks.plain_yaml import read_plain

MOST_BYTES = 1_000_000


class TimeFormat(msgspec.Struct, forbid_unknown_fields=True):
    """How instants are written in the log; `format` in strptime's words."""

    format: str
    zone: str


class Moment(msgspec.Struct, forbid_unknown_fields=True):
    """A column that holds an instant, and the event that happened then: one per case."""

    column: str
    type: str


class Columns(msgspec.Struct, forbid_unknown_fields=True):
    """Which column holds what; `facts` names the case facts, fact -> column, `instants` those that are times."""

    case: str
    state: str
    time: str
    vendor: str
    facts: dict[str, str] = {}
    instants: dict[str, str] = {}


class ContractPart(msgspec.Struct, forbid_unknown_fields=True):
    """The contract under which the log's cases run; one per vendor, `number` a prefix."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]
    buyer: str
    effective_from: date
    calendar: dict[str, Any]


class PackPart(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The rule pack that the log's contracts pin, in the parts of the packs that ship."""

    obligations: dict[str, Any]
    facts: dict[str, dict[str, Any]] = {}
    rules: dict[str, dict[str, Any]] = {}
    examples: list[dict[str, Any]] = []
    words: dict[str, Any] = {}


class Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """A whole mapping file."""

    source: str
    time: TimeFormat
    columns: Columns
    start: Moment
    stop: Moment
    contract: ContractPart
    pack: PackPart
    pauses: dict[str, str] = {}
    states: dict[str, str] = {}
    missing: tuple[str, ...] = ("",)
    encoding: str = "utf-8-sig"
    delimiter: Literal[",", ";", "\t", "|"] = ","


def parse_mapping(content: bytes) -> Mapping:
    """Read a mapping file. Raises `Malformed` or `InvalidInput` naming the key that is wrong."""
    try:
        mapping = msgspec.convert(_read(content), Mapping)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput("mapping.bad_key", place=place.strip("`."), reason=reason) from None
    find_zone(mapping.time.zone, "time.zone")
    if mapping.source in RESERVED_SOURCES:
        raise InvalidInput("event.reserved_source", place="source", value=mapping.source)
    return mapping


def _read(content: bytes) -> object:
    """The file as plain values. Raises `TooLarge` or `Malformed`."""
    if len(content) > MOST_BYTES:
        raise TooLarge("mapping.too_large", bytes=len(content), most=MOST_BYTES)
    try:
        return read_plain(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Malformed("mapping.not_utf8", byte=error.start) from None
    except (yaml.YAMLError, ValueError) as error:  # a ValueError is a date that no calendar has
        raise Malformed("mapping.not_yaml", reason=str(error).splitlines()[0]) from None
