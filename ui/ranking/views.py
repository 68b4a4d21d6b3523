"""How firm a ranking is, in six views: contributions, acceptability, weights, withdrawals, formulas, evaluators."""

import streamlit as st

from core.domain.ranking_record import RankingRecord, Variant
from ui.ranking.charts import acceptability, chart_px, contributions, intervals
from ui.selection.parts import criterion_names, fixed
from ui.texts import listed, say

VIEWS = ("contributions", "acceptability", "intervals", "withdrawals", "formulas", "evaluators")
MOVABLE = ("linear_to_max", "linear_to_min", "mean_deviation")
"""Formulas with which a competitor's price easily moves the others' points."""
LEGIBLE = 12
"""More rows and columns than these a heat map with its numbers cannot show."""


@st.fragment
def show_views(record: RankingRecord, names: dict[str, str], full: dict[str, str]) -> None:
    """Draw the chosen view; `names` are letters, `full` letters with names."""
    words = {one: say(f"ranking.view_{one}") for one in VIEWS}
    shown = st.segmented_control(
        say("ranking.views"), VIEWS, default=VIEWS[0], format_func=words.__getitem__,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    criteria = criterion_names(record)
    firm = record.robustness
    st.caption(say(f"ranking.about_{shown}", draws=f"{firm.draws:,}", half=f"{firm.half_width * 100:.2f}"))
    if shown == "contributions":
        options = contributions(record, full, criteria)
        st.echarts_chart(options, height=chart_px(len(record.standings)), alt=say("ranking.view_contributions"))
    elif shown == "acceptability":
        first = firm.acceptability[:LEGIBLE]
        if len(first) < len(firm.acceptability):
            st.caption(say("ranking.first_places", most=LEGIBLE, of=len(firm.acceptability)))
        options = acceptability(first, full)
        st.echarts_chart(options, height=chart_px(len(first), 50), alt=say("ranking.view_acceptability"))
    elif shown == "intervals":
        options = intervals(firm.intervals, criteria)
        st.echarts_chart(options, height=chart_px(len(criteria), 40), alt=say("ranking.view_intervals"))
        _interval_table(record, names, criteria)
    elif shown == "withdrawals":
        _variants(firm.without_vendor, names, "ranking.without_vendor", names)
        if record.price_formula in MOVABLE:
            st.warning(say("ranking.movable", formula=say(f"formula.{record.price_formula}")))
    elif shown == "formulas":
        _variants(
            firm.formulas,
            names,
            "ranking.formula",
            {one.changed: say(f"formula.{one.changed}") for one in firm.formulas},
        )
    else:
        _evaluators(record, names)


def _interval_table(record: RankingRecord, names: dict[str, str], criteria: dict[str, str]) -> None:
    rows = [
        {
            say("ranking.criterion"): criteria[one.criterion],
            say("ranking.weight"): f"{one.weight:f}",
            say("ranking.stays"): f"{fixed(one.lowest, 1)} – {fixed(one.highest, 1)}",
            say("ranking.wins_below"): names[one.below] if one.below else "–",
            say("ranking.wins_above"): names[one.above] if one.above else "–",
        }
        for one in record.robustness.intervals
    ]
    st.dataframe(rows, hide_index=True)


def _variants(some: tuple[Variant, ...], names: dict[str, str], label: str, called: dict[str, str]) -> None:
    if not some:
        st.info(say("ranking.nothing_to_leave_out"))
        return
    everybody = sorted({vendor for one in some for vendor in one.totals}, key=list(names).index)
    rows = [
        {
            say(label): called.get(one.changed, one.changed),
            say("ranking.winner"): listed([names[vendor] for vendor in one.winners]),
            say("ranking.effect"): _effect(one),
            **{names[each]: fixed(one.totals[each]) if each in one.totals else "–" for each in everybody},
        }
        for one in some
    ]
    st.dataframe(rows, hide_index=True)


def _effect(one: Variant) -> str:
    if one.changes_winner:
        return say("ranking.effect_winner")
    return say("ranking.effect_order") if one.changes_order else say("ranking.effect_none")


def _evaluators(record: RankingRecord, names: dict[str, str]) -> None:
    firm = record.robustness
    w = say("ranking.no_w") if firm.kendall_w is None else fixed(firm.kendall_w)
    st.markdown(f"**{say('ranking.kendall')}** {w}")
    rows = [
        {
            say("ranking.evaluator"): one.evaluator,
            **{names[vendor]: fixed(total) for vendor, total in sorted(one.totals.items())},
        }
        for one in firm.evaluators
    ]
    if rows:
        spreads = {
            names[vendor]: fixed(
                max(one.totals[vendor] for one in firm.evaluators) - min(one.totals[vendor] for one in firm.evaluators)
            )
            for vendor in sorted(firm.evaluators[0].totals)
        }
        rows.append({say("ranking.evaluator"): say("ranking.spread"), **spreads})
    st.dataframe(rows, hide_index=True)
    _variants(firm.without_evaluator, names, "ranking.without_evaluator", {})
