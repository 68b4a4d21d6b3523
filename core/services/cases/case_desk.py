"""Working on cases by forms: what can be done now and by whom, opening a case, sending a form's event.

A form goes the way of every event (`Batch`), from the source `desk`, and what it asks about people is kept apart.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import select

from core.domain.actor import VENDOR
from core.domain.case_form import CaseForm, Filled
from core.domain.case_people import CaseContact
from core.domain.event import DESK, Scalar
from core.domain.form_field import Asked
from core.domain.personal_text import check_free_text, check_known
from core.domain.plain_text import check_name
from core.domain.wording import LANGUAGES
from core.domain.zone import find_zone
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services import access
from core.services.access import Actor
from core.services.cases.case_course import Course, course
from core.services.cases.case_decision import decision_view, stored
from core.services.cases.case_views import ChoiceView, DecisionView, FormView, Sent, form_view, is_seen
from core.services.decisions import DecisionTables
from core.services.once import Once, perform
from core.services.operations.batch import Batch
from core.services.operations.views import term
from core.services.page import MOST
from core.services.shelf import InForce, Shelf
from core.sla.decision import Decision
from core.storage.books import cases
from core.storage.books.contracts import Contracts
from core.storage.books.people import Contacts, Workers
from core.storage.database import Database, Work
from core.storage.tables import cases as case_rows
from core.storage.uuids import uuid7

LONGEST_SITE = 60
Values = Mapping[str, Any]


class Kind(msgspec.Struct):
    """A kind of case that a contract's packs can open."""

    key: str
    title: dict[str, str]
    prefix: str
    yours: bool


@dataclass(frozen=True, slots=True)
class CaseDeskService:
    """Forms on cases."""

    database: Database
    shelf: Shelf
    tables: DecisionTables

    def forms(self, actor: Actor, number: str) -> list[FormView]:
        """What can be done on a case now, and by whom; a vendor's user is shown his own. Raises `NotFound`."""
        access.require(actor, "case.read")
        with self.database.reading_for(actor) as work:
            known = course(work.connection, self.shelf, actor, number)
            contact = Contacts(work).find(known.case_id)
            facts = {name for name, _ in contact.facts()} if contact else set()
            pauses = [ChoiceView(one, term(known.force.words, one)) for one in known.pause_reasons]
            workers = self._workers(work, actor, known.vendor_id)
            seen = (one for one in known.open_forms() if is_seen(one, actor))
            return [form_view(one, actor, known, facts, workers, pauses) for one in seen]

    def kinds(self, actor: Actor, contract: str) -> list[Kind]:
        """The kinds of case that can be opened under a contract. Raises `NotFound`."""
        access.require(actor, "case.read")
        with self.database.reading_for(actor) as work:
            force = self._force(work, actor, contract)
            opening = (one for one in force.forms.values() if one.begins and is_seen(one, actor))
            return [Kind(one.key, one.title.by_language(), one.begins, actor.role in one.by) for one in opening]

    def opening(self, actor: Actor, contract: str, key: str) -> FormView:
        """The form that opens a kind of case. Raises `NotFound` or `Conflict`."""
        access.require(actor, "case.act")
        with self.database.reading_for(actor) as work:
            form = _opening(self._force(work, actor, contract), key)
            return form_view(form, actor, None, set(), self._workers(work, actor, actor.vendor_id), [])

    def open(
        self, actor: Actor, contract: str, key: str, values: Values, *, site: str, at: str = "",
        call: Once | None = None,
    ) -> Sent:  # fmt: skip
        """Open a case with the next number of its kind. Raises an error naming the field, and then keeps nothing."""
        access.require(actor, "case.act")
        check_name(site, "site", LONGEST_SITE)
        check_free_text(site, "site")

        def act(work: Work) -> Sent:
            force = self._force(work, actor, contract)
            form = _opening(force, key)
            _check_sender(form, actor)
            asked = _asked(at, force.calendar.tz, work.now_ms)
            filled = form.fill(values, asked)
            filled.data.update(contract=contract, site=site)
            check_known({"site": site, **filled.data}, filled.personal.items(), "")
            self._check_references(work, actor, force.vendor_id, form, filled, None, asked)
            number = self._number(work, form.begins)
            return self._send(work, actor, number, form, filled, asked, call)

        return self._perform(actor, call, act)

    def submit(
        self, actor: Actor, number: str, key: str, values: Values, *, at: str = "", call: Once | None = None
    ) -> Sent:
        """Fill in a form of a case. Raises an error naming the field or who may and when, and then keeps nothing."""
        access.require(actor, "case.act")

        def act(work: Work) -> Sent:
            cases.load(work.connection, work.organisation_id, [number])  # two desks at once: the second waits here
            known = course(work.connection, self.shelf, actor, number)
            form = self._form(known, actor, key)
            asked = _asked(at, known.zone, work.now_ms)
            if at and asked.at_ms < known.opened_ms:
                raise InvalidInput("form.before_the_case", place="at", value=at, first=_instant(known.opened_ms))
            contact = Contacts(work).find(known.case_id)
            filled = form.fill(values, asked, known=dict(contact.facts()) if contact else {})
            check_known(filled.data, [*filled.personal.items(), *(contact.facts() if contact else ())], "")
            self._check_references(work, actor, known.vendor_id, form, filled, known, asked)
            return self._send(work, actor, number, form, filled, asked, call)

        return self._perform(actor, call, act)

    def answer(self, actor: Actor, form: str, values: Values, *, number: str = "", contract: str = "") -> DecisionView:
        """What the decision table of a form says to what was typed so far; nothing is kept."""
        access.require(actor, "case.act")
        with self.database.reading_for(actor) as work:
            if number:
                known = course(work.connection, self.shelf, actor, number)
                chosen, zone = self._form(known, actor, form), known.zone
            else:
                force = self._force(work, actor, contract)
                chosen, zone = _opening(force, form), force.calendar.tz
            fields = tuple(replace(one, is_required=False) for one in chosen.fields)
            filled = replace(chosen, fields=fields).fill(values, Asked(work.now_ms, zone))
            return decision_view(self._decide(chosen, filled.data), filled.data)

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], Sent]) -> Sent:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, Sent, lambda: act(work))

    def _send(self, work: Work, actor: Actor, number: str, form: CaseForm, filled: Filled, asked: Asked,
              call: Once | None) -> Sent:  # fmt: skip
        decision = None
        if form.decides:
            decided = self._decide(form, filled.data)
            decision = decision_view(decided, filled.data)
            filled.data.update(stored(form, decided, decision))
        event_id = _event_id(work, actor, call)
        side = VENDOR if actor.vendor_id is not None else "buyer"
        data: dict[str, Scalar] = {"by": side, **filled.data, "by_name": actor.name}
        raw = msgspec.json.encode(
            {
                "specversion": "1.0", "id": event_id, "source": DESK, "type": filled.event, "subject": number,
                "time": datetime.fromtimestamp(asked.at_ms / 1000, UTC), "data": data,
            }
        )  # fmt: skip
        batch = Batch(work, work.organisation_id, self.shelf, work.now_ms, is_own=True)
        [item] = batch.take([raw])
        if batch.errors:
            raise batch.errors[0]
        if filled.personal:
            self._keep(work, batch.known[number].id, filled.personal)
        work.audit(f"form.{form.key}"[:64], f"case:{number}", hashlib.sha256(raw).hexdigest())
        return Sent(number, event_id, filled.event, asked.at_ms, item.verdicts, decision)

    def _keep(self, work: Work, case_id: int, personal: Mapping[str, str]) -> None:
        """Write what was told of the customer beside the case; the relay's label says nothing of the number."""
        book = Contacts(work)
        contact = book.find(case_id)
        if contact is None:
            relay = f"P-{work.range('relay', 1):06}"
            contact = CaseContact(work.organisation_id, case_id, relay, work.now_ms, work.now_ms)
            book.add(contact)
        for name, value in personal.items():
            contact.note(name, value, work.now_ms)

    def _decide(self, form: CaseForm, data: Mapping[str, Any]) -> Decision:
        return self.tables.decide(form.decides, self.tables.facts(form.decides, data))

    def _form(self, known: Course, actor: Actor, key: str) -> CaseForm:
        form = known.force.forms.get(key)
        usable = [one.key for one in known.open_forms() if is_seen(one, actor)]
        if form is None or not is_seen(form, actor):
            if form is not None:
                _check_sender(form, actor)
            raise NotFound("form.absent", place="form", value=key[:60], allowed=", ".join(usable))
        _check_sender(form, actor)
        if key not in usable:
            raise Conflict("form.not_now", place="form", label=form.title,
                           allowed=", ".join(usable))  # fmt: skip
        return form

    def _check_references(self, work: Work, actor: Actor, vendor_id: int, form: CaseForm, filled: Filled,
                          known: Course | None, asked: Asked) -> None:  # fmt: skip
        """Workers are the vendor's own and may be sent on that day; what is referred to is there."""
        on = _service_day(filled.data, known, asked)
        for one in form.fields:
            value = filled.data.get(one.name)
            if value is None:
                continue
            if one.type == "worker":
                Workers(work).get(str(value), vendor_id, one.name).check_sendable(on, one.name)
            allowed: list[str] = []
            if one.type == "earlier" and known is not None:
                allowed = [told.id for told in known.of_form(one.form)]
            elif one.type == "pause_reason" and known is not None:
                allowed = known.pause_reasons
                filled.data.pop(one.name)
                filled.data["reason"] = value
            if one.type in ("earlier", "pause_reason") and value not in allowed:
                raise InvalidInput("form.no_earlier", place=one.name, value=str(value)[:60],
                                   allowed=", ".join(allowed) or "-")  # fmt: skip

    def _workers(self, work: Work, actor: Actor, vendor_id: int | None) -> list[ChoiceView]:
        """The vendor's own users choose among their workers; to others they are numbers."""
        if actor.vendor_id is None or vendor_id is None:
            return []
        some = Workers(work).list(vendor_id, "", MOST)
        return [
            ChoiceView(one.number, dict.fromkeys(LANGUAGES, f"{one.name} · {one.badge}")) for one in some if one.active
        ]

    def _force(self, work: Work, actor: Actor, contract: str) -> InForce:
        Contracts(work).get(contract, actor.vendor_id)
        editions = self.shelf.editions(work.connection, work.organisation_id, contract)
        if editions is None:
            raise InvalidInput("event.unknown_contract", place="contract", value=contract[:60])
        return self.shelf.version(work.connection, editions.at(work.now_ms))

    def _number(self, work: Work, prefix: str) -> str:
        """The next number of the kind that nobody has used: other systems number cases too."""
        while True:
            number = work.number(prefix)
            taken = select(case_rows.c.id).where(
                case_rows.c.organisation_id == work.organisation_id, case_rows.c.number == number
            )
            if work.connection.execute(taken).scalar() is None:
                return number


def _opening(force: InForce, key: str) -> CaseForm:
    opening = [one for one in force.forms.values() if one.begins]
    form = force.forms.get(key)
    if form is None:
        raise NotFound("form.absent", place="form", value=key[:60], allowed=", ".join(one.key for one in opening))
    if not form.begins:
        raise Conflict("form.not_a_beginning", place="form", label=form.title,
                       allowed=", ".join(one.key for one in opening))  # fmt: skip
    return form


def _check_sender(form: CaseForm, actor: Actor) -> None:
    """The buyer never assigns a person, and the vendor signs nothing in the buyer's place."""
    if actor.role not in form.by:
        raise Forbidden("form.not_yours", place="form", role=actor.role, allowed=", ".join(form.by),
                        label=form.title)  # fmt: skip


def _asked(at: str, zone: str, now_ms: int) -> Asked:
    """The instant a form speaks of: the house's clock, or one that is stated and has passed."""
    if not at:
        return Asked(now_ms, zone)
    try:
        stated = datetime.fromisoformat(at)
    except ValueError:
        stated = None
    if stated is None or stated.tzinfo is None:
        raise InvalidInput("form.bad_time", place="at", value=at[:60])
    at_ms = int(stated.timestamp() * 1000)
    if at_ms > now_ms:
        raise InvalidInput("form.from_the_future", place="at", value=at[:60])
    return Asked(at_ms, zone)


def _event_id(work: Work, actor: Actor, call: Once | None) -> str:
    """The same call is the same event, also when its stored answer has been forgotten."""
    told = f"{actor.name}\n{call.route}\n{call.key}" if call else uuid7(work.now_ms)
    return base64.b32encode(hashlib.sha256(told.encode()).digest()[:15]).decode().lower()


def _service_day(data: Mapping[str, Any], known: Course | None, asked: Asked) -> date:
    """The day on which the worker would serve, in the contract's zone; today where none is agreed yet."""
    facts = {**(known.facts if known else {}), **data}
    at = facts.get("service_start_ms") or facts.get("booked_start_ms") or asked.at_ms
    at_ms = at if isinstance(at, int) else asked.at_ms
    return datetime.fromtimestamp(max(at_ms, asked.at_ms) / 1000, find_zone(asked.zone)).date()


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
