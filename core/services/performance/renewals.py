"""Renewal: by when a contract's renewal must be decided, what the decision would rest on, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from core.domain.canonical import sha256
from core.domain.renewal import Notice, RenewalDecision, Sureness, notice, sureness
from core.domain.review import CardPin
from core.domain.scorecard import Score, together
from core.domain.standing import Grade
from core.domain.zone import find_zone
from core.errors import Conflict, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.performance.card_making import Signed, signed_contracts
from core.services.performance.scorecard_views import KpiView, view
from core.services.performance.standings import pin
from core.storage.books import scorecards as cards
from core.storage.books.contracts import Contracts
from core.storage.books.reviews import Renewals
from core.storage.books.signed_terms import SignedTerms, in_force, signed_terms
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

MONTHS = 12
"""A renewal rests on the closed cards of so many months at the most."""
NOTICE_DAYS = 60
"""A renewal is to be decided once its last day of notice is no further away than this."""


class RenewalView(msgspec.Struct):
    """What was decided of a contract, on which cards, and how sure they make it."""

    contract: str
    choice: str
    reason: str
    sureness: tuple[Sureness, ...]
    cards: tuple[CardPin, ...]
    by: str
    at_ms: int


class NoticeView(msgspec.Struct):
    """A contract in force, its notice and what was last decided of it; `notice` is None where no end is agreed."""

    contract: str
    vendor: str
    name: str
    notice: Notice | None
    decided: RenewalView | None


class DossierView(msgspec.Struct):
    """What a decision about a contract's renewal would rest on today, and what was decided, the latest first.

    `notice_days` are those that the contract agrees on; `packages` its work packages by the buyer's code; `kpis` the
    weighted figures over the cards together.
    """

    contract: str
    vendor: str
    name: str
    begins_on: date | None
    notice_days: int | None
    notice: Notice | None
    packages: tuple[str, ...]
    cases: int
    score: Score | None
    suggested: Grade | None
    kpis: tuple[KpiView, ...]
    sureness: tuple[Sureness, ...]
    cards: tuple[CardPin, ...]
    decisions: tuple[RenewalView, ...]
    zone: str
    now_ms: int


@dataclass(frozen=True, slots=True)
class RenewalService:
    """Keeps what was decided of contracts before their notice dates."""

    database: Database

    def decide(self, actor: Actor, contract: str, choice: str, reason: str, call: Once | None = None) -> RenewalView:
        """Decide what becomes of a contract; the closed cards of the last twelve months and their sureness are kept.

        Raises `InvalidInput` for an unknown choice or without a reason, `Conflict` without a closed card.
        """
        access.require(actor, "renewal.decide")

        def act(work: Work) -> RenewalView:
            known = Contracts(work).get(contract)
            mine = cards.of_contract(work.connection, work.organisation_id, known.id or 0, MONTHS)
            if not mine:
                raise Conflict("renewal.no_card", place="contract", value=contract)
            decision = RenewalDecision(
                work.organisation_id, uuid7(work.now_ms), known.id or 0, choice, reason, tuple(map(pin, mine)),
                sureness(together(one.card for one in mine)), work.actor, work.now_ms,
            )  # fmt: skip
            Renewals(work).add(decision)
            work.session.flush()
            work.audit("renewal.decide", f"{contract} {choice}", sha256(_Said(reason, decision.cards)))
            return _view(decision, contract)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, RenewalView, lambda: act(work))

    def of(self, actor: Actor, contract: str) -> list[RenewalView]:
        """What was decided of a contract, the latest first. Raises `NotFound`."""
        access.require(actor, "renewal.read")
        with self.database.reading_for(actor) as work:
            known = Contracts(work).get(contract, actor.vendor_id)
            return [_view(one, contract) for one in Renewals(work).of([known.id or 0])]

    def dossier(self, actor: Actor, contract: str) -> DossierView:
        """What a decision would rest on today. Raises `NotFound`."""
        access.require(actor, "renewal.read")
        with self.database.reading_for(actor) as work:
            some = signed_contracts(work.connection, actor.organisation_id, contract=contract)
            if not some:
                raise NotFound("contract.absent", place="contract", value=contract)
            [one] = some
            terms = in_force(signed_terms(work.connection, [one.id])[one.id], work.now_ms)
            mine = cards.of_contract(work.connection, work.organisation_id, one.id, MONTHS)
            decisions = tuple(_view(each, contract) for each in Renewals(work).of([one.id]))
            card = view(together(each.card for each in mine), one.vendor_name, mine, {}) if mine else None
            return DossierView(
                contract=contract, vendor=one.vendor, name=one.vendor_name,
                begins_on=terms.schedule.begins_on if terms else None,
                notice_days=terms.schedule.renewal_notice_days if terms else None,
                notice=notice(terms.schedule, _today(one, work.now_ms)) if terms else None,
                packages=tuple(each.code for each in terms.work_packages) if terms else (),
                cases=card.cases if card else 0, score=card.score if card else None,
                suggested=card.suggested if card else None,
                kpis=tuple(each for each in card.kpis if each.weight) if card else (),
                sureness=card.sureness if card else (),
                cards=tuple(map(pin, mine)), decisions=decisions, zone=one.zone, now_ms=work.now_ms,
            )  # fmt: skip

    def notices(self, actor: Actor) -> list[NoticeView]:
        """Every contract in force with its notice and its last decision, those first whose notice ends first."""
        access.require(actor, "renewal.read")
        with self.database.reading_for(actor) as work:
            some = signed_contracts(work.connection, actor.organisation_id)
            terms = signed_terms(work.connection, [one.id for one in some])
            decided: dict[int, RenewalDecision] = {}
            for one in Renewals(work).of([one.id for one in some]):
                decided.setdefault(one.contract_id, one)
            found = [_notice(one, terms[one.id], decided.get(one.id), work.now_ms) for one in some]
        return sorted(found, key=lambda one: (one.notice.last_day if one.notice else date.max, one.contract))


@dataclass(frozen=True, slots=True)
class _Said:
    reason: str
    cards: tuple[CardPin, ...]


def _notice(one: Signed, versions: Sequence[SignedTerms], decided: RenewalDecision | None, now_ms: int) -> NoticeView:
    terms = in_force(versions, now_ms)
    found = notice(terms.schedule, _today(one, now_ms)) if terms else None
    said = _view(decided, one.number) if decided else None
    return NoticeView(one.number, one.vendor, one.vendor_name, found, said)


def _today(one: Signed, now_ms: int) -> date:
    """The day that the contract's wall clock shows."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(find_zone(one.zone)).date()


def _view(one: RenewalDecision, contract: str) -> RenewalView:
    return RenewalView(contract, one.choice, one.reason, one.sureness, one.cards, one.by, one.at_ms)
