"""The review desk: the buyer's draft, the vendor's reply beside it, the decision with reasons and an expiry."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from core.domain.actor import Actor
from core.domain.month import Month
from core.domain.standing import GRADES
from core.domain.zone import HOUSE_ZONE, house_day
from core.services.access import ALLOWED
from core.services.performance.reviews import ReviewView
from ui.choice import choose, tell_absent
from ui.fields import Form, still_words
from ui.house import services
from ui.performance_parts import MONTHS_SHOWN, VENDOR_SCREEN, vendor_choice
from ui.session import required_actor
from ui.texts import say
from ui.widgets import at, literal

STEPS = ("draft", "sent", "replied", "decided", "closed")
REPLY_DAYS, STANDING_DAYS = 7, 365
"""What is proposed; the person chooses."""


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    now_ms = services().sign_in.profile(someone).now_ms
    st.header(say("review.title"), anchor=False)
    st.caption(say("review.what_vendor" if someone.vendor_id is not None else "review.what"))
    known = services().reviews.list(someone)
    if someone.role in ALLOWED["review.write"]:
        with st.expander(say("review.begin"), expanded=not known):
            _begin(someone, now_ms)
    if not known:
        st.info(say("review.empty_vendor" if someone.vendor_id is not None else "review.empty"))
        return
    review = _chosen(known)
    if review is None:
        return
    _head(review)
    columns = st.columns(2, gap="large")
    with columns[0]:
        _assessment(someone, review)
    with columns[1]:
        _reply(someone, review)
    _decision(someone, review, now_ms)


def _chosen(known: Sequence[ReviewView]) -> ReviewView | None:
    """Let the person choose a review, the latest first; None, and it is said, where the address names another."""
    by_number = {one.number: one for one in reversed(known)}
    names = {one.number: f"{one.number} · {one.name} · {_period(one)} · {say('review.state.' + one.state)}"
             for one in by_number.values()}  # fmt: skip
    number = choose("review", names, say("review.choose"))
    if number not in by_number:
        tell_absent(number)
    return by_number.get(number)


def _period(review: ReviewView) -> str:
    return review.first if review.first == review.last else f"{review.first} – {review.last}"


def _head(review: ReviewView) -> None:
    reached = STEPS.index(review.state)
    marks = ("●" if place <= reached else "○" for place in range(len(STEPS)))
    steps = "　→　".join(
        f"{mark} **{say('review.state.' + step)}**" if step == review.state else f"{mark} {say('review.state.' + step)}"
        for mark, step in zip(marks, STEPS, strict=True)
    )
    st.markdown(steps)
    score = say("perf.insufficient") if review.score is None else f"{review.score:.1f}"
    suggested = say("perf.suggested", grade=review.suggested) if review.suggested else say("perf.none_suggested")
    st.markdown(say("review.rests", score=score, suggested=suggested, count=len(review.cards)))
    st.page_link(VENDOR_SCREEN, label=say("review.to_card", name=literal(review.name)), icon=":material/table_chart:",
                 query_params={"vendor": review.vendor, "month": review.last})  # fmt: skip


def _begin(someone: Actor, now_ms: int) -> None:
    known, form = services().scorecards.vendors(someone), Form()
    if not known:
        st.info(say("portfolio.empty"))
        return
    vendor = vendor_choice(known)
    this = Month.of(now_ms, HOUSE_ZONE)
    months = [str(this.moved(-back)) for back in range(1, MONTHS_SHOWN)]
    columns = st.columns(2)
    with columns[0]:
        first = st.selectbox(say("review.first"), months, key="review_first")
        form.room("first")
    with columns[1]:
        last = st.selectbox(say("review.last"), months, key="review_last")
        form.room("last")
    text = st.text_area(say("review.assessment"), key="new_assessment", placeholder=say("review.assessment_hint"))
    form.room("assessment")
    if st.button(say("review.draft_button"), type="primary"):
        made = form.take(lambda: services().reviews.draft(someone, vendor.vendor, first, last, text))
        if made is not None:
            st.query_params["review"] = made.number
            st.rerun()


def _assessment(someone: Actor, review: ReviewView) -> None:
    st.subheader(say("review.buyer_says"), anchor=False)
    if review.state != "draft" or someone.role not in ALLOWED["review.write"]:
        st.markdown(literal(review.assessment) or say("review.nothing_said"))
        if review.sent_ms is not None:
            st.caption(say("review.sent", at=_at(review.sent_ms), until=_at(review.reply_by_ms)))
        return
    form = Form()
    text = st.text_area(
        say("review.assessment"), review.assessment, key=f"assessment_{review.number}", height=180,
        placeholder=say("review.assessment_hint"),
    )  # fmt: skip
    form.room("assessment")
    today = house_day(review.now_ms)
    due = st.date_input(say("review.reply_by"), today + timedelta(days=REPLY_DAYS), format="YYYY-MM-DD",
                        help=say("review.reply_by_help"))  # fmt: skip
    form.room("reply_by")
    columns = st.columns(2)
    if columns[0].button(say("review.save"), disabled=text == review.assessment):
        _taken(form, lambda: services().reviews.revise(someone, review.number, text))
    if columns[1].button(say("review.send"), type="primary", help=say("review.send_help")):
        _taken(form, lambda: _saved_and_sent(someone, review, text, due))


def _saved_and_sent(someone: Actor, review: ReviewView, text: str, due: date) -> ReviewView:
    """The reply is due at the end of the day on the house's clock."""
    if text != review.assessment:
        services().reviews.revise(someone, review.number, text)
    end = datetime.combine(due + timedelta(days=1), time(), ZoneInfo(HOUSE_ZONE))
    return services().reviews.send(someone, review.number, round(end.timestamp() * 1000))


def _reply(someone: Actor, review: ReviewView) -> None:
    st.subheader(say("review.vendor_says"), anchor=False)
    if review.reply is not None:
        kind = say("review.appeal" if review.reply.is_appeal else "review.reply")
        st.markdown(f"**{kind}**　{literal(review.reply.text)}")
        st.caption(say("review.replied", by=literal(review.reply.by), at=_at(review.reply.at_ms)))
        return
    is_over = (review.reply_by_ms or 0) <= review.now_ms
    if review.state == "draft":
        st.caption(say("review.not_sent"))
    elif is_over:
        st.caption(say("review.no_reply", until=_at(review.reply_by_ms)))
    elif someone.role not in ALLOWED["review.reply"]:
        st.caption(say("review.awaited", until=_at(review.reply_by_ms)))
    else:
        form = Form()
        text = st.text_area(say("review.your_reply"), key=f"reply_{review.number}", height=180)
        form.room("text")
        is_appeal = st.checkbox(say("review.is_appeal"), help=say("review.is_appeal_help"))
        st.caption(say("review.reply_until", until=_at(review.reply_by_ms)))
        if st.button(say("review.reply_button"), type="primary"):
            _taken(form, lambda: services().reviews.reply(someone, review.number, text, is_appeal=is_appeal))


def _decision(someone: Actor, review: ReviewView, now_ms: int) -> None:
    st.subheader(say("review.decision"), anchor=False)
    made = review.decision
    if made is not None:
        st.markdown(say("review.decided", grade=made.grade, until=made.expires_on, reason=literal(made.reason)))
        if made.override:
            st.markdown(say("review.overridden", suggested=review.suggested or "—", reason=literal(made.override)))
        st.caption(say("review.decided_by", by=literal(made.by), at=_at(made.at_ms)))
        if review.state == "decided" and someone.role in ALLOWED["review.write"] and st.button(say("review.close")):
            _taken(Form(), lambda: services().reviews.close(someone, review.number))
        return
    may_decide = review.state == "replied" or (review.state == "sent" and (review.reply_by_ms or 0) <= now_ms)
    if not may_decide:
        st.caption(say("review.decides_later"))
    elif someone.role in ALLOWED["standing.decide"]:
        _decide(someone, review)
    else:
        st.caption(say("review.manager_decides"))


def _decide(someone: Actor, review: ReviewView) -> None:
    form = Form()
    columns = st.columns([1.4, 1])
    with columns[0]:
        grade = st.segmented_control(
            say("review.grade"), GRADES, default=review.suggested or "C", required=True, help=say("review.grade_help")
        )
        form.room("grade")
    with columns[1]:
        today = house_day(review.now_ms)
        last = st.date_input(say("review.expires_on"), today + timedelta(days=STANDING_DAYS), format="YYYY-MM-DD")
        form.room("expires_on")
    reason = st.text_area(say("review.reason"), key=f"reason_{review.number}")
    form.room("reason")
    override = ""
    if grade != review.suggested:
        override = st.text_area(say("review.override", suggested=review.suggested or "—"), key=f"why_{review.number}")
        form.room("override")
    st.caption(say(f"review.means.{grade}"))
    if st.button(say("review.decide", grade=grade), type="primary"):
        _taken(
            form,
            lambda: services().reviews.decide(someone, review.number, str(grade), reason, last, override=override),
        )


def _taken(form: Form, act: Callable[[], ReviewView]) -> None:
    if form.take(act) is not None:
        st.rerun()


def _at(at_ms: int | None) -> str:
    return at(at_ms, HOUSE_ZONE, "%Y-%m-%d %H:%M")


main()
