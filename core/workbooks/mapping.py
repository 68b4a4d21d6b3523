"""How the columns of somebody's event log become service events: a YAML file that travels with the log."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import yaml

from core.errors import InvalidInput, Malformed


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

    number: str
    buyer: str
    effective_from: str
    calendar: dict[str, Any]


class Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """A whole mapping file."""

    source: str
    time: TimeFormat
    columns: Columns
    start: Moment
    stop: Moment
    contract: ContractPart
    pack: dict[str, Any]
    pauses: dict[str, str] = {}
    states: dict[str, str] = {}
    missing: tuple[str, ...] = ("",)
    encoding: str = "utf-8-sig"
    delimiter: str = ","


def parse_mapping(text: str) -> Mapping:
    """Read a mapping file. Raises `Malformed` or `InvalidInput` naming the key that is wrong."""
    try:
        mapping = msgspec.convert(yaml.safe_load(text), Mapping)
    except yaml.YAMLError as error:
        raise Malformed("mapping.not_yaml", reason=str(error).splitlines()[0]) from None
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput("mapping.bad_key", place=place.strip("`."), reason=reason) from None
    try:
        ZoneInfo(mapping.time.zone)
    except (ValueError, KeyError, OSError):
        raise InvalidInput("mapping.unknown_zone", place="time.zone", value=mapping.time.zone) from None
    return mapping
