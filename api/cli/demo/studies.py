"""Work packages and their feasibility: five steps each, decided with the reason and the triggers to look again."""

from decimal import Decimal

from api.cli.demo.bills import (
    ANSWERING,
    CLEANING,
    CLEANING_COST,
    FESTIVAL_SUPPORT,
    REPAIR_COST,
    REPAIRING,
    SEATS_COST,
)
from api.cli.demo.world import Chapter, World, at, yuan
from core.domain.cost import TodaysCost
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.social import ASPECTS, SocialReview, SocialRisk
from core.domain.feasibility.technical import Rating, TechnicalReview
from core.domain.feasibility.triggers import Triggers
from core.domain.feasibility.uncertainty import LogNormal, Triangular, Uncertainty

CLEANING_NAME, REPAIR_NAME, SEATS_NAME, FESTIVAL_NAME = "WP-1", "WP-2", "WP-3", "WP-4"
TRIGGERS = Triggers(volume_least=Decimal("0.8"), volume_most=Decimal("1.3"))


def chapter(world: World) -> Chapter:
    """From March to November four packages are described; the first three are studied, decided and released."""
    yield at("2026-03-03 14:00")
    _create(world, CLEANING_NAME, "住户家政上门保洁（6 小区，8,600 户）")
    _create(world, REPAIR_NAME, "家具售后检测、维修、取送（4 店）")
    _create(world, SEATS_NAME, "回访与投诉受理坐席")
    for day, name in (("2026-03-10", CLEANING_NAME), ("2026-03-17", REPAIR_NAME), ("2026-03-24", SEATS_NAME)):
        yield at(f"{day} 10:00")
        _review(world, name)
        yield at(f"{day} 16:30")
        _review_economics(world, name)
    yield at("2026-03-27 15:00")
    for name, (outcome, reason) in DECISIONS.items():
        world.app.feasibility.decide(world.manager, world.numbers[name], 1, outcome, reason, TRIGGERS)
        world.app.work_packages.release(world.buyer, world.numbers[name])
    yield at("2026-11-23 10:00")
    _create(world, FESTIVAL_NAME, "住户家政春节高峰支援")
    world.app.work_packages.release(world.buyer, world.numbers[FESTIVAL_NAME])


CONTENTS = {
    CLEANING_NAME: CLEANING, REPAIR_NAME: REPAIRING, SEATS_NAME: ANSWERING, FESTIVAL_NAME: FESTIVAL_SUPPORT,
}  # fmt: skip
DECISIONS = {
    CLEANING_NAME: ("outsource", "非核心业务，市场充分；节前高峰人手不足，外包按量付费；质量由验收、抽查和扣减约束。"),
    REPAIR_NAME: ("outsource", "技师难以按四店波动配置；维修知识留在店长确认环节，一年后可收回。"),
    SEATS_NAME: ("outsource", "坐席按席位和有效回访计价，费用低于自营；投诉决定权和退换审批留在公司。"),
}  # fmt: skip
CORES = {
    CLEANING_NAME: CoreReview(2, 2, 2, 4),
    REPAIR_NAME: CoreReview(3, 2, 3, 3),
    SEATS_NAME: CoreReview(3, 3, 2, 4),
}
EVIDENCE = {
    CLEANING_NAME: (
        ("capability", 4, "走访 5 家，均有入户保洁流程和验收记录"), ("materials", 5, "清洁剂和设备本地现货"),
        ("staff", 3, "节前人员紧张，需按高峰计划储备"), ("development_risk", 4, "沿用下单和验收流程，两小区并行一个月"),
    ),
    REPAIR_NAME: (
        ("capability", 4, "3 家有家具维修案例，2 家有返厂车间"), ("materials", 3, "专用五金件两个来源，双十一可能短缺"),
        ("staff", 4, "技师持证，服务满三年的占七成"), ("development_risk", 3, "报修单接口需改造，分店切换"),
    ),
    SEATS_NAME: (
        ("capability", 5, "4 家有同类坐席，指标可查"), ("materials", 5, "使用承包方话务系统"),
        ("staff", 3, "坐席流动较大，约定培训和最低在岗数"), ("development_risk", 4, "只开放工单和订单查询接口"),
    ),
}  # fmt: skip
WORRIES = {
    CLEANING_NAME: (
        SocialRisk("law_ethics", "入户服务接触住户个人信息和财物", 2, 4, "隐私号、工牌、雇主责任险，财物投诉当日核实"),
        SocialRisk("women_children", "女性员工独自入户", 2, 4, "夜间不派单，一键求助"),
        SocialRisk("social_stability", "27 名保洁员转岗", 3, 3, "优先由承包方接收，依法支付经济补偿"),
    ),
    REPAIR_NAME: (
        SocialRisk("law_ethics", "维修收费争议", 2, 3, "价目表公示，收费前经客户确认"),
        SocialRisk("social_stability", "12 名员工转岗", 2, 3, "协商一致解除或转岗"),
    ),
    SEATS_NAME: (
        SocialRisk("law_ethics", "通话录音涉及个人信息", 3, 3, "告知录音，保存 6 个月，到期删除"),
        SocialRisk("women_children", "轮班影响孕期员工", 2, 3, "承包方不安排孕期员工晚班"),
    ),
}  # fmt: skip


def _case(cost: TodaysCost, price: str, vat: str, monitoring: str, once: tuple[str, str, str]) -> EconomicCase:
    """Two years at 6 % interest, 6 % of the price for management, wages rising by 5 % and prices by 2 % a year."""
    transition, severance, leaving = once
    return EconomicCase(
        cost=cost, price=yuan(price), price_vat=Decimal(vat), vat_recoverable=Decimal(1), months=24,
        discount_rate=Decimal("0.06"), management=Decimal("0.06"), monitoring=yuan(monitoring),
        transition=yuan(transition), severance=yuan(severance), exit=yuan(leaving), double_running=1,
        wage_growth=Decimal("0.05"), price_growth=Decimal("0.02"),
    )  # fmt: skip


ECONOMICS = {
    CLEANING_NAME: (
        _case(CLEANING_COST, "2560000", "0.06", "60000", ("90000", "260000", "80000")),
        Uncertainty(
            {
                "price": Triangular(2_240_000, 2_560_000, 2_880_000), "volume": Triangular(0.85, 1.0, 1.25),
                "wage_growth": Triangular(0.0, 0.05, 0.08),
            },
            {"severance": LogNormal(160_000, 420_000), "transition": LogNormal(60_000, 160_000)},
        ),
    ),
    REPAIR_NAME: (
        _case(REPAIR_COST, "1652640", "0.12", "36000", ("60000", "180000", "50000")),
        Uncertainty({"price": Triangular(1_500_000, 1_652_640, 1_830_000), "volume": Triangular(0.8, 1.0, 1.3)}),
    ),
    SEATS_NAME: (
        _case(SEATS_COST, "650880", "0.06", "18000", ("30000", "96000", "20000")),
        Uncertainty({"price": Triangular(590_000, 650_880, 740_000), "volume": Triangular(0.7, 1.0, 1.3)}),
    ),
}  # fmt: skip


def _create(world: World, name: str, title: str) -> None:
    world.numbers[name] = world.app.work_packages.create(world.buyer, title, CONTENTS[name]).number


def _review(world: World, name: str) -> None:
    """Core or not, technical, social."""
    quiet = [SocialRisk(aspect, "未发现", 1, 1) for aspect in ASPECTS]
    worries = {one.aspect: one for one in WORRIES[name]}
    for step in (
        CORES[name],
        TechnicalReview(tuple(Rating(*rating) for rating in EVIDENCE[name])),
        SocialReview(tuple(worries.get(one.aspect, one) for one in quiet)),
    ):
        world.app.feasibility.review(world.buyer, world.numbers[name], 1, step)


def _review_economics(world: World, name: str) -> None:
    world.app.feasibility.review_economics(world.buyer, world.numbers[name], 1, *ECONOMICS[name])
