"""A house with a home-cleaning contract, the people at its desks, and a vendor with a worker; all invented."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.domain.actor import Actor
from core.domain.qualification import Evidence
from core.services.cases.case_views import Sent
from tests.instants import ms
from tests.integration.conftest import OFFICE, House

NOW = "2026-01-12T08:00:00Z"  # a Monday; the office of the contract opens at this minute
BOOKED = "2026-01-15T10:00:00+01:00"  # Thursday 09:00 UTC
ENDS = "2026-01-15T12:00:00+01:00"
SITE = "Xuhui"
CUSTOMER = {
    "customer_name": "欧阳若兰", "customer_phone": "13817260543", "customer_address": "长乐路 427 弄 18 号 1603 室",
}  # fmt: skip
WORKER = {"name": "秦素梅", "phone": "15921083764", "badge": "JS-0417"}
CERTIFICATE = Evidence("on_site_certificate", "OS-2025-31", date(2025, 1, 1), date(2026, 12, 31))
PACKS = ("housekeeping", "order_taking", "conduct")


def publish(house: House, number: str, packs: tuple[str, ...] = PACKS, vendor: str = "V-1") -> None:
    """Publish a contract on shipped packs."""
    chosen = [house.app.packs[name] for name in ("deadlines", "escalation", *packs)]
    names = {"V-1": "Vendor", "V-2": "Second"}
    house.app.contracts.publish(
        house.admin,
        replace(house.draft, number=number, vendor_number=vendor, vendor_name=names[vendor], calendar=OFFICE,
                packs=chosen),
    )  # fmt: skip


@dataclass
class Desks:
    """Who works on cases in this house, and the worker whom the vendor may send."""

    house: House
    operator: Actor = field(init=False)
    manager: Actor = field(init=False)
    vendor: Actor = field(init=False)
    other: Actor = field(init=False)
    worker: str = field(init=False)

    def __post_init__(self) -> None:
        publish(self.house, "C-HK")
        publish(self.house, "C-OTHER", vendor="V-2")
        self.operator, self.manager = (self._person(one, one) for one in ("operator", "manager"))
        self.vendor, self.other = self._person("vendor", "vendor", "V-1"), self._person("other", "vendor", "V-2")
        self.worker = self.house.app.workers.add(
            self.vendor, WORKER["name"], WORKER["phone"], WORKER["badge"], [CERTIFICATE]
        ).number

    def _person(self, name: str, role: str, vendor: str = "") -> Actor:
        key = self.house.app.sign_in.add_key(self.house.admin, name, role, vendor)
        return self.house.app.sign_in.actor_of_key(key)

    def open(self, form: str = "booking", contract: str = "C-HK", **fields: Any) -> Sent:
        """Open a case as the operator."""
        given = {"booking": {"wanted": "daily cleaning", "booked_start_ms": BOOKED, "signed_by": "owner", **CUSTOMER}}
        return self.house.app.case_desk.open(
            self.operator, contract, form, {**given.get(form, {}), **fields}, site=SITE
        )

    def send(self, who: Actor, number: str, form: str, **fields: Any) -> Sent:
        """Fill in a form a second later, so that the events of a test have an order."""
        self.house.clock.at_ms += 1000
        return self.house.app.case_desk.submit(who, number, form, fields)

    def dispatched(self, number: str) -> None:
        """Bring a booked case to the confirmed dispatch of the worker."""
        self.send(self.operator, number, "notify_crew")
        self.send(self.vendor, number, "assignment", worker=self.worker)
        self.send(self.vendor, number, "dispatch", worker=self.worker, service_start_ms=BOOKED, service_end_ms=ENDS,
                  briefed=True)  # fmt: skip

    def served(self, number: str) -> None:
        """Bring a dispatched case to the end of the service, at the booked time."""
        self.house.clock.at_ms = max(self.house.clock.at_ms, ms(BOOKED))
        self.send(self.vendor, number, "start", standard_s=120)
        self.send(self.vendor, number, "completion", done="all rooms")

    def keys(self, who: Actor, number: str) -> set[str]:
        """The forms that somebody may use now."""
        return {one.key for one in self.house.app.case_desk.forms(who, number) if one.yours}
