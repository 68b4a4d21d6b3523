"""Breaches by who is waited for; for a vendor his own, those he can still object to first. One opens on a click."""

from collections.abc import Sequence

import streamlit as st

from core.domain.actor import Actor
from core.domain.breach import DISPUTED
from core.errors import OutpactError
from core.services.operations.breach_views import BreachView
from ui.breach.marks import amount, coloured, left, named, row, styled
from ui.breach.page import show
from ui.fields import still_words
from ui.house import services
from ui.session import required_actor
from ui.texts import say
from ui.widgets import at, download, literal, tell

SHOWN = 200
CARD_PX, ROW_PX = 720, 34
CHOSEN = "opened_breach"


def main() -> None:
    """Draw the list, or the breach that the address names."""
    someone = required_actor()
    still_words()
    own = someone.vendor_id is not None
    st.header(say("breaches.title_vendor") if own else say("breaches.title"), anchor=False)
    if chosen := st.session_state.pop(CHOSEN, ""):
        st.query_params["breach"] = chosen
    wanted = st.query_params.get("breach", "")
    try:
        if wanted:
            _one(someone, wanted)
        else:
            _all(someone, own=own)
    except OutpactError as error:
        tell(error)


def _one(someone: Actor, uuid: str) -> None:
    if st.button(f"← {say('breaches.back')}", type="tertiary", key="back"):
        del st.query_params["breach"]
        st.rerun()
    show(someone, services().watch.breach(someone, uuid))


def _all(someone: Actor, *, own: bool) -> None:
    st.caption(say("breaches.what_vendor") if own else say("breaches.what"))
    found = services().watch.to_settle(someone, limit=SHOWN)
    if not found:
        st.info(say("breaches.empty_vendor") if own else say("breaches.empty"))
        return
    waiting = [one for one in found if one.state == DISPUTED or (own and one.is_open)]
    with st.container(key="breach_cards", width=CARD_PX):
        for one in waiting:
            _card(one, own=own)
        if not waiting:
            st.success(say("breaches.none_to_object") if own else say("breaches.none_to_decide"))
    rest = [one for one in found if one not in waiting]
    if rest:
        st.subheader(say("breaches.others"), anchor=False)
        _table(rest, own=own)
    download(say("table.download"), [row(one) for one in found], "breaches.csv")


def _card(view: BreachView, *, own: bool) -> None:
    with st.container(border=True):
        st.markdown(f"{coloured(view)}　**{literal(named(view))}**")
        whose = "" if own else f"{view.vendor} · "
        st.caption(literal(f"{whose}{view.case} · {at(view.breach_ms, view.zone)} {view.zone}"))
        for said in (left(view), amount(view)):
            if said:
                st.markdown(literal(said))
        if st.button(say("breaches.open"), key=f"open.{view.id}", width="stretch"):
            _open(view.id)


def _table(found: Sequence[BreachView], *, own: bool) -> None:
    """The others; the click is told by the place of its row, as it was drawn."""
    column = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", pinned=True, key="clicked_breach", on_click=_note,
        args=([one.id for one in found],),
    )  # fmt: skip
    shown = [{say("breaches.obligation"): named(one), **row(one)} for one in found]
    for one in shown if own else ():
        del one[say("breaches.vendor")]
    st.dataframe(
        styled(shown, say("breaches.state")), hide_index=True, row_height=ROW_PX,
        height=min(ROW_PX * (len(shown) + 1) + 2, 640), column_config={say("breaches.obligation"): column},
    )  # fmt: skip


def _note(ids: list[str]) -> None:
    st.session_state[CHOSEN] = ids[st.session_state["clicked_breach"]["row"]]


def _open(uuid: str) -> None:
    st.query_params["breach"] = uuid
    st.rerun()


main()
