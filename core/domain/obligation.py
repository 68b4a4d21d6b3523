"""An obligation: one record from which the clause, the rule that watches it and the KPI are made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from core.domain.duration import Limit
from core.domain.event import Scalar
from core.domain.fields import Entry
from core.domain.hours import WEEKDAYS, is_time
from core.domain.permitted_time import PermittedTime
from core.errors import InvalidInput

When = Mapping[str, Scalar | tuple[Scalar, ...]]

OWED_BY = ("vendor", "buyer", "both")
SEVERITIES = ("minor", "major", "critical")
BASES = ("natural", "service_hours", "business_days", "calendar", "on_date", "fixed_date")
ROLLS = ("none", "next_day")
LIMIT_FROM = ("source", "ours")

_COMMON = ("source", "kind", "owed_by", "severity", "kpi", "when", "wording")
_TIMED = ("trigger", "late_trigger", "required", "unless", "limit", "basis", "bases", "pause", "due_field",
          "not_before_field", "days_field", "window", "standard_field", "match_field", "requires", "refused_by",
          "roll")  # fmt: skip
KEYS = {
    "deadline": (*_TIMED, "supersede", "weekly"),
    "recurring": (*_TIMED, "until"),
    "sequence": ("steps", "restart", "begins"),
    "approval": ("effect", "approval", "role", "requires", "guards", "person"),
    "prohibition": ("event", "until", "within", "unless"),
    "decision": ("facts",),
}
"""Which keys an obligation of each kind may carry beside the common ones; anything else is a mistake."""

_UNITS = {
    "natural": ("s", "min", "h", "days"),
    "service_hours": ("s", "min", "h"),
    "business_days": ("business days",),
    "calendar": ("days",),
    "on_date": ("days",),
    "fixed_date": ("s", "min", "h"),
}
NO_LIMIT = Limit(0, "s")


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who owes what, after which event, within which limit; `""` and `()` where a kind has no such part.

    Kinds: deadline, recurring, sequence, approval, prohibition, decision. Event types are dotted words.
    A `late_trigger` starts a clock that has not yet run on the case; a `weekly` duty is triggered by the plan.
    A prohibition ends with an event in `until`, and where it has a `within` only for that time.
    Of an agreed window `due_field` names the end and `not_before_field` the beginning, in ms; an event without a
    beginning means the day of the end.
    An approval `guards` facts: once known, only its effect changes them. The effect carries what it `requires`, and the
    `person` that it names is not the one that the approval names.
    """

    id: str
    pack: str
    kind: str
    source: str
    owed_by: str
    severity: str
    kpi: str
    wording: Mapping[str, str]
    when: When = field(default_factory=dict)
    trigger: str = ""
    late_trigger: str = ""
    required: str = ""
    limit: Limit = NO_LIMIT
    negotiable: tuple[Limit, Limit] | None = None
    limit_from: str = "source"
    basis: str = "natural"
    bases: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    due_field: str = ""
    not_before_field: str = ""
    days_field: str = ""
    standard_field: str = ""
    window: tuple[str, str] | None = None
    match_field: str = ""
    requires: tuple[str, ...] = ()
    refused_by: str = ""
    roll: str = "none"
    supersede: bool = False
    weekly: str = ""
    until: tuple[str, ...] = ()
    within: PermittedTime | None = None
    steps: tuple[str, ...] = ()
    restart: tuple[str, ...] = ()
    begins: str = ""
    effect: tuple[str, ...] = ()
    approval: str = ""
    role: str = ""
    guards: tuple[str, ...] = ()
    person: str = ""
    event: tuple[str, ...] = ()
    unless: When = field(default_factory=dict)
    facts: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, id: str, pack: str, content: object) -> Self:
        """Read one entry of `obligations.yaml`; raises `InvalidInput` naming the file and the key."""
        entry = Entry(content, f"{pack}/obligations.yaml", id)
        kind = entry.choice("kind", tuple(KEYS))
        entry.only((*_COMMON, *KEYS[kind]))
        given: dict[str, object] = {
            "kind": kind,
            "source": entry.text("source"),
            "owed_by": entry.choice("owed_by", OWED_BY),
            "severity": entry.choice("severity", SEVERITIES),
            "kpi": entry.text("kpi"),
            "wording": entry.both_languages("wording"),
            "when": entry.when("when"),
        }
        given |= _READERS[kind](entry)
        obligation = cls(id=id, pack=pack, **given)  # type: ignore[arg-type]
        obligation._print_limit(entry)
        return obligation

    @property
    def chain(self) -> tuple[str, ...]:
        """The steps of a sequence, with what it begins with before them if that is no step itself (HK-06)."""
        return self.steps if self.begins in ("", *self.steps) else (self.begins, *self.steps)

    def allows(self, limit: Limit) -> bool:
        """Whether a contract may agree `limit`: the default itself, or one within the negotiable range."""
        return limit == self.limit or (self.negotiable is not None and limit.within(*self.negotiable))

    def allows_basis(self, basis: str) -> bool:
        """Whether a contract may count the time on `basis`."""
        return basis == self.basis or basis in self.bases

    def clause(self, language: str, limit: Limit | None = None) -> str:
        """Return the wording with the agreed limit (or the default) printed, in zh or en."""
        return self.wording[language].replace("{limit}", (limit or self.limit).words(language))

    def _print_limit(self, entry: Entry) -> None:
        """What can be negotiated must stand in the clause, or the parties would sign without it."""
        for language, text in self.wording.items():
            place = entry.place(f"wording.{language}")
            if self.negotiable is not None and "{limit}" not in text:
                raise InvalidInput("pack.limit_not_printed", place=place)
            unknown = [name for name in re.findall(r"\{[^}]*\}?", text) if name != "{limit}"]
            if unknown or ("{limit}" in text and self.kind not in ("deadline", "recurring")):
                raise InvalidInput("pack.unknown_placeholder", place=place, value=unknown[0] if unknown else "{limit}")


def unit_fits(limit: Limit, basis: str) -> bool:
    """Whether a limit in this unit can be counted on `basis`: hours on service hours, days on the calendar."""
    return limit.unit in _UNITS[basis]


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
        "pause": entry.texts("pause"),
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
    units = ("%",) if entry.text("standard_field", "") else _UNITS[basis]
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
