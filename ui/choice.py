"""Choosing the one thing that a screen shows: it stands in the address, and an address never shows another thing."""

from collections.abc import Mapping

import streamlit as st

from ui.texts import say
from ui.widgets import literal


def choose(query: str, names: Mapping[str, str], label: str, *, shows_label: bool = False) -> str:
    """Let a person choose among `names`; without an address it is the first.

    Returns what the address names although it is none of them: whoever asked for it says why it is not there.
    """
    wanted, numbers = st.query_params.get(query, ""), list(names)
    chosen = st.selectbox(
        label, numbers, numbers.index(wanted) if wanted in names else None if wanted else 0,
        format_func=names.__getitem__, placeholder=say("form.choose"),
        label_visibility="visible" if shows_label else "collapsed",
    )  # fmt: skip
    if chosen is None:
        return wanted
    st.query_params[query] = chosen
    return str(chosen)


def tell_absent(wanted: str) -> None:
    """Say that what the address names is not here."""
    st.warning(say("address.absent", value=literal(wanted)))
