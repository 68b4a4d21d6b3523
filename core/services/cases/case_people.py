"""The people of a case as each reader may see them, and the dispatch order; every look at an address is logged."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from core.documents.dispatch_order import DispatchOrder, dispatch_context
from core.documents.renderer import CompiledTemplate
from core.domain import visibility
from core.domain.actor import VENDOR
from core.domain.visibility import ADDRESS_TIME, DISPATCH_CONFIRMED
from core.domain.wording import Language
from core.errors import Conflict
from core.services import access
from core.services.access import Actor
from core.services.cases.case_course import Course, course
from core.services.cases.workers import WorkerView, worker_view
from core.services.shelf import Shelf
from core.storage.books.people import Contacts, Workers
from core.storage.database import Database, Work


class CustomerView(msgspec.Struct):
    """The customer; what the registry hides is empty, and `masked` names the fields that are shown in part."""

    name: str
    phone: str
    address: str
    relay: str
    masked: list[str]


class PeopleView(msgspec.Struct):
    """Who is on a case, and the state by which the registry decides what is shown."""

    number: str
    state: str
    customer: CustomerView | None
    workers: list[WorkerView]


class OrderView(msgspec.Struct):
    """A dispatch order (派工单): one case, one worker, and the address while it may stand there (OT-05).

    It is the worker's paper: whoever prints it, it says no more than the vendor may know, and no phone.
    """

    number: str
    contract: str
    vendor: str
    zone: str
    state: str
    site: str
    wanted: str
    service_start_ms: int
    service_end_ms: int
    address_from_ms: int
    address_until_ms: int
    confirmed_ms: int
    worker: WorkerView
    customer: CustomerView
    as_of_ms: int


@dataclass(frozen=True, slots=True)
class CasePeopleService:
    """Shows people by the registry of visibility."""

    database: Database
    shelf: Shelf

    def people(self, actor: Actor, number: str) -> PeopleView:
        """Who is on a case. An address that is shown to the vendor is shown on the dispatch order alone."""
        access.require(actor, "case.people")
        with self.database.reading_for(actor) as work:
            known = course(work.connection, self.shelf, actor, number)
            standing = visibility.state(known.types, known.facts, work.now_ms)
            customer = self._customer(work, actor, known, standing)
            if customer is not None and actor.vendor_id is not None:
                customer.address = ""
            return PeopleView(number, standing, customer, self._workers(work, actor, known, standing))

    def dispatch_order(self, actor: Actor, number: str) -> OrderView:
        """The dispatch order of a case. One that carries the address is logged, without it.

        Raises `NotFound`, and `Conflict` before the dispatch is confirmed.
        """
        access.require(actor, "dispatch.read")
        with self.database.unit_of_work(actor) as work:
            known = course(work.connection, self.shelf, actor, number)
            order = self._order(work, actor, known)
            if order.customer.address:
                shown = f"case:{number} {order.worker.number}"
                work.audit("address.disclose", shown, hashlib.sha256(f"{shown} {work.now_ms}".encode()).hexdigest())
            return order

    def order_document(self, actor: Actor, number: str, template: CompiledTemplate, language: Language) -> bytes:
        """The dispatch order as a docx, in zh or en. Raises as `dispatch_order` does."""
        order = self.dispatch_order(actor, number)
        certificates = tuple((one.requirement, one.document, one.valid_until) for one in order.worker.certificates)
        source = DispatchOrder(
            number=order.number, contract=order.contract, vendor=order.vendor, zone=order.zone, site=order.site,
            wanted=order.wanted, service_start_ms=order.service_start_ms, service_end_ms=order.service_end_ms,
            address_from_ms=order.address_from_ms, address_until_ms=order.address_until_ms, printed_ms=order.as_of_ms,
            worker_number=order.worker.number, worker_name=order.worker.name, badge=order.worker.badge,
            certificates=certificates, customer_name=order.customer.name, address=order.customer.address,
            relay=order.customer.relay,
        )  # fmt: skip
        return template.render(dispatch_context(source, language))

    def _order(self, work: Work, actor: Actor, known: Course) -> OrderView:
        confirmed = known.latest(DISPATCH_CONFIRMED)
        number = confirmed.data.get("worker") if confirmed else None
        begins_ms, ends_ms = (known.facts.get(one) for one in (ADDRESS_TIME.from_field, ADDRESS_TIME.to_field))
        if confirmed is None or number is None or not (isinstance(begins_ms, int) and isinstance(ends_ms, int)):
            raise Conflict("dispatch.not_confirmed", value=known.number)
        standing = visibility.state(known.types, known.facts, work.now_ms)
        customer = self._customer(work, actor, known, standing, paper=True)
        if customer is None:
            raise Conflict("case.no_customer", value=known.number)
        worker = worker_view(Workers(work).get(str(number), known.vendor_id), actor, standing)
        before_ms, after_ms = (one.seconds * 1000 for one in (ADDRESS_TIME.before, ADDRESS_TIME.after))
        return OrderView(
            number=known.number, contract=known.contract, vendor=known.vendor, zone=known.zone, state=standing,
            site=str(known.facts.get("site", "")), wanted=_wanted(known), service_start_ms=begins_ms,
            service_end_ms=ends_ms, address_from_ms=begins_ms - before_ms, address_until_ms=ends_ms + after_ms,
            confirmed_ms=confirmed.at_ms, worker=msgspec.structs.replace(worker, phone=""), customer=customer,
            as_of_ms=work.now_ms,
        )  # fmt: skip

    def _customer(
        self, work: Work, actor: Actor, known: Course, standing: str, *, paper: bool = False
    ) -> CustomerView | None:
        contact = Contacts(work).find(known.case_id)
        if contact is None:
            return None
        viewer = visibility.party(actor.role, is_own_vendor=actor.vendor_id == known.vendor_id)
        viewers = (viewer, VENDOR) if paper else (viewer,)
        shown: dict[str, Any] = {"masked": []}
        for name in ("name", "phone", "address", "relay"):
            value = getattr(contact, name)
            for one in viewers:
                value = visibility.seen(f"customer.{name}", value, one, standing)
            shown[name] = value
            if value and value != getattr(contact, name):
                shown["masked"].append(name)
        return CustomerView(**shown)

    def _workers(self, work: Work, actor: Actor, known: Course, standing: str) -> list[WorkerView]:
        """Those that the case's events name, in the order of their naming."""
        numbers = dict.fromkeys(
            str(one.data[name]) for one in known.told for name in ("worker", "second_worker") if one.data.get(name)
        )
        found = (Workers(work).find(one) for one in numbers)
        return [worker_view(one, actor, standing) for one in found if one and one.vendor_id == known.vendor_id]


def _wanted(known: Course) -> str:
    """What was ordered, from the latest form that said so."""
    told = (one.data.get("wanted") for one in reversed(known.told))
    return next((str(one) for one in told if one), "")
