"""What the buyer may do next with a selection, by its stage; what cannot be undone asks once more."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.canonical import sha256
from core.services.procurement.evaluation_views import EvaluationView
from core.services.procurement.ranking import RANKED
from core.services.procurement.selection_views import SelectionView
from ui.amounts import full
from ui.confirmation import act, confirm, confirm_with_reason
from ui.house import services
from ui.selection.bid_form import bid_form
from ui.selection.evaluators import evaluators
from ui.selection.hearing import hearing
from ui.selection.parts import QUERY, codes, day
from ui.selection.rules_form import rules_form
from ui.texts import say

ABANDONED_BEFORE = ("draft", "open", "closed", "evaluated")
"""The states that a selection can be ended from without an award."""


def acts(someone: Actor, view: SelectionView, evaluation: EvaluationView | None) -> None:
    """Offer what comes next."""
    if view.state == "draft":
        _draft(someone, view)
    elif view.state == "open":
        _open(someone, view)
    elif view.state == "closed":
        _closed(someone, view, evaluation)
    elif view.state in RANKED and st.button(say("selection.to_ranking"), type="primary"):
        st.switch_page("screens/ranking.py", query_params={QUERY: view.number})


def abandon(someone: Actor, view: SelectionView) -> None:
    """Offer to end it without an award, as long as there is none."""
    if view.state in ABANDONED_BEFORE and st.button(say("selection.abandon")):
        confirm_with_reason(
            say("selection.abandon_title", number=view.number),
            say("selection.abandon_consequence", number=view.number, count=view.bidders),
            say("selection.abandon_button", number=view.number),
            lambda reason: services().selections.abandon(someone, view.number, reason),
        )


def _draft(someone: Actor, view: SelectionView) -> None:
    with st.expander(say("rules.title"), expanded=view.rules is None):
        rules_form(someone, view)
    if view.rules is not None and st.button(say("selection.open"), type="primary"):
        ceiling, closes, of = full(view.rules.bill.ceiling.net), day(view.rules.closes_ms), sha256(view.rules)
        confirm(
            say("selection.open_title", number=view.number),
            say("selection.open_consequence", ceiling=ceiling, closes=closes),
            say("selection.open_button"), lambda: services().selections.open(someone, view.number, of=of),
        )  # fmt: skip


def _open(someone: Actor, view: SelectionView) -> None:
    assert view.rules is not None  # noqa: S101 - it could not be open without
    if view.now_ms < view.rules.closes_ms:
        st.caption(say("selection.waits", closes=day(view.rules.closes_ms)))
        with st.expander(say("bid.title"), expanded=view.bidders == 0):
            bid_form(someone, view, view.rules)
    elif st.button(say("selection.close"), type="primary"):
        confirm(
            say("selection.close_title", number=view.number),
            say("selection.close_consequence", count=view.bidders), say("selection.close"),
            lambda: services().selections.close(someone, view.number),
        )  # fmt: skip


def _closed(someone: Actor, view: SelectionView, evaluation: EvaluationView | None) -> None:
    hearing(someone, view)
    if evaluation is None:
        if st.button(say("selection.evaluate"), type="primary"):
            act(lambda: services().evaluations.open(someone, view.number))
        return
    evaluators(someone, view, evaluation)
    names = codes(view)
    if evaluation.closed_ms is None:
        if evaluation.is_locked and st.button(say("selection.end_evaluation"), type="primary"):
            confirm(
                say("selection.end_evaluation"), say("selection.end_consequence", count=len(evaluation.sheets)),
                say("selection.end_button"), lambda: services().evaluations.close(someone, view.number), names,
            )  # fmt: skip
    elif st.button(say("selection.admit"), type="primary"):
        assert view.rules is not None  # noqa: S101 - it could not be closed without
        confirm(
            say("selection.admit_title", number=view.number),
            say("selection.admit_consequence", count=view.bidders, least=view.rules.least_bids),
            say("selection.admit"), lambda: services().selections.admit(someone, view.number), names,
        )  # fmt: skip
