"""A contract and its versions: what is published never changes, an amendment is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.domain.vendor import Vendor
from core.domain.zone import day_of
from core.errors import Conflict, InvalidInput

ACTIVE = "active"
IMPORTED = "imported"
"""Made by the import of a past log, which alone sends its events and lets its time pass (sla.md 3.2)."""

RESERVED = ("drafts", "verify")
"""Addresses under `/v1/contracts` that are no contract's."""


def check_number(number: str, place: str = "number") -> None:
    """Refuse a number that cannot be part of an address. Raises `InvalidInput` at `place`."""
    if "/" in number:
        raise InvalidInput("contract.slash", place=place, value=number)
    if number.strip().lower() in RESERVED:
        raise InvalidInput("contract.reserved_number", place=place, value=number, reserved=", ".join(RESERVED))


@dataclass(eq=False)
class ContractVersion:
    """The terms that hold from `effective_from_ms` on; `terms_sha256` is the hash of their canonical JSON."""

    organisation_id: int
    version: int
    effective_from_ms: int
    terms: Mapping[str, Any]
    terms_sha256: str
    created_ms: int
    id: int | None = None


@dataclass(eq=False)
class Contract:
    """A contract of a buyer with one vendor, in its time zone; its versions in order."""

    organisation_id: int
    uuid: str
    number: str
    title: str
    vendor: Vendor
    zone: str
    created_ms: int
    state: str = ACTIVE
    versions: list[ContractVersion] = field(default_factory=list)
    id: int | None = None

    @property
    def latest(self) -> ContractVersion | None:
        """The last published version."""
        return self.versions[-1] if self.versions else None

    def publish(self, terms: Mapping[str, Any], sha256: str, *, effective_from_ms: int, at_ms: int) -> ContractVersion:
        """Add a version with these terms; the same terms again are the version that is there.

        Raises `Conflict` if it would take effect before the present one.
        """
        latest = self.latest
        if latest is not None and latest.terms_sha256 == sha256:
            return latest
        self.require_later(effective_from_ms)
        version = ContractVersion(self.organisation_id, len(self.versions) + 1, effective_from_ms, terms, sha256, at_ms)
        self.versions.append(version)
        return version

    def require_later(self, effective_from_ms: int) -> None:
        """Raise `Conflict` for an instant at which the present version is not in force yet, or only begins to be."""
        latest = self.latest
        if latest is None or effective_from_ms > latest.effective_from_ms:
            return
        present = day_of(latest.effective_from_ms, self.zone)
        raise Conflict(
            "contract.effect_too_early", place="effective_from", value=str(day_of(effective_from_ms, self.zone)),
            number=self.number, present=str(present), earliest=str(present + timedelta(days=1)),
        )  # fmt: skip


@dataclass(eq=False)
class CalendarVersion:
    """A published version of a named calendar; `official_through` is the last day whose holidays are announced."""

    organisation_id: int
    uuid: str
    name: str
    version: int
    content: Mapping[str, Any]
    sha256: str
    created_ms: int
    official_through: str | None = None
    id: int | None = None
