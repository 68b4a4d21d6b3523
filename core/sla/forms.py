"""Checks the forms of packs against what they speak of: their events and, where they ask one, a decision table."""

from collections.abc import Mapping, Sequence

from core.domain.calendar import WorkingCalendar
from core.domain.case_form import CaseForm
from core.domain.form_field import FormField
from core.errors import InvalidInput
from core.sla.packs import ASKED, Pack
from core.sla.terms import compile_terms

_STORED = {
    "text": "str", "choice": "str", "choices": "str", "number": "int", "score": "int", "age": "int", "days": "int",
    "minutes": "int", "money": "int", "instant": "int", "flag": "bool",
}  # fmt: skip
"""What each type of field stores, in the words of a pack's facts."""


def check_forms(packs: Sequence[Pack]) -> None:
    """Raise `InvalidInput` naming file and key at the first form that no case could take."""
    deciding = {one.name: one for one in packs if ASKED in one.facts}
    owed = (one for pack in packs for one in pack.obligations.values())
    terms = compile_terms(owed, {}, {}, WorkingCalendar.always_open("UTC"), lambda message: "")
    for form in (one for pack in packs for one in pack.forms):
        for event in (*form.events, *form.after, *form.before):
            if not terms.knows(event):
                raise InvalidInput("pack.no_such_event", place=_place(form, "event"), value=event)
        if form.decides:
            _check_decision(form, deciding)


def _place(form: CaseForm, key: str) -> str:
    return f"{form.pack}/forms.yaml: forms.{form.key}.{key}"


def _check_decision(form: CaseForm, deciding: Mapping[str, Pack]) -> None:
    asked = deciding.get(form.decides)
    if asked is None:
        raise InvalidInput("pack.not_allowed", place=_place(form, "decides"), value=form.decides,
                           allowed=", ".join(sorted(deciding)))  # fmt: skip
    for one in form.fields:
        if one.name in asked.facts and not _fits(one, asked.facts[one.name]):
            allowed = asked.facts[one.name].get("of") or asked.facts[one.name]["type"]
            place = _place(form, f"fields.{one.name}")
            raise InvalidInput("pack.not_allowed", place=place, value=one.type, allowed=str(allowed))


def _fits(one: FormField, fact: Mapping[str, object]) -> bool:
    """Whether all that a field may store is allowed as the fact of the same name."""
    allowed = fact.get("of")
    is_listed = not isinstance(allowed, list) or {choice.value for choice in one.choices} <= set(map(str, allowed))
    return _STORED.get(one.type) == fact["type"] and is_listed
