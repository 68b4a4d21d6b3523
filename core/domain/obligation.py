"""An obligation: one record from which the clause, the rule that watches it and the KPI are made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from core.domain.duration import Limit
from core.domain.event import Scalar
from core.domain.fields import Entry
from core.domain.obligation_keys import read
from core.domain.permitted_time import PermittedTime
from core.errors import InvalidInput

When = Mapping[str, Scalar | tuple[Scalar, ...]]

NO_LIMIT = Limit(0, "s")


@dataclass(frozen=True, slots=True)
class Obligation:
    """Who owes what, after which event, within which limit; `""` and `()` where a kind has no such part.

    Kinds: deadline, recurring, sequence, approval, prohibition, decision. Event types are dotted words.
    A `late_trigger` starts a clock that has not yet run on the case; a `weekly` duty is triggered by the plan.
    A prohibition ends with an event in `until`, and where it has a `within` only for that time.
    Of an agreed window `due_field` names the end and `not_before_field` the beginning, in ms; an event without a
    beginning means the day of the end.
    Of the reasons in `pause` some may last only so long on one clock (`pause_longest`), and all only `pause_at_most`.
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
    pause_longest: Mapping[str, Limit] = field(default_factory=dict)
    pause_at_most: Limit | None = None
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
        obligation = cls(id=id, pack=pack, **read(entry))  # type: ignore[arg-type]
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
