"""How far a case has come, as its forms need it: its contract version, its facts and its events in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from core.domain.case_form import CaseForm
from core.domain.event import DESK
from core.services.access import Actor
from core.services.rows import found_case
from core.services.shelf import InForce, Shelf
from core.storage.tables import events


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the case."""

    id: str
    source: str
    type: str
    at_ms: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Course:
    """A case and what has happened on it, the earliest event first."""

    case_id: int
    number: str
    contract: str
    vendor_id: int
    vendor: str
    zone: str
    opened_ms: int
    force: InForce
    facts: Mapping[str, Any]
    told: Sequence[Told]

    @property
    def types(self) -> list[str]:
        """The types of its events, in order."""
        return [one.type for one in self.told]

    def latest(self, event_type: str) -> Told | None:
        """The last event of a type."""
        return next((one for one in reversed(self.told) if one.type == event_type), None)

    def of_form(self, key: str) -> list[Told]:
        """The events that a form has sent."""
        return [one for one in self.told if one.source == DESK and one.data.get("form") == key]

    def open_forms(self) -> list[CaseForm]:
        """The forms that can be used now."""
        types = self.types
        return [one for one in self.force.forms.values() if one.is_open(types, self.facts) and self._has_choices(one)]

    @property
    def pause_reasons(self) -> list[str]:
        """The reasons for a pause that the contract's obligations list."""
        return sorted({reason for one in self.force.obligations.values() for reason in one.pause})

    def _has_choices(self, form: CaseForm) -> bool:
        """Whether what a form must refer to is there: an earlier record, a reason that the contract lists."""
        needed = (one for one in form.fields if one.is_required)
        lists = ((self.of_form(one.form) if one.type == "earlier" else self.pause_reasons) for one in needed
                 if one.type in ("earlier", "pause_reason"))  # fmt: skip
        return all(lists)


def course(connection: Connection, shelf: Shelf, actor: Actor, number: str) -> Course:
    """The case of this number. Raises `NotFound`, also for another organisation's or another vendor's."""
    row = found_case(connection, actor, number)
    happened = (
        select(events.c.event_id, events.c.source, events.c.type, events.c.effective_ms, events.c.data)
        .where(events.c.organisation_id == actor.organisation_id, events.c.case_id == row.id)
        .order_by(events.c.effective_ms, events.c.precedence, events.c.event_id, events.c.source)
    )
    told = [
        Told(one.event_id, one.source, one.type, one.effective_ms, one.data) for one in connection.execute(happened)
    ]
    return Course(
        row.id, row.number, row.contract, row.vendor_id, row.vendor, row.zone, row.opened_ms,
        shelf.version(connection, row.contract_version_id), row.facts, told,
    )  # fmt: skip
