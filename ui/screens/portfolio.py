"""The portfolio: a card for each vendor, months at a glance, and what needs a decision."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.domain.actor import Actor
from core.domain.month import Month
from core.domain.zone import HOUSE_ZONE, house_day
from core.services.access import ALLOWED
from core.services.performance.renewals import NOTICE_DAYS, NoticeView
from core.services.performance.reviews import ReviewView
from core.services.performance.scorecard_views import CardSummary
from core.services.performance.scorecards import Measured
from core.services.performance.standings import StandingView
from ui.fields import Form, still_words
from ui.house import services
from ui.performance_charts import heat_map, heat_px
from ui.performance_parts import (
    REGISTER_SCREEN,
    RENEWAL_SCREEN,
    REVIEW_SCREEN,
    VENDOR_SCREEN,
    days_left,
    grade,
    points,
    span,
)
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import literal

CARDS_A_ROW = 3
LEVEL = "0.0"
SOON = timedelta(days=30)
"""Standings that end within this time are shown as something to decide."""


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    now_ms = services().sign_in.profile(someone).now_ms
    st.header(say("portfolio.title"), anchor=False)
    st.caption(say("portfolio.what"))
    known = services().scorecards.vendors(someone)
    if not known:
        st.info(say("portfolio.empty"))
        return
    cards = services().scorecards.closed(someone)
    standings = {one.vendor: one for one in services().standings.all(someone)}
    notices = services().renewals.notices(someone) if someone.role in ALLOWED["renewal.read"] else []
    _decisions(someone, services().reviews.list(someone), standings, notices, now_ms)
    _vendors(known, cards, standings, notices)
    if cards:
        st.subheader(say("portfolio.months"), anchor=False)
        st.caption(say("portfolio.months_what"))
        names = {one.vendor: one.name for one in known if one.vendor in {each.vendor for each in cards}}
        shown = [one for one in cards if one.vendor in names]
        st.echarts_chart(heat_map(shown, names), height=heat_px(len(names)), alt=say("portfolio.months"))
    if someone.role in ALLOWED["scorecard.close"]:
        _close(someone, now_ms)


def _decisions(
    someone: Actor, reviews: Sequence[ReviewView], standings: dict[str, StandingView], notices: Sequence[NoticeView],
    now_ms: int,
) -> None:  # fmt: skip
    """Reviews whose reply is there or overdue, renewals and standings that end soon, vendors that are barred."""
    soon = house_day(now_ms) + SOON
    st.subheader(say("portfolio.decisions"), anchor=False)
    waiting = [one for one in reviews if _waits(one, now_ms)]
    ending = [one for one in standings.values() if one.expires_on is not None and one.expires_on <= soon]
    barred = [one for one in standings.values() if one.bar is not None]
    due = [one for one in notices if one.decided is None and one.notice and one.notice.days_left <= NOTICE_DAYS]
    if not waiting and not ending and not barred and not due:
        st.caption(say("portfolio.nothing"))
    for review in waiting:
        label = say("portfolio.review_waits", number=review.number, name=literal(review.name))
        st.page_link(REVIEW_SCREEN, label=label, icon=":material/gavel:", query_params={"review": review.number})
    for one in ending:
        label = say("portfolio.standing_ends", name=literal(one.name), grade=one.grade, until=one.expires_on)
        st.page_link(VENDOR_SCREEN, label=label, icon=":material/schedule:", query_params={"vendor": one.vendor})
    for each in due:
        label = say(
            "portfolio.renewal_due", contract=each.contract, name=literal(each.name), left=days_left(each.notice)
        )
        st.page_link(RENEWAL_SCREEN, label=label, icon=":material/event_repeat:",
                     query_params={"contract": each.contract})  # fmt: skip
    place = REGISTER_SCREEN if someone.role in ALLOWED["vendor.read"] else VENDOR_SCREEN
    for one in barred:
        label = say("portfolio.barred", name=literal(one.name), reason=_why(one))
        st.page_link(place, label=label, icon=":material/block:", query_params={"vendor": one.vendor})


def _why(standing: StandingView) -> str:
    """Why a vendor may not be invited."""
    return literal(standing.bar.words(language())) if standing.bar is not None else ""


def _waits(review: ReviewView, now_ms: int) -> bool:
    is_overdue = review.state == "sent" and (review.reply_by_ms or 0) <= now_ms
    return review.state == "replied" or is_overdue


def _vendors(
    known: Sequence[Measured], cards: Sequence[CardSummary], standings: dict[str, StandingView],
    notices: Sequence[NoticeView],
) -> None:  # fmt: skip
    st.subheader(say("portfolio.vendors"), anchor=False)
    for first in range(0, len(known), CARDS_A_ROW):
        columns = st.columns(CARDS_A_ROW)
        for column, vendor in zip(columns, known[first : first + CARDS_A_ROW], strict=False):
            with column.container(border=True, height="stretch"):
                _card(vendor, [one for one in cards if one.vendor == vendor.vendor], standings.get(vendor.vendor))
                _renewals([one for one in notices if one.vendor == vendor.vendor])


def _card(vendor: Measured, cards: Sequence[CardSummary], standing: StandingView | None) -> None:
    """Every card has the same parts, whatever is known."""
    last = cards[-1] if cards else None
    before = cards[-2] if len(cards) > 1 else None
    st.page_link(VENDOR_SCREEN, label=f"**{literal(vendor.name)}**", query_params={"vendor": vendor.vendor})
    delta = _delta(last, before)
    scores = [float(one.score.points) for one in cards if one.score.points is not None]
    st.metric(
        say("portfolio.score", month=last.month) if last else say("portfolio.no_month"),
        points(last.score) if last else say("perf.not_measured"),
        delta, delta_description=None if delta is None else say("portfolio.delta"),
        delta_color="off" if delta in (None, LEVEL) else "normal",
        delta_arrow="off" if delta in (None, LEVEL) else "auto",
        chart_data=scores if len(scores) > 1 else None,
    )  # fmt: skip
    st.caption(f"{span(last.score)}  \n{say('perf.evidence', cases=f'{last.cases:,}')}" if last else say("perf.none"))
    st.markdown(grade(standing))
    if standing is not None and standing.bar is not None:
        st.caption(_why(standing))


def _renewals(notices: Sequence[NoticeView]) -> None:
    """A line for each contract: what was decided of it, or the days of notice that are left."""
    for one in notices:
        said = say(f"renewal.choice.{one.decided.choice}") if one.decided else days_left(one.notice)
        st.page_link(RENEWAL_SCREEN, label=say("portfolio.renewal", contract=one.contract, said=said),
                     icon=":material/event_repeat:", query_params={"contract": one.contract})  # fmt: skip


def _delta(last: CardSummary | None, before: CardSummary | None) -> str | None:
    if last is None or before is None or last.score.points is None or before.score.points is None:
        return None
    change = f"{last.score.points - before.score.points:+.1f}"
    return LEVEL if float(change) == 0 else change


def _close(someone: Actor, now_ms: int) -> None:
    with st.expander(say("portfolio.close")):
        st.caption(say("portfolio.close_what"))
        this, form = Month.of(now_ms, HOUSE_ZONE), Form()
        month = st.selectbox(say("perf.month"), [str(this.moved(-back)) for back in range(1, 13)], key="close_month")
        form.room("month")
        if st.button(say("portfolio.close_button", month=month), type="primary"):
            closing = form.take(lambda: services().scorecards.close(someone, month))
            if closing is not None:
                st.session_state["closed"] = say("portfolio.closed", month=month, new=closing.new)
                st.rerun()
        if said := st.session_state.pop("closed", ""):
            st.success(said)


main()
