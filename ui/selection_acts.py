"""What the buyer may do next with a selection, by its stage; what cannot be undone asks once more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.domain.abnormally_low import PRESETS
from core.domain.actor import Actor
from core.domain.criterion import TEN
from core.domain.selection_rules import MODES, PRICE_FORMULAS
from core.errors import OutpactError
from core.services.evaluation_views import EvaluationView
from core.services.selection_drafts import RulesDraft
from core.services.selection_views import SelectionView
from ui.house import services
from ui.selection_parts import ZONE, fixed, today
from ui.texts import language, say
from ui.widgets import tell

USUAL = {
    "price": 30, "quality": 15, "speed": 12, "service": 10, "technical_standard": 8, "management_service": 8,
    "stock_policy": 3, "flexibility": 6, "financial_stability": 4, "communication": 4,
}  # fmt: skip
"""Where a draft's weights begin."""
OPEN_DAYS = 12


def begin(someone: Actor, *, is_first: bool) -> None:
    """Begin a selection for a released work package."""
    released = [one for one in services().work_packages.list(someone) if one.state == "released"]
    with st.expander(say("selection.begin"), expanded=is_first):
        if not released:
            st.caption(say("selection.no_package"))
            return
        titles = {one.number: f"{one.number} · {one.title}" for one in released}
        with st.form("begin", border=False):
            package = st.selectbox(say("selection.package"), list(titles), format_func=titles.__getitem__)
            title = st.text_input(say("selection.name"))
            if st.form_submit_button(say("selection.begin_button")):
                _do(lambda: services().selections.create(someone, package, title))


def acts(someone: Actor, view: SelectionView, evaluation: EvaluationView | None) -> None:
    """Offer what comes next."""
    if view.state == "draft":
        _draft(someone, view)
    elif view.state == "open":
        _open(someone, view)
    elif view.state == "closed":
        _closed(someone, view, evaluation)


def _draft(someone: Actor, view: SelectionView) -> None:
    with st.expander(say("rules.title"), expanded=view.rules is None):
        _rules_form(someone, view)
    if view.rules is not None and st.button(say("selection.open"), type="primary"):
        _confirm(say("selection.open_consequence"), say("selection.open_button"),
                 lambda: services().selections.open(someone, view.number))  # fmt: skip


def _rules_form(someone: Actor, view: SelectionView) -> None:
    """What a person sets here; requirements, levels and own criteria that a program has set stay as they are."""
    now = view.rules
    modes = {one: say(f"mode.{one}") for one in MODES}
    possible = [one for one in PRICE_FORMULAS if one != "absolute_linear" or (now and now.price_target)]
    formulas = {one: say(f"formula.{one}") for one in possible}
    presets = {one: say(f"preset.{one}") for one in PRESETS}
    with st.form("rules", border=False):
        edited = _weights(view)
        left, middle, right = st.columns(3)
        mode = left.selectbox(
            say("selection.mode"), list(MODES), list(MODES).index(now.mode if now else "selection"),
            format_func=modes.__getitem__,
        )  # fmt: skip
        formula = middle.selectbox(
            say("selection.formula"), possible, possible.index(now.price_formula) if now else 0,
            format_func=formulas.__getitem__,
        )  # fmt: skip
        preset = right.selectbox(
            say("selection.low_price"), list(PRESETS), list(PRESETS).index(now.low_price) if now else 0,
            format_func=presets.__getitem__,
        )  # fmt: skip
        usual = _closing(view)
        day = left.date_input(say("selection.closes"), usual.date())
        hour = middle.time_input(say("rules.hour"), usual.time())
        least = right.number_input(say("selection.least"), 1, 100, now.least_bids if now else 3)
        if st.form_submit_button(say("rules.save")):
            closes_ms = round(datetime.combine(day, hour, ZoneInfo(ZONE)).timestamp()) * 1000
            draft = _drafted(view, edited, mode=mode, closes_ms=closes_ms, price_formula=formula, low_price=preset,
                             least_bids=int(least))  # fmt: skip
            _do(lambda: services().selections.set_rules(someone, view.number, draft))


def _weights(view: SelectionView) -> list[dict[str, Any]]:
    lines = view.rules.criteria.lines if view.rules else ()
    known = {line.criterion.code: line for line in lines}
    rows = [
        {
            "code": one.code,
            "name": one.name.words(language()),
            "weight": float(known[one.code].weight if one.code in known else 0 if known else USUAL[one.code]),
            "minimum": _minimum(known[one.code].minimum) if one.code in known else None,
        }
        for one in (*(line.criterion for line in lines), *(one for one in TEN if one.code not in known))
    ]
    columns = {
        "code": None,
        "name": st.column_config.TextColumn(say("selection.criterion"), disabled=True),
        "weight": st.column_config.NumberColumn(say("selection.weight"), min_value=0, max_value=100),
        "minimum": st.column_config.NumberColumn(say("selection.minimum"), min_value=0, max_value=100),
    }
    return list(st.data_editor(rows, hide_index=True, column_config=columns, key=f"rules.{view.number}"))


def _drafted(view: SelectionView, edited: list[dict[str, Any]], **chosen: Any) -> RulesDraft:
    """The rules as they stand with what was chosen; a criterion of no weight and no minimum is left out."""
    now = view.rules
    kept: dict[str, Any] = {}
    if now is not None:
        ours = {one.code for one in TEN}
        own = tuple(line.criterion for line in now.criteria.lines if line.criterion.code not in ours)
        kept = {
            "own": own, "requirements": now.requirements, "levels": now.levels, "price_digits": now.price_digits,
            "divergence": now.divergence, "labour_floor": now.labour_floor, "price_target": now.price_target,
        }  # fmt: skip
    minima = {str(one["code"]): Decimal(str(one["minimum"])) for one in edited if one["minimum"] is not None}
    weights = {str(one["code"]): Decimal(str(one["weight"] or 0)) for one in edited}
    weights = {code: weight for code, weight in weights.items() if weight or code in minima}
    return RulesDraft(weights=weights, minima=minima, **kept, **chosen)


def _closing(view: SelectionView) -> datetime:
    """When it closes by the draft; at first in some days, at five."""
    zone = ZoneInfo(ZONE)
    if view.rules is not None:
        return today(view.rules.closes_ms).astimezone(zone)
    return (today(view.now_ms).astimezone(zone) + timedelta(days=OPEN_DAYS)).replace(hour=17, minute=0)


def _minimum(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _open(someone: Actor, view: SelectionView) -> None:
    assert view.rules is not None  # noqa: S101 - it could not be open without
    if view.now_ms >= view.rules.closes_ms:
        if st.button(say("selection.close"), type="primary"):
            _confirm(say("selection.close_consequence", count=view.bidders), say("selection.close"),
                     lambda: services().selections.close(someone, view.number))  # fmt: skip
    else:
        st.caption(say("selection.waits"))


def _closed(someone: Actor, view: SelectionView, evaluation: EvaluationView | None) -> None:
    _questions(someone, view)
    if evaluation is None:
        if st.button(say("selection.evaluate"), type="primary"):
            _do(lambda: services().evaluations.open(someone, view.number))
        return
    _people(someone, view, evaluation)
    if evaluation.closed_ms is None:
        _consensus(someone, view, evaluation)
        if evaluation.is_locked and st.button(say("selection.end_evaluation"), type="primary"):
            _do(lambda: services().evaluations.close(someone, view.number))
    elif st.button(say("selection.admit"), type="primary"):
        _do(lambda: services().selections.admit(someone, view.number))


def _questions(someone: Actor, view: SelectionView) -> None:
    letters = {bid.vendor: bid.alias for bid in view.bids}
    answered = {one.vendor for one in view.answers}
    for vendor in dict.fromkeys(one.vendor for one in view.questions if one.vendor not in answered):
        tests = [one for one in view.questions if one.vendor == vendor]
        said = "；".join(say(f"test.{one.test}", bound=one.bound) for one in tests)
        with st.form(f"answer.{vendor}"):
            st.markdown(say("selection.asked", alias=letters[vendor], price=tests[0].price, tests=said))
            explanation = st.text_input(say("selection.explanation"))
            words = {True: say("selection.yes"), False: say("selection.no")}
            accepted = st.radio(say("selection.accepted"), list(words), horizontal=True, format_func=words.__getitem__)
            reason = st.text_input(say("selection.because"))
            if st.form_submit_button(say("selection.record")):
                _do(lambda v=vendor, e=explanation, a=accepted, r=reason: services().selections.answer(  # type: ignore[misc]
                    someone, view.number, v, e, bool(a), r))  # fmt: skip


def _people(someone: Actor, view: SelectionView, evaluation: EvaluationView) -> None:
    st.subheader(say("selection.evaluators"), anchor=False)
    rows = [
        {
            say("ranking.evaluator"): one.evaluator,
            say("selection.progress"): f"{one.scored} / {one.of}",
            say("selection.sheet"): say("selection.recused", reason=one.recused_because) if one.recused_because
            else say("selection.locked") if one.locked_ms is not None else say("selection.writing"),
        }
        for one in evaluation.sheets
    ]  # fmt: skip
    if rows:
        st.dataframe(rows, hide_index=True)
    if evaluation.closed_ms is not None:
        return
    there = {one.evaluator for one in evaluation.sheets}
    free = {one.name: f"{one.shown}（{one.name}）" for one in services().evaluations.candidates(someone)}
    left, right = st.columns(2)
    with left.form("appoint"):
        names = [one for one in free if one not in there]
        name = st.selectbox(say("selection.appoint"), names, format_func=free.__getitem__,
                            placeholder=say("selection.nobody_left"))  # fmt: skip
        if st.form_submit_button(say("selection.appoint_button"), disabled=not names):
            _do(lambda: services().evaluations.appoint(someone, view.number, name or ""))
    with right.form("recuse"):
        counted = [one.evaluator for one in evaluation.sheets if one.recused_because is None]
        who = st.selectbox(say("selection.recuse"), counted, placeholder=say("selection.nobody_left"))
        why = st.text_input(say("selection.conflict"))
        if st.form_submit_button(say("selection.recuse_button"), disabled=not counted):
            _do(lambda: services().evaluations.recuse(someone, view.number, who or "", why))


def _consensus(someone: Actor, view: SelectionView, evaluation: EvaluationView) -> None:
    assert view.rules is not None  # noqa: S101 - it could not be closed without
    agreed = {(one.vendor, one.criterion) for one in evaluation.consensus}
    names = {line.criterion.code: line.criterion.name.words(language()) for line in view.rules.criteria.lines}
    letters = {bid.vendor: bid.alias for bid in view.bids}
    for one in evaluation.divergences:
        if (one.vendor, one.criterion) in agreed:
            continue
        with st.form(f"agree.{one.vendor}.{one.criterion}"):
            st.markdown(say("selection.apart", alias=letters[one.vendor], criterion=names[one.criterion],
                            spread=fixed(one.spread, 0), bound=f"{evaluation.bound:f}"))  # fmt: skip
            note = st.text_input(say("selection.consensus"))
            if st.form_submit_button(say("selection.record")):
                _do(lambda v=one.vendor, c=one.criterion, n=note: services().evaluations.agree(  # type: ignore[misc]
                    someone, view.number, v, c, n))  # fmt: skip


@st.dialog(" ")
def _confirm(consequence: str, verb: str, do: Callable[[], object]) -> None:
    """Say what cannot be undone before the button that does it."""
    st.markdown(consequence)
    if st.button(verb, type="primary"):
        _do(do)


def _do(do: Callable[[], object]) -> None:
    """Act and draw the screen anew, or say what was wrong."""
    try:
        do()
    except OutpactError as error:
        tell(error)
        return
    st.rerun()
