"""The selection room: stages with dates and lock, criteria with weights, the bid matrix with gates on top."""

import pandas as pd
import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.page import MOST
from core.services.procurement.evaluation_views import EvaluationView
from core.services.procurement.selection_views import SelectionView
from ui.fields import still_words
from ui.house import services
from ui.selection.acts import abandon, acts
from ui.selection.begin import begin
from ui.selection.matrix import matrix
from ui.selection.obligations import promisable
from ui.selection.parts import QUERY, chosen, day, fixed
from ui.selection.stages import stage_line
from ui.session import required_actor
from ui.texts import language, listed, say
from ui.widgets import literal, tell


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    st.header(say("selection.title"), anchor=False)
    st.caption(say("selection.what"))
    is_buyer = someone.role in ALLOWED["selection.edit"]
    try:
        some = services().selections.list(someone, limit=MOST)
        if is_buyer:
            begin(someone, is_first=not some)
        if not some and QUERY not in st.query_params:
            st.info(say("selection.empty"))
            return
        number = chosen(some)
        view = services().selections.get(someone, number)
        evaluation = services().evaluations.find(someone, number)
        _room(someone, view, evaluation)
    except OutpactError as error:
        tell(error)


def _room(someone: Actor, view: SelectionView, evaluation: EvaluationView | None) -> None:
    stage_line(view, evaluation)
    if view.failure is not None:
        st.error(view.failure.words(language()))
    if view.rules is not None and view.rules.undecided_because:
        st.warning(say("selection.opened_undecided", reason=literal(view.rules.undecided_because)))
    if view.rules_sha256 is not None:
        st.markdown(say("selection.frozen", at=day(view.opened_ms), sha=view.rules_sha256))
    if someone.role in ALLOWED["selection.edit"]:
        acts(someone, view, evaluation)
    if view.rules is None:
        st.info(say("selection.no_rules"))
    else:
        left, right = st.columns([1, 1], gap="medium")
        with left:
            _criteria(view)
        with right:
            _terms(view)
        _bids(view, evaluation)
    if someone.role in ALLOWED["selection.edit"]:
        abandon(someone, view)


def _criteria(view: SelectionView) -> None:
    assert view.rules is not None  # noqa: S101 - the caller has looked
    lines = view.rules.criteria.lines
    st.subheader(say("selection.criteria"), anchor=False)
    rows = [
        {
            say("selection.criterion"): line.criterion.name.words(language()),
            say("selection.weight"): float(line.weight),
            say("selection.minimum"): "" if line.minimum is None else f"{line.minimum:f}",
            say("selection.source"): " ".join(line.criterion.sources),
        }
        for line in lines
    ]
    bar = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%g", color="#0F5C5C")
    wide = st.column_config.TextColumn(width="medium")
    columns = {say("selection.criterion"): wide, say("selection.weight"): bar}
    st.dataframe(rows, hide_index=True, column_config=columns)
    st.caption(say("selection.sum", total=f"{sum(line.weight for line in lines):f}"))


def _terms(view: SelectionView) -> None:
    """What bidders see of the rules."""
    assert view.rules is not None  # noqa: S101 - the caller has looked
    rules, ceiling = view.rules, view.rules.bill.ceiling.net
    st.subheader(say("selection.terms"), anchor=False)
    requirements = listed([one.name.words(language()) for one in rules.requirements]) or "–"
    words = promisable(one.obligation for one in rules.levels)
    levels = listed([f"{words[one.obligation]} ≥ {one.least_pct:f} %" for one in rules.levels]) or "–"
    rows = [
        ("selection.mode", say(f"mode.{rules.mode}")),
        ("selection.package", f"{view.package} v{view.package_version}"),
        ("selection.closes", day(rules.closes_ms)),
        ("selection.ceiling", str(ceiling)),
        ("selection.formula", say("selection.formula_value", formula=say(f"formula.{rules.price_formula}"),
                                  digits=rules.price_digits)),
        ("selection.requirements", requirements),
        ("selection.levels", levels),
        ("selection.low_price", say(f"preset.{rules.low_price}")),
        ("selection.divergence", say("selection.divergence_value", bound=f"{rules.divergence:f}")),
        ("selection.least", say("selection.least_value", least=rules.least_bids)),
    ]  # fmt: skip
    if rules.labour_floor is not None:
        rows.insert(8, ("selection.floor", str(rules.labour_floor.amount)))
    shown = pd.DataFrame({say("selection.value"): [value for _, value in rows]}, index=[say(key) for key, _ in rows])
    st.table(shown, border="horizontal")


def _bids(view: SelectionView, evaluation: EvaluationView | None) -> None:
    st.subheader(say("selection.bids"), anchor=False)
    if not view.bids:
        st.info(say("selection.sealed_for_good" if view.state == "failed" else "selection.sealed", count=view.bidders))
        return
    matrix(view, evaluation)
    for report in view.gates:
        if not report.passed:
            alias = next(one.alias for one in view.bids if one.vendor == report.vendor)
            reasons = ("；" if language() == "zh" else "; ").join(one.words(language()) for one in report.reasons)
            st.error(say("selection.out", alias=alias, reasons=reasons))
    for bid in view.bids:
        for correction in bid.corrections:
            st.warning(f"{bid.alias} · {correction.words(language())}")
    if evaluation is not None and evaluation.divergences:
        _divergences(view, evaluation)


def _divergences(view: SelectionView, evaluation: EvaluationView) -> None:
    assert view.rules is not None  # noqa: S101 - the caller has looked
    names = {line.criterion.code: line.criterion.name.words(language()) for line in view.rules.criteria.lines}
    letters = {bid.vendor: bid.alias for bid in view.bids}
    notes = {(one.vendor, one.criterion): one.note for one in evaluation.consensus}
    st.subheader(say("selection.divergences"), anchor=False)
    rows = [
        {
            say("selection.bidder"): letters[one.vendor],
            say("selection.criterion"): names[one.criterion],
            say("selection.spread"): fixed(one.spread, 0),
            say("selection.scores"): "  ".join(f"{who} {score:f}" for who, score in one.scores),
            say("selection.consensus"): notes.get((one.vendor, one.criterion), say("selection.none_yet")),
        }
        for one in evaluation.divergences
    ]
    st.dataframe(rows, hide_index=True)


main()
