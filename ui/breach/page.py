"""One breach: why it is one, what it costs, until when it can be disputed, and what both sides said."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.dispute import LATE_STOP
from core.services.operations.breach_views import BreachView, DecisionView, DisputeView
from ui.breach.acts import show_acts
from ui.breach.marks import amount, coloured, left, named, words_of
from ui.house import services
from ui.texts import language, say
from ui.widgets import at, lines, literal


def show(someone: Actor, view: BreachView) -> None:
    """Draw the page of a breach for whoever looks at it."""
    st.subheader(named(view), anchor=False)
    st.markdown(coloured(view))
    st.caption(
        say("breaches.about", case=literal(view.case), contract=literal(view.contract), vendor=literal(view.vendor),
            at=at(view.breach_ms, view.zone), zone=view.zone)
    )  # fmt: skip
    if left(view):
        st.info(left(view))
    _why(someone, view)
    _cost(view)
    if view.dispute is not None:
        _dispute(someone, view, view.dispute)
    with st.container(key="breach_acts"):
        show_acts(someone, view)
    if view.decision is not None:
        _decision(view, view.decision)
    _history(someone, view)


def _why(someone: Actor, view: BreachView) -> None:
    st.markdown(f"**{say('breaches.why')}**")
    if view.wording.get(language()):
        st.markdown(literal(view.wording[language()]))
    if view.clock is not None:
        lines(services().watch.arithmetic(someone, view.clock))
    else:
        st.markdown(say("breaches.by_event", kind=say(f"kind.{view.kind}"), at=at(view.breach_ms, view.zone)))
    if view.cause:
        st.caption(f"{say('breaches.cause')} {say('cause.' + view.cause)}")


def _cost(view: BreachView) -> None:
    if view.cost is None:
        return
    st.markdown(f"**{say('breaches.cost_title')}**")
    st.markdown(literal(amount(view)))
    how = view.cost.text[language()]
    st.caption(literal(how[:1].upper() + how[1:]))


def _dispute(someone: Actor, view: BreachView, dispute: DisputeView) -> None:
    st.markdown(f"**{say('breaches.dispute')}**")
    with st.container(border=True):
        if dispute.ground == LATE_STOP:
            st.markdown(say("ground.late_stop"))
            return
        when = at(dispute.raised_ms, view.zone)
        st.caption(say("breaches.raised", by=literal(dispute.raised_by), at=when))
        st.markdown(f":blue[⚑] {say('ground.' + dispute.ground)}")
        st.text(dispute.statement)
        for number, one in enumerate(dispute.evidence):
            st.text(f"{number + 1}. {one.text}")
            if one.file_sha256:
                name, content = services().objections.file(someone, view.id, one.file_sha256)
                st.download_button(
                    name, content, name, "application/octet-stream", key=f"proof.{view.id}.{number}", on_click="ignore"
                )


def _decision(view: BreachView, decision: DecisionView) -> None:
    st.markdown(f"**{say('breaches.decision')}**")
    with st.container(border=True):
        st.caption(say("breaches.decided", by=literal(decision.by), at=at(decision.at_ms, view.zone)))
        st.markdown(literal(words_of(view)))
        st.text(decision.reason)


def _history(someone: Actor, view: BreachView) -> None:
    st.markdown(f"**{say('breaches.history')}**")
    told = []
    for one in services().watch.history(someone, view.id):
        passed = " → ".join(say(f"breach.{state}") for state in one.states)
        why = say("breaches.because", cause=say(f"cause.{one.cause}")) if one.cause else ""
        back = f" · {say('breaches.reversed')}" if one.reverses else ""
        told.append(f"- {at(one.at_ms, view.zone)}　{literal(passed)}{why}{back}")
    st.markdown("\n".join(told))
