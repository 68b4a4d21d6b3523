"""The figures of the economic step: cards, the distribution of the draws and the tornado."""

import pandas as pd
import streamlit as st

from core.domain.feasibility.economic import EconomicFigures
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.work_package import PackageContent
from core.services.procurement.feasibility import Economics
from ui.amounts import brief, count, pct, scale
from ui.figures import distribution, swings
from ui.package.bill import units
from ui.study.step import gate
from ui.texts import language, say
from ui.widgets import literal


def figures(review: EconomicReview, economics: Economics, content: PackageContent) -> None:
    """Draw cards and charts."""
    gate(review.failures(), say("study.cheaper_said", probability=pct(review.probability)))
    _cards(review, content)
    reason = review.figures.irr_reason
    if reason is not None:
        st.caption(f"{say('study.irr')} · {literal(reason.words(language()))}")
    divisor, unit = scale(review.case.price.currency)
    names = {bar.driver: say(f"study.driver.{bar.driver}") for bar in economics.tornado}
    left, right = st.columns(2)
    with left:
        st.subheader(say("study.distribution"), anchor=False)
        st.echarts_chart(distribution(economics.simulation, divisor, unit), height=300, alt=say("study.distribution"))
        st.caption(say("study.distribution_help", draws=economics.simulation.draws, seed=economics.simulation.seed))
    with right:
        st.subheader(say("study.tornado"), anchor=False)
        if economics.tornado:
            npv = float(review.figures.npv.amount)
            st.echarts_chart(swings(economics.tornado, names, npv, divisor, unit), height=300, alt=say("study.tornado"))
            st.caption(say("study.tornado_help"))
        else:
            st.info(say("study.nothing_uncertain"))
    _percentiles(economics, divisor, unit)


def _cards(review: EconomicReview, content: PackageContent) -> None:
    got = review.figures
    rows = (
        (
            ("npv", brief(got.npv)), ("probability", f"{pct(review.probability)} ± {100 * review.half_width:.2f}"),
            ("payback", _payback(got.payback_months)), ("break_even_price", _break_even_price(review)),
        ),
        (
            ("irr", "–" if got.irr is None else pct(got.irr)), ("roi", "–" if got.roi is None else pct(got.roi, 0)),
            ("break_even_volume", _break_even_volume(got, content)), ("vat_lost", brief(got.vat_lost)),
        ),
    )  # fmt: skip
    for cards in rows:
        for column, (name, value) in zip(st.columns(4), cards, strict=True):
            column.metric(say(f"study.{name}"), value, border=True, help=say(f"study.{name}_help"))


def _payback(months: int | None) -> str:
    return say("study.never") if months is None else say("study.months", months=months)


def _break_even_price(review: EconomicReview) -> str:
    price = review.figures.break_even_price
    return "–" if price is None else say("study.a_year", amount=brief(price))


def _break_even_volume(got: EconomicFigures, content: PackageContent) -> str:
    factor = got.break_even_volume
    if factor is None:
        return "–"
    if content.volume is None:
        return pct(factor, 0)
    unit = units([content.volume.unit])[content.volume.unit]
    return say("study.a_month", amount=count(round(content.volume.per_month * factor, 0)), unit=unit)


def _percentiles(economics: Economics, divisor: float, unit: str) -> None:
    with st.expander(say("study.percentiles")):
        rows = [
            {say("study.percentile"): f"{one} %", say("study.npv_in", unit=unit): f"{value / divisor:,.2f}"}
            for one, value in economics.simulation.percentiles.items()
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
        bars = [
            {
                say("place.economic.uncertain.driver"): say(f"study.driver.{bar.driver}"),
                say("study.npv_at_low", unit=unit): f"{bar.npv_at_low / divisor:,.2f}",
                say("study.npv_at_high", unit=unit): f"{bar.npv_at_high / divisor:,.2f}",
            }
            for bar in economics.tornado
        ]
        if bars:
            st.dataframe(pd.DataFrame(bars), hide_index=True)
