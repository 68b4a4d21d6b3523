"""The ranking's charts as plain ECharts options."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.domain.ranking_record import Acceptability, RankingRecord, WeightInterval
from ui.texts import say
from ui.widgets import ink

PALETTE = (
    "#0F5C5C", "#C4722B", "#3F6FB5", "#8A5A9E", "#6B7773", "#B08A1E", "#4C8F6B", "#A34A5A", "#5F7FA8", "#8C6A4F",
    "#2F8C9E", "#9A9F3B", "#7A6FB0",
)  # fmt: skip
LIGHT, DARK = ["#EDF4F2", "#9CC4BC", "#0F5C5C"], ["#1A2421", "#1F6460", "#4FB3A9"]
ROW_PX = 40


def contributions(record: RankingRecord, names: Mapping[str, str], criteria: Mapping[str, str]) -> dict[str, Any]:
    """What each criterion gives of each total, stacked; the best vendor on top."""
    vendors = [names[one.vendor] for one in record.standings]
    series = [
        {
            "type": "bar", "stack": "points", "name": name, "barMaxWidth": 26, "itemStyle": {"color": colour},
            "data": [float(round(one.points[code], 2)) for one in record.standings],
        }
        for (code, name), colour in zip(criteria.items(), PALETTE * 8, strict=False)
    ]  # fmt: skip
    return {
        **_frame(),
        "legend": {"type": "scroll", "top": 0, "textStyle": {"color": ink()}, "itemWidth": 12, "itemHeight": 12},
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "max": 100, "axisLabel": {"color": ink()}},
        "yAxis": _vendors(vendors),
        "series": series,
    }


def acceptability(shares: Sequence[Acceptability], names: Mapping[str, str]) -> dict[str, Any]:
    """In what per cent of all weightings a vendor takes which rank: one hue, the number in the cell."""
    cells = [
        [rank, row, round(float(share) * 100, 1)]
        for row, one in enumerate(shares)
        for rank, share in enumerate(one.shares[: len(shares)])
    ]
    is_dark = st.context.theme.type == "dark"
    return {
        **_frame(),
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"show": False},
        "xAxis": {
            "type": "category", "data": [say("ranking.rank_n", rank=rank + 1) for rank in range(len(shares))],
            "position": "bottom", "axisTick": {"show": False}, "axisLabel": {"color": ink()},
        },
        "yAxis": _vendors([names[one.vendor] for one in shares]),
        "visualMap": {"show": False, "min": 0, "max": 100, "inRange": {"color": DARK if is_dark else LIGHT}},
        "series": [
            {
                "type": "heatmap",
                "data": [
                    {"value": cell, "label": {"color": "#FFFFFF" if cell[2] > 55 and not is_dark else ink()}}
                    for cell in cells
                ],
                "label": {"show": True, "formatter": "{@[2]} %"},
                "itemStyle": {"borderColor": "#FFFFFF00", "borderWidth": 2},
            }
        ],
    }  # fmt: skip


def intervals(some: Sequence[WeightInterval], criteria: Mapping[str, str]) -> dict[str, Any]:
    """Each criterion's weight as a tick in the range in which the winner stays."""
    lows = [float(one.lowest) for one in some]
    return {
        **_frame(),
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"show": False},
        "xAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"color": ink()}},
        "yAxis": _vendors([criteria[one.criterion] for one in some]),
        "series": [
            {"type": "bar", "stack": "range", "silent": True, "itemStyle": {"color": "transparent"}, "data": lows},
            {
                "type": "bar", "stack": "range", "barMaxWidth": 14, "itemStyle": {"color": "#7FB5AD"},
                "data": [float(one.highest - one.lowest) for one in some],
            },
            {
                "type": "scatter", "symbol": "rect", "symbolSize": [3, 22], "itemStyle": {"color": "#B86E00"},
                "data": [[float(one.weight), row] for row, one in enumerate(some)],
            },
        ],
    }  # fmt: skip


def chart_px(rows: int, head: int = 60) -> int:
    """Pixels that a chart of so many rows needs."""
    return head + ROW_PX * rows


def _frame() -> dict[str, Any]:
    return {"animation": False, "textStyle": {"color": ink()}}


def _vendors(names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False},
        "axisLabel": {"color": ink(), "width": 130, "overflow": "truncate"},
    }  # fmt: skip
