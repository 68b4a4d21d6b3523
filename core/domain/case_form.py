"""A form on a service case: a declared record that asks for fields and sends one event; packs bring them as YAML."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.domain.actor import CASE_ROLES, VENDOR
from core.domain.event import CASE_CANCELLED, CASE_CLOSED, Fields, Scalar
from core.domain.fields import Entry
from core.domain.form_field import PERSONAL, Asked, FormField
from core.domain.obligation import When
from core.domain.wording import Wording
from core.errors import InvalidInput

SENDERS = (*CASE_ROLES, VENDOR)
"""Who may be named to send a form: people at the buyer's desks, and the vendor's own users."""
NEEDS = ("required", "optional")
KEYS = ("event", "title", "says", "obligations", "by", "begins", "after", "before", "when", "when_closed", "decides",
        "outcome", "sets", "shown_to_vendor", "fields")  # fmt: skip
_ENDS = (CASE_CLOSED, CASE_CANCELLED)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled-in form comes to: the event and its data, and what is kept apart from them."""

    event: str
    data: dict[str, Scalar]
    personal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseForm:
    """A form. It may be sent by the roles in `by`, once one of `after` has happened (always, where that is empty) and
    as long as none of `before` has happened since, if the facts of the case fulfil `when`.

    `begins` is the prefix of the numbers of the cases that it opens. `decides` names the pack whose decision table is
    asked; the fact named by `outcome` (`<pack>_outcome` unless said) keeps what it answers. `sets` are facts that go
    with the event unasked.
    """  # noqa: D205

    key: str
    pack: str
    event: str
    title: Wording
    by: tuple[str, ...]
    fields: tuple[FormField, ...] = ()
    says: Wording = field(default_factory=Wording)
    obligations: tuple[str, ...] = ()
    begins: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    when_closed: bool = False
    decides: str = ""
    outcome: str = ""
    sets: Mapping[str, Scalar] = field(default_factory=dict)
    shown_to_vendor: bool = False

    @property
    def events(self) -> tuple[str, ...]:
        """The types of event that it may send."""
        chosen = (choice.event for one in self.fields for choice in one.choices)
        return tuple(dict.fromkeys(filter(None, (self.event, *chosen))))

    def is_open(self, types: Sequence[str], facts: Fields) -> bool:
        """Whether it can be used on a case whose events, in order, are of these types."""
        if any(one in _ENDS for one in types) and not self.when_closed:
            return False
        if (self.begins and types and not self.after) or not _fulfils(self.when, facts):
            return False
        since = -1
        if self.after and types:
            since = max((place for place, one in enumerate(types) if one in self.after), default=-1)
            if since < 0:
                return False
        elif self.after and not self.begins:
            return False
        return not any(one in self.before for one in types[since + 1 :])

    def fill(self, values: Mapping[str, Any], asked: Asked, *, known: Iterable[str] = ()) -> Filled:
        """Read what was typed; personal facts that are `known` already need not be given again.

        Raises `InvalidInput` naming the field that is unknown, missing or not allowed.
        """
        by_name = {one.name: one for one in self.fields}
        for name in values:
            if name not in by_name:
                raise InvalidInput("form.unknown_field", place=str(name)[:60], value=str(name)[:60],
                                   allowed=", ".join(by_name) or "-")  # fmt: skip
        data: dict[str, Scalar] = {"form": self.key, **self.sets}
        personal: dict[str, str] = {}
        event = self.event
        for one in self.fields:
            value = values.get(one.name)
            if value in (None, "", [], ()):
                if one.name not in known and (one.is_required or _is_due(one, values)):
                    raise InvalidInput("form.missing", place=one.name, label=one.label)
                continue
            read = one.read(value, asked)
            if one.type == "personal":
                personal[one.name] = str(read)
                continue
            data[one.name] = read
            event = next((each.event for each in one.choices if each.value == read and each.event), event)
        return Filled(event, data, personal)


def read_forms(pack: str, written: object, words: Mapping[str, Mapping[str, str]]) -> tuple[CaseForm, ...]:
    """Read `forms.yaml`: shared `fields`, and `forms` by key. Raises `InvalidInput` naming file and key."""
    whole = Entry(written or {}, f"{pack}/forms.yaml", "")
    whole.only(("fields", "forms"))
    shared = whole.child("fields")
    forms = whole.child("forms")
    return tuple(_form(pack, str(key), forms.child(str(key)), shared, words) for key in forms.mapping)


def _form(pack: str, key: str, entry: Entry, shared: Entry, words: Mapping[str, Mapping[str, str]]) -> CaseForm:
    entry.only(KEYS)
    event = entry.event("event")
    by = entry.texts("by")
    for one in by or [""]:
        entry.one_of("by", one, SENDERS)
    decides = entry.text("decides", "")
    title = entry.both_languages("title") if "title" in entry.mapping else words.get(event)
    if title is None:
        raise InvalidInput("pack.missing_key", place=entry.place("title"), value="title")
    return CaseForm(
        key=key, pack=pack, event=event, title=Wording(**title), by=by,
        fields=tuple(_fields(entry.child("fields"), shared)),
        says=Wording(**entry.both_languages("says")) if "says" in entry.mapping else Wording(),
        obligations=entry.texts("obligations"), begins=entry.text("begins", ""), after=entry.events("after"),
        before=entry.events("before"), when=entry.when("when"), when_closed=entry.flag("when_closed"),
        decides=decides, outcome=entry.text("outcome", f"{decides}_outcome" if decides else ""),
        sets=_sets(entry.child("sets")),
        shown_to_vendor=VENDOR in by or entry.flag("shown_to_vendor"),
    )  # fmt: skip


def _fields(entry: Entry, shared: Entry) -> Iterable[FormField]:
    for name in map(str, entry.mapping):
        is_asked_if = isinstance(entry.mapping[name], Mapping)
        is_required = not is_asked_if and entry.choice(name, NEEDS) == "required"
        if name in PERSONAL:
            yield FormField.personal(name, is_required=is_required)
            continue
        if name not in shared.mapping:
            raise InvalidInput("pack.not_allowed", place=entry.place(name), value=name,
                               allowed=", ".join((*map(str, shared.mapping), *PERSONAL)))  # fmt: skip
        made = FormField.from_entry(shared.child(name), name, is_required=is_required)
        yield replace(made, required_when=entry.when(name)) if is_asked_if else made


def _is_due(one: FormField, values: Mapping[str, Any]) -> bool:
    return bool(one.required_when) and all(values.get(name) == wanted for name, wanted in one.required_when.items())


def _sets(entry: Entry) -> dict[str, Scalar]:
    given: dict[str, Scalar] = {}
    for name, value in entry.mapping.items():
        if not isinstance(value, str | int):
            raise InvalidInput("pack.not_a_scalar", place=entry.place(str(name)), value=str(value))
        given[str(name)] = value
    return given


def _fulfils(when: When, facts: Fields) -> bool:
    return all(
        facts.get(name) in wanted if isinstance(wanted, tuple) else facts.get(name) == wanted
        for name, wanted in when.items()
    )
