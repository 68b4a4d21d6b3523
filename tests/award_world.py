"""WP-1 from its work package to the award, and the contract drafted from it with what was never decided filled in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from core.bootstrap import App
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms
from core.domain.cost import CostLine, TodaysCost
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.technical import TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import Uncertainty
from core.domain.wage_adjustment import WageAdjustment
from core.domain.wording import Wording
from core.domain.work_package import PackageContent, Scope
from core.now import VirtualClock
from core.services.procurement.feasibility import FeasibilityService
from core.services.procurement.vendors import VendorService
from core.services.procurement.work_packages import WorkPackageService
from tests.integration.test_work_packages import CORE, ECONOMIC, SOCIAL, TECHNICAL
from tests.selection_world import NAMES, SelectionWorld, awarded, closed, evaluated, locked, opened, rules_draft
from tests.unit.domain.wp1 import OPENS_MS, bill, volume, yuan
from tests.wp1 import wp1_terms

PACKAGE = "住户家政上门保洁"
USCC_OF_A = "91310115MAY0B101XW"
PROCEDURES = ("housekeeping", "order_taking", "soft_complaint")
DAY_MS = 86_400_000
NEVER_DECIDED = (
    "signing_place", "handover", "payment", "credits", "liquidated_damages", "liability",
    "confidentiality", "deliverables", "risk", "subcontracting", "change", "termination", "force_majeure",
    "governing_law", "dispute", "notices", "language",
)  # fmt: skip
"""Parts of the terms that no step before the contract speaks of."""


def content() -> PackageContent:
    """The scope, bill, volume and cost of WP-1, three procedures in scope."""
    cost = TodaysCost(
        (CostLine("labour", Wording("保洁员", "cleaners"), yuan("1900000"), Decimal(1), Decimal(1)),), "CNY"
    )
    scope = Scope(
        PROCEDURES, ("徐汇", "浦东"), "08-22", skills=("上门服务证",), personal_data=("姓名", "服务地址"),
        capacity_a_day=Decimal(45),
    )  # fmt: skip
    return PackageContent(scope, bill(), volume(), cost, adjustment=WageAdjustment(Decimal("0.7"), Decimal("0.05")))


def released(app: App, organisation_id: int, clock: VirtualClock) -> tuple[SelectionWorld, str]:
    """A released package, and five vendors in the register, A with his code."""
    world = SelectionWorld(app, organisation_id, clock)
    database = app.database.at(clock)
    for number, name in NAMES.items():
        VendorService(database).register(world.buyer, number, name, uscc=USCC_OF_A if number == "A" else "")
    packages = WorkPackageService(database)
    package = packages.create(world.buyer, PACKAGE, content()).number
    packages.release(world.buyer, package)
    return world, package


def decided(world: SelectionWorld, package: str, outcome: str = "outsource") -> None:
    """The four steps answered and the decision, to outsource for a term of 36 months unless said otherwise."""
    desk = FeasibilityService(world.app.database.at(world.clock))
    desk.review(world.buyer, package, 1, msgspec.convert(CORE, CoreReview))
    desk.review(world.buyer, package, 1, msgspec.convert(TECHNICAL, TechnicalReview))
    desk.review(world.buyer, package, 1, msgspec.convert(SOCIAL, SocialReview))
    case = msgspec.convert(ECONOMIC["case"], EconomicCase)
    uncertainty = msgspec.convert(ECONOMIC["uncertainty"], Uncertainty)
    desk.review_economics(world.buyer, package, 1, case, uncertainty)
    desk.decide(
        world.chief, package, 1, outcome, "净现值为正，六个小区同时开始", Triggers(Decimal("0.7"), Decimal("1.4"))
    )


def selected(world: SelectionWorld, package: str) -> SelectionWorld:
    """The selection from its rules through bids, sheets and gates to the award to A."""
    world.number = world.selections.create(world.buyer, package, f"{PACKAGE}比选").number
    world.selections.set_rules(world.buyer, world.number, rules_draft())
    return awarded(evaluated(locked(closed(opened(world)))))


def award(app: App, organisation_id: int, clock: VirtualClock | None = None) -> SelectionWorld:
    """All of it: package, study, selection, award to A on 26 October 2026."""
    world, package = released(app, organisation_id, clock or VirtualClock(OPENS_MS - 30 * DAY_MS))
    decided(world, package)
    world.clock.at_ms = OPENS_MS
    return selected(world, package)


def completed(written: Any) -> ContractTerms:
    """The drafted terms with what was never decided, and with the English of what was decided in Chinese alone."""
    terms, sample = read_terms(written), wp1_terms()
    rest: dict[str, Any] = {name: getattr(sample, name) for name in NEVER_DECIDED}
    [package] = terms.work_packages
    return replace(
        terms, **rest, title=replace(terms.title, en="Household cleaning"),
        subject=replace(terms.subject, en="household cleaning"),
        buyer=replace(sample.buyer, name=Wording(terms.buyer.name.zh or "甲方", terms.buyer.name.en or "The Buyer")),
        vendor=replace(sample.vendor, name=Wording(terms.vendor.name.zh, "Shanghai Jieshe"), uscc=terms.vendor.uscc),
        work_packages=(replace(package, name=replace(package.name, en="Household cleaning"),
                               requirements=Wording(package.requirements.zh, "Skills: badge for home service.")),),
        performance=replace(terms.performance, place=replace(terms.performance.place, en="Xuhui, Pudong"),
                            manner=sample.performance.manner),
        personal_data=replace(sample.personal_data, kinds=replace(terms.personal_data.kinds, en="name, address")),
        prices=replace(terms.prices, includes=sample.prices.includes, rate_change="net_price_stays"),
    )  # fmt: skip


EFFECTIVE = date(2026, 12, 1)
