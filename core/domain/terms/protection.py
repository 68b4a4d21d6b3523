"""What is protected: secrets, personal data, rights in results, people and things at risk."""

from dataclasses import dataclass
from typing import Literal

from core.domain.money import Money
from core.domain.text import NOTHING, Text

Owner = Literal["", "buyer", "vendor", "both"]


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """Technical and business secrets: what, how long after the end, what is excepted, days to return."""

    subject: Text = NOTHING
    years_after_end: int | None = None
    exceptions: Text = NOTHING
    return_days: int | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Entrusted processing (PIPL 21): purpose, term, manner, kinds, protection, rights and duties."""

    processed: bool = False
    purpose: Text = NOTHING
    term: Text = NOTHING
    manner: Text = NOTHING
    kinds: Text = NOTHING
    protection: Text = NOTHING
    rights: Text = NOTHING
    return_days: int | None = None
    incident_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A result and who owns the rights in it."""

    name: Text = NOTHING
    owner: Owner = ""
    licence: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Insurance:
    """A policy that the vendor keeps: kind, least sum insured, per person or per event."""

    kind: Text = NOTHING
    least: Money | None = None
    per: Literal["", "person", "event", "year"] = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """Who bears which risk, and the insurance behind it."""

    allocation: Text = NOTHING
    insurances: tuple[Insurance, ...] = ()
