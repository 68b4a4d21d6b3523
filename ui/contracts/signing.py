"""Recording the signature: the terms are checked again for the day of signing before anything is uploaded."""

from datetime import date

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.legal.draft_views import DraftView, FindingView
from ui.contracts.acts import do
from ui.contracts.days import read_day
from ui.contracts.fields import ask_day
from ui.contracts.findings import sense, title
from ui.contracts.places import told
from ui.house import services
from ui.texts import say
from ui.widgets import literal, uploader_words


def draw(someone: Actor, view: DraftView) -> None:
    """Draw day and document of the signing, and what the law of that day says of the terms."""
    st.caption(say("contracts.sign_means", sha256=view.terms_sha256[:12]))
    signed_on = ask_day(say("contracts.signed_on"), view.linted_for, f"sign.{view.number}.{view.version}")
    is_clear = bool(signed_on) and _checked_again(someone, view, read_day(signed_on))
    uploader_words()
    document = st.file_uploader(say("contracts.signed_file"), type=["docx"])
    ready = document is not None and is_clear
    if st.button(say("contracts.sign"), type="primary", disabled=not ready) and document is not None:
        do(lambda: services().desk.sign(someone, view.number, document.getvalue(), read_day(signed_on)))


def _checked_again(someone: Actor, view: DraftView, day: date) -> bool:
    """Say what the law of the day of signing says; whether nothing of it is open."""
    try:
        found = services().desk.findings_on(someone, view.number, day)
    except OutpactError as error:
        st.error(literal(told(error)))
        return False
    open_ones = [one for one in found if _is_open(one)]
    result = say("contracts.again_open", count=len(open_ones)) if open_ones else say("contracts.again_clear")
    (st.error if open_ones else st.info)(
        say("contracts.checked_again", checked=view.linted_for, day=day.isoformat(), result=result)
    )
    for one in open_ones:
        st.markdown(title(one))
        st.text(sense(one))
    return not open_ones


def _is_open(one: FindingView) -> bool:
    return one.severity == "error" or (one.severity == "warning" and not one.reason)
