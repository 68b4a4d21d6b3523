"""What the desks are shown of forms and their answers; nothing personal is in any of it."""

from typing import Any

import msgspec

from core.domain.actor import VENDOR
from core.domain.case_form import CaseForm
from core.domain.form_field import FormField
from core.domain.wording import Wording
from core.services.access import Actor
from core.services.cases.case_course import Course

Words = dict[str, str]


class ChoiceView(msgspec.Struct):
    """One value that may be chosen."""

    value: str
    words: Words


class FieldView(msgspec.Struct):
    """One field of a form; `known` says that the house has it already, so that it need not be given again."""

    name: str
    type: str
    label: Words
    required: bool
    known: bool
    least: int | None
    most: int | None
    choices: list[ChoiceView]


class FormView(msgspec.Struct):
    """A form that can be used now: by whom, and whether the reader is one of them."""

    key: str
    title: Words
    says: Words
    event: str
    obligations: list[str]
    by: list[str]
    yours: bool
    begins: str
    decides: str
    fields: list[FieldView]


class DecisionView(msgspec.Struct):
    """What a table answers: the outcome, the rule and article it rests on, the fee and who bears it."""

    outcome: str
    rule: str
    obligation: str
    cites: Words
    answer: dict[str, Any]
    law: dict[str, Any] | None
    fee_cents: int | None
    difference_cents: int | None


class Sent(msgspec.Struct):
    """What a form came to: the case, its event, and what the rules said to it."""

    number: str
    event: str
    type: str
    at_ms: int
    verdicts: list[dict[str, Any]]
    decision: DecisionView | None = None


def form_view(form: CaseForm, actor: Actor, course: Course | None, known: set[str], workers: list[ChoiceView],
              pauses: list[ChoiceView]) -> FormView:  # fmt: skip
    """A form as its reader finds it on a case, or before there is one."""
    return FormView(
        key=form.key, title=form.title.by_language(), says=form.says.by_language(), event=form.event,
        obligations=list(form.obligations), by=list(form.by), yours=actor.role in form.by, begins=form.begins,
        decides=form.decides, fields=[_field(one, course, known, workers, pauses) for one in form.fields],
    )  # fmt: skip


def _field(one: FormField, course: Course | None, known: set[str], workers: list[ChoiceView],
           pauses: list[ChoiceView]) -> FieldView:  # fmt: skip
    knows = course.force.terms.knows if course else None
    listed = [each for each in one.choices if not (each.event and knows) or knows(each.event)]
    choices = [ChoiceView(each.value, each.words.by_language()) for each in listed]
    if one.type == "worker":
        choices = workers
    elif one.type == "pause_reason":
        choices = pauses
    elif one.type == "earlier" and course is not None:
        choices = earlier(one, course)
    is_known = one.name in known
    return FieldView(one.name, one.type, one.label.by_language(), one.is_required and not is_known, is_known, one.least,
                     one.most, choices)  # fmt: skip


def earlier(one: FormField, course: Course) -> list[ChoiceView]:
    """The events of the case that a field may refer to, named by what was chosen in them."""
    form = course.force.forms.get(one.form)
    found = []
    for told in course.of_form(one.form):
        chosen = [
            each.words for asked in (form.fields if form else ()) for each in asked.choices
            if told.data.get(asked.name) == each.value
        ]  # fmt: skip
        words = chosen[0] if chosen else Wording(told.id, told.id)
        found.append(ChoiceView(told.id, words.by_language()))
    return found


def is_seen(form: CaseForm, actor: Actor) -> bool:
    """Whether a reader is told of the form at all: a vendor's user of his own, the buyer of all."""
    return actor.role != VENDOR or VENDOR in form.by
