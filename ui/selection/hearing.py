"""The hearing of bidders whose price is abnormally low: what they said, and whether a person accepted it."""

import streamlit as st

from core.domain.actor import Actor
from core.services.procurement.selection_views import SelectionView
from ui.confirmation import act
from ui.house import services
from ui.texts import listed, say


def hearing(someone: Actor, view: SelectionView) -> None:
    """Ask for the answer of each bidder who has not been heard."""
    answered = {one.vendor for one in view.answers}
    for vendor in dict.fromkeys(one.vendor for one in view.questions if one.vendor not in answered):
        _question(someone, view, vendor)


def _question(someone: Actor, view: SelectionView, vendor: str) -> None:
    alias = next(bid.alias for bid in view.bids if bid.vendor == vendor)
    tests = [one for one in view.questions if one.vendor == vendor]
    said = listed([say(f"test.{one.test}", bound=one.bound) for one in tests])
    with st.form(f"answer.{view.number}.{vendor}"):
        st.markdown(say("selection.asked", alias=alias, price=tests[0].price, tests=said))
        explanation = st.text_input(say("selection.explanation"))
        words = {True: say("selection.yes"), False: say("selection.no")}
        accepted = st.radio(
            say("selection.accepted"), list(words), index=None, horizontal=True, format_func=words.__getitem__
        )
        reason = st.text_input(say("selection.because"))
        if st.form_submit_button(say("selection.record")):
            if accepted is None:
                st.error(say("selection.not_chosen"))
                return
            act(lambda: services().selections.answer(someone, view.number, vendor, explanation, accepted, reason),
                {vendor: alias})  # fmt: skip
