"""Where a version stands on its way from draft to active, and the steps that can be taken."""

from collections.abc import Mapping

import streamlit as st

from core.domain.actor import Actor
from core.domain.contract_draft import STATES
from core.services.legal.draft_views import DraftView, Step
from ui.contracts import signing
from ui.contracts.acts import do, may, note, shown
from ui.contracts.days import read_day
from ui.contracts.fields import ask_day
from ui.house import services
from ui.texts import listed, say
from ui.widgets import literal

People = Mapping[str, str]
"""What people are called, by the name that they sign in with."""


def show_changed(view: DraftView, people: People) -> None:
    """Say that somebody else has changed the terms since this person saw them; what he typed is not in them."""
    if st.session_state.get(f"seen.{view.number}.{view.version}", view.terms_sha256) != view.terms_sha256:
        st.warning(say("contracts.changed_meanwhile", people=literal(listed([people[one] for one in view.authors]))))
    note(view)


def show_state(view: DraftView, people: People) -> None:
    """Draw the way from draft to active, the present state marked, and who may do what next."""
    at = STATES.index(view.state)
    marks = ["✓" if number < at else "▶" if number == at else "·" for number in range(len(STATES))]
    st.markdown(
        " → ".join(
            f"**{mark} {say('draft_state.' + one)}**" if one == view.state else f"{mark} {say('draft_state.' + one)}"
            for mark, one in zip(marks, STATES, strict=True)
        )
    )
    st.text(" · ".join(_next(one, people) for one in view.next))


def _next(step: Step, people: People) -> str:
    barred = say("contracts.not_by", people=listed([people[one] for one in step.not_by])) if step.not_by else ""
    return say("contracts.next", act=say(f"act.{step.act}"), roles=_roles(step)) + barred


def _roles(step: Step) -> str:
    return listed([say(f"role.{role}") for role in step.roles])


def show_steps(someone: Actor, view: DraftView) -> None:
    """Draw the steps that this person can take now, each with its consequence, or whose turn it is."""
    desk = services().desk
    if may(someone, view, "approve"):
        st.caption(say("contracts.approve_means", number=view.number, version=view.version))
        is_author = someone.name in view.authors
        if st.button(say("contracts.approve"), f"approve.{shown(view)}", type="primary", disabled=is_author):
            do(lambda: desk.approve(someone, view.number, of=view.terms_sha256))
    if may(someone, view, "sign"):
        signing.draw(someone, view)
    if may(someone, view, "activate"):
        st.caption(say("contracts.activate_means", day=view.effective_from, number=view.number))
        if st.button(say("contracts.activate"), type="primary"):
            do(lambda: desk.activate(someone, view.number))
    if may(someone, view, "amend"):
        st.caption(say("contracts.amend_means"))
        day = ask_day(say("field.effective_from"), "", f"amend.{view.number}.{view.version}")
        if st.button(say("contracts.amend"), disabled=not day):
            do(lambda: desk.amend(someone, view.number, read_day(day)))
    if not may(someone, view, *(one.act for one in view.next)):
        for one in view.next:
            st.text(say("contracts.waits", roles=_roles(one), act=say(f"act.{one.act}")))
