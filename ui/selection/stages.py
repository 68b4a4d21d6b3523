"""A selection's life as a line of stages with their dates; what is past is filled, what is locked says so."""

from html import escape

import streamlit as st

from core.services.procurement.evaluation_views import EvaluationView
from core.services.procurement.selection_views import SelectionView
from ui.selection.parts import day
from ui.texts import say

ORDER = ("draft", "open", "closed", "evaluated", "awarded")
PAST, NOW, AHEAD, STOPPED = "#0F5C5C", "#B86E00", "#9AA8A2", "#B3261E"


def stage_line(view: SelectionView, evaluation: EvaluationView | None) -> None:
    """Draw the line; on a narrow screen the stages stand below each other."""
    reached = ORDER.index(view.state) if view.state in ORDER else _reached(view)
    notes = _notes(view, evaluation)
    parts = [
        _stage(say(f"stage.{one}"), notes[one], place, reached, is_over=view.state in ("awarded", "failed"))
        for place, one in enumerate(ORDER)
    ]
    if view.state == "failed":
        parts.append(_part("■", say("stage.failed"), "", STOPPED))
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:0.4rem 0">{"".join(parts)}</div>')


def _reached(view: SelectionView) -> int:
    if view.gates:
        return ORDER.index("closed")
    return ORDER.index("open") if view.opened_ms is not None else 0


def _notes(view: SelectionView, evaluation: EvaluationView | None) -> dict[str, str]:
    closes = day(view.rules.closes_ms) if view.rules else ""
    locked = view.rules_sha256 is not None
    return {
        "draft": say("stage.frozen") if locked else day(view.created_ms),
        "open": " → ".join(one for one in (day(view.opened_ms), closes) if one),
        "closed": _progress(evaluation),
        "evaluated": day(evaluation.closed_ms) if evaluation else "",
        "awarded": day(view.award.decided_ms) if view.award else "",
    }


def _progress(evaluation: EvaluationView | None) -> str:
    if evaluation is None:
        return ""
    counted = [one for one in evaluation.sheets if one.recused_because is None]
    locked = sum(one.locked_ms is not None for one in counted)
    return say("stage.sheets", locked=locked, count=len(counted))


def _stage(name: str, note: str, place: int, reached: int, *, is_over: bool) -> str:
    if place < reached or (place == reached and is_over):
        return _part("●", name, note, PAST)
    return _part("◐", name, note, NOW) if place == reached else _part("○", name, note, AHEAD)


def _part(shape: str, name: str, note: str, colour: str) -> str:
    return (
        f'<div style="flex:1 1 10.5rem;border-top:3px solid {colour};padding:0.35rem 0.5rem 0 0">'
        f'<span style="color:{colour};font-weight:600">{shape} {escape(name)}</span>'
        f'<div style="font-size:0.82rem;opacity:0.75">{escape(note) or "&nbsp;"}</div></div>'
    )
