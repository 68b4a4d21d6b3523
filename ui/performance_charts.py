"""Performance as plain ECharts options: one hue, the number in the cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.services.performance.scorecard_views import CardSummary
from ui.ranking.charts import DARK, LIGHT
from ui.texts import say
from ui.widgets import ink

ROW_PX = 40
FLOOR = 50
"""Scores of this and less have the faintest colour."""


def heat_map(cards: Sequence[CardSummary], names: Mapping[str, str]) -> dict[str, Any]:
    """Vendor by month: the score in the cell; too little evidence is a dash, a month without a card is empty."""
    months = sorted({one.month for one in cards})
    vendors = list(names)
    is_dark = st.context.theme.type == "dark"
    cells = [_cell(one, months.index(one.month), vendors.index(one.vendor), is_dark=is_dark) for one in cards]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {
            "type": "category", "data": months, "position": "top", "axisTick": {"show": False},
            "axisLine": {"show": False}, "axisLabel": {"color": ink()},
        },
        "yAxis": {
            "type": "category", "data": [names[one] for one in vendors], "inverse": True, "axisTick": {"show": False},
            "axisLine": {"show": False}, "axisLabel": {"color": ink(), "width": 150, "overflow": "truncate"},
        },
        "visualMap": {
            "show": False, "dimension": 2, "min": FLOOR, "max": 100, "inRange": {"color": DARK if is_dark else LIGHT}
        },
        "series": [{"type": "heatmap", "data": cells, "itemStyle": {"borderColor": "#FFFFFF00", "borderWidth": 2}}],
    }  # fmt: skip


def _cell(card: CardSummary, column: int, row: int, *, is_dark: bool) -> dict[str, Any]:
    value = card.score.points
    shown = "—" if value is None else f"{value:.0f}"
    is_strong = value is not None and value > 80 and not is_dark
    said = say("perf.insufficient") if value is None else f"{value:.1f}"
    return {
        "name": f"{card.name} · {card.month}: {said} · n {card.cases}",
        "value": [column, row, FLOOR if value is None else float(value)],
        "label": {"show": True, "formatter": shown, "color": "#FFFFFF" if is_strong else ink()},
    }


def heat_px(vendors: int) -> int:
    """Pixels that the map of so many vendors needs."""
    return 52 + ROW_PX * vendors
