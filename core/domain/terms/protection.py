"""What is protected: secrets, personal data, rights in results, people and things at risk."""

from dataclasses import dataclass
from typing import Literal

from core.domain.money import Money
from core.domain.wording import NOTHING, Wording

Owner = Literal["", "buyer", "vendor", "both"]


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """Technical and business secrets: what, how long after the end, what is excepted, days to return."""

    subject: Wording = NOTHING
    years_after_end: int | None = None
    exceptions: Wording = NOTHING
    return_days: int | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Entrusted processing (PIPL 21): purpose, term, manner, kinds, protection, rights and duties."""

    processed: bool = False
    purpose: Wording = NOTHING
    term: Wording = NOTHING
    manner: Wording = NOTHING
    kinds: Wording = NOTHING
    protection: Wording = NOTHING
    rights: Wording = NOTHING
    return_days: int | None = None
    incident_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A result and who owns the rights in it."""

    name: Wording = NOTHING
    owner: Owner = ""
    licence: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Insurance:
    """A policy that the vendor keeps: kind, least sum insured, per person or per event."""

    kind: Wording = NOTHING
    least: Money | None = None
    per: Literal["", "person", "event", "year"] = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """Who bears which risk, and the insurance behind it."""

    allocation: Wording = NOTHING
    insurances: tuple[Insurance, ...] = ()
