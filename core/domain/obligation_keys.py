"""The keys of an entry in `obligations.yaml`, read by the kind of obligation."""

from collections.abc import Mapping

from core.domain.basis import BASES, UNITS
from core.domain.duration import Limit
from core.domain.fields import Entry
from core.domain.hours import WEEKDAYS, is_time
from core.domain.permitted_time import PermittedTime
from core.errors import InvalidInput

OWED_BY = ("vendor", "buyer", "both")
SEVERITIES = ("minor", "major", "critical")
ROLLS = ("none", "next_day")
LIMIT_FROM = ("source", "ours")

_COMMON = ("source", "kind", "owed_by", "severity", "kpi", "when", "wording")
_TIMED = ("trigger", "late_trigger", "required", "unless", "limit", "basis", "bases", "pause", "pause_at_most",
          "due_field", "not_before_field", "days_field", "window", "standard_field", "match_field", "requires",
          "refused_by", "roll")  # fmt: skip
KEYS = {
    "deadline": (*_TIMED, "supersede", "weekly"),
    "recurring": (*_TIMED, "until"),
    "sequence": ("steps", "restart", "begins"),
    "approval": ("effect", "approval", "role", "requires", "guards", "person"),
    "prohibition": ("event", "until", "within", "unless"),
    "decision": ("facts",),
}
"""Which keys an obligation of each kind may carry beside the common ones; anything else is a mistake."""


def read(entry: Entry) -> dict[str, object]:
    """Return the fields of an obligation by name. Raises `InvalidInput` naming the file and the key."""
    kind = entry.choice("kind", tuple(KEYS))
    entry.only((*_COMMON, *KEYS[kind]))
    common: dict[str, object] = {
        "kind": kind,
        "source": entry.text("source"),
        "owed_by": entry.choice("owed_by", OWED_BY),
        "severity": entry.choice("severity", SEVERITIES),
        "kpi": entry.text("kpi"),
        "wording": entry.both_languages("wording"),
        "when": entry.when("when"),
    }
    return common | _READERS[kind](entry)


def _timed(entry: Entry) -> dict[str, object]:
    limit, negotiable, limit_from = _limit(entry)
    bases = entry.texts("bases")
    for basis in bases:
        entry.one_of("bases", basis, BASES)
    return {
        "trigger": entry.event("trigger"),
        "late_trigger": entry.event("late_trigger", ""),
        "required": entry.event("required"),
        "unless": entry.when("unless"),
        "limit": limit,
        "negotiable": negotiable,
        "limit_from": limit_from,
        "basis": entry.choice("basis", BASES),
        "bases": bases,
        **_pause(entry),
        "due_field": _due_field(entry),
        "not_before_field": _not_before_field(entry),
        "days_field": entry.text("days_field", ""),
        "standard_field": entry.text("standard_field", ""),
        "window": _window(entry),
        "match_field": entry.text("match_field", ""),
        "requires": entry.texts("requires"),
        "refused_by": entry.event("refused_by", ""),
        "roll": entry.choice("roll", ROLLS, "none"),
    }


def _pause(entry: Entry) -> dict[str, object]:
    """The reasons as a list, or each with the longest that it may last on one clock; and the longest of them all."""
    most = _longest(entry, "pause_at_most") if "pause_at_most" in entry.mapping else None
    if not isinstance(entry.mapping.get("pause"), Mapping):
        return {"pause": entry.texts("pause"), "pause_at_most": most}
    part, longest = entry.child("pause"), {}
    for reason in map(str, part.mapping):
        each = part.child(reason)
        each.only(("at_most",))
        if "at_most" in each.mapping:
            longest[reason] = _longest(each, "at_most")
    return {"pause": tuple(map(str, part.mapping)), "pause_longest": longest, "pause_at_most": most}


def _longest(entry: Entry, name: str) -> Limit:
    """A length of calendar time, at least a second."""
    limit = Limit.parse(entry.required(name), entry.place(name))
    if limit.unit not in UNITS["natural"] or limit.number == 0:
        raise InvalidInput("pack.pause_length", place=entry.place(name), value=str(limit))
    return limit


def _limit(entry: Entry) -> tuple[Limit, tuple[Limit, Limit] | None, str]:
    entry.required("limit")
    part = entry.child("limit")
    part.only(("default", "negotiable", "from"))
    limit = Limit.parse(part.required("default"), part.place("default"))
    bounds = part.texts("negotiable")
    if bounds and len(bounds) != 2:
        raise InvalidInput("pack.not_two", place=part.place("negotiable"), count=len(bounds))
    negotiable = None
    if bounds:
        low, high = (Limit.parse(bound, part.place("negotiable")) for bound in bounds)
        negotiable = (low, high)
        if not limit.within(*negotiable):
            raise InvalidInput("pack.default_outside", place=part.place("default"), value=str(limit),
                               low=bounds[0], high=bounds[1])  # fmt: skip
    _check_unit(entry, limit, part.place("default"))
    return limit, negotiable, part.choice("from", LIMIT_FROM, "source")


def _check_unit(entry: Entry, limit: Limit, place: str) -> None:
    basis = entry.choice("basis", BASES)
    units = ("%",) if entry.text("standard_field", "") else UNITS[basis]
    if limit.unit not in units:
        raise InvalidInput("pack.unit_on_basis", place=place, value=str(limit), basis=basis, allowed=", ".join(units))


def _due_field(entry: Entry) -> str:
    name = entry.text("due_field", "")
    if (entry.choice("basis", BASES) == "fixed_date") != bool(name):
        raise InvalidInput("pack.due_field", place=entry.place("due_field"))
    return name


def _not_before_field(entry: Entry) -> str:
    name = entry.text("not_before_field", "")
    if name and entry.choice("basis", BASES) != "fixed_date":
        raise InvalidInput("pack.not_before_field", place=entry.place("not_before_field"))
    return name


def _window(entry: Entry) -> tuple[str, str] | None:
    bounds = entry.texts("window")
    if not bounds:
        return None
    if len(bounds) != 2 or not all(is_time(one) for one in bounds) or bounds[0] >= bounds[1]:
        raise InvalidInput("pack.bad_window", place=entry.place("window"), value=" - ".join(bounds))
    return bounds[0], bounds[1]


def _deadline(entry: Entry) -> dict[str, object]:
    return _timed(entry) | {
        "supersede": entry.flag("supersede"),
        "weekly": entry.choice("weekly", ("", *WEEKDAYS), ""),
    }


def _recurring(entry: Entry) -> dict[str, object]:
    return _timed(entry) | {"until": entry.events("until")}


def _sequence(entry: Entry) -> dict[str, object]:
    steps = entry.events("steps", least=2)
    if len(set(steps)) != len(steps):
        raise InvalidInput("pack.repeated_step", place=entry.place("steps"))
    return {"steps": steps, "restart": entry.events("restart"), "begins": entry.event("begins", "")}


def _approval(entry: Entry) -> dict[str, object]:
    return {
        "effect": entry.events("effect", least=1),
        "approval": entry.event("approval"),
        "role": entry.text("role", ""),
        "requires": entry.texts("requires"),
        "guards": entry.texts("guards"),
        "person": entry.text("person", ""),
    }


def _prohibition(entry: Entry) -> dict[str, object]:
    within = PermittedTime.from_entry(entry.child("within")) if "within" in entry.mapping else None
    return {
        "event": entry.events("event", least=1),
        "until": entry.events("until", least=0 if within is None else 1),
        "within": within,
        "unless": entry.when("unless"),
    }


def _decision(entry: Entry) -> dict[str, object]:
    return {"facts": entry.texts("facts")}


_READERS = {
    "deadline": _deadline,
    "recurring": _recurring,
    "sequence": _sequence,
    "approval": _approval,
    "prohibition": _prohibition,
    "decision": _decision,
}
