"""Step 2, technical feasibility (OS-02): four factors from 1 to 5 with anchors and evidence, each with its own gate."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between, require_choice, require_once, require_text
from core.domain.reason import Reason
from core.domain.wording import Wording
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor and what its scores 1 to 5 mean."""

    name: Wording
    anchors: tuple[Wording, Wording, Wording, Wording, Wording]


FACTORS = {
    "capability": Factor(
        Wording("技术能力", "technical capability"),
        (
            Wording("市场上没有做过同类服务的承包方", "nobody in the market has done such work"),
            Wording("只有一家，或只有小规模经验", "one contractor only, or experience on a small scale"),
            Wording("两家以上做过，规模相近", "two or more have done it on a like scale"),
            Wording("多家有成熟的流程和记录", "several have settled procedures and records"),
            Wording("多家有经核验的同类业绩和指标", "several have verified references and figures for the same work"),
        ),
    ),
    "materials": Factor(
        Wording("材料与设备", "materials and equipment"),
        (
            Wording("关键材料或设备无法取得", "key materials or equipment cannot be had"),
            Wording("单一来源，交期不稳", "one source, uncertain delivery"),
            Wording("两个来源，旺季可能短缺", "two sources, short in peaks"),
            Wording("来源充足，备有替代品", "enough sources and substitutes"),
            Wording("本地现货，有安全库存", "in stock nearby with a safety stock"),
        ),
    ),
    "staff": Factor(
        Wording("人员效能", "effectiveness of staff"),
        (
            Wording("招不到持证人员", "people with the certificates cannot be found"),
            Wording("人员流动大，未经培训", "high turnover, no training"),
            Wording("人员基本稳定，岗前培训", "fairly stable, trained before the first job"),
            Wording("人员稳定，持证并定期考核", "stable, certified and tested at intervals"),
            Wording("人员稳定，并有旺季储备", "stable, with a reserve for peaks"),
        ),
    ),
    "development_risk": Factor(
        Wording("开发与切换风险", "risk of development and change-over"),
        (
            Wording("系统或流程须全新开发，失败无法退回", "all has to be developed anew, without a way back"),
            Wording("须大幅改造，切换期服务会中断", "much has to be rebuilt, service stops meanwhile"),
            Wording("须部分改造，可分批切换", "some has to be rebuilt, change-over by stages"),
            Wording("少量接口调整，可并行运行", "few interfaces change, both can run side by side"),
            Wording("沿用现有流程和系统", "procedures and systems stay as they are"),
        ),
    ),
}

LEAST = 2
"""The score that each factor must reach, our default: 1 means that it cannot be done."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One factor's score from 1 to 5 and what it rests on."""

    factor: str
    score: int
    evidence: str


@dataclass(frozen=True, slots=True)
class TechnicalReview:
    """A rating for each factor; one below `least` stops."""

    ratings: tuple[Rating, ...]
    least: int = LEAST

    def __post_init__(self) -> None:
        require_once((one.factor for one in self.ratings), code="feasibility.twice", place="technical.ratings")
        for index, one in enumerate(self.ratings):
            place = f"technical.ratings[{index}]"
            require_choice(one.factor, FACTORS, code="feasibility.unknown_factor", place=f"{place}.factor")
            require_between(Decimal(one.score), 1, 5, code="feasibility.score", place=f"{place}.score")
            require_text(one.evidence, code="feasibility.no_evidence", place=f"{place}.evidence")
        for factor in FACTORS:
            if all(one.factor != factor for one in self.ratings):
                raise InvalidInput("feasibility.not_rated", place=f"technical.{factor}", value=factor)

    @property
    def score(self) -> Decimal:
        """The mean rating from 0 (all 1) to 100 (all 5)."""
        return Decimal(25) * (Decimal(sum(one.score for one in self.ratings)) / len(self.ratings) - 1)

    def failures(self) -> tuple[Reason, ...]:
        """The factors below the gate, with the anchor they reached."""
        return tuple(
            Reason.of("feasibility.factor_below", f"technical.{one.factor}", factor=FACTORS[one.factor].name,
                      score=one.score, least=self.least, anchor=FACTORS[one.factor].anchors[one.score - 1])
            for one in self.ratings if one.score < self.least
        )  # fmt: skip
