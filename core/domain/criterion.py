"""The ten criteria that contractors are measured by, with anchors; a selection starts from them.

They join the indicators of OS-06 and the criteria of OS-07 without counting anything twice; both lists stay as tags.
"""

from dataclasses import dataclass

from core.domain.wording import Wording

ANCHORED = (20, 40, 60, 80, 100)
"""The scores, of 100, that the anchors describe."""

PRICE = "price"
"""Scored from the bids by a formula; every other criterion but past performance is scored by evaluators."""

PAST = "past_performance"
"""Filled from closed scorecards at admission, by nobody's hand."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged, what the scores 20, 40, 60, 80 and 100 mean, and the lists it comes from."""

    code: str
    name: Wording
    anchors: tuple[Wording, ...]
    sources: tuple[str, ...]


def _criterion(code: str, zh: str, en: str, sources: tuple[str, ...], *anchors: tuple[str, str]) -> Criterion:
    return Criterion(code, Wording(zh, en), tuple(Wording(*anchor) for anchor in anchors), sources)


_BOTH = ("OS-06", "OS-07")
_INDICATOR = ("OS-06",)
_STANDARD = ("OS-07",)

TEN = (
    _criterion(
        PRICE, "价格/成本", "price/cost", _BOTH,
        ("高于限价或无法核算", "above the ceiling, or cannot be worked out"),
        ("高于市场价，构成不清", "above the market, its parts unclear"),
        ("与市场价持平，构成可查", "at the market price, its parts can be checked"),
        ("低于市场价，构成清楚", "below the market, its parts clear"),
        ("明显低于市场价，并附降本方案", "well below the market, with a plan to save more"),
    ),
    _criterion(
        "quality", "质量", "quality", _BOTH,
        ("没有质量标准", "no quality standard"),
        ("有标准，无检查记录", "a standard, but no records of checks"),
        ("有标准和检查记录，返工较多", "standard and records, much rework"),
        ("一次验收合格率有记录，且达到 95%", "first-time pass rate recorded and at 95 %"),
        ("合格率持续高于 98%，有第三方核验", "pass rate above 98 % for long, verified by others"),
    ),
    _criterion(
        "speed", "速度", "speed", _INDICATOR,
        ("不承诺时限", "promises no time limits"),
        ("承诺时限，经常超时", "promises limits, often late"),
        ("多数按时，旺季超时", "mostly on time, late in peaks"),
        ("按时率 95% 以上，有记录", "95 % on time, on record"),
        ("按时率 98% 以上，旺季亦然", "98 % on time, in peaks too"),
    ),
    _criterion(
        "service", "服务", "service", _BOTH,
        ("投诉无人受理", "nobody takes complaints"),
        ("受理投诉，无回访", "takes complaints, never calls back"),
        ("有受理和回访，满意度未统计", "takes and calls back, satisfaction not counted"),
        ("满意度有统计，4.5 分以上（5 分制）", "satisfaction counted, 4.5 of 5 or more"),
        ("满意度 4.7 分以上，独立抽样", "4.7 or more in an independent sample"),
    ),
    _criterion(
        "technical_standard", "技术标准", "technical standard", _INDICATOR,
        ("没有作业规程", "no working procedures"),
        ("有规程，人员未培训", "procedures, people not trained"),
        ("有规程和岗前培训", "procedures and training before the first job"),
        ("持证上岗，定期考核", "certified people, tested at intervals"),
        ("规程高于行业标准，设备齐全并检定", "procedures above the trade's standard, equipment complete and checked"),
    ),
    _criterion(
        "management_service", "管理服务", "management service", _INDICATOR,
        ("没有专人负责", "nobody in charge"),
        ("有负责人，无制度", "somebody in charge, no rules"),
        ("有制度和月报", "rules and monthly reports"),
        ("有系统、月报和整改记录", "a system, reports and records of corrections"),
        ("数据可对接，问题闭环并可追溯", "connects its records, every problem closed and traceable"),
    ),
    _criterion(
        "stock_policy", "库存政策（备件与耗材）", "stock policy (spare parts and consumables)", _STANDARD,
        ("不备料", "keeps nothing in stock"),
        ("临时采购", "buys when needed"),
        ("常用备件有库存", "common parts in stock"),
        ("有安全库存和补货周期", "safety stock and reorder times"),
        ("按需求预测备料，旺季不缺", "stocks by forecast, nothing missing in peaks"),
    ),
    _criterion(
        "flexibility", "灵活性", "flexibility", _STANDARD,
        ("不接受变更", "accepts no changes"),
        ("变更需两周以上", "changes take over two weeks"),
        ("一周内可调整", "adapts within a week"),
        ("两日内可增减 20% 人手", "20 % more or fewer people within two days"),
        ("次日可增加 50% 人手，有预案", "50 % more people by the next day, planned for"),
    ),
    _criterion(
        "financial_stability", "财务稳定性", "financial stability", _STANDARD,
        ("资不抵债或有失信记录", "insolvent, or on record for bad faith"),
        ("连年亏损", "losses for years"),
        ("盈亏平衡，现金偏紧", "breaks even, short of cash"),
        ("连续三年盈利", "three years of profit"),
        ("连续三年盈利，负债率低于 40%", "three years of profit, debt ratio under 40 %"),
    ),
    _criterion(
        "communication", "沟通稳定性", "stability of communication", _STANDARD,
        ("联系不上", "cannot be reached"),
        ("联系人常换，回复超过两日", "contacts change, answers take over two days"),
        ("固定联系人，两日内回复", "a fixed contact, answers within two days"),
        ("固定联系人，当日回复", "a fixed contact, answers the same day"),
        ("专人加备岗，两小时内回复，有例会", "a contact and a deputy, answers within two hours, regular meetings"),
    ),
)  # fmt: skip
"""The criteria that ship; a buyer may add or leave out."""

PAST_PERFORMANCE = _criterion(
    PAST, "过往履约", "past performance", ("OS-06",),
    ("最近结月评价得分 20", "20 points on the latest closed scorecard"),
    ("最近结月评价得分 40", "40 points"),
    ("最近结月评价得分 60；没有记录且没有同行时取此值", "60 points; also without a record and without peers"),
    ("最近结月评价得分 80", "80 points"),
    ("最近结月评价得分 100", "100 points"),
)  # fmt: skip
"""A buyer may add it; no evaluator scores it."""
