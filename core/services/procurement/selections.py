"""Selections: rules frozen with their hash on opening, bids sealed until the close, gates before any price base."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.domain.abnormally_low import PriceAnswer
from core.domain.admission import admit
from core.domain.bid import Bid, Offer
from core.domain.bounds import require_text
from core.domain.canonical import sha256
from core.domain.gate import above_ceiling
from core.domain.plain_text import check_name
from core.domain.reason import Reason
from core.domain.selection import Selection
from core.domain.work_package import WorkPackage
from core.domain.zone import house_day
from core.errors import Conflict, InvalidInput, NotFound
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.page import check_limit
from core.services.performance.past_performance import past_performance
from core.services.performance.standings import refuse_barred
from core.services.procurement.selection_drafts import RulesDraft
from core.services.procurement.selection_views import Receipt, SelectionSummary, SelectionView, receipt, summary, view
from core.storage.books.selections import Evaluations, Selections
from core.storage.books.vendors import Vendors
from core.storage.books.work_packages import FeasibilityStudies, WorkPackages
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class SelectionService:
    """Takes a selection from its draft to the bids that are ranked."""

    database: Database

    def create(self, actor: Actor, package: str, title: str, call: Once | None = None) -> SelectionView:
        """Begin a selection for the released version of a work package. Raises `Conflict` if none is released."""
        access.require(actor, "selection.edit")
        require_text(title, code="selection.no_title", place="title")
        check_name(title, "title", LONGEST_TITLE)

        def act(work: Work) -> SelectionView:
            version = _released(WorkPackages(work).get(package)).latest.version
            number = work.number("S")
            selection = Selection(
                work.organisation_id, uuid7(work.now_ms), number, title, package, version, work.now_ms
            )
            Selections(work).add(selection)
            work.session.flush()
            work.audit("selection.create", f"{number} {package} v{version}", sha256(_Title(title)))
            return view(work, selection)

        return self._perform(actor, call, act)

    def set_rules(self, actor: Actor, number: str, draft: RulesDraft, call: Once | None = None) -> SelectionView:
        """Set the rules of a draft; the bill of quantities is that of the work package's version.

        Raises `InvalidInput` naming the field, `Conflict` once they are frozen.
        """
        access.require(actor, "selection.edit")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            content = WorkPackages(work).get(selection.package_number).version(selection.package_version).content
            if content.bill is None:
                raise NotFound("work_package.missing", place="bill", part="bill")
            rules = draft.rules(content.bill)
            selection.set_rules(rules)
            work.audit("selection.rules", number, sha256(rules))
            return view(work, selection)

        return self._perform(actor, call, act)

    def open(
        self, actor: Actor, number: str, call: Once | None = None, *, of: str = "", undecided_because: str = ""
    ) -> SelectionView:  # fmt: skip
        """Freeze the rules with their hash and take bids, the rules with the hash `of` and no others.

        `undecided_because` is kept where nobody has decided to outsource. Raises `Conflict` naming what is missing or
        the gate that the feasibility study failed at, or if somebody has changed the rules meanwhile.
        """
        access.require(actor, "selection.edit")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            because = _undecided(work, selection, undecided_because)
            work.audit("selection.open", number, selection.open(at_ms=work.now_ms, of=of, undecided_because=because))
            return view(work, selection)

        return self._perform(actor, call, act)

    def receive(self, actor: Actor, number: str, offer: Offer, call: Once | None = None) -> Receipt:
        """Take the bid of a vendor of the register; a later one takes its place.

        Raises `InvalidInput` naming the line that is missing, zero or above its ceiling, `Conflict` when it is late or
        the vendor's standing or a block keeps him out.
        """
        access.require(actor, "selection.edit")

        def act(work: Work) -> Receipt:
            vendor = Vendors(work).get(offer.vendor)
            selection = Selections(work).change(number)
            bid = offer.received(work.now_ms)
            _refuse_above_ceiling(selection, bid)
            refuse_barred(work, vendor)
            selection.receive(bid)
            digest = sha256(bid)
            work.audit("bid.receive", f"{number} {bid.vendor}", digest)
            return receipt(selection, bid, digest)

        with self.database.unit_of_work(actor) as work:
            return perform(work, call, Receipt, lambda: act(work))

    def close(self, actor: Actor, number: str, call: Once | None = None) -> SelectionView:
        """Take no more bids and unseal those that came. Raises `Conflict` before the time that the rules name."""
        access.require(actor, "selection.edit")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            selection.close(at_ms=work.now_ms)
            work.audit("selection.close", number, selection.rules_sha256 or "")
            return view(work, selection)

        return self._perform(actor, call, act)

    def answer(
        self, actor: Actor, number: str, vendor: str, explanation: str, accepted: bool, reason: str,
        call: Once | None = None,
    ) -> SelectionView:  # fmt: skip
        """Record how a bidder explained his low price and whether that was accepted. Raises `InvalidInput`."""
        access.require(actor, "selection.edit")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            answer = PriceAnswer(vendor, explanation, accepted, reason, actor.name, work.now_ms)
            selection.answer(answer)
            work.audit("selection.answer", f"{number} {vendor}", sha256(answer))
            return view(work, selection)

        return self._perform(actor, call, act)

    def admit(self, actor: Actor, number: str, call: Once | None = None) -> SelectionView:
        """Put every bid through the gates as of today; those that pass are ranked.

        Raises `Conflict` while the evaluation is open or a low price was not answered for.
        """
        access.require(actor, "selection.edit")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            if selection.frozen_rules.criteria.counts_past:
                bidders = [bid.vendor for bid in selection.standing_bids]
                selection.freeze_past(past_performance(work.connection, actor.organisation_id, bidders))
            admit(selection, Evaluations(work).get(number), house_day(work.now_ms))
            work.audit("selection.admit", number, sha256(_Gates(tuple(selection.gates), tuple(selection.past))))
            return view(work, selection)

        return self._perform(actor, call, act)

    def abandon(self, actor: Actor, number: str, reason: str, call: Once | None = None) -> SelectionView:
        """End it without an award, with a reason. Raises `Conflict` when it is over."""
        access.require(actor, "selection.edit")
        require_text(reason, code="selection.no_reason", place="reason")

        def act(work: Work) -> SelectionView:
            selection = Selections(work).change(number)
            why = Reason.of("selection.abandoned", number, by=actor.name, reason=reason)
            selection.abandon(why)
            work.audit("selection.abandon", number, sha256(why))
            return view(work, selection)

        return self._perform(actor, call, act)

    def get(self, actor: Actor, number: str) -> SelectionView:
        """One selection; its bids are counted, not shown, until it closes. Raises `NotFound`."""
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            return view(work, Selections(work).get(number))

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[SelectionSummary]:
        """Selections by number, beginning behind the number `after`."""
        access.require(actor, "selection.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            return [summary(one) for one in Selections(work).list(after, limit)]

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], SelectionView]) -> SelectionView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, SelectionView, lambda: act(work))


@dataclass(frozen=True, slots=True)
class _Title:
    title: str


@dataclass(frozen=True, slots=True)
class _Gates:
    reports: tuple[object, ...]
    past: tuple[object, ...]


def _released(package: WorkPackage) -> WorkPackage:
    if package.state != "released":
        raise Conflict("selection.package_not_released", place="package", value=package.number, state=package.state)
    return package


def _undecided(work: Work, selection: Selection, because: str) -> str:
    """Why it is opened without a decision to outsource, "" where there is one.

    Raises `Conflict` where the study says no, or where neither a decision nor a reason is there.
    """
    package, version = selection.package_number, selection.package_version
    study = FeasibilityStudies(work).find(package, version)
    for stop in study.stops() if study else ():
        raise Conflict("selection.study_stops", place=stop.place, reason=stop)
    if study is not None and study.decision is not None:
        return ""
    if not because.strip():
        raise Conflict("selection.undecided", place="undecided_because", value=f"{package} v{version}")
    return because.strip()


def _refuse_above_ceiling(selection: Selection, bid: Bid) -> None:
    """A bid that could only fail is refused while there is time to hand in another; the gates look again."""
    rules = selection.frozen_rules
    bid.check(rules.bill)
    for reason in above_ceiling(bid, rules):
        raise InvalidInput(reason.code, place=reason.place, **{name: str(value) for name, value in reason.values})
