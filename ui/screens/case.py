"""One case: its time line, and under it the arithmetic of each verdict in words."""

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.operations.views import CaseView, ClockView
from ui.breach.marks import amount, mark, named, styled
from ui.cases.acts import acts
from ui.cases.people import people
from ui.charts import height, name, time_line
from ui.fields import still_words
from ui.house import services
from ui.session import required_actor
from ui.texts import language, say, say_if_known
from ui.widgets import at, coloured, content, download, duration, lines, literal, standing, tell, word


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    if breach := st.session_state.pop("breach_of_case", ""):
        st.switch_page("screens/breaches.py", query_params={"breach": breach})
    still_words()
    st.header(say("case.title"), anchor=False)
    number = st.text_input(say("case.number"), st.query_params.get("case", ""), placeholder=say("case.placeholder"))
    if not number:
        st.info(say("case.empty"))
        return
    st.query_params["case"] = number
    try:
        case = services().watch.case(someone, number.strip())
    except OutpactError as error:
        tell(error)
        return
    _head(case)
    if someone.role in ALLOWED["case.act"]:
        acts(someone, case)
    people(someone, case)
    st.echarts_chart(time_line(case), height=height(case), alt=say("case.chart"))
    st.caption(say("case.legend"))
    _verdicts(someone, case)
    _events(case)
    _breaches(case)


def _head(case: CaseView) -> None:
    st.caption(
        say("case.what", number=literal(case.number), contract=literal(case.contract), vendor=literal(case.vendor),
            zone=case.zone, at=at(case.now_ms, case.zone))
    )  # fmt: skip


def _verdicts(someone: Actor, case: CaseView) -> None:
    st.subheader(say("case.verdicts"), anchor=False)
    if not case.clocks:
        st.info(say("case.no_clocks"))
    for clock in case.clocks:
        title = f"{coloured(standing(clock))}　{literal(f'{name(clock)} · {clock.wording[language()]}')}"
        with st.expander(title, expanded=len(case.clocks) == 1 or standing(clock) in ("overdue", "missed")):
            _arithmetic(someone, clock)


def _arithmetic(someone: Actor, clock: ClockView) -> None:
    lines(services().watch.arithmetic(someone, clock.id))
    owed = (
        say("case.owed_by_vendor", vendor=literal(clock.vendor))
        if clock.owed_by == "vendor"
        else say("case.owed_by_buyer")
    )
    st.caption(f"{owed} · {say('severity.' + clock.severity)} · {say('case.limit', limit=clock.limit[language()])}")


def _events(case: CaseView) -> None:
    st.subheader(say("case.events"), anchor=False)
    rows = [
        {
            say("case.at_zone", zone=case.zone): at(one.effective_ms, case.zone),
            say("case.event"): word(one.word, one.type),
            say("case.source"): say_if_known(f"source.{one.source}", one.source),
            say("case.data"): content(one.data, one.terms, case.zone, one.labels, one.kinds),
            say("case.flags"): say(f"flag.{one.flags}") if one.flags else "",
        }
        for one in case.events
    ]
    st.dataframe(rows, hide_index=True)
    download(say("table.download"), rows, f"{case.number}.csv")


def _breaches(case: CaseView) -> None:
    st.subheader(say("case.breaches"), anchor=False)
    if not case.breaches:
        st.caption(say("case.no_breaches"))
        return
    rows = [
        {
            say("monitor.obligation"): named(one),
            say("case.state"): mark(one),
            say("case.at_zone", zone=case.zone): at(one.breach_ms, case.zone),
            say("monitor.vendor"): one.vendor if one.owed_by == "vendor" else say("monitor.own"),
            say("case.kind"): say(f"kind.{one.kind}"),
            say("breaches.cost"): amount(one),
            say("breaches.ends"): at(one.objection_ends_ms, case.zone),
            say("case.over"): duration(one.overrun_s),
            say("case.told"): " · ".join(say(f"role.{role}") for role in one.audience),
            say("case.cause"): say(f"cause.{one.cause}") if one.cause else "",
        }
        for one in case.breaches
    ]
    column = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", pinned=True, key="clicked_breach", on_click=_open,
        args=([one.id for one in case.breaches],), help=say("breaches.why"),
    )  # fmt: skip
    st.dataframe(
        styled(rows, say("case.state")), hide_index=True, column_config={say("monitor.obligation"): column}
    )  # fmt: skip


def _open(ids: list[str]) -> None:
    """Note the breach whose row was clicked, by its place as it was drawn."""
    st.session_state["breach_of_case"] = ids[st.session_state["clicked_breach"]["row"]]


main()
