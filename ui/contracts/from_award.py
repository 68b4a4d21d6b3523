"""From an award to its contract: who drafts it says the day of effect, the hours, and what limits were negotiated."""

from html import escape
from urllib.parse import quote

import streamlit as st

from core.domain.actor import Actor
from core.domain.duration import Limit
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.legal.draft_views import DraftSummary
from core.services.procurement.awards import AwardProposal, NegotiableLimit
from ui.contracts import hours
from ui.contracts.days import read_day
from ui.contracts.places import told
from ui.house import services
from ui.texts import language, say
from ui.widgets import literal


def offer(someone: Actor, selection: str) -> None:
    """Draw what has become of an award: its contract, the button that drafts it, or whose turn it is."""
    if someone.role not in ALLOWED["draft.read"]:
        return
    drafted = services().desk.drafted_from(someone, selection)
    if drafted is not None:
        _drafted(drafted)
    elif someone.role in ALLOWED["draft.edit"]:
        if st.button(say("from_award.draft"), type="primary"):
            _ask(someone, selection)
    else:
        st.caption(say("from_award.awaited", roles=say("contracts.and").join(_drafters())))


def _drafted(one: DraftSummary) -> None:
    link = f"/contracts?contract={quote(one.number)}&version={one.version}&lang={language()}"
    said = say("from_award.drafted", number=one.number, version=one.version, state=say(f"draft_state.{one.state}"))
    st.html(f'<a href="{escape(link, quote=True)}" target="_self">{escape(said)}</a>')


def _drafters() -> list[str]:
    return [say(f"role.{role}") for role in sorted(ALLOWED["draft.edit"])]


@st.dialog(" ", width="large")
def _ask(someone: Actor, selection: str) -> None:
    st.header(say("from_award.draft"), anchor=False)
    ask(someone, selection)


def ask(someone: Actor, selection: str) -> None:
    """One form: what the award does not say. Whatever is refused is told here, and nothing is drafted then."""
    proposed = services().desk.award_proposal(someone, selection)
    st.markdown(say("from_award.what", vendor=literal(proposed.vendor), package=proposed.package, selection=selection))
    with st.form(f"from_award.{selection}", border=False):
        effective = st.text_input(say("field.effective_from"), placeholder="2026-12-31", key="from_award.effective")
        with st.expander(say("from_award.hours", hours=literal(proposed.hours or "—")), proposed.calendar is None):
            entered = hours.ask(proposed.calendar, "from_award")
        limits = _limits(proposed)
        if st.form_submit_button(say("from_award.begin"), type="primary"):
            _begin(someone, selection, effective, entered, limits)


def _limits(proposed: AwardProposal) -> dict[str, str]:
    """A row for each limit that may be negotiated, with its default and its bounds."""
    st.markdown(f"**{say('from_award.limits')}**")
    st.caption(say("contracts.limit_form"))
    return {one.obligation: _limit(one) for one in proposed.limits}


def _limit(one: NegotiableLimit) -> str:
    text, field = st.columns([3, 1], vertical_alignment="center")
    limit, least, most = (Limit.parse(said).words(language()) for said in (one.limit, one.least, one.most))
    text.markdown(f"**{one.obligation}** · {literal(one.text.words(language()))}")
    text.caption(say("contracts.range", least=least, most=most, limit=limit))
    key = f"from_award.{one.obligation}"
    return str(field.text_input(one.obligation, one.limit, key=key, label_visibility="collapsed"))


def _begin(someone: Actor, selection: str, effective: str, entered: hours.Entered, limits: dict[str, str]) -> None:
    try:
        stated = {name: limit for name, limit in limits.items() if limit.strip()}
        begun = services().desk.draft_from_award(
            someone, selection, effective_from=read_day(effective, say("field.effective_from")), limits=stated,
            calendar=hours.read(entered),
        )  # fmt: skip
    except OutpactError as error:
        st.error(literal(told(error)))
        return
    st.switch_page("screens/contracts.py", query_params={"contract": begun.number, "lang": language()})
