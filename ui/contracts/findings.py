"""What the law says of the terms: each finding with the place where it is mended, or accepted with a reason."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.documents.composition import PrintedClause
from core.domain.actor import Actor
from core.services.legal.draft_views import DraftView, FindingView
from ui.contracts.acts import do, may, shown
from ui.contracts.places import in_words, part_of
from ui.house import services
from ui.texts import colon, language, say

SHAPES = {"error": ":red[■]", "warning": ":orange[▲]", "info": ":gray[○]"}
HOUSE = "document."
"""Rules of the house about documents; their codes say nothing to a reader."""
SEVERAL, HEIGHT = 3, 420
"""More findings than that scroll in a box of this height, so that the clauses stay in sight."""


def draw(someone: Actor, view: DraftView, clauses: Sequence[PrintedClause], people: Mapping[str, str]) -> None:
    """Draw what was found, errors first."""
    st.subheader(say("contracts.findings"), anchor=False)
    if not view.linted_for:
        st.info(say("contracts.not_linted"))
        return
    st.caption(say("contracts.linted_for", day=view.linted_for))
    if not view.findings:
        st.success(say("contracts.nothing_found"))
        return
    with st.container(height=HEIGHT if len(view.findings) > SEVERAL else "content"):
        for number, one in enumerate(view.findings):
            with st.container(border=True):
                st.markdown(title(one))
                st.text(sense(one))
                _acts(someone, view, one, number, part_of(one, clauses))
                if one.reason:
                    by = people.get(one.acknowledged_by, one.acknowledged_by)
                    st.text(say("contracts.accepted", by=by, reason=one.reason))


def title(one: FindingView) -> str:
    """The severity of a finding, and the rule that it is of."""
    rule = "" if one.rule.startswith(HOUSE) else f"**{one.rule}** · "
    return f"{SHAPES[one.severity]} {rule}{say('finding.' + one.severity)}"


def sense(one: FindingView) -> str:
    """What a finding says, and where, by the words of the screen."""
    said = (one.zh if language() == "zh" else one.en).removeprefix(one.path).lstrip("：: ")
    where = in_words(one.path)
    return f"{where}{colon()}{said}" if where else said


def _acts(someone: Actor, view: DraftView, one: FindingView, number: int, part: str) -> None:
    """The jump to where it is mended, and for a warning the field for the reason why it is accepted."""
    key = f"ack.{shown(view)}.{number}.{one.rule}"
    if part != st.session_state.get("part"):
        st.button(say("contracts.go", part=say(f"part.{part}")), f"{key}.go", on_click=_choose, args=(part,))
    if one.severity == "warning" and not one.reason and may(someone, view, "acknowledge"):
        reason = st.text_input(say("contracts.reason"), key=key)
        if st.button(say("contracts.accept"), key=f"{key}.button", disabled=not reason.strip()):
            desk, of = services().desk, view.terms_sha256
            do(lambda: desk.acknowledge(someone, view.number, one.rule, one.path, reason, of=of))


def _choose(part: str) -> None:
    st.session_state["part"] = part
