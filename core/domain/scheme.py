"""What a scorecard measures: its KPIs with their targets, scales and weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from core.domain.kpi import Kpi
from core.errors import InvalidInput

CONDUCT = "conduct_findings"
"""The KPI of the obligations of conduct in the packs."""


def _kpi(code: str, form: str, best: str, worst: str, target: str | None, weight: int, per: int = 1) -> Kpi:
    aim = None if target is None else Decimal(target)
    return Kpi(code, form, Decimal(best), Decimal(worst), aim, Decimal(weight), per=per)  # type: ignore[arg-type]


ON_TIME = _kpi("on_time", "share", "1", "0", "0.95", 40)
KPIS = (
    ON_TIME,
    _kpi("first_time_pass", "share", "1", "0", "0.95", 15),
    _kpi("rework_rounds", "rate", "0", "100", "5", 0, 100),
    _kpi("satisfaction", "mean", "5", "1", "4.6", 10),
    _kpi("satisfaction_independent", "mean", "5", "1", "4.6", 10),
    _kpi("substitute_signatures", "share", "0", "1", None, 0),
    _kpi("complaints", "rate", "0", "60", "6", 15, 1000),
    _kpi("repeat_complaints", "share", "0", "1", "0.05", 0),
    _kpi(CONDUCT, "rate", "0", "50", "0", 10, 1000),
    _kpi("rule_findings", "rate", "0", "50", "0", 0, 1000),
    _kpi("recovery_hours", "median", "0", "168", "72", 0),
    _kpi("deductions", "rate", "0", "100", None, 0, 1000),
)
"""What ships: weights, targets and scales are ours and may be agreed otherwise."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The KPIs of a card with their weights, which sum to 100. Raises `InvalidInput` if they do not."""

    kpis: tuple[Kpi, ...] = KPIS

    def __post_init__(self) -> None:
        weight = sum((one.weight for one in self.kpis), Decimal(0))
        if weight != 100:
            raise InvalidInput("scorecard.weights_sum", place="weights", value=str(weight))

    @classmethod
    def weighing(cls, weights: Mapping[str, Decimal]) -> "Scheme":
        """Weigh the KPIs that ship otherwise; one left out weighs nothing. Raises `InvalidInput` for an unknown one."""
        known = {one.code for one in KPIS}
        for code in weights:
            if code not in known:
                raise InvalidInput("scorecard.unknown_kpi", place=f"weights.{code}", value=code[:60],
                                   allowed=", ".join(one.code for one in KPIS))  # fmt: skip
        return cls(tuple(replace(one, weight=weights.get(one.code, Decimal(0))) for one in KPIS))

    def kpi(self, code: str) -> Kpi:
        """The KPI with this code."""
        return next(one for one in self.kpis if one.code == code)


DEFAULT = Scheme()
