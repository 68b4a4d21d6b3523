"""Beginning a version of a contract, and what the watch is told of it once it is active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.documents.terms import check_printable
from core.domain.calendar import WorkingCalendar
from core.domain.contract import Contract, check_number
from core.domain.contract_draft import VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.terms.award import AwardOrigin
from core.domain.zone import day_start_ms
from core.errors import Conflict, InvalidInput
from core.services.legal.publication import PUBLISHING, ContractDraft, require_same
from core.services.pinned_packs import PinnedPacks
from core.sla.packs import Pack
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.books.vendors import Vendors
from core.storage.database import Work
from core.storage.uuids import uuid7

LONGEST = 64
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Days on which a version may take effect."""


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """What a draft is begun with. Terms without a number get the next one; the calendar is the one that limits run on.

    The service levels need only obligation, limit, target, credit and basis: the rest comes from the rule packs.
    """

    terms: ContractTerms
    vendor_number: str
    effective_from: date
    calendar_name: str
    calendar: Mapping[str, Any]


def begin(work: Work, packs: Mapping[str, Pack], sheet: DraftSheet, award: AwardOrigin | None = None) -> VersionDraft:
    """Add the next version of the sheet's contract, from an award or the one that its last version came from.

    Raises `Conflict` while another version is open.
    """
    _require_keepable(sheet)
    work.alone(PUBLISHING)
    drafts, contracts = ContractDrafts(work), Contracts(work)
    number = sheet.terms.number or _next_number(work, drafts, contracts)
    contract = contracts.find(number)
    _require_free(drafts, number)
    if contract is not None:
        require_same(contract, sheet.vendor_number, str(sheet.calendar["tz"]))
    require_later(contract, sheet.effective_from)
    terms = with_award(sheet.terms, award or _award_of(drafts, number))
    agreed, pins = PinnedPacks(packs).agree(work, terms, contract)
    latest = contract.latest if contract is not None else None
    version = latest.version + 1 if latest is not None else 1
    draft = VersionDraft(
        work.organisation_id, uuid7(work.now_ms), number, version, sheet.vendor_number, sheet.effective_from,
        sheet.calendar_name, dict(sheet.calendar), stated(agreed, number, version, sheet.effective_from), pins,
        (work.actor,), work.now_ms,
    )  # fmt: skip
    drafts.add(draft)
    work.session.flush()
    work.audit("draft.begin", f"{number} v{version}", draft.terms_sha256)
    return draft


def stated(terms: ContractTerms, number: str, version: int, effective_from: date) -> ContractTerms:
    """Return terms with what the draft knows: number and version, and the day of effect of an amendment."""
    day = effective_from if version > 1 else None
    schedule = replace(terms.schedule, effective_from=day)
    return replace(terms, number=number, version=version, schedule=schedule)


def with_award(terms: ContractTerms, award: AwardOrigin) -> ContractTerms:
    """Return terms with the award that the record knows; other terms do not change where a contract comes from.

    Raises `InvalidInput` for terms that name another one.
    """
    if terms.award not in (AwardOrigin(), award):
        raise InvalidInput("draft.other_award", place="award", value=terms.award.selection or "—",
                           allowed=award.selection or "—")  # fmt: skip
    return replace(terms, award=award)


def _award_of(drafts: ContractDrafts, number: str) -> AwardOrigin:
    before = drafts.of(number)
    return before[-1].terms.award if before else AwardOrigin()


def _require_keepable(sheet: DraftSheet) -> None:
    """Names have to fit their columns, the day the calendar of the clocks."""
    named = {"number": sheet.terms.number, "vendor_number": sheet.vendor_number, "calendar.name": sheet.calendar_name}
    for place, name in named.items():
        check_printable(name, place)
        if len(name) > LONGEST:
            raise InvalidInput("draft.too_long", place=place, value=len(name), most=LONGEST)
    check_number(sheet.terms.number)
    WorkingCalendar.from_dict(dict(sheet.calendar))


def _require_known_day(effective_from: date) -> None:
    if not EARLIEST <= effective_from <= LATEST:
        raise InvalidInput("draft.effect_out_of_range", place="effective_from", value=str(effective_from),
                           least=str(EARLIEST), most=str(LATEST))  # fmt: skip


def _next_number(work: Work, drafts: ContractDrafts, contracts: Contracts) -> str:
    """The next number that nobody has chosen by hand."""
    number = work.number("C")
    while contracts.find(number) is not None or drafts.of(number):
        number = work.number("C")
    return number


def _require_free(drafts: ContractDrafts, number: str) -> None:
    for one in drafts.of(number):
        if one.is_open:
            raise Conflict("draft.open", place=number, value=one.version, state=one.state)


def registered_name(work: Work, draft: VersionDraft) -> str:
    """The vendor's name in the register, which is his Chinese or his English one in the terms.

    A vendor who is new is entered, so that his name stands. Raises `Conflict` naming both names: asked on approval it
    is said while the terms can still be corrected, not once they are signed.
    """
    name = draft.terms.vendor.name
    known = Vendors(work).of_contract(draft.vendor_number, name.zh or name.en).name
    if known not in (name.zh, name.en):
        raise Conflict("contract.other_vendor_name", place="terms.vendor.name", value=name.zh or name.en,
                       number=draft.vendor_number, present=known)  # fmt: skip
    return known


def require_later(contract: Contract | None, effective_from: date) -> None:
    """An amendment takes effect after the version before it: said now, not on the day of signing."""
    _require_known_day(effective_from)
    if contract is not None:
        contract.require_later(day_start_ms(contract.zone, effective_from))


def watched(draft: VersionDraft, vendor_name: str, packs: Sequence[Pack]) -> ContractDraft:
    """What the watch needs of a version: the limits and bases of its annex, on its packs and calendar."""
    levels = draft.terms.service_levels
    return ContractDraft(
        number=draft.number, title=draft.terms.title.zh or draft.terms.title.en,
        buyer=draft.terms.buyer.name.zh or draft.terms.buyer.name.en, vendor_number=draft.vendor_number,
        vendor_name=vendor_name, effective_from=draft.effective_from,
        calendar_name=draft.calendar_name, calendar=draft.calendar, packs=packs,
        limits={one.obligation: one.limit for one in levels if one.limit},
        bases={one.obligation: one.basis for one in levels if one.basis},
        obligations=[one.obligation for one in levels], document_sha256=draft.terms_sha256,
    )  # fmt: skip
