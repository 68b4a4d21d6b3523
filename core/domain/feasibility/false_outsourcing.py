"""Signs that an outsourcing contract would be labour dispatch in disguise (假外包真派遣)."""

from collections.abc import Collection

from core.domain.wording import Wording

SIGNS = {
    "paid_by_head": Wording("按人头或工时计费", "paid by head or hour"),
    "controls_attendance": Wording("发包方管考勤", "the buyer controls attendance"),
    "disciplines": Wording("发包方奖惩人员", "the buyer rewards and disciplines workers"),
    "assigns_tasks": Wording("发包方直接派活给个人", "the buyer assigns work to persons"),
    "own_rules_apply": Wording("适用发包方的规章制度", "the buyer's staff rules apply"),
    "pays_wages": Wording("发包方发放或核定工资", "the buyer pays or sets wages"),
    "no_deliverable": Wording("没有工作成果或服务指标", "there is no deliverable and no service level"),
    "same_posts": Wording("与自有员工同岗混用", "same posts as own staff"),
    "own_tools_only": Wording("只用发包方的工具设备", "only the buyer's tools are used"),
}
"""Interim Provisions on Labour Dispatch, art. 27: outsourcing in name, dispatch in fact, is treated as dispatch."""

WARNED_FROM = 3
STOPPED_FROM = 5
"""How many signs warn and how many stop: our thresholds, the law names none."""


def severity(signs: Collection[str]) -> str:
    """Return none, warning or stop for a set of signs."""
    if len(signs) >= STOPPED_FROM:
        return "stop"
    return "warning" if len(signs) >= WARNED_FROM else "none"
