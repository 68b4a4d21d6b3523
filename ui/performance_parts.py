"""What the three screens of performance share: figures in words, grades, months, the desk's links."""

from decimal import Decimal

import streamlit as st

from core.domain.month import Month
from core.domain.renewal import Notice
from core.domain.scorecard import Score
from core.domain.zone import HOUSE_ZONE
from core.errors import InvalidInput
from core.services.performance.scorecard_views import KpiView
from core.services.performance.scorecards import Measured
from core.services.performance.standings import StandingView
from ui.choice import choose, tell_absent
from ui.texts import say, say_if_known

MONTHS_SHOWN = 18
VENDOR_SCREEN, REVIEW_SCREEN, CASE_SCREEN = "screens/performance.py", "screens/reviews.py", "screens/case.py"
RENEWAL_SCREEN, REGISTER_SCREEN = "screens/renewal.py", "screens/vendors.py"
NOTHING, PER_MILLE = "—", 1000


def figure(one: KpiView, value: Decimal | None) -> str:
    """A figure in its own unit: 96.2 %, 6.3 ‰, 4.72, 3.5 h."""
    if value is None:
        return NOTHING
    if one.form == "share":
        return f"{100 * value:.1f} %"
    if one.form == "rate":
        return f"{value:.1f} ‰" if one.per == PER_MILLE else f"{value:.1f} / {one.per}"
    return say("perf.hours", value=f"{value:.1f}") if one.form == "median" else f"{value:.2f}"


def difference(one: KpiView) -> str:
    """The figure less what was promised, with its sign; percentage points for a share."""
    if one.delta is None:
        return NOTHING
    return (
        say("perf.percentage_points", value=f"{100 * one.delta:+.1f}") if one.form == "share" else f"{one.delta:+.2f}"
    )


def interval(one: KpiView) -> str:
    """The interval of 95 per cent."""
    if one.low is None or one.high is None:
        return NOTHING
    return f"{figure(one, one.low)} … {figure(one, one.high)}"


def title(one: KpiView) -> str:
    """A KPI in words; an obligation's by its id and what its pack calls the KPI."""
    if not one.obligation:
        return say(f"kpi.{one.code}")
    return f"　{one.obligation} {say_if_known(f'kpi.{one.kpi}', one.kpi)}"


def points(score: Score) -> str:
    """A score, or that too little is known for one."""
    return say("perf.insufficient") if score.points is None else f"{score.points:.1f}"


def span(score: Score) -> str:
    """The interval of a score."""
    if score.low is None or score.high is None:
        return say("perf.measured_weight", weight=f"{score.weight:g}")
    return say("perf.score_interval", low=f"{score.low:.1f}", high=f"{score.high:.1f}")


def between(score: Score) -> str:
    """The ends of a score's interval, for a column that is headed so."""
    return span(score) if score.low is None or score.high is None else f"{score.low:.1f} … {score.high:.1f}"


def grade(standing: StandingView | None) -> str:
    """How a vendor stands, in one line."""
    if standing is None or (standing.grade is None and not standing.is_blocked):
        return say("perf.no_standing")
    if standing.is_blocked:
        return f"■ {say('perf.blocked')}"
    return say("perf.standing_until", grade=standing.grade, until=standing.expires_on)


def days_left(notice: Notice | None) -> str:
    """The days until the last day of notice, or that it has passed, or that no end is agreed."""
    if notice is None:
        return say("renewal.no_end")
    if notice.days_left < 0:
        return say("renewal.passed", days=-notice.days_left)
    return say("renewal.days", days=notice.days_left)


def month_choice(now_ms: int, key: str = "month") -> str:
    """Let the person choose a month; it stands in the address, also an old one. First the last one that is over."""
    this = Month.of(now_ms, HOUSE_ZONE)
    months = [str(this.moved(-back)) for back in range(MONTHS_SHOWN)]
    wanted = st.query_params.get(key, "")
    if wanted not in months and _is_month(wanted):
        months.append(wanted)
    chosen = st.selectbox(say("perf.month"), months, months.index(wanted) if wanted in months else 1)
    st.query_params[key] = chosen
    return chosen


def _is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except InvalidInput:
        return False
    return True


def vendor_choice(known: list[Measured]) -> Measured:
    """Let the person choose a vendor; he stands in the address, or one of his contracts does.

    Stops the screen where the address names another.
    """
    contract = st.query_params.get("contract", "")
    if contract and "vendor" not in st.query_params:
        st.query_params["vendor"] = next((one.vendor for one in known if contract in one.contracts), contract)
    by_number = {one.vendor: one for one in known}
    names = {one.vendor: f"{one.vendor} · {one.name}" for one in known}
    chosen = choose("vendor", names, say("perf.vendor"), shows_label=True)
    if chosen not in by_number:
        tell_absent(chosen)
        st.stop()
    return by_number[chosen]
