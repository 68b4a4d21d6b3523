"""What every act on a version shares: who may, on which terms, and how a refusal is told."""

from collections.abc import Callable

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.legal.draft_views import DraftView
from ui.contracts.places import told
from ui.widgets import literal


def shown(view: DraftView) -> str:
    """What a button about these terms is called by: pressed where others were shown, it does nothing."""
    return f"{view.number}.{view.version}.{view.terms_sha256[:12]}"


def note(view: DraftView) -> None:
    """Keep which terms this person has seen."""
    st.session_state[f"seen.{view.number}.{view.version}"] = view.terms_sha256


def may(someone: Actor, view: DraftView, *acts: str) -> bool:
    """Whether this person can do one of these acts to the version as it stands."""
    return any(one.act in acts and someone.role in one.roles for one in view.next)


def do(act: Callable[[], DraftView]) -> None:
    """Take a step; what is refused is told where the button is."""
    try:
        note(act())
    except OutpactError as error:
        st.error(literal(told(error)))
        return
    st.query_params.pop("version", None)  # an amendment is a version of its own
    st.rerun()
