"""A batch of events on its way into the record: one transaction, each item with its own answer (decisions 3, 5, 6)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.domain.event import ServiceEvent
from core.domain.service_case import ServiceCase
from core.errors import Conflict, InvalidInput, OutpactError
from core.services.advance import Advance
from core.services.envelope import Arrival, peek_id, read, refusal
from core.services.shelf import InForce, Shelf
from core.sla.clocks import check_match
from core.storage.books import cases, events
from core.storage.database import Work
from core.storage.uuids import uuid7

ACCEPTED, DUPLICATE, REFUSED = "accepted", "duplicate", "refused"


class Item(msgspec.Struct):
    """The answer to one event: what became of it and what the rules said."""

    id: str
    status: str
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
    in_force: dict[str, InForce] = field(default_factory=dict)
    known: dict[str, ServiceCase] = field(default_factory=dict)
    new: list[ServiceCase] = field(default_factory=list)

    def take(self, raw: Sequence[bytes]) -> list[Item]:
        """Take in up to 500 raw events and answer each in turn."""
        items: list[Item] = []
        arrivals: list[Pair] = []
        for one in raw:
            try:
                arrival = read(one, self.received_ms, is_own=self.is_own)
            except OutpactError as error:
                items.append(Item(peek_id(one), REFUSED, error=refusal(error)))
                continue
            items.append(Item(arrival.id, ACCEPTED))
            arrivals.append((items[-1], arrival))
        # Locked first: of two deliveries of one event the second must see what the first has written.
        self.known = cases.load(self.work.connection, self.organisation_id, list({one.case for _, one in arrivals}))
        self._store([pair for pair in self._fresh(arrivals) if self._admit(*pair)])
        return items

    def _fresh(self, arrivals: Sequence[Pair]) -> list[Pair]:
        """Leave out what was received before; the same id with another body is refused."""
        by_source: dict[str, list[str]] = defaultdict(list)
        for _, arrival in arrivals:
            by_source[arrival.source].append(arrival.id)
        seen: dict[tuple[str, str], str] = {}
        for source, ids in by_source.items():
            before = events.known(self.work.connection, self.organisation_id, source, ids)
            seen.update({(source, event_id): sha256 for event_id, sha256 in before.items()})
        fresh = []
        for item, arrival in arrivals:
            sha256 = seen.get((arrival.source, arrival.id))
            if sha256 is None:
                seen[arrival.source, arrival.id] = arrival.body_sha256
                fresh.append((item, arrival))
            elif sha256 == arrival.body_sha256:
                item.status = DUPLICATE
            else:
                _refuse(item, Conflict("event.reused_id", place="id", value=arrival.id, source=arrival.source))
        return fresh

    def _admit(self, item: Item, arrival: Arrival) -> bool:
        """Whether the event may enter; if not, its item says why."""
        try:
            force = self._force(arrival)
            if force.is_live != self.is_live:
                code = "event.imported_contract" if self.is_live else "event.live_contract"
                raise Conflict(code, place="data.contract", value=force.number, case=arrival.case)
            terms = force.terms
            if not terms.knows(arrival.type):
                allowed = ", ".join(terms.types())
                raise InvalidInput(
                    "event.unknown_type", place="type", value=arrival.type, contract=force.number, allowed=allowed
                )
            terms.check(arrival.type, arrival.effective_ms, arrival.data)
            check_match(terms, arrival.type, arrival.data)
        except OutpactError as error:
            _refuse(item, error)
            return False
        if arrival.case not in self.known:
            case = ServiceCase(arrival.case, force.contract_id, force.vendor_id, arrival.effective_ms)
            self.known[arrival.case] = case
            self.new.append(case)
        self.in_force[arrival.case] = force
        return True

    def _force(self, arrival: Arrival) -> InForce:
        """The contract version under which the event's case runs: the one its first event named."""
        named = arrival.data.get("contract")
        if arrival.case in self.in_force:
            force = self.in_force[arrival.case]
        elif case := self.known.get(arrival.case):
            force = self.shelf.in_force(self.work.connection, self.organisation_id, case.contract_id, case.opened_ms)
        else:
            return self._named(arrival, named)
        if named not in (None, force.number):
            raise Conflict(
                "event.other_contract", place="data.contract", case=arrival.case, contract=force.number, value=named
            )
        return force

    def _named(self, arrival: Arrival, number: object) -> InForce:
        if not isinstance(number, str) or not number:
            raise InvalidInput("event.no_contract", place="data.contract", case=arrival.case)
        force = self.shelf.by_number(self.work.connection, self.organisation_id, number, arrival.effective_ms)
        if force is None:
            raise InvalidInput("event.unknown_contract", place="data.contract", value=number)
        return force

    def _store(self, admitted: Sequence[Pair]) -> None:
        if not admitted:
            return
        now_ms, connection = self.work.now_ms, self.work.connection
        used = {arrival.case for _, arrival in admitted}
        cases.add(connection, self.organisation_id, [(one, uuid7(now_ms)) for one in self.new if one.number in used])
        by_case: dict[str, list[ServiceEvent]] = defaultdict(list)
        rows = []
        for _, arrival in admitted:
            precedence = self.in_force[arrival.case].terms.precedence(arrival.type)
            by_case[arrival.case].append(
                ServiceEvent(arrival.id, arrival.type, arrival.effective_ms, precedence, arrival.data, arrival.source)
            )
            rows.append(self._row(arrival, precedence))
        advance = Advance(self.work, self.organisation_id, self.received_ms)
        advance.run([(self.known[number], self.in_force[number], new) for number, new in by_case.items()])
        events.append(connection, rows)
        advance.close(rows)
        for item, arrival in admitted:
            item.verdicts = advance.verdicts(arrival.case, (arrival.source, arrival.id))

    def _row(self, arrival: Arrival, precedence: int) -> dict[str, Any]:
        return {
            "organisation_id": self.organisation_id, "source": arrival.source, "event_id": arrival.id,
            "case_id": self.known[arrival.case].id, "type": arrival.type, "occurred_ms": arrival.occurred_ms,
            "received_ms": self.received_ms, "effective_ms": arrival.effective_ms, "precedence": precedence,
            "data": arrival.data, "body_sha256": arrival.body_sha256, "flags": "clock_skew" if arrival.skewed else "",
        }  # fmt: skip


def _refuse(item: Item, error: OutpactError) -> None:
    item.status, item.error = REFUSED, refusal(error)
