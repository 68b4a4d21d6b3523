"""A batch of events on its way into the record: one transaction, each item with its own answer (decisions 3, 5, 6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.domain.event import ServiceEvent
from core.domain.personal_text import check_known
from core.domain.service_case import ServiceCase
from core.errors import Conflict, InvalidInput, OutpactError
from core.services.operations.advance import Advance, Step
from core.services.operations.envelope import Arrival, peek_id, read, refusal
from core.services.shelf import Editions, InForce, Shelf
from core.sla.clocks import check_match
from core.storage.books import cases, events
from core.storage.books.people import personal_facts
from core.storage.database import Work
from core.storage.uuids import uuid7

ACCEPTED, DUPLICATE, REFUSED = "accepted", "duplicate", "refused"


class Item(msgspec.Struct):
    """The answer to one event: what became of it and what the rules said."""

    id: str
    status: str = ""
    verdicts: list[dict[str, Any]] = []
    error: dict[str, str] | None = None


Pair = tuple[Item, Arrival]


@dataclass(slots=True)
class Batch:
    """One transaction's events; `received_ms` stands in for the clock while a past log is read (sla.md 3.2).

    A batch that is not live is an import's: it alone may send events to imported contracts, and to no other.
    """

    work: Work
    organisation_id: int
    shelf: Shelf
    received_ms: int
    is_live: bool = True
    is_own: bool = False
    """The house's own events, which alone may come from a reserved source."""
    known: dict[str, ServiceCase] = field(default_factory=dict)
    new: list[ServiceCase] = field(default_factory=list)
    before: dict[str, InForce] = field(default_factory=dict)
    """The versions under which cases ran until an event of this batch put them under an earlier one."""
    editions: dict[str, Editions | None] = field(default_factory=dict)
    admitted: list[Pair] = field(default_factory=list)
    errors: list[OutpactError] = field(default_factory=list)
    """Why events were refused, in the order of their refusal."""
    people: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By case, the personal facts that no event may repeat."""

    def take(self, raw: Sequence[bytes]) -> list[Item]:
        """Take in up to 500 raw events and answer each in turn."""
        items: list[Item] = []
        arrivals: list[Pair] = []
        for one in raw:
            try:
                arrival = read(one, self.received_ms, is_own=self.is_own)
            except OutpactError as error:
                items.append(Item(peek_id(one)))
                self._refuse(items[-1], error)
                continue
            items.append(Item(arrival.id, ACCEPTED))
            arrivals.append((items[-1], arrival))
        # Locked first: of two deliveries of one event the second must see what the first has written.
        self.known = cases.load(self.work.connection, self.organisation_id, list({one.case for _, one in arrivals}))
        self.people = personal_facts(self.work, [one.id for one in self.known.values()])
        self._take_new(arrivals)
        self._store()
        return items

    def _refuse(self, item: Item, error: OutpactError) -> None:
        item.status, item.error = REFUSED, refusal(error)
        self.errors.append(error)

    def _take_new(self, arrivals: Sequence[Pair]) -> None:
        """Admit what was not accepted before; the same id with another body is refused."""
        by_source: dict[str, list[str]] = defaultdict(list)
        for _, arrival in arrivals:
            by_source[arrival.source].append(arrival.id)
        seen: dict[tuple[str, str], str] = {}
        for source, ids in by_source.items():
            before = events.known(self.work.connection, self.organisation_id, source, ids)
            seen.update({(source, event_id): sha256 for event_id, sha256 in before.items()})
        for item, arrival in arrivals:
            sha256 = seen.get((arrival.source, arrival.id))
            if sha256 is None:
                if self._admit(item, arrival):
                    seen[arrival.source, arrival.id] = arrival.body_sha256
            elif sha256 == arrival.body_sha256:
                item.status = DUPLICATE
            else:
                error = Conflict("event.reused_id", place="id", value=arrival.id, source=arrival.source)
                self._refuse(item, error)

    def _admit(self, item: Item, arrival: Arrival) -> bool:
        """Let the event enter, or say in its item why it may not; whether it has entered."""
        try:
            force = self._force(arrival)
            if force.is_live != self.is_live:
                code = "event.imported_contract" if self.is_live else "event.live_contract"
                raise Conflict(code, place="data.contract", value=force.number, case=arrival.case)
            _check(force, arrival)
            case = self.known.get(arrival.case)
            if case is not None and case.id in self.people:
                check_known(arrival.data, self.people[case.id])
            if case is not None and case.contract_version_id != force.version_id:
                self._check_again(case, force)
        except OutpactError as error:
            self._refuse(item, error)
            return False
        self._begin(arrival, force)
        self.admitted.append((item, arrival))
        return True

    def _force(self, arrival: Arrival) -> InForce:
        """The contract version under which the event's case runs, for life: the one in force when the case began."""
        named = arrival.data.get("contract")
        case = self.known.get(arrival.case)
        if case is None:
            return self._named(arrival, named)
        force = self._of(case)
        if named not in (None, force.number):
            raise Conflict(
                "event.other_contract", place="data.contract", case=arrival.case, contract=force.number, value=named
            )
        if arrival.effective_ms < min(case.opened_ms, force.effective_from_ms):
            return self._named(arrival, force.number)
        return force

    def _named(self, arrival: Arrival, number: object) -> InForce:
        if not isinstance(number, str) or not number:
            raise InvalidInput("event.no_contract", place="data.contract", case=arrival.case)
        if number not in self.editions:
            self.editions[number] = self.shelf.editions(self.work.connection, self.organisation_id, number)
        editions = self.editions[number]
        if editions is None:
            raise InvalidInput("event.unknown_contract", place="data.contract", value=number)
        return self.shelf.version(self.work.connection, editions.at(arrival.effective_ms))

    def _of(self, case: ServiceCase) -> InForce:
        return self.shelf.version(self.work.connection, case.contract_version_id)

    def _check_again(self, case: ServiceCase, force: InForce) -> None:
        """Under the version of an earlier beginning all that the case holds must be readable too."""
        stored = events.history(self.work.connection, self.organisation_id, [case.id])[case.id]
        held: list[Arrival | ServiceEvent] = [*stored]
        held += [arrival for _, arrival in self.admitted if arrival.case == case.number]
        for one in held:
            try:
                _check(force, one)
            except InvalidInput as error:
                raise Conflict(
                    "event.earlier_version", place="time", case=case.number, contract=force.number, value=one.id,
                    reason=one.type,
                ) from error  # fmt: skip

    def _begin(self, arrival: Arrival, force: InForce) -> None:
        """Open the case, or move its beginning back to an earlier event with the version of then."""
        case = self.known.get(arrival.case)
        if case is None:
            case = ServiceCase(arrival.case, force.contract_id, force.version_id, force.vendor_id, arrival.effective_ms)
            self.known[arrival.case] = case
            self.new.append(case)
        elif arrival.effective_ms < case.opened_ms:
            self.before.setdefault(case.number, self._of(case))
            case.opened_ms, case.contract_version_id = arrival.effective_ms, force.version_id

    def _store(self) -> None:
        if not self.admitted:
            return
        now_ms, connection = self.work.now_ms, self.work.connection
        cases.add(connection, self.organisation_id, [(one, uuid7(now_ms)) for one in self.new])
        by_case: dict[str, list[ServiceEvent]] = defaultdict(list)
        rows = []
        for _, arrival in self.admitted:
            precedence = self._of(self.known[arrival.case]).terms.precedence(arrival.type)
            by_case[arrival.case].append(
                ServiceEvent(arrival.id, arrival.type, arrival.effective_ms, precedence, arrival.data, arrival.source)
            )
            rows.append(self._row(arrival, precedence))
        advance = Advance(self.work, self.organisation_id, self.received_ms, self.shelf.period(self.work.connection))
        advance.run([self._step(self.known[number], new) for number, new in by_case.items()])
        events.append(connection, rows)
        advance.close(rows)
        for item, arrival in self.admitted:
            item.verdicts = advance.verdicts(arrival.case, (arrival.source, arrival.id))

    def _step(self, case: ServiceCase, new: list[ServiceEvent]) -> Step:
        force = self._of(case)
        before = self.before.get(case.number)
        if before is not None:
            cases.reopen(self.work.connection, case, force.terms.timings)
        return Step(case, before or force, force, new)

    def _row(self, arrival: Arrival, precedence: int) -> dict[str, Any]:
        return {
            "organisation_id": self.organisation_id, "source": arrival.source, "event_id": arrival.id,
            "case_id": self.known[arrival.case].id, "type": arrival.type, "occurred_ms": arrival.occurred_ms,
            "received_ms": self.received_ms, "effective_ms": arrival.effective_ms, "precedence": precedence,
            "data": arrival.data, "body_sha256": arrival.body_sha256, "flags": "clock_skew" if arrival.skewed else "",
        }  # fmt: skip


def _check(force: InForce, one: Arrival | ServiceEvent) -> None:
    """Refuse an event that this contract version does not know or cannot compute. Raises `InvalidInput`."""
    terms = force.terms
    if not terms.knows(one.type):
        allowed = ", ".join(terms.types())
        raise InvalidInput("event.unknown_type", place="type", value=one.type, contract=force.number, allowed=allowed)
    terms.check(one.type, one.effective_ms, one.data)
    check_match(terms, one.type, one.data)
