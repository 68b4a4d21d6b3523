"""Weights to try: sliders beside the rank that follows them, and why who is ahead; nothing is changed by it."""

from decimal import Decimal

import streamlit as st

from core.domain.ranking_record import RankingRecord, WeightInterval
from core.errors import OutpactError
from core.services.procurement.ranking import Trial
from ui.house import services
from ui.places import told
from ui.selection.parts import criterion_names, fixed, signed
from ui.session import required_actor
from ui.texts import catalogue, language, listed, say
from ui.widgets import download, literal

TOLD = 4
"""So many places are explained before somebody asks for all."""


@st.fragment
def try_weights(record: RankingRecord, names: dict[str, str], full: dict[str, str]) -> None:
    """Draw the sliders and the rank; only this part runs again when one moves."""
    someone = required_actor()
    with st.container(key="trial"):  # on a phone the rank stands above the sliders
        left, right = st.columns([3, 7], gap="medium")
    with left, st.container(border=True):
        tried = _sliders(record)
    with right:
        try:
            trial = services().ranking.try_weights(someone, record.selection, tried)
        except OutpactError as error:
            st.error(told(error, criterion_names(record)))
            return
        _table(record, full, trial)
        _why(record, names, trial)


def _sliders(record: RankingRecord) -> dict[str, Decimal]:
    st.markdown(f"**{say('ranking.try')}**")
    keys = {one.code: f"weight.{record.selection}.{one.code}" for one in record.criteria}
    for one in record.criteria:
        st.session_state.setdefault(keys[one.code], float(one.weight))
    frozen = {keys[one.code]: float(one.weight) for one in record.criteria}
    total = sum(st.session_state[key] for key in keys.values())
    for one in record.criteria:
        name, weight = one.name.words(language()), st.session_state[keys[one.code]]
        st.caption(f"{literal(name)} · **{_share(weight, total)}**")
        st.slider(name, 0.0, 100.0, step=0.5, format="%g", key=keys[one.code], label_visibility="collapsed")
    st.caption(say("ranking.try_note", total=f"{total:g}"))
    st.button(say("ranking.reset"), on_click=lambda: st.session_state.update(frozen), width="stretch")
    return {code: Decimal(str(st.session_state[key])) for code, key in keys.items()}


def _share(weight: float, total: float) -> str:
    """A weight, and what it is of 100 where the weights sum to something else: that is what counts."""
    if total in (0, 100):
        return f"{weight:g}"
    return say("ranking.share", weight=f"{weight:g}", share=f"{100 * weight / total:.1f}")


def _table(record: RankingRecord, names: dict[str, str], trial: Trial) -> None:
    first = {one.vendor: one.shares[0] for one in record.robustness.acceptability}
    before = {one.vendor: one for one in record.standings}
    words = catalogue(language())  # `say` asks for the language each time
    rank, vendor, score, frozen, first_in, price, was = (
        words[f"ranking.{one}"] for one in ("rank", "vendor", "score", "frozen", "first_in", "price", "frozen_value")
    )
    rows = [
        {
            rank: one.rank,
            vendor: names[one.vendor],
            score: float(round(one.total, 2)),
            frozen: was.format(rank=before[one.vendor].rank, total=fixed(before[one.vendor].total)),
            first_in: f"{first[one.vendor] * 100:.1f} %",
            price: str(one.price),
        }
        for one in trial.standings
    ]
    note = say("ranking.first_in_help", draws=f"{record.robustness.draws:,}",
               half=f"{record.robustness.half_width * 100:.2f}")  # fmt: skip
    columns = {
        rank: st.column_config.NumberColumn(width="small"),
        score: st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.2f", color="#0F5C5C"),
        first_in: st.column_config.TextColumn(help=note),
    }
    st.dataframe(rows, hide_index=True, column_config=columns, key="standings")
    download(say("table.download"), rows, f"{record.selection}.csv")


def _why(record: RankingRecord, names: dict[str, str], trial: Trial) -> None:
    criteria = criterion_names(record)
    winner = tuple(one.vendor for one in trial.standings if one.rank == 1)
    if winner != record.winners:
        st.warning(say("ranking.other_winner", winner=listed([names[one] for one in winner])))
    is_long = len(trial.leads) > TOLD
    shown = len(trial.leads) if is_long and st.toggle(say("ranking.all_places")) else TOLD
    lines = [lead.words(language(), names, criteria) for lead in trial.leads[:shown]]
    st.markdown("\n".join(f"* {line}" for line in lines))
    edges = [_edge(one, names, criteria) for one in record.robustness.intervals]
    st.caption("  \n".join(edge for edge in edges if edge) or say("ranking.no_edge"))
    flip = record.robustness.flip
    if flip is not None:
        st.caption(
            say("ranking.flip", vendor=names[flip.vendor], criterion=criteria[flip.criterion],
                score=fixed(flip.score), change=signed(flip.change), winner=names[flip.new_winner])
        )  # fmt: skip


def _edge(one: WeightInterval, names: dict[str, str], criteria: dict[str, str]) -> str:
    """Where another vendor would win, said for the criteria whose weight is nearest to it."""
    near = abs(one.weight) / 2
    if one.below is not None and one.weight - one.lowest <= max(near, Decimal(5)):
        return say("ranking.below", criterion=criteria[one.criterion], weight=fixed(one.lowest, 1),
                   now=f"{one.weight:f}", vendor=names[one.below])  # fmt: skip
    if one.above is not None and one.highest - one.weight <= max(near, Decimal(5)):
        return say("ranking.above", criterion=criteria[one.criterion], weight=fixed(one.highest, 1),
                   now=f"{one.weight:f}", vendor=names[one.above])  # fmt: skip
    return ""
