"""What waits at the contract desk: awards without a draft, drafts by their next step, guarantees, terms that end."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, func, select, type_coerce

from core.domain.contract_draft import VersionDraft
from core.domain.contract_terms import ContractTerms
from core.domain.reason import Reason
from core.domain.renewal import notice
from core.services.home.asked import Asked, at, what
from core.services.home.views import Place, Task
from core.services.legal.draft_views import draft_summary
from core.services.performance.renewals import NOTICE_DAYS
from core.storage.tables import contract_drafts, contracts, renewal_decisions, selections

ENDS_WITHIN = timedelta(days=90)


class Bound(NamedTuple):
    """The version of a contract that is in force by its document."""

    number: str
    version: int
    terms: ContractTerms
    activated_ms: int

    @property
    def place(self) -> Place:
        """Where it is read."""
        return at("contracts", contract=self.number, version=str(self.version))

    @property
    def name(self) -> dict[str, str]:
        """Its title."""
        return self.terms.title.by_language()


def undrafted_awards(asked: Asked) -> Iterator[Task]:
    """Awards of which no contract was drafted."""
    of_award = type_coerce(contract_drafts.c.terms, JSON)["award"]["selection"].as_string()
    drafted = select(of_award).where(
        contract_drafts.c.organisation_id == asked.actor.organisation_id, of_award.is_not(None)
    )
    chosen = select(selections.c.number, selections.c.title).where(
        selections.c.organisation_id == asked.actor.organisation_id, selections.c.state == "awarded",
        selections.c.number.not_in(drafted),
    )  # fmt: skip
    for row in asked.work.connection.execute(chosen.order_by(selections.c.number)):
        yield asked.task(what("today.draft_contract"), row.number, row.title, at("ranking", selection=row.number))


def drafts_to_move(asked: Asked) -> Iterator[Task]:
    """Drafts by what comes next for those who write and sign them."""
    for draft in _drafts(asked):
        reason = _next(draft)
        if reason is not None:
            yield _draft_task(asked, draft, reason)


def drafts_to_approve(asked: Asked) -> Iterator[Task]:
    """Drafts without an open finding that the reader may approve: none that he wrote in."""
    for draft in _drafts(asked):
        if draft.state == "linted" and _is_clean(draft) and asked.actor.name not in draft.authors:
            yield _draft_task(asked, draft, what("today.approve"))


def ending_guarantees(asked: Asked) -> Iterator[Task]:
    """Guarantees from the day of their first reminder on, with the act that keeps the right (CC 693)."""
    for bound in in_force(asked):
        for one in bound.terms.guarantees:
            reminders = one.reminders()
            if reminders and reminders[0].on <= asked.on <= reminders[0].last_day:
                last = reminders[0]
                reason = what(f"guarantee.{last.act}", guarantee=last.guarantee, last_day=last.last_day.isoformat())
                yield asked.task(reason, bound.number, bound.name, bound.place, last.last_day)


def ending_contracts(asked: Asked) -> Iterator[Task]:
    """Contracts whose last day comes."""
    for bound in in_force(asked):
        last = bound.terms.schedule.ends_on
        if last is not None and asked.on <= last <= asked.on + ENDS_WITHIN:
            yield asked.task(what("today.contract_ends"), bound.number, bound.name, bound.place, last)


def renewals_to_decide(asked: Asked) -> Iterator[Task]:
    """Contracts whose last day of notice comes, or has passed, and of which nothing was decided.

    A decision that was made before this version came into force was about the term before it.
    """
    decided = _decisions(asked)
    for bound in in_force(asked):
        ends = notice(bound.terms.schedule, asked.on)
        is_due = ends is not None and ends.days_left <= NOTICE_DAYS and asked.on <= ends.ends_on
        if ends is not None and is_due and decided.get(bound.number, 0) <= bound.activated_ms:
            reason = what("today.decide_renewal", ends_on=ends.ends_on.isoformat())
            yield asked.task(reason, bound.number, bound.name, at("renewal", contract=bound.number), ends.last_day)


def in_force(asked: Asked) -> Sequence[Bound]:
    """The latest active version of each contract that has a document."""
    drafts = contract_drafts
    latest = (
        select(drafts.c.number, func.max(drafts.c.version).label("version"))
        .where(drafts.c.organisation_id == asked.actor.organisation_id, drafts.c.state == "active")
        .group_by(drafts.c.number)
        .subquery()
    )
    chosen = (
        select(drafts.c.number, drafts.c.version, drafts.c.terms, drafts.c.activated_ms)
        .join(latest, (latest.c.number == drafts.c.number) & (latest.c.version == drafts.c.version))
        .where(drafts.c.organisation_id == asked.actor.organisation_id)
        .order_by(drafts.c.number)
    )
    return [Bound(*row) for row in asked.work.connection.execute(chosen)]


def _drafts(asked: Asked) -> Sequence[VersionDraft]:
    chosen = select(VersionDraft).filter_by(organisation_id=asked.actor.organisation_id)
    moving = chosen.where(contract_drafts.c.state != "active")
    return asked.work.session.scalars(moving.order_by(contract_drafts.c.number, contract_drafts.c.version)).all()


def _next(draft: VersionDraft) -> Reason | None:
    """What comes next for legal; what waits for another's approval is no task of theirs."""
    if draft.state == "linted":
        found = draft_summary(draft)
        if found.errors:
            return what("today.errors", count=found.errors)
        return what("today.warnings", count=found.open_warnings) if found.open_warnings else None
    codes = {"draft": "today.lint", "approved": "today.sign", "signed": "today.activate"}
    return what(codes[draft.state])


def _is_clean(draft: VersionDraft) -> bool:
    found = draft_summary(draft)
    return not found.errors and not found.open_warnings


def _draft_task(asked: Asked, draft: VersionDraft, reason: Reason) -> Task:
    place = at("contracts", contract=draft.number, version=str(draft.version))
    return asked.task(reason, draft.number, draft.terms.title.by_language(), place)


def _decisions(asked: Asked) -> dict[str, int]:
    """When something was decided last of each contract's renewal."""
    chosen = (
        select(contracts.c.number, func.max(renewal_decisions.c.at_ms))
        .join(contracts, contracts.c.id == renewal_decisions.c.contract_id)
        .where(renewal_decisions.c.organisation_id == asked.actor.organisation_id)
        .group_by(contracts.c.number)
    )
    rows: Sequence[Any] = asked.work.connection.execute(chosen).all()
    return {row[0]: row[1] for row in rows}
