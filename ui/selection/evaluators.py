"""The evaluators of a closed selection: who has a sheet, who is recused, and what was agreed where scores diverge."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.evaluation import Divergence
from core.services.procurement.evaluation_views import EvaluationView, SheetStatus
from core.services.procurement.selection_views import SelectionView
from ui.confirmation import act
from ui.house import services
from ui.selection.parts import codes, fixed
from ui.texts import say


def evaluators(someone: Actor, view: SelectionView, evaluation: EvaluationView) -> None:
    """Show how far the sheets are; while the evaluation runs, appoint, recuse and record what was agreed."""
    people = {one.name: one.shown for one in services().evaluations.candidates(someone)}
    st.subheader(say("selection.evaluators"), anchor=False)
    rows = [
        {
            say("ranking.evaluator"): people.get(one.evaluator, one.evaluator),
            say("selection.progress"): f"{one.scored} / {one.of}",
            say("selection.sheet"): _standing(one),
        }
        for one in evaluation.sheets
    ]
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.info(say("selection.nobody_yet"))
    if evaluation.closed_ms is None:
        left, right = st.columns(2)
        with left.form("appoint"):
            _appoint(someone, view, evaluation, people)
        with right.form("recuse"):
            _recuse(someone, view, evaluation, people)
        _consensus(someone, view, evaluation)


def _standing(one: SheetStatus) -> str:
    if one.recused_because:
        return say("selection.recused", reason=one.recused_because)
    return say("selection.writing") if one.locked_ms is None else say("selection.locked")


def _appoint(someone: Actor, view: SelectionView, evaluation: EvaluationView, people: dict[str, str]) -> None:
    there = {one.evaluator for one in evaluation.sheets}
    names = [one for one in people if one not in there]
    name = st.selectbox(say("selection.appoint"), names, format_func=people.__getitem__,
                        placeholder=say("selection.nobody_left"))  # fmt: skip
    st.caption(say("selection.appoint_note"))
    if st.form_submit_button(say("selection.appoint_button"), disabled=not names):
        act(lambda: services().evaluations.appoint(someone, view.number, name or ""))


def _recuse(someone: Actor, view: SelectionView, evaluation: EvaluationView, people: dict[str, str]) -> None:
    counted = [one.evaluator for one in evaluation.sheets if one.recused_because is None]
    who = st.selectbox(say("selection.recuse"), counted, placeholder=say("selection.nobody_left"),
                       format_func=lambda one: people.get(one, one))  # fmt: skip
    why = st.text_input(say("selection.conflict"))
    st.caption(say("selection.recuse_note"))
    if st.form_submit_button(say("selection.recuse_button"), disabled=not counted):
        act(lambda: services().evaluations.recuse(someone, view.number, who or "", why))


def _consensus(someone: Actor, view: SelectionView, evaluation: EvaluationView) -> None:
    agreed = {(one.vendor, one.criterion) for one in evaluation.consensus}
    for one in evaluation.divergences:
        if (one.vendor, one.criterion) not in agreed:
            with st.form(f"agree.{one.vendor}.{one.criterion}"):
                _agree(someone, view, evaluation, one)


def _agree(someone: Actor, view: SelectionView, evaluation: EvaluationView, one: Divergence) -> None:
    names = codes(view)
    st.markdown(say("selection.apart", alias=names[one.vendor], criterion=names[one.criterion],
                    spread=fixed(one.spread, 0), bound=f"{evaluation.bound:f}"))  # fmt: skip
    note = st.text_input(say("selection.consensus"))
    if st.form_submit_button(say("selection.record")):
        act(lambda: services().evaluations.agree(someone, view.number, one.vendor, one.criterion, note), names)
