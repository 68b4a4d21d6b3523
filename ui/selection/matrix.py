"""The bid matrix: bidders as columns; gates, prices, promises and joint scores as rows."""

from collections.abc import Mapping
from decimal import Decimal
from statistics import median

import pandas as pd
import streamlit as st

from core.services.procurement.evaluation_views import EvaluationView
from core.services.procurement.selection_views import BidView, SelectionView
from ui.selection.parts import fixed, short
from ui.texts import language, say
from ui.widgets import download

OUTLIER = Decimal("0.4")
"""A unit price that lies further than this share from the line's median is marked."""
LOWEST, FAR, MISSING = "▼", "◆", "–"
ROW_PX, MOST_NAME = 32, 8
RED, GREEN, ORANGE = "#B3261E", "#1E7B4B", "#B86E00"
Row = dict[str, str]


def matrix(view: SelectionView, evaluation: EvaluationView | None) -> None:
    """Draw the matrix with its legend and offer it as a file."""
    heads = {bid.vendor: f"{bid.alias} · {short(bid.name, MOST_NAME)}" for bid in view.bids}
    rows = [*_gates(view, heads), *_prices(view, heads), *_promises(view, heads), *_scores(view, evaluation, heads)]
    shown = pd.DataFrame(rows)
    column = say("matrix.row")
    st.dataframe(
        shown.style.map(_colour), hide_index=True, row_height=ROW_PX,
        height=ROW_PX * (len(rows) + 1) + 2,
        column_config={column: st.column_config.TextColumn(pinned=True, width="medium")},
    )  # fmt: skip
    st.caption(say("matrix.legend", share=f"{OUTLIER * 100:.0f}"))
    download(say("table.download"), rows, f"{view.number}-bids.csv")


def _gates(view: SelectionView, heads: Mapping[str, str]) -> list[Row]:
    if not view.gates:
        return []
    passed = {report.vendor: report.passed for report in view.gates}
    marks = {vendor: say("matrix.passed") if passed[vendor] else say("matrix.failed") for vendor in heads}
    return [_row(say("matrix.gates"), marks, heads)]


def _prices(view: SelectionView, heads: Mapping[str, str]) -> list[Row]:
    assert view.rules is not None  # noqa: S101 - there are no bids without rules
    rows = []
    for index, line in enumerate(view.rules.bill.lines):
        prices = {bid.vendor: bid.lines[index].unit_price.amount for bid in view.bids}
        name = f"{line.name.words(language())}（{line.unit_name.words(language())}）"
        rows.append(_row(name if language() == "zh" else name.replace("（", " (").replace("）", ")"),
                         _marked(prices), heads))  # fmt: skip
    totals = {bid.vendor: bid.net.amount for bid in view.bids}
    rows.append(_row(say("matrix.total", currency=view.rules.bill.currency), _marked(totals, far=False), heads))
    asked = {one.vendor for one in view.questions}
    if asked:
        answers = {one.vendor: one.accepted for one in view.answers}
        said = {vendor: _answered(vendor, asked, answers) for vendor in heads}
        rows.append(_row(say("matrix.low"), said, heads))
    return rows


def _answered(vendor: str, asked: set[str], answers: Mapping[str, bool]) -> str:
    if vendor not in asked:
        return ""
    if vendor not in answers:
        return f"{FAR} {say('matrix.asked')}"
    return say("matrix.accepted") if answers[vendor] else say("matrix.rejected")


def _promises(view: SelectionView, heads: Mapping[str, str]) -> list[Row]:
    obligations = list(dict.fromkeys(one.obligation for bid in view.bids for one in bid.promises))
    return [
        _row(say("matrix.promise", obligation=one), {bid.vendor: _promise(bid, one) for bid in view.bids}, heads)
        for one in obligations
    ]


def _promise(bid: BidView, obligation: str) -> str:
    return next((f"{one.pct:f} %" for one in bid.promises if one.obligation == obligation), MISSING)


def _scores(view: SelectionView, evaluation: EvaluationView | None, heads: Mapping[str, str]) -> list[Row]:
    if evaluation is None or not evaluation.is_locked or view.rules is None:
        return []
    lines = [line for line in view.rules.criteria.lines if line.criterion.code in evaluation.criteria]
    return [
        _row(
            line.criterion.name.words(language()),
            {
                vendor: _below(evaluation.joint[vendor][line.criterion.code], line.minimum)
                for vendor in heads
            },
            heads,
        )
        for line in lines
    ]  # fmt: skip


def _below(score: Decimal, minimum: Decimal | None) -> str:
    text = fixed(score, 1)
    return f"■ {text} < {minimum:f}" if minimum is not None and score < minimum else text


def _marked(prices: Mapping[str, Decimal], *, far: bool = True) -> dict[str, str]:
    middle = median(prices.values())
    lowest = min(prices.values())
    marked = {}
    for vendor, price in prices.items():
        mark = f"{LOWEST} " if price == lowest and len(prices) > 1 else ""
        mark += f"{FAR} " if far and abs(price - middle) > OUTLIER * middle else ""
        marked[vendor] = mark + fixed(price)
    return marked


def _row(name: str, cells: Mapping[str, str], heads: Mapping[str, str]) -> Row:
    return {say("matrix.row"): name, **{heads[vendor]: cells[vendor] for vendor in heads}}


def _colour(value: object) -> str:
    text = str(value)
    for shape, colour in (("■", RED), ("●", GREEN), (FAR, ORANGE), (f"{LOWEST} {FAR}", ORANGE)):
        if text.startswith(shape):
            return f"color: {colour}; font-weight: 600"
    return ""
