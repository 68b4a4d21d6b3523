"""Before what cannot be undone: a dialog that repeats the consequence, and a button that carries the verb."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.errors import OutpactError
from ui.places import NO_NAMES, told
from ui.texts import say


def confirm(
    title: str, consequence: str, verb: str, do: Callable[[], object], names: Mapping[str, str] = NO_NAMES
) -> None:
    """Ask before `do`; `consequence` is Markdown, `names` are the words for codes that an error names."""

    @st.dialog(title)
    def ask() -> None:
        st.markdown(consequence)
        if st.button(verb, type="primary", width="stretch"):
            act(do, names)

    ask()


def confirm_with_reason(
    title: str, consequence: str, verb: str, do: Callable[[str], object], label: str = "form.reason"
) -> None:
    """Ask for the reason too; without one the service refuses and says so. `label` is the key of what is asked."""

    @st.dialog(title)
    def ask() -> None:
        st.markdown(consequence)
        reason = st.text_area(say(label))
        if st.button(verb, type="primary", width="stretch"):
            act(lambda: do(reason))

    ask()


def act(do: Callable[[], object], names: Mapping[str, str] = NO_NAMES) -> None:
    """Act and draw the screen anew, or say here what was wrong."""
    try:
        do()
    except OutpactError as error:
        st.error(told(error, names))
        return
    st.rerun()
