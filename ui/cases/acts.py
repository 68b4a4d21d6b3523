"""What can be done on a case now: a form is chosen, filled in and sent; a table's answer is shown before."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.cases.case_views import DecisionView, FormView, Sent
from core.services.once import once
from core.services.operations.views import CaseView
from ui.cases import answers
from ui.cases.inputs import asked, instant
from ui.fields import Form
from ui.house import services
from ui.texts import language, say
from ui.widgets import literal, tell

SHOWN = "sent_form"


def acts(someone: Actor, case: CaseView) -> None:
    """The section of the case screen: what is open to the reader, and what waits for others."""
    try:
        forms = services().case_desk.forms(someone, case.number)
    except OutpactError as error:
        tell(error)
        return
    mine = [one for one in forms if one.yours]
    _sent(case)
    if mine:
        st.subheader(say("forms.title"), anchor=False)
        keys = {one.key: one for one in mine}
        names = {one.key: _name(one) for one in mine}
        key = st.selectbox(
            say("forms.choose"), list(keys), None, format_func=names.__getitem__, key=f"act_{case.number}",
            placeholder=say("forms.choose"), label_visibility="collapsed",
        )  # fmt: skip
        if key:
            _one(someone, case, keys[key])
    _others([one for one in forms if not one.yours])


def _name(form: FormView) -> str:
    ids = f"（{'、'.join(form.obligations[:3])}）" if language() == "zh" else f" ({', '.join(form.obligations[:3])})"
    return form.title[language()] + (ids if form.obligations else "")


def _one(someone: Actor, case: CaseView, form: FormView) -> None:
    turn = st.session_state.setdefault(f"turn_{case.number}", 0)
    key = f"{case.number}_{form.key}_{turn}"

    def send(values: dict[str, Any], at: str) -> Sent:
        call = once(key, f"screen {case.number} {form.key}"[:255], repr((values, at)).encode())
        return services().case_desk.submit(someone, case.number, form.key, values, at=at, call=call)

    def answer(values: dict[str, Any]) -> DecisionView:
        return services().case_desk.answer(someone, form.key, values, number=case.number)

    sent = fill_in(form, key, case.zone, send, answer)
    if sent is not None:
        st.session_state[SHOWN] = sent
        st.session_state[f"turn_{case.number}"] = turn + 1
        st.session_state.pop(f"act_{case.number}", None)
        st.rerun()


def fill_in(
    form: FormView, key: str, zone: str, send: Callable[[dict[str, Any], str], Sent],
    answer: Callable[[dict[str, Any]], DecisionView],
) -> Sent | None:  # fmt: skip
    """Draw a form; return what it came to once it is sent, None before. What is refused is told at its field."""
    room = Form()
    with st.container(border=True):
        if form.says[language()]:
            st.caption(literal(form.says[language()]))
        values = asked(form, key, zone, room)
        room.room("at", "form", "worker", "data")
        with st.expander(say("forms.earlier")):
            at = instant(say("forms.at", zone=zone), f"{key}_at", zone) or ""
        with st.container(horizontal=True):
            is_sent = st.button(say("forms.send"), type="primary", key=f"{key}_send")
            is_asked = form.decides and st.button(say("forms.answer"), key=f"{key}_answer")
        if is_asked:
            seen = room.take(lambda: answer(values))
            if seen is not None:
                answers.decision(seen)
        if is_sent:
            return room.take(lambda: send(values, at))
    return None


def _sent(case: CaseView) -> None:
    """What the form that was just sent came to; told once."""
    sent = st.session_state.get(SHOWN)
    if isinstance(sent, Sent) and sent.number == case.number:
        answers.done(sent, case.zone)
        del st.session_state[SHOWN]


def _others(forms: Sequence[FormView]) -> None:
    """What others may do now; nobody does it in their place."""
    if forms:
        with st.expander(say("forms.others", count=len(forms))):
            for one in forms:
                who = " · ".join(say(f"role.{role}") for role in one.by)
                st.markdown(f"- {literal(_name(one))} — {who}")
