"""The people of a case: the customer, kept apart from its events, and the vendor's workers, known by number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.domain.plain_text import check_name
from core.domain.qualification import Evidence
from core.errors import Conflict, InvalidInput

LONGEST_NAME = 80
LONGEST_PHONE = 40
LONGEST_ADDRESS = 300
ON_SITE = "on_site_certificate"
"""The certificate without which nobody serves at a customer's home (上门服务证)."""


@dataclass(eq=False)
class CaseContact:
    """The customer of one case; `relay` is the label of the privacy number (隐私号) by which both sides call."""

    organisation_id: int
    case_id: int
    relay: str
    created_ms: int
    changed_ms: int
    name: str = ""
    phone: str = ""
    address: str = ""
    id: int | None = None

    def facts(self) -> tuple[tuple[str, str], ...]:
        """The personal facts that are known, by the name under which a form asks for them."""
        given = (("customer_name", self.name), ("customer_phone", self.phone), ("customer_address", self.address))
        return tuple((name, value) for name, value in given if value)

    def note(self, name: str, value: str, at_ms: int) -> None:
        """Write down one fact. Raises `InvalidInput` naming it if it is too long or cannot be shown."""
        most = {"customer_name": LONGEST_NAME, "customer_phone": LONGEST_PHONE, "customer_address": LONGEST_ADDRESS}
        check_name(value, name, most[name])
        setattr(self, name.removeprefix("customer_"), value)
        self.changed_ms = at_ms


@dataclass(eq=False)
class Worker:
    """A person whom a vendor sends; only his number stands in events."""

    organisation_id: int
    vendor_id: int
    number: str
    name: str
    phone: str
    badge: str
    created_ms: int
    certificates: tuple[Evidence, ...] = ()
    active: bool = True
    id: int | None = None

    def __post_init__(self) -> None:
        for place, value, most in (
            ("name", self.name, LONGEST_NAME), ("phone", self.phone, LONGEST_PHONE), ("badge", self.badge, LONGEST_NAME)
        ):  # fmt: skip
            check_name(value, place, most)

    def check_sendable(self, on: date, place: str) -> None:
        """Refuse to send somebody who has left, or whose certificate does not stand on that day (上门服务证)."""
        if not self.active:
            raise Conflict("worker.inactive", place=place, value=self.number)
        if not any(one.stands(on) for one in self.certificates if one.requirement == ON_SITE):
            raise Conflict("worker.no_certificate", place=place, value=self.number, on=str(on))


def check_certificates(certificates: Iterable[Evidence]) -> None:
    """Refuse two entries for the same document."""
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(certificates):
        if (one.requirement, one.document) in seen:
            raise InvalidInput("worker.certificate_twice", place=f"certificates[{place}]", value=one.document[:60])
        seen.add((one.requirement, one.document))
