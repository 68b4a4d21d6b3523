"""What the four work packages are made of: bills of quantities, volumes with dated peaks, today's cost by line.

All figures are invented: orders of magnitude, no advice. The wages behind them are assumptions too: with everything a
cleaner costs about 7,930 a month, at a market wage of 5,600, a repair technician 12,900, a call agent 10,200.
"""

from datetime import date
from decimal import Decimal

from api.cli.demo.world import yuan
from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.cost import CostLine, TodaysCost
from core.domain.volume import Peak, Volume
from core.domain.wage_adjustment import WageAdjustment
from core.domain.wording import Wording
from core.domain.work_package import PackageContent, Scope

COMMUNITIES = ("澜庭花园", "澜庭新苑", "滨江雅苑", "四季名邸", "云锦里", "梧桐湾")
STORES = ("徐汇店", "浦东店", "闵行店", "宝山店")
SINGLES_DAY = Peak(Wording("双十一", "11.11"), date(2026, 11, 1), date(2026, 11, 20), Decimal("1.35"))
JUNE_SALE = Peak(Wording("618", "618"), date(2026, 6, 1), date(2026, 6, 20), Decimal("1.35"))
FESTIVAL = Peak(Wording("春节前四周", "the four weeks before Spring Festival"), date(2027, 1, 9), date(2027, 2, 5),
                Decimal("1.6"))  # fmt: skip
VISITS = Volume(Decimal(760), "visit", date(2026, 7, 1), peaks=(FESTIVAL,))
REPAIRS = Volume(Decimal(360), "repair_order", date(2026, 1, 1), peaks=(JUNE_SALE, SINGLES_DAY))
CONTACTS = Volume(Decimal(2_920), "contact", date(2026, 1, 1))
"""2,400 follow-up calls, 310 complaints, 120 cancellations and 90 returns a month."""


def _line(code: str, zh: str, en: str, unit: str, quantity: int, ceiling: str, vat: str = "0.06") -> BillLine:
    return BillLine(code, Wording(zh, en), unit, Decimal(quantity), yuan(ceiling), Decimal(vat))


def _cost(
    kind: str, zh: str, en: str, a_year: int, avoidable: str = "1", with_volume: str = "0", vat: str = "0"
) -> CostLine:
    return CostLine(kind, Wording(zh, en), yuan(a_year), Decimal(avoidable), Decimal(with_volume), Decimal(vat))


CLEANING_BILL = BillOfQuantities(
    (
        _line("daily", "日常保洁", "daily cleaning", "person_hour", 21_600, "53"),
        _line("deep", "深度保洁", "deep cleaning", "m2", 38_000, "18.5"),
        _line("window", "擦窗", "window cleaning", "m2", 24_000, "15.5"),
        _line("hood", "油烟机清洗", "range hood", "appliance", 900, "185"),
        _line("aircon", "空调挂机清洗", "wall air conditioner", "appliance", 1_200, "125"),
        _line("new_home", "开荒保洁", "first cleaning of a new home", "m2", 12_000, "14.5"),
    ),
    "CNY",
)
REPAIR_BILL = BillOfQuantities(
    (
        _line("inspection", "上门检测", "inspection at home", "repair_order", 4_320, "85", "0.13"),
        _line("on_site", "现场维修", "repair at home", "repair_order", 2_600, "165", "0.13"),
        _line("workshop", "返厂维修", "repair in the workshop", "repair_order", 900, "390", "0.13"),
        _line("haulage", "取送", "pick-up and return", "trip", 1_800, "180", "0.09"),
        _line("parts", "配件（成本加8%）", "parts at cost plus 8 %, mean of an order", "repair_order", 4_320, "42",
              "0.13"),
    ),
    "CNY",
)  # fmt: skip
SEATS_BILL = BillOfQuantities(
    (
        _line("seats", "坐席（4席）", "seats (4)", "seat_month", 48, "8900"),
        _line("calls", "有效回访", "valid follow-up call", "call", 18_000, "4.80"),
        _line("tickets", "投诉与退改工单", "complaint and change tickets", "ticket", 6_240, "22"),
    ),
    "CNY",
)
FESTIVAL_BILL = BillOfQuantities(
    (
        _line("daily", "日常保洁", "daily cleaning", "person_hour", 1_500, "58"),
        _line("deep", "深度保洁", "deep cleaning", "m2", 6_000, "20"),
        _line("window", "擦窗", "window cleaning", "m2", 5_000, "17"),
    ),
    "CNY",
)

CLEANING_COST = TodaysCost(
    (
        _cost("labour", "保洁员 27 人", "27 cleaners", 2_569_320, with_volume="0.8"),
        _cost("labour", "领班 2 人", "2 crew supervisors", 223_200),
        _cost("material", "清洁剂与耗材", "cleaning agents and consumables", 168_000, with_volume="1", vat="0.13"),
        _cost("equipment", "设备折旧与维修", "equipment", 96_000, vat="0.13"),
        _cost("overhead", "库房与车辆", "store room and van", 132_000, "0.5", vat="0.06"),
        _cost("management", "主管与排班", "manager and rota", 180_000, "0.5"),
        _cost("quality", "返工、赔偿与投诉", "rework, compensation, complaints", 96_000, with_volume="1"),
    ),
    "CNY",
)
REPAIR_COST = TodaysCost(
    (
        _cost("labour", "维修技师 9 人", "9 repair technicians", 1_393_200, with_volume="0.6"),
        _cost("labour", "司机与搬运 3 人", "3 drivers and porters", 288_000, with_volume="0.4"),
        _cost("material", "配件", "parts", 168_000, with_volume="1", vat="0.13"),
        _cost("equipment", "车辆与工具", "vans and tools", 146_000, vat="0.13"),
        _cost("overhead", "维修车间", "workshop", 180_000, "0.6", vat="0.09"),
        _cost("quality", "二次上门与赔偿", "second visits and compensation", 72_000, with_volume="1"),
    ),
    "CNY",
)
SEATS_COST = TodaysCost(
    (
        _cost("labour", "坐席 6 人", "6 agents", 732_000, with_volume="0.3"),
        _cost("equipment", "话务系统", "telephone system", 66_000, vat="0.06"),
        _cost("overhead", "场地", "floor space", 54_000, "0.5", vat="0.09"),
        _cost("management", "班长", "team leader", 132_000, "0.5"),
    ),
    "CNY",
)

CLEANING = PackageContent(
    Scope(
        ("housekeeping", "order_taking", "conduct"), COMMUNITIES, "08:00-22:00", ("上门服务证", "岗前培训"),
        ("环保清洁剂", "高温蒸汽清洗机"), ("客服中心下单接口", "验收签字"), ("姓名", "房号", "预约时间", "评价"),
        Decimal(45),
    ),
    CLEANING_BILL, VISITS, CLEANING_COST, adjustment=WageAdjustment(Decimal("0.70"), Decimal("0.05")),
)  # fmt: skip
REPAIRING = PackageContent(
    Scope(
        ("repair",), STORES, "08:00-22:00", ("家具维修技师证",), ("通用五金件", "修补漆"), ("报修单接口", "店长确认"),
        ("姓名", "地址", "联系电话（隐私号）", "订单"), Decimal(22),
    ),
    REPAIR_BILL, REPAIRS, REPAIR_COST,
)  # fmt: skip
ANSWERING = PackageContent(
    Scope(
        ("soft_complaint", "hard_complaint", "after_sales_care", "cancellation", "returns"), STORES, "08:00-22:00",
        ("普通话", "投诉处理培训"), (), ("订单查询", "工单"), ("姓名", "订单", "联系电话（隐私号）", "评价和投诉内容"),
        Decimal(130),
    ),
    SEATS_BILL, CONTACTS, SEATS_COST,
)  # fmt: skip
FESTIVAL_SUPPORT = PackageContent(
    Scope(
        ("housekeeping", "order_taking", "conduct"), COMMUNITIES, "08:00-20:00", ("上门服务证",),
        capacity_a_day=Decimal(25),
    ),
    FESTIVAL_BILL, Volume(Decimal(456), "visit", date(2027, 1, 9)),
    TodaysCost((_cost("labour", "节前临时用工", "temporary workers in January", 262_000, with_volume="1"),), "CNY"),
)  # fmt: skip
"""60 % of 760 visits for the four weeks."""
