"""What is to be done, where, when and how it is handed over (OS-14)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.domain.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class WorkPackageTerms:
    """One work package in scope, by the buyer's code."""

    code: str = ""
    name: Wording = NOTHING
    content: Wording = NOTHING
    requirements: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Schedule:
    """The term: from `begins_on` to `ends_on`, both included; months of trial without deductions; days of notice.

    `effective_from` is the day from which an amendment takes the place of the version before; a first version has none.
    """

    begins_on: date | None = None
    ends_on: date | None = None
    trial_months: int = 0
    renewal_notice_days: int | None = None
    effective_from: date | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """Place and manner of performance and the hours of service."""

    place: Wording = NOTHING
    manner: Wording = NOTHING
    service_hours: Wording = NOTHING
    capacity: Wording = NOTHING
    acceptance_days: int | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed over, where, how, and to whom; `days` before the start of service."""

    content: Wording = NOTHING
    place: Wording = NOTHING
    manner: Wording = NOTHING
    recipient: Wording = NOTHING
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Subcontracting:
    """Parts that may be passed on with written consent; `share` is the most of the price, 0 to 1."""

    allowed: bool = False
    parts: Wording = NOTHING
    share: Decimal | None = None
