"""Charts of work packages and feasibility as plain ECharts options."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.feasibility.monte_carlo import Simulation
from core.feasibility.tornado import Bar
from ui.texts import say
from ui.widgets import colours, ink

TEAL, COPPER = "#0F5C5C", "#C4722B"
_GRID = {"left": 8, "right": 90, "top": 32, "bottom": 28, "containLabel": True}
_FAINT = {"lineStyle": {"opacity": 0.4}}


def expected_volume(months: Sequence[tuple[str, Decimal]], beyond: Sequence[int], unit: str) -> dict[str, Any]:
    """A bar a month; a month with days beyond the committed capacity is orange and says how many."""
    late = colours()["at_risk"]
    bars = []
    for (_, amount), days in zip(months, beyond, strict=True):
        said = f"{amount:,.0f}" + (f"\n{say('package.days_beyond', days=days)}" if days else "")
        bars.append(
            {
                "value": float(round(amount, 1)), "itemStyle": {"color": late if days else TEAL},
                "label": {"formatter": said, "color": late if days else ink()},
            }
        )  # fmt: skip
    return {
        "animation": False, "grid": {**_GRID, "top": 44, "right": 8},
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "xAxis": {"type": "category", "data": [month for month, _ in months], "axisTick": {"show": False}},
        "yAxis": {"type": "value", "name": unit, "splitLine": _FAINT},
        "series": [
            {"type": "bar", "data": bars, "barMaxWidth": 44,
             "label": {"show": True, "position": "top", "fontSize": 11, "lineHeight": 14}}
        ],
    }  # fmt: skip


def distribution(simulation: Simulation, scale: float, unit: str) -> dict[str, Any]:
    """The draws of the net present value in bins; those above zero, where outsourcing is cheaper, in teal."""
    edges = [edge / scale for edge in simulation.edges]
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    bars = [
        {
            "value": [middle, count], "itemStyle": {"color": TEAL if middle > 0 else COPPER},
            "name": f"{low:,.2f} … {high:,.2f} {unit}: {count}",
        }
        for (low, high), middle, count in zip(pairwise(edges), middles, simulation.counts, strict=True)
    ]  # fmt: skip
    return {
        "animation": False, "grid": _GRID, "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {"type": "value", "scale": True, **_axis(unit), "splitLine": {"show": False}},
        "yAxis": {"type": "value", "name": say("study.draws"), "splitLine": _FAINT},
        "series": [{"type": "bar", "data": bars, "barWidth": "90%", "markLine": _mark(0.0, "solid")}],
    }  # fmt: skip


def swings(bars: Sequence[Bar], names: Mapping[str, str], npv: float, scale: float, unit: str) -> dict[str, Any]:
    """The tornado: for each driver a bar from the value at its 10th to that at its 90th percentile."""
    spans = [sorted((bar.npv_at_low / scale, bar.npv_at_high / scale)) for bar in bars]
    shown = [
        {"value": high - low, "name": f"{low:,.2f} … {high:,.2f} {unit}",
         "label": {"formatter": f"{low:,.2f} … {high:,.2f}"}}
        for low, high in spans
    ]  # fmt: skip
    stack = {"type": "bar", "stack": "span", "stackStrategy": "all", "barMaxWidth": 22}
    return {
        "animation": False, "grid": _GRID, "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {"type": "value", **_axis(unit), "splitLine": _FAINT},
        "yAxis": {
            "type": "category", "inverse": True, "data": [names[bar.driver] for bar in bars],
            "axisTick": {"show": False}, "axisLabel": {"width": 120, "overflow": "break"},
        },
        "series": [
            {**stack, "silent": True, "itemStyle": {"color": "transparent"}, "data": [low for low, _ in spans]},
            {**stack, "data": shown, "itemStyle": {"color": TEAL}, "markLine": _mark(npv / scale, "dashed"),
             "label": {"show": True, "position": "right", "fontSize": 11, "color": ink()}},
        ],
    }  # fmt: skip


def _axis(unit: str) -> dict[str, Any]:
    return {"name": unit, "nameLocation": "middle", "nameGap": 26}


def _mark(at: float, kind: str) -> dict[str, Any]:
    """An upright line, such as where both cost the same."""
    return {
        "symbol": "none", "silent": True, "label": {"show": False}, "lineStyle": {"color": ink(), "type": kind},
        "data": [{"xAxis": at}],
    }  # fmt: skip
