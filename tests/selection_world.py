"""The selection for WP-1 with its five bids and five evaluators, taken through the services as far as a test wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.bid import Offer
from core.domain.cost import CostLine, TodaysCost
from core.domain.wording import Wording
from core.domain.work_package import PackageContent, Scope
from core.now import VirtualClock
from core.services.procurement.evaluations import EvaluationService
from core.services.procurement.ranking import RankingService
from core.services.procurement.selection_drafts import RulesDraft
from core.services.procurement.selections import SelectionService
from core.services.procurement.vendors import VendorService
from core.services.procurement.work_packages import WorkPackageService
from tests.unit.domain.wp1 import (
    CLOSES_MS,
    INSURANCE,
    OPENS_MS,
    PRICES,
    RATED,
    SCORES,
    WEIGHTS,
    bid,
    bill,
    rules,
    volume,
    yuan,
)

NAMES = {
    "A": "上海洁舍家庭服务有限公司", "B": "上海安禾家庭服务有限公司", "C": "上海申邻环境服务有限公司",
    "D": "上海恒洁达保洁服务有限公司", "E": "上海佳帮到家网络科技有限公司",
}  # fmt: skip
SHIFTS = {"chen": 2, "gao": -2, "li": 1, "wu": -1}
QUALITY_OF_C = {"chen": 95, "gao": 72, "li": 96, "wu": 97}
"""Whose mean is the 90 of the table, 25 apart."""
COMMENTS = {"A": {"quality": "一次验收合格率 97%，有记录"}}
DAY_MS = 86_400_000
UNDECIDED = "the same work as last year"
"""Why this selection is opened without a study."""


@dataclass(slots=True)
class SelectionWorld:
    """The services on the data of `app` under a clock of their own, and who acts."""

    app: App
    organisation_id: int
    clock: VirtualClock
    number: str = ""

    def actor(self, name: str, role: str) -> Actor:
        return Actor(self.organisation_id, name, role)

    @property
    def buyer(self) -> Actor:
        return self.actor("lin", "procurement")

    @property
    def chief(self) -> Actor:
        return self.actor("zhou", "manager")

    def evaluator(self, name: str) -> Actor:
        return self.actor(name, "evaluator")

    @property
    def selections(self) -> SelectionService:
        return SelectionService(self.app.database.at(self.clock))

    @property
    def evaluations(self) -> EvaluationService:
        return EvaluationService(self.app.database.at(self.clock))

    @property
    def ranking(self) -> RankingService:
        return RankingService(self.app.database.at(self.clock))


def begin(app: App, organisation_id: int) -> SelectionWorld:
    """A released WP-1, five vendors in the register, and a draft of the selection with its rules."""
    world = SelectionWorld(app, organisation_id, VirtualClock(OPENS_MS))
    database = app.database.at(world.clock)
    for number, name in NAMES.items():
        VendorService(database).register(world.buyer, number, name)
    cost = TodaysCost(
        (CostLine("labour", Wording("保洁员", "cleaners"), yuan("1900000"), Decimal(1), Decimal(1)),), "CNY"
    )
    content = PackageContent(Scope(("housekeeping",), ("徐汇",), "08-22"), bill(), volume(), cost)
    packages = WorkPackageService(database)
    package = packages.create(world.buyer, "住户家政上门保洁", content)
    packages.release(world.buyer, package.number)
    world.number = world.selections.create(world.buyer, package.number, "住户家政上门保洁比选").number
    world.selections.set_rules(world.buyer, world.number, rules_draft())
    return world


def another(world: SelectionWorld) -> SelectionWorld:
    """A second selection for the same package, in the state of a draft with rules."""
    package = world.selections.get(world.buyer, world.number).package
    one = SelectionWorld(world.app, world.organisation_id, VirtualClock(OPENS_MS))
    one.number = one.selections.create(one.buyer, package, "住户家政上门保洁比选（二）").number
    one.selections.set_rules(one.buyer, one.number, rules_draft())
    return one


def taking_bids(world: SelectionWorld) -> SelectionWorld:
    """Open by the machine's own clock, which the screens go by; bids are taken for ten days."""
    with world.app.database.reading() as work:
        world.clock.at_ms = work.now_ms
    world.selections.set_rules(world.buyer, world.number, rules_draft(closes_ms=world.clock.at_ms + 10 * DAY_MS))
    world.selections.open(world.buyer, world.number, undecided_because=UNDECIDED)
    return world


def opened(world: SelectionWorld, vendors: str = "ABCDE") -> SelectionWorld:
    """Open, with the bids of `vendors`."""
    world.selections.open(world.buyer, world.number, undecided_because=UNDECIDED)
    for vendor in vendors:
        world.selections.receive(world.buyer, world.number, bid_draft(vendor))
    return world


def closed(world: SelectionWorld) -> SelectionWorld:
    """Closed, with five evaluators appointed, one of them recused; D has explained his price."""
    world.clock.at_ms = CLOSES_MS + 2 * DAY_MS  # 26 October
    world.selections.close(world.buyer, world.number)
    world.selections.answer(world.buyer, world.number, "D", "family members work along", True, "wage sheets seen")
    world.evaluations.open(world.buyer, world.number)
    for name in (*SHIFTS, "sun"):
        world.evaluations.appoint(world.buyer, world.number, name)
    world.evaluations.recuse(world.buyer, world.number, "sun", "E 法定代表人的兄弟")
    return world


def locked(world: SelectionWorld) -> SelectionWorld:
    """All sheets scored and locked; their means are the table of the acceptance figures."""
    for name in SHIFTS:
        world.evaluations.score(world.evaluator(name), world.number, sheet(name), COMMENTS)
        world.evaluations.lock(world.evaluator(name), world.number)
    return world


def evaluated(world: SelectionWorld) -> SelectionWorld:
    """The divergence agreed, the evaluation closed, the bids through their gates."""
    world.evaluations.agree(world.buyer, world.number, "C", "quality", "以现场考察为准，个人评分保留")
    world.evaluations.close(world.buyer, world.number)
    world.selections.admit(world.buyer, world.number)
    return world


def awarded(world: SelectionWorld) -> SelectionWorld:
    """Awarded to A."""
    world.ranking.award(world.chief, world.number, "A", "综合得分第一，质量突出")
    return world


def complete(app: App, organisation_id: int) -> SelectionWorld:
    """From the draft to the gates."""
    return evaluated(locked(closed(opened(begin(app, organisation_id)))))


def rules_draft(**changed: Any) -> RulesDraft:
    """The rules of WP-1 without their bill."""
    whole = rules()
    given: dict[str, Any] = {
        "mode": whole.mode, "weights": {code: Decimal(one) for code, one in WEIGHTS.items()}, "closes_ms": CLOSES_MS,
        "minima": {"technical_standard": Decimal(70)}, "requirements": (INSURANCE,), "levels": whole.levels,
        "least_bids": whole.least_bids, "low_price": whole.low_price, "labour_floor": whole.labour_floor,
    }  # fmt: skip
    return RulesDraft(**(given | changed))


def bid_draft(vendor: str) -> Offer:
    """The bid of A to E."""
    one = bid(vendor)
    return Offer(vendor, one.lines, one.promises, one.evidence)


def sheet(name: str) -> Mapping[str, Mapping[str, Decimal]]:
    """An evaluator's scores: the table, shifted, but for the quality of C."""
    scores = {
        vendor: {code: Decimal(score + SHIFTS[name]) for code, score in zip(RATED, SCORES[vendor], strict=True)}
        for vendor in PRICES
    }
    scores["C"]["quality"] = Decimal(QUALITY_OF_C[name])
    return scores
