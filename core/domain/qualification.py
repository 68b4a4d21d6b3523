"""What a vendor must prove, the evidence he gave, and whether it stands on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.bounds import require_text
from core.domain.reason import Reason
from core.domain.wording import Wording
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that has to be proved, such as an employer's liability insurance."""

    code: str
    name: Wording

    def __post_init__(self) -> None:
        require_text(self.code, code="vendor.requirement_without_code", place="requirement.code")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that answers a requirement; `valid_until` is the last day, None if it does not expire."""

    requirement: str
    document: str
    valid_from: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        place = f"evidence.{self.requirement}"
        require_text(self.document, code="vendor.evidence_without_document", place=f"{place}.document")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise InvalidInput("vendor.validity_reversed", place=f"{place}.valid_until",
                               value=str(self.valid_until), first=str(self.valid_from))  # fmt: skip

    def is_expired(self, on: date) -> bool:
        """Whether its last day lies before `on`."""
        return self.valid_until is not None and self.valid_until < on

    def stands(self, on: date) -> bool:
        """Whether it proves its requirement on this day."""
        return self.valid_from <= on and not self.is_expired(on)


def shortfall(requirement: Requirement, evidence: Iterable[Evidence], on: date) -> Reason | None:
    """Return why a requirement is not met on this day: no evidence, not valid yet, or expired; None if it is met."""
    given = [one for one in evidence if one.requirement == requirement.code]
    if any(one.stands(on) for one in given):
        return None
    place = f"evidence.{requirement.code}"
    if not given:
        return Reason.of("vendor.evidence_missing", place, requirement=requirement.name)
    expired = [one.valid_until for one in given if one.valid_until is not None and one.valid_until < on]
    if expired:
        return Reason.of("vendor.evidence_expired", place, requirement=requirement.name,
                         valid_until=str(max(expired)), on=str(on))  # fmt: skip
    first = min(one.valid_from for one in given)
    return Reason.of("vendor.evidence_not_yet", place, requirement=requirement.name, first=str(first), on=str(on))


def expiring(evidence: Iterable[Evidence], on: date, within_days: int) -> tuple[Evidence, ...]:
    """Return what stands today and expires within so many days, soonest first: what must be renewed."""
    last = on + timedelta(days=within_days)
    soon = [(one.valid_until, one) for one in evidence if one.stands(on) and one.valid_until is not None]
    return tuple(one for until, one in sorted(soon, key=lambda pair: pair[0]) if until <= last)
