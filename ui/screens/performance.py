"""A vendor's page: KPIs with evidence and interval; each number opens its cases, each case its time line."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.domain.renewal import Sureness
from core.domain.zone import HOUSE_ZONE
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.performance.behind import Behind
from core.services.performance.scorecard_views import KpiView, MonthFigures, ScorecardView
from core.services.performance.scorecards import Measured
from ui.fields import still_words
from ui.house import services
from ui.performance_parts import (
    CASE_SCREEN,
    REGISTER_SCREEN,
    RENEWAL_SCREEN,
    between,
    difference,
    figure,
    grade,
    interval,
    month_choice,
    points,
    span,
    title,
    vendor_choice,
)
from ui.session import required_actor
from ui.settlement.page import show_settlement
from ui.texts import language, say, say_if_known
from ui.widgets import at, download, literal, tell

ROW_PX = 36
POINTS_PX = 130
"""Wide enough for the words that stand where there are no points."""


def main() -> None:
    """Draw the screen."""
    if case := st.session_state.pop("opened_case", ""):
        st.switch_page(CASE_SCREEN, query_params={"case": case})
    someone = required_actor()
    still_words()
    st.header(say("perf.title"), anchor=False)
    known = services().scorecards.vendors(someone)
    if not known:
        st.info(say("portfolio.empty"))
        return
    columns = st.columns([3, 1.2, 1.6, 1.4])
    with columns[0]:
        vendor = vendor_choice(known)
    with columns[1]:
        month = month_choice(services().sign_in.profile(someone).now_ms)
    contract, site = _narrowed(columns[2:], vendor)
    try:
        card = services().scorecards.card(someone, vendor.vendor, month, contract=contract, site=site)
    except OutpactError as error:
        tell(error)
        return
    _head(someone, card)
    _decided_elsewhere(someone, vendor, contract)
    trend = {one.month: one for one in services().scorecards.trend(someone, vendor.vendor, month)}
    _kpis(card, trend)
    _cases(someone, card)
    _beside(card)
    for one in [contract] if contract else vendor.contracts:
        show_settlement(someone, one, month)


def _narrowed(columns: Sequence[Any], vendor: Measured) -> tuple[str, str | None]:
    """One contract and one site of it, if asked."""
    contracts, asked = ["", *vendor.contracts], st.query_params.get("contract", "")
    contract = columns[0].selectbox(
        say("perf.contract"), contracts, contracts.index(asked) if asked in contracts else 0,
        format_func=lambda one: one or say("perf.all_contracts"),
    )  # fmt: skip
    site = columns[1].text_input(say("perf.site"), placeholder=say("perf.all_sites")).strip()
    return contract, site or None


def _head(someone: Actor, card: ScorecardView) -> None:
    state = (
        say("perf.closed_by", by=literal(card.proofs[0].closed_by), sha256=card.proofs[0].sha256[:12])
        if (card.proofs)
        else say("perf.preview")
    )
    st.caption(say("perf.what", name=literal(card.name), month=card.month, zone=card.zone, state=state))
    standing = services().standings.get(someone, card.vendor)
    with st.container(key="tiles"):
        columns = st.columns(4)
        suggested = say("perf.suggested", grade=card.suggested) if card.suggested else say("perf.none_suggested")
        columns[0].metric(say("perf.score"), points(card.score), suggested, delta_color="off", delta_arrow="off",
                          border=True, help=say("perf.score_help"))  # fmt: skip
        columns[1].metric(say("perf.cases"), f"{card.cases:,}", span(card.score), delta_color="off",
                          delta_arrow="off", border=True, help=say("perf.cases_help"))  # fmt: skip
        undecided = say("perf.undecided", count=card.undecided)
        columns[2].metric(say("perf.breaches"), f"{card.breaches:,}", undecided, delta_color="off",
                          delta_arrow="off", border=True, help=say("perf.breaches_help"))  # fmt: skip
        columns[3].metric(say("perf.standing"), standing.grade or "—", grade(standing), delta_color="off",
                          delta_arrow="off", border=True)  # fmt: skip
    for reason in (standing.bar, standing.warning):
        if reason is not None:
            st.warning(literal(reason.words(language())))


def _decided_elsewhere(someone: Actor, vendor: Measured, contract: str) -> None:
    """One click to where renewal, and block or release, are decided."""
    if someone.role in ALLOWED["renewal.read"]:
        for one in [contract] if contract else vendor.contracts:
            st.page_link(RENEWAL_SCREEN, label=say("perf.to_renewal", contract=one), icon=":material/event_repeat:",
                         query_params={"contract": one})  # fmt: skip
    if someone.role in ALLOWED["vendor.read"]:
        st.page_link(REGISTER_SCREEN, label=say("perf.to_register"), icon=":material/block:",
                     query_params={"vendor": vendor.vendor})  # fmt: skip


def _kpis(card: ScorecardView, trend: Mapping[str, MonthFigures]) -> None:
    st.subheader(say("perf.kpis"), anchor=False)
    is_whole = st.toggle(say("perf.show_all"), key="all_kpis")
    shown = [one for one in card.kpis if is_whole or not one.obligation or one.numerator or one.undecided]
    rows = [_row(one, trend) for one in shown if is_whole or one.state != "not_measured" or one.weight]
    drawn_help = say("perf.drawn_help", peers=max((one.peers for one in card.kpis), default=0))
    st.dataframe(
        rows, hide_index=True, row_height=ROW_PX, height=ROW_PX * (len(rows) + 1) + 2,
        column_config={
            say("perf.kpi"): st.column_config.ButtonColumn(
                type="tertiary", alignment="left", pinned=True, on_click=_open_kpi, key="clicked_kpi"
            ),
            say("perf.trend"): st.column_config.LineChartColumn(color="#0F5C5C"),
            say("perf.points"): st.column_config.TextColumn(width=POINTS_PX),
            say("perf.drawn"): st.column_config.TextColumn(help=drawn_help),
            say("perf.promise"): st.column_config.TextColumn(help=say("perf.promise_help")),
            say("perf.undecided_column"): st.column_config.NumberColumn(help=say("perf.undecided_help")),
        },
    )  # fmt: skip
    st.caption(say("perf.kpis_what"))
    plain = [{name: value for name, value in row.items() if not isinstance(value, list)} for row in rows]
    download(say("table.download"), plain, f"scorecard-{card.vendor}-{card.month}.csv")


def _row(one: KpiView, trend: Mapping[str, MonthFigures]) -> dict[str, object]:
    name = f"{one.code} {one.obligation}".strip()
    values = [float(each.values[name]) for each in trend.values() if name in each.values]
    return {
        say("perf.kpi"): title(one),
        say("perf.target"): figure(one, one.target),
        say("perf.promise"): figure(one, one.promise),
        say("perf.actual"): figure(one, one.value) if one.state != "not_measured" else say("perf.not_measured"),
        say("perf.interval"): interval(one),
        say("perf.n"): one.n,
        say("perf.delta"): difference(one),
        say("perf.undecided_column"): one.undecided,
        say("perf.drawn"): figure(one, one.drawn),
        say("perf.points"): _points(one),
        say("perf.weight"): f"{one.weight:g}" if one.weight else "—",
        say("perf.trend"): values,
    }


def _points(one: KpiView) -> str:
    """The points, or why there are none."""
    if one.state == "insufficient":
        return say("perf.insufficient_of", least=one.least)
    return "—" if one.points is None else f"{one.points:.1f}"


def _open_kpi() -> None:
    """Note the figure that was clicked, by its words as they were drawn."""
    st.session_state["opened_kpi"] = st.session_state["clicked_kpi"]["label"]


def _cases(someone: Actor, card: ScorecardView) -> None:
    """The cases behind one figure; the address names it, so that a link shows the same."""
    by_title = {title(one): one for one in card.kpis}
    if opened := st.session_state.pop("opened_kpi", ""):
        one = by_title.get(opened)
        if one is not None:
            st.query_params["kpi"] = f"{one.code} {one.obligation}".strip()
    wanted = st.query_params.get("kpi", "")
    chosen = next((one for one in card.kpis if f"{one.code} {one.obligation}".strip() == wanted), None)
    if chosen is None:
        return
    st.subheader(say("perf.behind", name=title(chosen).strip()), anchor=False)
    found = services().scorecards.behind(
        someone, card.vendor, card.month, chosen.code, obligation=chosen.obligation, contract=card.contract
    )
    if not found:
        st.info(say("perf.no_cases"))
        return
    rows = [_case(one, card.zone) for one in found]
    st.dataframe(
        rows, hide_index=True, row_height=ROW_PX, height=min(ROW_PX * (len(rows) + 1) + 2, 440),
        column_config={
            say("perf.case"): st.column_config.ButtonColumn(
                type="tertiary", alignment="left", pinned=True, on_click=_open_case, key="clicked_case_behind"
            )
        },
    )  # fmt: skip


def _case(one: Behind, zone: str) -> dict[str, object]:
    outcome = say_if_known(f"state.{one.outcome}", say_if_known(f"kind.{one.outcome}", ""))
    return {
        say("perf.case"): one.case,
        say("perf.outcome"): outcome or say_if_known(f"perf.event.{one.outcome}", one.outcome),
        say("perf.breach_state"): say_if_known(f"breach.{one.state}", one.state),
        say("perf.obligation"): one.obligation,
        say("perf.said"): one.said,
        say("perf.at"): at(one.at_ms, zone or HOUSE_ZONE),
        say("perf.contract"): one.contract,
    }


def _stated(card: ScorecardView, one: Sureness) -> str:
    """The statement whose probability is told."""
    if one.code == "score":
        return say("perf.sure_score", grade=card.suggested)
    kpi = next(each for each in card.kpis if each.code == one.code and not each.obligation)
    return say("perf.sure_kpi", name=say(f"kpi.{one.code}"), due=figure(kpi, one.due))


def _open_case() -> None:
    st.session_state["opened_case"] = st.session_state["clicked_case_behind"]["label"]


def _beside(card: ScorecardView) -> None:
    """Sites, adjustments, and how sure the figures are, each where there is something to say."""
    columns = st.columns(2)
    with columns[0]:
        st.subheader(say("perf.sites"), anchor=False)
        st.dataframe(
            [{say("perf.site"): one.site or say("perf.no_site"), say("perf.cases"): one.cases,
              say("perf.score"): points(one.score), say("perf.interval"): between(one.score)} for one in card.sites],
            hide_index=True,
        )  # fmt: skip
    with columns[1]:
        st.subheader(say("perf.sure"), anchor=False)
        if not card.sureness:
            st.caption(say("perf.not_sure"))
        for one in card.sureness:
            what = _stated(card, one)
            st.markdown(
                say("perf.sure_line", what=what, word=say(f"sure.{one.word}"), pct=f"{100 * one.probability:.0f}")
            )
    if card.adjustments:
        st.subheader(say("perf.adjustments"), anchor=False)
        st.caption(say("perf.adjustments_what"))
        st.dataframe(
            [{say("perf.month"): one.month, say("perf.obligation"): one.obligation,
              say("perf.site"): one.site or say("perf.no_site"), say("perf.change"): f"{one.change:+d}"}
             for one in card.adjustments],
            hide_index=True,
        )  # fmt: skip


main()
