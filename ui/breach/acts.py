"""What can be done about a breach, by role: accept, dispute, take back, decide; each says what follows first."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.domain.breach import DISPUTED, NOTIFIED, RESCINDED, UPHELD
from core.domain.dispute import GROUNDS, MOST_BYTES, Decision, Objection, SentProof
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.operations.breach_views import BreachView
from ui.breach.marks import price
from ui.house import services
from ui.texts import say
from ui.widgets import at, literal, tell, uploader_words

OUTCOMES = ("whole", "part", "none")
MEGABYTE = 1_000_000


def show_acts(someone: Actor, view: BreachView) -> None:
    """Draw what this person can do now."""
    waits = view.is_open
    joins_late_stop = view.state == DISPUTED and view.dispute is None and view.owed_by == "vendor"
    accepts = waits and _may(someone, "accept")
    if accepts and st.button(say("breaches.accept"), width="stretch", key=f"accept.{view.id}"):
        _confirm_acceptance(someone, view)
    if (waits or joins_late_stop) and _may(someone, "dispute"):
        title = say("breaches.object") if someone.vendor_id is not None else say("breaches.object_for_him")
        with st.expander(title):
            _object(someone, view)
    if view.state == DISPUTED and view.dispute is not None and _may(someone, "withdraw"):
        st.caption(say("breaches.withdraw_means"))
        if st.button(say("breaches.withdraw"), width="stretch", key=f"withdraw.{view.id}"):
            _do(lambda: services().objections.withdraw(someone, view.id))
    if view.state == DISPUTED and view.owed_by == "vendor" and _may(someone, "decide"):
        with st.expander(say("breaches.decide"), expanded=True):
            _decide(someone, view)
    if view.state == NOTIFIED and not waits and view.objection_ends_ms is not None:
        st.caption(say("breaches.over", ended=at(view.objection_ends_ms, view.zone), zone=view.zone))


@st.dialog(" ")
def _confirm_acceptance(someone: Actor, view: BreachView) -> None:
    """The consequence in one sentence, with the amount, before the button that brings it about."""
    st.markdown(literal(say("breaches.accept_means", obligation=view.obligation, case=view.case, cost=price(view))))
    if st.button(say("breaches.accept_it"), type="primary", width="stretch", key=f"accept_it.{view.id}"):
        _do(lambda: services().objections.accept(someone, view.id))


def _object(someone: Actor, view: BreachView) -> None:
    uploader_words()
    key = f"object.{view.id}"
    st.caption(say("breaches.object_means"))
    ground = st.selectbox(
        say("breaches.ground"), GROUNDS, format_func=lambda one: say(f"ground.{one}"), key=f"{key}.ground"
    )
    statement = st.text_area(say("breaches.statement"), key=f"{key}.statement", max_chars=1000)
    reference = st.text_input(say("breaches.reference"), key=f"{key}.reference", help=say("breaches.reference_help"))
    files: list[Any] = st.file_uploader(
        say("breaches.files"), accept_multiple_files=True, key=f"{key}.files", max_upload_size=MOST_BYTES // MEGABYTE
    )
    if st.button(say("breaches.object_it"), type="primary", width="stretch", key=f"{key}.send"):
        proofs = [SentProof(reference)] if reference.strip() else []
        proofs += [SentProof(one.name, one.name, one.getvalue()) for one in files]
        _do(lambda: services().objections.dispute(someone, view.id, Objection(ground, statement, proofs)))


def _decide(someone: Actor, view: BreachView) -> None:
    key = f"decide.{view.id}"
    if view.dispute is not None and view.dispute.raised_by == someone.name:
        st.info(say("breaches.not_you"))
        return
    outcome = st.segmented_control(
        say("breaches.outcome"), OUTCOMES, required=True, default=OUTCOMES[0], key=f"{key}.outcome",
        format_func=lambda one: say(f"outcome.{one}"),
    )  # fmt: skip
    share = None
    if outcome == "part":
        percent = st.number_input(say("breaches.share"), 1, 99, 50, key=f"{key}.share")
        share = Decimal(int(percent)) / 100
    reason = st.text_area(say("breaches.reason"), key=f"{key}.reason", max_chars=1000)
    st.caption(literal(say(f"breaches.means_{outcome}", cost=price(view, share))))
    if st.button(say(f"breaches.decide_{outcome}"), type="primary", width="stretch", key=f"{key}.send"):
        decided = RESCINDED if outcome == "none" else UPHELD
        _do(lambda: services().objections.decide(someone, view.id, Decision(decided, reason, share)))


def _may(someone: Actor, act: str) -> bool:
    return someone.role in ALLOWED[f"breach.{act}"]


def _do(act: Callable[[], object]) -> None:
    """Act and draw the page anew; what is refused is told where the button is."""
    try:
        act()
    except OutpactError as error:
        tell(error)
        return
    st.rerun()
