"""What the contract desk reads of an award, and what may still be agreed when a contract is drafted from it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.domain.award_terms import Awarded
from core.domain.obligation import Obligation
from core.domain.party import Party
from core.domain.service_hours import daily_calendar
from core.domain.terms.service_level import TIMED
from core.domain.wording import Wording
from core.domain.zone import house_day
from core.errors import Conflict, InvalidInput
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.organisations import own_name
from core.storage.books.selections import RankingRecords, Selections
from core.storage.books.vendors import Vendors
from core.storage.books.work_packages import FeasibilityStudies, WorkPackages
from core.storage.database import Work


class NegotiableLimit(msgspec.Struct):
    """A limit that may be agreed between `least` and `most`, both included; `limit` is what holds otherwise."""

    obligation: str
    text: Wording
    limit: str
    least: str
    most: str


class AwardProposal(msgspec.Struct):
    """What a contract from an award begins with; `calendar` is None where the package's hours cannot be read."""

    selection: str
    vendor_number: str
    vendor: str
    package: str
    hours: str
    calendar: dict[str, Any] | None
    limits: tuple[NegotiableLimit, ...]


def awarded(work: Work, number: str) -> Awarded:
    """Read an award with all that was decided before it. Raises `Conflict` for a selection that is not awarded."""
    selection, kept = Selections(work).get(number), RankingRecords(work).find(number)
    if selection.award is None or kept is None:
        raise Conflict("selection.not_awarded", place=number, value=number)
    package = WorkPackages(work).get(selection.package_number)
    return Awarded(
        selection, package.title, package.version(selection.package_version).content, _buyer(work),
        _contractor(work, selection.award.vendor), kept[1], house_day(selection.award.decided_ms),
        _months(work, selection.package_number, selection.package_version),
    )  # fmt: skip


def _buyer(work: Work) -> Party:
    """The organisation with the particulars of its last contract."""
    before = ContractDrafts(work).last_active()
    return (before.terms.buyer if before is not None else Party()).again(own_name(work))


def _contractor(work: Work, number: str) -> Party:
    """A vendor as registered, with the particulars of his last contract."""
    vendor, before = Vendors(work).get(number), ContractDrafts(work).last_active(number)
    return (before.terms.vendor if before is not None else Party()).again(vendor.name, vendor.uscc or "")


def refuse_second(work: Work, selection_number: str) -> None:
    """One award makes one contract. Raises `Conflict` naming the one that has been drafted."""
    drafted = ContractDrafts(work).of_award(selection_number)
    if drafted is not None:
        raise Conflict("draft.from_award_twice", place="selection", value=selection_number, number=drafted.number,
                       state=drafted.state)  # fmt: skip


def proposal(award: Awarded, obligations: Mapping[str, Obligation]) -> AwardProposal:
    """Show what a draft from the award begins with."""
    scope = award.content.scope
    limits = (limit for one in obligations.values() if (limit := _negotiable(one)) is not None)
    return AwardProposal(
        award.selection.number, award.bid.vendor, award.vendor.name.zh or award.vendor.name.en,
        award.selection.package_number, scope.hours, _calendar(scope.hours), tuple(limits),
    )  # fmt: skip


def _negotiable(one: Obligation) -> NegotiableLimit | None:
    if one.kind not in TIMED or one.negotiable is None:
        return None
    least, most = one.negotiable
    return NegotiableLimit(
        one.id, Wording(one.clause("zh"), one.clause("en")), str(one.limit), str(least), str(most)
    )  # fmt: skip


def _calendar(hours: str) -> dict[str, Any] | None:
    try:
        return daily_calendar(hours, "scope.hours")
    except InvalidInput:
        return None


def _months(work: Work, package: str, version: int) -> int | None:
    """The term that was decided on, once it was."""
    study = FeasibilityStudies(work).find(package, version)
    if study is None or study.decision is None or study.economic is None:
        return None
    return study.economic.case.months
