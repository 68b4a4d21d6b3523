"""The bars of a feasibility report: the draws as a histogram, the drivers as a tornado."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.documents.report_tables import ReportTables
from core.feasibility.monte_carlo import Simulation
from core.feasibility.tornado import Bar

BAR_COLUMNS, BAR_COLUMN = 40, 100
"""Bars are drawn on a grid of so many columns of so many twentieths of a point."""
BINS_A_ROW = 2
TEAL, COPPER, WHITE = "0F5C5C", "C4722B", "FFFFFF"


def histogram(tables: ReportTables, simulation: Simulation) -> Iterator[dict[str, Any]]:
    """The draws, two bins a row; each bar as long as its share of the fullest row."""
    counts = [sum(simulation.counts[at : at + BINS_A_ROW]) for at in range(0, len(simulation.counts), BINS_A_ROW)]
    for index, count in enumerate(counts):
        low, high = simulation.edges[index * BINS_A_ROW], simulation.edges[(index + 1) * BINS_A_ROW]
        shade = (TEAL if low + high > 0 else COPPER) if count else WHITE
        yield _bar(tables, f"{low:,.0f} … {high:,.0f}", f"{count:,}", 0, count / max(counts), shade)


def tornado(tables: ReportTables, bars: Sequence[Bar]) -> Iterator[dict[str, Any]]:
    """What each driver moves the result by, on one scale."""
    spans = [sorted((one.npv_at_low, one.npv_at_high)) for one in bars]
    least, most = min(low for low, _ in spans), max(high for _, high in spans)
    width = most - least or 1.0
    for one, (low, high) in zip(bars, spans, strict=True):
        begins, ends = (low - least) / width, (high - least) / width
        yield _bar(tables, tables.word(f"driver.{one.driver}"), f"{low:,.0f} … {high:,.0f}", begins, ends, TEAL)


def _bar(tables: ReportTables, label: str, value: str, begins: float, ends: float, shade: str) -> dict[str, Any]:
    """A bar from `begins` to `ends`, shares of the grid less a column at either side."""
    inner = BAR_COLUMNS - 2
    lead = min(1 + round(begins * inner), BAR_COLUMNS - 2)
    length = max(1, min(round((ends - begins) * inner), BAR_COLUMNS - 1 - lead))
    return {
        "label": tables.text(label), "value": tables.text(value), "shade": shade,
        "lead": lead, "length": length, "rest": BAR_COLUMNS - lead - length,
    }  # fmt: skip
