"""The ranking: weights to try with a live rank, why who is ahead, how firm it is, and the award."""

from decimal import Decimal

import streamlit as st

import contract_templates
from core.domain.actor import Actor
from core.domain.ranking_record import RankingRecord, Variant, WeightInterval
from core.domain.wording import Language
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.ranking import RANKED, RankingView, Trial
from ui.contracts import from_award
from ui.house import services
from ui.ranking_charts import acceptability, chart_px, contributions, intervals
from ui.selection_parts import chosen, criterion_names, day, fixed, listed, signed
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import download, tell

VIEWS = ("contributions", "acceptability", "intervals", "withdrawals", "formulas", "evaluators")
MOVABLE = ("linear_to_max", "linear_to_min", "mean_deviation")
"""Formulas with which a competitor's price easily moves the others' points."""


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    st.header(say("ranking.title"), anchor=False)
    try:
        ranked = [one for one in services().selections.list(someone) if one.state in RANKED]
        if not ranked:
            st.info(say("ranking.empty"))
            return
        number = chosen(ranked)
        _ranking(someone, services().ranking.get(someone, number))
    except OutpactError as error:
        tell(error)


def _ranking(someone: Actor, view: RankingView) -> None:
    record = view.record
    state = services().selections.get(someone, record.selection)
    st.caption(
        say("ranking.what", opened=day(state.opened_ms), sha=record.rules_sha256[:12],
            formula=say(f"formula.{record.price_formula}"), digits=record.price_digits)
    )  # fmt: skip
    if state.award is not None:
        st.success(
            say("ranking.awarded", vendor=view.vendors[state.award.vendor], by=state.award.decided_by,
                at=day(state.award.decided_ms), reason=state.award.reason, sha=view.sha256[:12])
        )  # fmt: skip
        _memo(someone, record.selection)
        from_award.offer(someone, record.selection)
    full = {vendor: f"{letter} · {view.vendors[vendor]}" for vendor, letter in view.aliases.items()}
    _live(record, view.aliases, full)
    _left_out(record, view.aliases, full)
    _details(record, view.aliases, full)
    if state.award is None and someone.role in ALLOWED["selection.award"]:
        _award(someone, view)


def _memo(someone: Actor, number: str) -> None:
    chosen_language: Language = "zh" if language() == "zh" else "en"
    content = services().award_memos.render(someone, number, contract_templates.load_memo(), chosen_language)
    st.download_button(say("ranking.memo"), content, f"{number}-award-{chosen_language}.docx")


@st.fragment
def _live(record: RankingRecord, names: dict[str, str], full: dict[str, str]) -> None:
    """Sliders beside the rank that follows them; only this part runs again when one moves."""
    someone = required_actor()
    left, right = st.columns([3, 7], gap="medium")
    with left, st.container(border=True):
        tried = _sliders(record)
    with right:
        try:
            trial = services().ranking.try_weights(someone, record.selection, tried)
        except OutpactError as error:
            tell(error)
            return
        _table(record, full, trial)
        _why(record, names, trial)


def _sliders(record: RankingRecord) -> dict[str, Decimal]:
    st.markdown(f"**{say('ranking.try')}**")
    keys = {one.code: f"weight.{record.selection}.{one.code}" for one in record.criteria}
    for one in record.criteria:
        st.session_state.setdefault(keys[one.code], float(one.weight))
    frozen = {keys[one.code]: float(one.weight) for one in record.criteria}
    for one in record.criteria:
        st.slider(one.name.words(language()), 0.0, 100.0, step=0.5, format="%g", key=keys[one.code])
    total = sum(st.session_state[key] for key in keys.values())
    st.caption(say("ranking.try_note", total=f"{total:g}"))
    st.button(say("ranking.reset"), on_click=lambda: st.session_state.update(frozen), width="stretch")
    return {code: Decimal(str(st.session_state[key])) for code, key in keys.items()}


def _table(record: RankingRecord, names: dict[str, str], trial: Trial) -> None:
    first = {one.vendor: one.shares[0] for one in record.robustness.acceptability}
    before = {one.vendor: one for one in record.standings}
    rows = [
        {
            say("ranking.rank"): one.rank,
            say("ranking.vendor"): names[one.vendor],
            say("ranking.score"): float(round(one.total, 2)),
            say("ranking.frozen"): say(
                "ranking.frozen_value", rank=before[one.vendor].rank, total=fixed(before[one.vendor].total)
            ),
            say("ranking.first_in"): f"{first[one.vendor] * 100:.1f} %",
            say("ranking.price"): str(one.price),
        }
        for one in trial.standings
    ]
    bar = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.2f", color="#0F5C5C")
    note = say("ranking.first_in_help", draws=f"{record.robustness.draws:,}",
               half=f"{record.robustness.half_width * 100:.2f}")  # fmt: skip
    columns = {say("ranking.score"): bar, say("ranking.first_in"): st.column_config.TextColumn(help=note)}
    st.dataframe(rows, hide_index=True, column_config=columns, key="standings")
    download(say("table.download"), rows, f"{record.selection}.csv")


def _why(record: RankingRecord, names: dict[str, str], trial: Trial) -> None:
    criteria = criterion_names(record)
    winner = tuple(one.vendor for one in trial.standings if one.rank == 1)
    if winner != record.winners:
        st.warning(say("ranking.other_winner", winner=listed([names[one] for one in winner])))
    lines = [lead.words(language(), names, criteria) for lead in trial.leads]
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


def _left_out(record: RankingRecord, names: dict[str, str], full: dict[str, str]) -> None:
    counted = {one.changed: one for one in record.robustness.counted_in}
    for report in record.excluded:
        reasons = ("；" if language() == "zh" else "; ").join(reason.words(language()) for reason in report.reasons)
        said = say("ranking.left_out", vendor=full[report.vendor], reasons=reasons)
        naive = counted[report.vendor]
        if naive.changes_winner:
            said += say("ranking.counted_in", winner=listed([names[one] for one in naive.winners]),
                        total=fixed(naive.totals[naive.winners[0]]),
                        own=fixed(naive.totals[record.winners[0]]), first=names[record.winners[0]])  # fmt: skip
        st.info(said)


def _details(record: RankingRecord, names: dict[str, str], full: dict[str, str]) -> None:
    words = {one: say(f"ranking.view_{one}") for one in VIEWS}
    shown = st.segmented_control(
        say("ranking.views"), VIEWS, default=VIEWS[0], format_func=words.__getitem__,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    criteria = criterion_names(record)
    firm = record.robustness
    st.caption(say(f"ranking.about_{shown}", draws=f"{firm.draws:,}", half=f"{firm.half_width * 100:.2f}"))
    if shown == "contributions":
        options = contributions(record, full, criteria)
        st.echarts_chart(options, height=chart_px(len(record.standings)), alt=say("ranking.view_contributions"))
    elif shown == "acceptability":
        options = acceptability(firm.acceptability, full)
        st.echarts_chart(options, height=chart_px(len(record.standings), 50), alt=say("ranking.view_acceptability"))
    elif shown == "intervals":
        options = intervals(firm.intervals, criteria)
        st.echarts_chart(options, height=chart_px(len(criteria), 40), alt=say("ranking.view_intervals"))
        _interval_table(record, names, criteria)
    elif shown == "withdrawals":
        _variants(firm.without_vendor, names, "ranking.without_vendor", names)
        if record.price_formula in MOVABLE:
            st.warning(say("ranking.movable", formula=say(f"formula.{record.price_formula}")))
    elif shown == "formulas":
        _variants(
            firm.formulas,
            names,
            "ranking.formula",
            {one.changed: say(f"formula.{one.changed}") for one in firm.formulas},
        )
    else:
        _evaluators(record, names)


def _interval_table(record: RankingRecord, names: dict[str, str], criteria: dict[str, str]) -> None:
    rows = [
        {
            say("ranking.criterion"): criteria[one.criterion],
            say("ranking.weight"): f"{one.weight:f}",
            say("ranking.stays"): f"{fixed(one.lowest, 1)} – {fixed(one.highest, 1)}",
            say("ranking.wins_below"): names[one.below] if one.below else "–",
            say("ranking.wins_above"): names[one.above] if one.above else "–",
        }
        for one in record.robustness.intervals
    ]
    st.dataframe(rows, hide_index=True)


def _variants(some: tuple[Variant, ...], names: dict[str, str], label: str, called: dict[str, str]) -> None:
    if not some:
        st.info(say("ranking.nothing_to_leave_out"))
        return
    rows = [
        {
            say(label): called.get(one.changed, one.changed),
            say("ranking.winner"): listed([names[vendor] for vendor in one.winners]),
            say("ranking.effect"): _effect(one),
            **{names[vendor]: fixed(total) for vendor, total in sorted(one.totals.items())},
        }
        for one in some
    ]
    st.dataframe(rows, hide_index=True)


def _effect(one: Variant) -> str:
    if one.changes_winner:
        return say("ranking.effect_winner")
    return say("ranking.effect_order") if one.changes_order else say("ranking.effect_none")


def _evaluators(record: RankingRecord, names: dict[str, str]) -> None:
    firm = record.robustness
    w = say("ranking.no_w") if firm.kendall_w is None else fixed(firm.kendall_w)
    st.markdown(f"**{say('ranking.kendall')}** {w}")
    rows = [
        {
            say("ranking.evaluator"): one.evaluator,
            **{names[vendor]: fixed(total) for vendor, total in sorted(one.totals.items())},
        }
        for one in firm.evaluators
    ]
    if rows:
        spreads = {
            names[vendor]: fixed(
                max(one.totals[vendor] for one in firm.evaluators) - min(one.totals[vendor] for one in firm.evaluators)
            )
            for vendor in sorted(firm.evaluators[0].totals)
        }
        rows.append({say("ranking.evaluator"): say("ranking.spread"), **spreads})
    st.dataframe(rows, hide_index=True)
    _variants(firm.without_evaluator, names, "ranking.without_evaluator", {})


def _award(someone: Actor, view: RankingView) -> None:
    if st.button(say("ranking.award"), type="primary"):
        _confirm_award(someone, view)


@st.dialog(" ")
def _confirm_award(someone: Actor, view: RankingView) -> None:
    """The award cannot be taken back: the consequence is said before the button."""
    record = view.record
    vendor = st.selectbox(say("ranking.vendor"), list(record.totals), format_func=view.vendors.__getitem__)
    reason = st.text_area(say("ranking.reason"))
    price = next(one.price for one in record.standings if one.vendor == vendor)
    st.markdown(say("ranking.award_consequence", vendor=view.vendors[vendor], price=price))
    if vendor not in record.winners:
        st.warning(say("ranking.award_against"))
    if st.button(say("ranking.award_to", vendor=view.vendors[vendor]), type="primary", disabled=not reason.strip()):
        try:
            services().ranking.award(someone, record.selection, vendor, reason)
        except OutpactError as error:
            tell(error)
            return
        st.rerun()


main()
