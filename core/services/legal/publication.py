"""Publishing a contract version: its terms checked, its packs and calendar pinned by hash."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from core.domain.calendar import WorkingCalendar
from core.domain.contract import ACTIVE, Contract, check_number
from core.domain.duration import Limit
from core.domain.obligation import Obligation
from core.domain.plain_text import check_name, check_text
from core.domain.zone import day_start_ms
from core.errors import Conflict, InvalidInput
from core.services.shelf import COMMON_PACK
from core.sla.packs import Pack
from core.sla.trial import prove
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.books.vendors import Vendors
from core.storage.database import Work
from core.storage.uuids import uuid7

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Days on which a contract may take effect."""
PUBLISHING = "contract.publish"
"""The duty that one transaction at a time does: to add a version to a contract, on its way or in force."""


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """What a contract version states. `limits` and `bases` hold only what was negotiated away from the pack.

    A contract with a document names the obligations of its annex and the hash of its terms.
    """

    number: str
    title: str
    buyer: str
    vendor_number: str
    vendor_name: str
    effective_from: date
    calendar_name: str
    calendar: Mapping[str, Any]
    packs: Sequence[Pack]
    limits: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    state: str = ACTIVE
    obligations: Sequence[str] | None = None
    document_sha256: str = ""


def check_terms(draft: ContractDraft) -> None:
    """Refuse terms outside what the packs allow to negotiate, and what could not be kept or shown."""
    _check_texts(draft)
    if not EARLIEST <= draft.effective_from <= LATEST:
        raise InvalidInput("contract.effect_out_of_range", place="effective_from", value=str(draft.effective_from),
                           least=str(EARLIEST), most=str(LATEST))  # fmt: skip
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


def _check_texts(draft: ContractDraft) -> None:
    for place, name, most in (
        ("number", draft.number, 64), ("buyer", draft.buyer, 200), ("vendor.number", draft.vendor_number, 64),
        ("vendor.name", draft.vendor_name, 200), ("calendar.name", draft.calendar_name, 64),
    ):  # fmt: skip
        check_name(name, place, most)
    check_number(draft.number)
    check_text(draft.title, "title", 200)


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


class Published(msgspec.Struct):
    """A contract as its publication answers it: the version in which these terms stand, and their hash."""

    number: str
    version: int
    terms_sha256: str


def publish(work: Work, draft: ContractDraft) -> Published:
    """Publish the draft, unless the latest version says the same.

    Raises `Conflict` as `require_same` does, if the vendor has another name in the register, and for the same terms
    from another day.
    """
    work.alone(PUBLISHING)
    book = Contracts(work)
    contract = book.find(draft.number)
    if contract is None:
        contract = _new(work, book, draft)
    require_same(contract, draft.vendor_number, str(draft.calendar["tz"]), draft.state)
    if contract.vendor.name != draft.vendor_name:
        raise Conflict("contract.other_vendor_name", place="vendor.name", value=draft.vendor_name,
                       number=draft.vendor_number, present=contract.vendor.name)  # fmt: skip
    contract.title = draft.title or contract.title
    calendar = book.calendar(draft.calendar_name, dict(draft.calendar), _sha256(dict(draft.calendar)))
    for pack in draft.packs:
        book.pin(pack.name, pack.sha256, pack.content)
    terms = _terms(draft, calendar.version)
    effective_from_ms = day_start_ms(contract.zone, draft.effective_from)
    version = contract.publish(terms, _sha256(terms), effective_from_ms=effective_from_ms, at_ms=work.now_ms)
    if version.effective_from_ms != effective_from_ms:
        raise Conflict("contract.same_terms_other_day", place="effective_from", value=str(draft.effective_from),
                       number=draft.number, version=version.version)  # fmt: skip
    work.session.flush()
    work.audit("contract.publish", f"{draft.number} v{version.version}", version.terms_sha256)
    return Published(draft.number, version.version, version.terms_sha256)


def publish_directly(work: Work, draft: ContractDraft) -> Published:
    """Publish a contract that has no document. Raises as `publish`, and `Conflict` for one of the contract desk.

    What was approved and signed is changed in the same way, and by nothing else (OS-14, OS-18).
    """
    work.alone(PUBLISHING)
    for one in reversed(ContractDrafts(work).of(draft.number)):
        raise Conflict("contract.drafted", place="number", value=draft.number, version=one.version, state=one.state)
    return publish(work, draft)


def require_same(contract: Contract, vendor_number: str, zone: str, state: str = ACTIVE) -> None:
    """Raise `Conflict` for another vendor or zone than the contract has: that would be another contract.

    Also where the one was made by the import of a past log, and the other is not.
    """
    if contract.state != state:
        raise Conflict("contract.other_state", place="number", value=contract.number, state=contract.state)
    for place, present, wanted in (
        ("vendor.number", contract.vendor.number, vendor_number), ("calendar.tz", contract.zone, zone),
    ):  # fmt: skip
        if wanted != present:
            raise Conflict("contract.not_amendable", place=place, value=wanted, number=contract.number, present=present)


def _new(work: Work, book: Contracts, draft: ContractDraft) -> Contract:
    vendor = Vendors(work).of_contract(draft.vendor_number, draft.vendor_name)
    zone = str(draft.calendar["tz"])
    contract = Contract(
        work.organisation_id, uuid7(work.now_ms), draft.number, draft.title, vendor, zone, work.now_ms, draft.state
    )
    book.add(contract)
    return contract


def _terms(draft: ContractDraft, calendar_version: int) -> dict[str, Any]:
    terms = {
        "buyer": draft.buyer,
        "vendor": draft.vendor_number,
        "packs": [{"name": pack.name, "sha256": pack.sha256} for pack in draft.packs],
        "limits": {name: str(Limit.parse(text)) for name, text in draft.limits.items()},
        "bases": dict(draft.bases),
        "calendar": {"name": draft.calendar_name, "version": calendar_version},
    }
    if draft.obligations is not None:
        terms |= {"obligations": list(draft.obligations), "document_sha256": draft.document_sha256}
    return terms


def _sha256(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
