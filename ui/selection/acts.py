"""What the buyer may do next with a selection, by its stage; what cannot be undone asks once more."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.canonical import sha256
from core.domain.selection_rules import SelectionRules
from core.services.procurement.evaluation_views import EvaluationView
from core.services.procurement.feasibility import Clearance
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
from ui.texts import language, say
from ui.widgets import literal

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
    cleared = services().feasibility.clearance(someone, view.package, view.package_version)
    _tell_study(view, cleared)
    if view.rules is not None and st.button(say("selection.open"), type="primary", disabled=bool(cleared.stops)):
        _ask_opening(someone, view, view.rules, cleared)


def _tell_study(view: SelectionView, cleared: Clearance) -> None:
    """Whether the feasibility study lets it be opened, with the way to the study where it does not yet."""
    for stop in cleared.stops:
        st.error(f"■ {say('selection.study_stops')} · {literal(stop.words(language()))}")
    if not cleared.is_decided:
        st.warning(say("selection.undecided", package=view.package, version=view.package_version))
    if (cleared.stops or not cleared.is_decided) and st.button(say("package.to_study")):
        address = {"package": view.package, "version": str(view.package_version)}
        st.switch_page("screens/feasibility.py", query_params=address)


def _ask_opening(someone: Actor, view: SelectionView, rules: SelectionRules, cleared: Clearance) -> None:
    """Repeat what opening does; where nobody has decided to outsource, ask for the reason of going on."""
    of, number = sha256(rules), view.number
    title, verb = say("selection.open_title", number=number), say("selection.open_button")
    consequence = say("selection.open_consequence", ceiling=full(rules.bill.ceiling.net), closes=day(rules.closes_ms))
    if cleared.is_decided:
        confirm(title, consequence, verb, lambda: services().selections.open(someone, number, of=of))
        return
    undecided = say("selection.undecided", package=view.package, version=view.package_version)
    confirm_with_reason(
        title, f"{consequence}\n\n{undecided}", verb,
        lambda reason: services().selections.open(someone, number, of=of, undecided_because=reason),
        "selection.undecided_because",
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
            counted = sum(one.recused_because is None for one in evaluation.sheets)
            confirm(
                say("selection.end_evaluation"), say("selection.end_consequence", count=counted),
                say("selection.end_button"), lambda: services().evaluations.close(someone, view.number), names,
            )  # fmt: skip
    elif st.button(say("selection.admit"), type="primary"):
        assert view.rules is not None  # noqa: S101 - it could not be closed without
        confirm(
            say("selection.admit_title", number=view.number),
            say("selection.admit_consequence", count=view.bidders, least=view.rules.least_bids),
            say("selection.admit"), lambda: services().selections.admit(someone, view.number), names,
        )  # fmt: skip
