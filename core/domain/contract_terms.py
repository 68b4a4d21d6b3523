"""The terms of a service contract as one typed tree, its canonical JSON and their hash (OS-14, OS-18)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from core.domain.guarantee import Guarantee
from core.domain.money import Money
from core.domain.party import Party
from core.domain.terms.award import AwardOrigin
from core.domain.terms.course import Change, ForceMajeure, Notices, Termination
from core.domain.terms.dispute import Dispute, LanguagePrecedence
from core.domain.terms.liability import Credits, Liability, LiquidatedDamages
from core.domain.terms.price import Payment, Prices
from core.domain.terms.protection import Confidentiality, Deliverable, PersonalData, Risk
from core.domain.terms.scope import Handover, Performance, Schedule, Subcontracting, WorkPackageTerms
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import NOTHING, Wording

Principle = Literal[
    "good_faith", "proper_performance", "cooperation", "change_of_circumstances", "economic_reasonableness"
]
PRINCIPLES: tuple[Principle, ...] = (
    "good_faith",
    "proper_performance",
    "cooperation",
    "change_of_circumstances",
    "economic_reasonableness",
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A term agreed for this contract alone; it goes before the standard clauses, and shows what was negotiated."""

    title: Wording = NOTHING
    text: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """Everything that a service contract states; what is empty has not been agreed yet. Nothing is typed twice."""

    number: str = ""
    version: int = 1
    title: Wording = NOTHING
    signing_place: Wording = NOTHING
    buyer: Party = field(default_factory=Party)
    vendor: Party = field(default_factory=Party)
    background: Wording = NOTHING
    subject: Wording = NOTHING
    work_packages: tuple[WorkPackageTerms, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    performance: Performance = field(default_factory=Performance)
    handover: Handover = field(default_factory=Handover)
    service_levels: tuple[ServiceLevel, ...] = ()
    prices: Prices = field(default_factory=Prices)
    payment: Payment = field(default_factory=Payment)
    credits: Credits = field(default_factory=Credits)
    liquidated_damages: tuple[LiquidatedDamages, ...] = ()
    liability: Liability = field(default_factory=Liability)
    confidentiality: Confidentiality = field(default_factory=Confidentiality)
    personal_data: PersonalData = field(default_factory=PersonalData)
    deliverables: tuple[Deliverable, ...] = ()
    risk: Risk = field(default_factory=Risk)
    subcontracting: Subcontracting = field(default_factory=Subcontracting)
    change: Change = field(default_factory=Change)
    termination: Termination = field(default_factory=Termination)
    force_majeure: ForceMajeure = field(default_factory=ForceMajeure)
    governing_law: Wording = NOTHING
    dispute: Dispute = field(default_factory=Dispute)
    notices: Notices = field(default_factory=Notices)
    language: LanguagePrecedence = field(default_factory=LanguagePrecedence)
    guarantees: tuple[Guarantee, ...] = ()
    principles: tuple[Principle, ...] = PRINCIPLES
    additions: tuple[Addition, ...] = ()
    award: AwardOrigin = field(default_factory=AwardOrigin)

    def as_dict(self) -> Mapping[str, Any]:
        """Return the terms as plain JSON values, without what holds its default.

        A field added later with its default therefore changes no hash that a signed contract carries.
        """
        plain: Mapping[str, Any] = _plain(self)
        return plain

    def canonical_json(self) -> bytes:
        """Return the one byte form of these terms: UTF-8, keys sorted, no white space, amounts with two decimals."""
        return json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def terms_hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex; it stands in the signed document and in the record."""
        return hashlib.sha256(self.canonical_json()).hexdigest()

    def base_of(self, guarantee: Guarantee) -> Money | None:
        """Return the value that a share of `guarantee` is taken of, None while it is not stated."""
        fund = guarantee.fund
        if fund is not None and fund.base_amount is not None:
            return fund.base_amount
        return self.prices.base(fund.base if fund is not None else "")

    def secured_by(self, guarantee: Guarantee) -> Money | None:
        """Return the most that `guarantee` answers for, None while amount, share or base is not stated."""
        base = self.base_of(guarantee)
        return guarantee.secured(base) if base is not None else guarantee.amount


def is_stated(part: Any, one: Field[Any]) -> bool:
    """Whether a part of the terms says something of its field `one`: zero days are said, the default is not."""
    value = getattr(part, one.name)
    if one.default_factory is not MISSING:
        return bool(value != one.default_factory())
    return one.default is MISSING or bool(value != one.default)


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if is_stated(value, one)}
    if isinstance(value, Decimal):
        return _shortest(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _shortest(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
