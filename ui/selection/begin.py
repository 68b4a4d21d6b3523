"""Beginning a selection for a released work package."""

import streamlit as st

from core.domain.actor import Actor
from core.services.page import MOST
from ui.confirmation import act
from ui.house import services
from ui.pressed import call_of, forget
from ui.selection.parts import QUERY
from ui.texts import say

BUTTON = "selection.begin"


def begin(someone: Actor, *, is_first: bool) -> None:
    """Offer to begin one; the new selection is then the one on the screen."""
    released = [one for one in services().work_packages.list(someone, limit=MOST) if one.state == "released"]
    with st.expander(say("selection.begin"), expanded=is_first):
        if not released:
            st.caption(say("selection.no_package"))
            return
        titles = {one.number: f"{one.number} · {one.title}" for one in released}
        with st.form("begin", border=False):
            package = st.selectbox(say("selection.package"), list(titles), format_func=titles.__getitem__)
            title = st.text_input(say("selection.name"))
            if st.form_submit_button(say("selection.begin_button")):
                act(lambda: _begun(someone, package, title))
            else:
                forget(BUTTON)


def _begun(someone: Actor, package: str, title: str) -> None:
    call = call_of(BUTTON, package, title)
    st.query_params[QUERY] = services().selections.create(someone, package, title, call).number
