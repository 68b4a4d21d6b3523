"""Feasibility: the five steps of one version of a work package, from core or not to the decision (OS-01 to OS-04)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from core.documents.feasibility_report import ReportedStudy, ReportForm, write_report
from core.domain.canonical import sha256
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.decision import Decision, Recommendation
from core.domain.feasibility.economic import EconomicCase, economic_figures
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.study import FeasibilityStudy, Step
from core.domain.feasibility.technical import TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import Uncertainty
from core.domain.reason import Reason
from core.domain.wording import Language
from core.errors import NotFound
from core.feasibility.monte_carlo import Simulation, simulate
from core.feasibility.tornado import Bar, tornado
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.storage.books.work_packages import FeasibilityStudies, WorkPackages
from core.storage.database import Database, Work
from core.storage.uuids import uuid7

SHARE = Decimal("0.0001")
"""Probabilities are kept to the hundredth of a per cent: the draws tell no more."""


class StudyView(msgspec.Struct):
    """A study as far as it has come; `recommendation` once all four steps are answered."""

    package: str
    version: int
    core: CoreReview | None
    technical: TechnicalReview | None
    economic: EconomicReview | None
    social: SocialReview | None
    recommendation: Recommendation | None
    decision: Decision | None


class Clearance(msgspec.Struct):
    """Whether a version may be put to selection: why not, and whether somebody has decided to outsource it."""

    stops: tuple[Reason, ...]
    is_decided: bool


class Economics(msgspec.Struct):
    """What the economic step shows beside its review: the distribution of the draws and what drives them."""

    simulation: Simulation
    tornado: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FeasibilityService:
    """Takes a work package through its feasibility study."""

    database: Database

    def get(self, actor: Actor, package: str, version: int) -> StudyView:
        """The study of one version, empty if nothing was answered yet. Raises `NotFound` for package or version."""
        access.require(actor, "package.read")
        with self.database.reading_for(actor) as work:
            WorkPackages(work).get(package).version(version)
            study = FeasibilityStudies(work).find(package, version)
            return _view(study) if study else StudyView(package, version, None, None, None, None, None, None)

    def clearance(self, actor: Actor, package: str, version: int) -> Clearance:
        """Whether the study lets a version be put to selection. Raises `NotFound` for package or version."""
        access.require(actor, "package.read")
        with self.database.reading_for(actor) as work:
            WorkPackages(work).get(package).version(version)
            study = FeasibilityStudies(work).find(package, version)
            return Clearance(study.stops(), study.decision is not None) if study else Clearance((), False)

    def review(self, actor: Actor, package: str, version: int, step: Step, call: Once | None = None) -> StudyView:
        """Answer one step, in place of an earlier answer. Raises `NotFound`, or `Conflict` once it is decided."""
        access.require(actor, "package.edit")

        def act(work: Work) -> StudyView:
            study = _begun(work, package, version)
            study.review(step)
            work.audit("feasibility.review", f"{package} v{version} {type(step).__name__}", sha256(step))
            return _view(study)

        return self._perform(actor, call, act)

    def review_economics(
        self, actor: Actor, package: str, version: int, case: EconomicCase, uncertainty: Uncertainty,
        call: Once | None = None,
    ) -> StudyView:  # fmt: skip
        """Work out the economic step: figures exactly, the probability that outsourcing is cheaper by simulation.

        Raises `InvalidInput` naming the field, also one whose value lies outside the range that it is drawn from.
        """
        access.require(actor, "package.edit")
        uncertainty.check_around(case.drivers)
        drawn = simulate(case, uncertainty.drivers)
        probability, half_width = (Decimal(share).quantize(SHARE) for share in (drawn.probability, drawn.half_width))
        step = EconomicReview(case, uncertainty, economic_figures(case), probability, half_width)
        return self.review(actor, package, version, step, call)

    def economics(self, actor: Actor, package: str, version: int) -> Economics | None:
        """The draws and the tornado of the stored economic step; None before there is one."""
        study = self.get(actor, package, version)
        if study.economic is None:
            return None
        review = study.economic
        drivers = review.uncertainty.drivers
        return Economics(simulate(review.case, drivers, review.draws, review.seed), tornado(review.case, drivers))

    def report(self, actor: Actor, package: str, version: int, language: Language, form: ReportForm) -> bytes:
        """The report of a study as a docx. Raises `NotFound`, or `Conflict` naming a step that is missing."""
        access.require(actor, "package.read")
        with self.database.reading_for(actor) as work:
            title = WorkPackages(work).get(package).title
            study = FeasibilityStudies(work).find(package, version)
            if study is None:
                raise NotFound("feasibility.absent", place="feasibility", value=f"{package} v{version}")
            core, technical, economic, social = study.steps()
            recommendation = study.decision.recommendation if study.decision else study.recommendation()
            drivers = economic.uncertainty.drivers
            reported = ReportedStudy(
                package, version, title, work.day, core, technical, economic, social, recommendation, study.decision,
                simulate(economic.case, drivers, economic.draws, economic.seed), tornado(economic.case, drivers),
            )  # fmt: skip
        return write_report(reported, form, language)

    def decide(
        self, actor: Actor, package: str, version: int, outcome: str, reason: str, triggers: Triggers,
        call: Once | None = None,
    ) -> StudyView:  # fmt: skip
        """Decide to outsource, pilot or keep. Raises `InvalidInput` or `Conflict` naming the step or gate."""
        access.require(actor, "feasibility.decide")

        def act(work: Work) -> StudyView:
            study = FeasibilityStudies(work).change(package, version)
            decision = study.decide(outcome, reason=reason, by=actor.name, at_ms=work.now_ms, triggers=triggers)
            work.audit("feasibility.decide", f"{package} v{version} {outcome}", sha256(decision))
            return _view(study)

        return self._perform(actor, call, act)

    def _perform(self, actor: Actor, call: Once | None, act: Callable[[Work], StudyView]) -> StudyView:
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, StudyView, lambda: act(work))


def _begun(work: Work, package: str, version: int) -> FeasibilityStudy:
    """The study, begun with its first answer."""
    studies = FeasibilityStudies(work)
    if studies.find(package, version) is not None:
        return studies.change(package, version)
    WorkPackages(work).get(package).version(version)
    study = FeasibilityStudy(work.organisation_id, uuid7(work.now_ms), package, version, work.now_ms)
    studies.add(study)
    return study


def _view(study: FeasibilityStudy) -> StudyView:
    answered = None not in (study.core, study.technical, study.economic, study.social)
    return StudyView(
        study.package_number, study.package_version, study.core, study.technical, study.economic, study.social,
        study.recommendation() if answered else None, study.decision,
    )  # fmt: skip
