"""How a version of a contract begins: from terms, from the award of a selection, or as an amendment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from core.domain.award_terms import negotiated, terms_from_award
from core.domain.calendar import WorkingCalendar
from core.domain.service_hours import daily_calendar
from core.errors import Conflict
from core.services import access
from core.services.access import Actor
from core.services.legal.desk import Desk
from core.services.legal.draft_views import DraftView, draft_view
from core.services.legal.drafting import DraftSheet, begin
from core.services.once import Once
from core.services.pinned_packs import PinnedPacks
from core.services.procurement.awards import awarded, refuse_second
from core.storage.books.contract_drafts import ContractDrafts
from core.storage.books.contracts import Contracts
from core.storage.database import Work

ALL_DEFAULT: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DraftBeginnings(Desk):
    """Begins versions."""

    def draft(self, actor: Actor, sheet: DraftSheet, call: Once | None = None) -> DraftView:
        """Begin a version of a contract, the first or, if the number is known, the next.

        Raises `Conflict` while another draft of the contract is open, `InvalidInput` naming what cannot be agreed.
        """
        access.require(actor, "draft.edit")
        return self.perform(actor, call, lambda work: draft_view(begin(work, self.packs, sheet)))

    def draft_from_award(
        self,
        actor: Actor,
        selection_number: str,
        *,
        effective_from: date,
        limits: Mapping[str, str] = ALL_DEFAULT,
        calendar: Mapping[str, Any] | None = None,
        number: str = "",
        call: Once | None = None,
    ) -> DraftView:
        """Begin the contract that a selection was awarded for; nothing that was decided there is typed again.

        `limits` are those negotiated, by obligation; the others keep their defaults. Without a `calendar` the limits
        run in the hours of the work package, daily. Raises `Conflict` for a selection that is not awarded or whose
        award has been drafted, or a limit that was negotiated after a tender, `InvalidInput` naming a limit that may
        not be agreed, or hours that cannot be read.
        """
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            work.alone("draft.from_award")
            award = awarded(work, selection_number)
            refuse_second(work, selection_number)
            _refuse_taken(work, number)
            scope = award.content.scope
            hours = calendar if calendar is not None else daily_calendar(scope.hours, "scope.hours")
            WorkingCalendar.from_dict(dict(hours))
            obligations = PinnedPacks(self.packs).obligations(scope.procedures)
            terms = terms_from_award(award, obligations, limits, hours, effective_from)
            if negotiated(terms.service_levels, obligations):
                award.selection.require_negotiable()
            sheet = DraftSheet(
                replace(terms, number=number), award.bid.vendor, effective_from, award.selection.package_number,
                hours,
            )  # fmt: skip
            draft = begin(work, self.packs, sheet, terms.award)
            work.audit("draft.from_award", f"{selection_number} {draft.number}", award.ranking_sha256)
            return draft_view(draft)

        return self.perform(actor, call, act)

    def amend(self, actor: Actor, number: str, effective_from: date, call: Once | None = None) -> DraftView:
        """Begin the next version of an active contract with its present terms and a day of effect of its own."""
        access.require(actor, "draft.edit")

        def act(work: Work) -> DraftView:
            before = ContractDrafts(work).get(number)
            sheet = DraftSheet(
                before.terms, before.vendor_number, effective_from, before.calendar_name, before.calendar
            )
            return draft_view(begin(work, self.packs, sheet))

        return self.perform(actor, call, act)


def _refuse_taken(work: Work, number: str) -> None:
    if number and (Contracts(work).find(number) is not None or ContractDrafts(work).of(number)):
        raise Conflict("draft.number_taken", place="number", value=number)
