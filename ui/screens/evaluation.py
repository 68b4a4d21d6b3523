"""The evaluator's desk: one bidder, one criterion, its anchors beside the score; nothing of the other evaluators."""

from decimal import Decimal

import streamlit as st

from core.domain.actor import Actor
from core.domain.criterion import ANCHORED
from core.errors import OutpactError
from core.services.procurement.evaluation_views import Bidder, SheetCriterion, SheetView, Task
from ui.choice import choose
from ui.confirmation import act, confirm
from ui.fields import still_words
from ui.house import services
from ui.selection.obligations import promisable
from ui.selection.parts import QUERY, day
from ui.session import required_actor
from ui.texts import language, listed, say
from ui.widgets import literal, tell


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    st.header(say("evaluation.title"), anchor=False)
    st.caption(say("evaluation.what"))
    try:
        tasks = services().evaluations.tasks(someone)
        if not tasks and QUERY not in st.query_params:
            st.info(say("evaluation.empty"))
            return
        _desk(someone, services().evaluations.mine(someone, _chosen({one.selection: one for one in tasks})))
    except OutpactError as error:
        tell(error)


def _chosen(tasks: dict[str, Task]) -> str:
    titles = {one.selection: f"{one.selection} · {one.title}" for one in tasks.values()}
    return choose(QUERY, titles, say("selection.choose"))


def _desk(someone: Actor, sheet: SheetView) -> None:
    st.progress(sheet.scored / max(1, sheet.of), say("evaluation.progress", scored=sheet.scored, of=sheet.of))
    if sheet.recused_because is not None:
        st.warning(say("evaluation.recused", reason=sheet.recused_because))
        return
    if sheet.locked_ms is not None:
        st.success(say("evaluation.locked", at=day(sheet.locked_ms)))
    _go_on(sheet.selection)
    bidder = _bidder(sheet)
    _documents(bidder)
    one = _criterion(sheet, bidder)
    if one is not None:
        _cell(someone, sheet, bidder, one)
    _overview(sheet)
    if sheet.locked_ms is None:
        left = sheet.of - sheet.scored
        if st.button(say("evaluation.lock"), type="primary", disabled=left > 0,
                     help=say("evaluation.left", left=left) if left else None):  # fmt: skip
            confirm(
                say("evaluation.lock_title", selection=sheet.selection),
                say("evaluation.lock_consequence", count=sheet.of, selection=sheet.selection),
                say("evaluation.lock_button"), lambda: services().evaluations.lock(someone, sheet.selection),
                _names(sheet),
            )  # fmt: skip


def _bidder(sheet: SheetView) -> Bidder:
    by_alias = {one.alias: one for one in sheet.bidders}
    words = {one.alias: f"{one.alias} {_done(sheet, one.vendor)}" for one in sheet.bidders}
    alias = st.segmented_control(
        say("evaluation.bidder"), list(by_alias), default=next(iter(by_alias)), required=True,
        format_func=words.__getitem__, key=f"bidder.{sheet.selection}",
    )  # fmt: skip
    return by_alias[str(alias)]


def _done(sheet: SheetView, vendor: str) -> str:
    scored = len(sheet.scores.get(vendor, {}))
    return "●" if scored == len(sheet.criteria) else "◐" if scored else "○"


def _documents(bidder: Bidder) -> None:
    """What the bidder promises and proves; his prices are scored by the formula and not shown here."""
    words = promisable(one.obligation for one in bidder.promises)
    promises = listed([f"{words[one.obligation]} {one.pct:f} %" for one in bidder.promises]) or "–"
    evidence = listed(
        [
            one.document + (say("evaluation.until", day=one.valid_until) if one.valid_until else "")
            for one in bidder.evidence
        ]
    )
    st.markdown(f"**{bidder.alias} · {literal(bidder.name)}**")
    st.caption(say("evaluation.documents", promises=literal(promises), evidence=literal(evidence or "–")))


def _criterion(sheet: SheetView, bidder: Bidder) -> SheetCriterion | None:
    by_code = {one.criterion.code: one for one in sheet.criteria}
    scored = sheet.scores.get(bidder.vendor, {})
    words = {
        code: f"{'●' if code in scored else '○'} {one.criterion.name.words(language())}"
        f" · {say('evaluation.weight', weight=format(one.weight, 'f'))}"
        for code, one in by_code.items()
    }
    code = st.selectbox(
        say("evaluation.criterion"), list(words), key=f"criterion.{sheet.selection}", format_func=words.__getitem__
    )
    return by_code[code] if code else None


def _cell(someone: Actor, sheet: SheetView, bidder: Bidder, one: SheetCriterion) -> None:
    code = one.criterion.code
    score = sheet.scores.get(bidder.vendor, {}).get(code)
    is_locked = sheet.locked_ms is not None
    anchors, form = st.columns([3, 2], gap="medium")
    with anchors:
        rows = [
            {say("evaluation.score"): anchored, say("evaluation.means"): anchor.words(language())}
            for anchored, anchor in reversed(tuple(zip(ANCHORED, one.criterion.anchors, strict=False)))
        ]
        narrow = {say("evaluation.score"): st.column_config.NumberColumn(width="small")}
        st.dataframe(rows, hide_index=True, column_config=narrow)
        if one.minimum is not None:
            st.caption(say("evaluation.minimum", minimum=f"{one.minimum:f}"))
    with form, st.form(f"cell.{bidder.vendor}.{code}", border=True):
        value = st.number_input(
            say("evaluation.score_of", alias=bidder.alias), value=None if score is None else float(score), step=1.0,
            format="%g", disabled=is_locked,
        )  # fmt: skip
        comment = st.text_area(
            say("evaluation.comment"), sheet.comments.get(bidder.vendor, {}).get(code, ""), disabled=is_locked
        )
        if st.form_submit_button(say("evaluation.save"), disabled=is_locked, width="stretch"):
            _save(someone, sheet, bidder.vendor, code, value, comment)


def _save(someone: Actor, sheet: SheetView, vendor: str, code: str, value: float | None, comment: str) -> None:
    number = Decimal("NaN") if value is None else Decimal(str(value))
    st.session_state[_next(sheet.selection)] = _open_cell(sheet, vendor, code)
    scores, comments = {vendor: {code: number}}, {vendor: {code: comment}}
    act(lambda: services().evaluations.score(someone, sheet.selection, scores, comments), _names(sheet))
    del st.session_state[_next(sheet.selection)]  # it was refused: stay here


def _open_cell(sheet: SheetView, vendor: str, code: str) -> tuple[str, str]:
    """The next cell without a score: this bidder's first, then the others'; this one if there is none."""
    own = next(one for one in sheet.bidders if one.vendor == vendor)
    for bidder in (own, *sheet.bidders):
        for one in sheet.criteria:
            cell = (bidder.vendor, one.criterion.code)
            if cell != (vendor, code) and one.criterion.code not in sheet.scores.get(bidder.vendor, {}):
                return bidder.alias, one.criterion.code
    return own.alias, code


def _go_on(selection: str) -> None:
    """Show the cell that comes after the one that was saved."""
    cell = st.session_state.pop(_next(selection), None)
    if cell is not None:
        st.session_state[f"bidder.{selection}"], st.session_state[f"criterion.{selection}"] = cell


def _next(selection: str) -> str:
    return f"next.{selection}"


def _names(sheet: SheetView) -> dict[str, str]:
    """Words for the codes that errors name."""
    criteria = {one.criterion.code: one.criterion.name.words(language()) for one in sheet.criteria}
    return criteria | {one.vendor: one.alias for one in sheet.bidders}


def _overview(sheet: SheetView) -> None:
    """The sheet as a table: criteria as rows, bidders as columns."""
    rows = [
        {
            say("evaluation.criterion"): one.criterion.name.words(language()),
            **{
                bidder.alias: format(sheet.scores[bidder.vendor][one.criterion.code], "f")
                if one.criterion.code in sheet.scores.get(bidder.vendor, {}) else "–"
                for bidder in sheet.bidders
            },
        }
        for one in sheet.criteria
    ]  # fmt: skip
    st.subheader(say("evaluation.sheet"), anchor=False)
    st.dataframe(rows, hide_index=True)


main()
