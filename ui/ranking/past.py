"""What past performance counted from in a ranking: closed cards by month and hash, or what a newcomer gets."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.domain.past_performance import PastPerformance
from ui.selection.parts import fixed
from ui.texts import say

SHOWN_HASH = 12


def show_past(past: Sequence[PastPerformance], full: Mapping[str, str]) -> None:
    """Draw it where the rules weigh past performance: it was frozen when the bids were admitted."""
    if not past:
        return
    st.subheader(say("past.title"), anchor=False)
    st.caption(say("past.what"))
    st.dataframe(
        [
            {
                say("ranking.vendor"): full.get(one.vendor, one.vendor),
                say("past.counts"): fixed(one.score, 1),
                say("past.interval"): f"{fixed(one.low, 1)} … {fixed(one.high, 1)}",
                say("past.basis"): say(f"past.basis.{one.basis}"),
                say("past.month"): one.month or "—",
                say("past.cards"): ", ".join(f"{each.contract} {each.sha256[:SHOWN_HASH]}" for each in one.cards)
                or "—",
            }
            for one in past
        ],
        hide_index=True,
    )
