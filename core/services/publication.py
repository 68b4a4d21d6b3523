"""Publishing a contract version: its terms checked, its packs and calendar pinned by hash."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from core.domain.calendar import WorkingCalendar
from core.domain.duration import Limit
from core.domain.obligation import Obligation
from core.errors import Conflict, InvalidInput
from core.services.shelf import COMMON_PACK
from core.sla.packs import Pack
from core.sla.trial import prove
from core.storage.database import Work
from core.storage.tables import calendars, contract_versions, contracts, packs, vendors
from core.storage.uuids import uuid7


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What a contract version states. `limits` and `bases` hold only what was negotiated away from the pack."""

    number: str
    title: str
    buyer: str
    vendor_number: str
    vendor_name: str
    effective_from_ms: int
    calendar_name: str
    calendar: Mapping[str, Any]
    packs: Sequence[Pack]
    limits: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)


def check_terms(draft: ContractDraft) -> None:
    """Refuse terms outside what the packs allow to negotiate."""
    WorkingCalendar.from_dict(dict(draft.calendar))
    common = next((pack for pack in draft.packs if pack.name == COMMON_PACK), None)
    if common is None:
        raise InvalidInput("contract.no_common_pack", place="packs", value=COMMON_PACK)
    for pack in draft.packs:
        prove(pack, common)
    obligations = _obligations(draft.packs)
    for place, chosen in (("limits", draft.limits), ("bases", draft.bases)):
        for obligation_id, value in chosen.items():
            if obligation_id not in obligations:
                raise InvalidInput("contract.unknown_obligation", place=f"{place}.{obligation_id}", value=obligation_id)
            check = _check_limit if place == "limits" else _check_basis
            check(obligations[obligation_id], value)


def _obligations(packs: Sequence[Pack]) -> dict[str, Obligation]:
    found: dict[str, Obligation] = {}
    for pack in packs:
        for one in pack.obligations.values():
            if one.id in found:
                both = f"{found[one.id].pack}, {pack.name}"
                raise InvalidInput("pack.obligation_twice", place="packs", value=one.id, allowed=both)
            found[one.id] = one
    return found


def _check_limit(obligation: Obligation, text: str) -> None:
    place = f"limits.{obligation.id}"
    limit = Limit.parse(text, place)
    if obligation.negotiable is None:
        raise InvalidInput("contract.limit_fixed", place=place, value=text)
    least, most = obligation.negotiable
    if not limit.within(least, most):
        raise InvalidInput("contract.limit_outside", place=place, value=text, least=str(least), most=str(most))


def _check_basis(obligation: Obligation, basis: str) -> None:
    allowed = obligation.bases or (obligation.basis,)
    if basis not in allowed:
        raise InvalidInput(
            "contract.basis_not_allowed", place=f"bases.{obligation.id}", value=basis, allowed=", ".join(allowed)
        )


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication within its transaction."""

    work: Work
    organisation_id: int
    draft: ContractDraft

    def publish(self) -> int:
        """Publish the draft, unless the latest version says the same, and return its version."""
        version, sha256 = self._version()
        self.work.audit("contract.publish", f"{self.draft.number} v{version}", sha256)
        return version

    def _version(self) -> tuple[int, str]:
        """The version that holds these terms, and their hash."""
        contract_id = self._contract(self._vendor())
        terms = _terms(self.draft, self._calendar())
        sha256 = _sha256(terms)
        v = contract_versions
        latest = self._connection.execute(
            select(v.c.version, v.c.terms_sha256, v.c.effective_from_ms)
            .where(v.c.organisation_id == self.organisation_id, v.c.contract_id == contract_id)
            .order_by(v.c.version.desc())
            .limit(1)
        ).one_or_none()
        if latest is not None and latest.terms_sha256 == sha256:
            return int(latest.version), sha256
        if latest is not None and self.draft.effective_from_ms <= latest.effective_from_ms:
            raise Conflict("contract.effect_too_early", place="effective_from", value=self.draft.number)
        self._pin_packs()
        number = 1 if latest is None else latest.version + 1
        self._insert(
            v, contract_id=contract_id, version=number, effective_from_ms=self.draft.effective_from_ms, terms=terms,
            terms_sha256=sha256,
        )  # fmt: skip
        return number, sha256

    @property
    def _connection(self) -> Connection:
        return self.work.connection

    def _insert(self, table: Any, **values: Any) -> int:
        row = {"organisation_id": self.organisation_id, "created_ms": self.work.now_ms, **values}
        if "uuid" in table.c:
            row["uuid"] = uuid7(self.work.now_ms)
        return int(self._connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one())

    def _find(self, table: Any, column: str, value: str) -> int | None:
        chosen = select(table.c.id).where(
            table.c.organisation_id == self.organisation_id, getattr(table.c, column) == value
        )
        found: int | None = self._connection.execute(chosen).scalar()
        return found

    def _vendor(self) -> int:
        number = self.draft.vendor_number
        return self._find(vendors, "number", number) or self._insert(
            vendors, number=number, name=self.draft.vendor_name, uscc=None
        )

    def _contract(self, vendor_id: int) -> int:
        draft = self.draft
        return self._find(contracts, "number", draft.number) or self._insert(
            contracts,
            number=draft.number,
            vendor_id=vendor_id,
            zone=draft.calendar["tz"],
            title=draft.title,
            state="active",
        )

    def _calendar(self) -> int:
        """The version of the named calendar with this content; a changed content is a new version."""
        c, name = calendars, self.draft.calendar_name
        content = dict(self.draft.calendar)
        sha256 = _sha256(content)
        theirs = select(c.c.version).where(c.c.organisation_id == self.organisation_id, c.c.name == name)
        same = self._connection.execute(theirs.where(c.c.sha256 == sha256)).scalar()
        if same is not None:
            return int(same)
        latest = self._connection.execute(
            theirs.with_only_columns(func.coalesce(func.max(c.c.version), 0))
        ).scalar_one()
        through = content.get("official_through")
        version = int(latest) + 1
        self._insert(c, name=name, version=version, content=content, sha256=sha256, official_through=through)
        return version

    def _pin_packs(self) -> None:
        for pack in self.draft.packs:
            if self._find(packs, "sha256", pack.sha256) is None:
                self._insert(packs, name=pack.name, sha256=pack.sha256, content=pack.content)


def _terms(draft: ContractDraft, calendar_version: int) -> dict[str, Any]:
    return {
        "buyer": draft.buyer,
        "vendor": draft.vendor_number,
        "packs": [{"name": pack.name, "sha256": pack.sha256} for pack in draft.packs],
        "limits": dict(draft.limits),
        "bases": dict(draft.bases),
        "calendar": {"name": draft.calendar_name, "version": calendar_version},
    }


def _sha256(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
