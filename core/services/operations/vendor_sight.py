"""What a vendor's user is shown of a case: what his own obligations know of it, and nothing of the buyer's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self

import msgspec

from core.domain.case_form import CaseForm
from core.domain.event import CASE_CANCELLED, CASE_CLOSED, DESK, PAUSE_ENDED, PAUSE_STARTED
from core.domain.obligation import Obligation
from core.services.operations.views import EventView

_PAUSES = frozenset((PAUSE_STARTED, PAUSE_ENDED))
_ENDS = frozenset((CASE_CLOSED, CASE_CANCELLED))
_FIELDS = frozenset(("contract", "reason", "evidence", "by"))
"""Fields that every contract knows."""


@dataclass(frozen=True, slots=True)
class VendorSight:
    """The event types, data fields and pause reasons that the vendor's obligations name.

    `forms` are those whose events he is shown with all that they asked: his own, and what the buyer tells him.
    """

    types: frozenset[str]
    fields: frozenset[str]
    reasons: frozenset[str]
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, obligations: Iterable[Obligation], forms: Iterable[CaseForm] = ()) -> Self:
        """Collect what the obligations that a vendor owes, alone or with the buyer, react to."""
        theirs = [one for one in obligations if one.owed_by != "buyer"]
        return cls(
            _ENDS.union(*(_types(one) for one in theirs)),
            _FIELDS.union(*(_fields(one) for one in theirs)),
            frozenset(chain.from_iterable(one.pause for one in theirs)),
            {one.key: _FIELDS.union(("form", "site", *one.sets), _asked(one)) for one in forms if one.shown_to_vendor},
        )

    def events(self, told: Sequence[EventView]) -> list[EventView]:
        """Events that these obligations know, each with the fields that they name."""
        return [
            msgspec.structs.replace(one, data=self._of_event(one))
            for one in told
            if one.type in self.types
            or self._form(one) is not None
            or (one.type in _PAUSES and one.data.get("reason", "") in {"", *self.reasons})
        ]

    def _form(self, told: EventView) -> frozenset[str] | None:
        """The fields of the form that sent an event, if its events are shown to him."""
        return self.forms.get(str(told.data.get("form", ""))) if told.source == DESK else None

    def _of_event(self, told: EventView) -> dict[str, Any]:
        fields = self.fields.union(self._form(told) or ())
        return {name: value for name, value in told.data.items() if name in fields}

    def named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The part of an event's data or of a case's facts that these obligations name."""
        return {name: value for name, value in data.items() if name in self.fields}


def _asked(form: CaseForm) -> Iterable[str]:
    """What a form's event carries beside what it sets: its fields, and what its table answers."""
    answered = (form.outcome, "rule", "law_rule", "fee_cents", "difference_cents") if form.decides else ()
    return (*(one.name for one in form.fields), *answered)


def _types(one: Obligation) -> tuple[str, ...]:
    single = (one.trigger, one.late_trigger, one.required, one.refused_by, one.begins, one.approval)
    return (*single, *one.until, *one.steps, *one.restart, *one.effect, *one.event)


def _fields(one: Obligation) -> tuple[str, ...]:
    single = (one.due_field, one.days_field, one.standard_field, one.match_field)
    return (*single, *one.requires, *one.when, *one.unless)
