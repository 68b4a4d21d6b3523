"""How a vendor stands on the register: why he may not be invited, what was decided of him, block and release."""

from datetime import date

import streamlit as st

from core.domain.actor import Actor
from core.domain.bounds import require_text
from core.domain.standing import require_expiry
from core.domain.zone import HOUSE_ZONE
from core.services.access import ALLOWED
from core.services.performance.standings import BLOCK_EXPIRY, StandingView
from ui.confirmation import confirm
from ui.fields import Form
from ui.house import services
from ui.performance_parts import REVIEW_SCREEN, grade
from ui.texts import language, say
from ui.widgets import at, literal


def standing_row(standing: StandingView | None) -> dict[str, object]:
    """The columns of the register: the mark, and why."""
    reason = (standing.bar or standing.warning) if standing is not None else None
    return {
        say("vendor.standing"): grade(standing),
        say("vendor.standing_why"): str(dict(reason.values)["reason"]) if reason is not None else "",
    }


def show_standing(someone: Actor, vendor: str, today: date) -> None:
    """Draw it for one vendor, with the act that is possible next for whoever may decide."""
    standing = services().standings.get(someone, vendor)
    st.markdown(f"**{say('vendor.standing')}**　{grade(standing)}")
    if standing.bar is not None:
        st.error(literal(standing.bar.words(language())))
    elif standing.warning is not None:
        st.warning(literal(standing.warning.words(language())))
    if someone.role in ALLOWED["standing.decide"]:
        with st.expander(say("vendor.release" if standing.is_blocked else "vendor.block")):
            if standing.is_blocked:
                _release(someone, standing)
            else:
                _block(someone, standing, today)
    else:
        st.caption(say("vendor.manager_blocks"))
    if standing.acts:
        _acts(standing)


def _acts(standing: StandingView) -> None:
    rows = [
        {
            say("vendor.act_at"): at(one.at_ms, HOUSE_ZONE, "%Y-%m-%d %H:%M"),
            say("vendor.act"): say(f"standing.act.{one.act}", grade=one.grade or ""),
            say("form.reason"): one.reason,
            say("vendor.act_until"): f"{one.expires_on}" if one.expires_on else "",
            say("vendor.act_by"): one.by,
            say("vendor.act_review"): one.review,
        }
        for one in reversed(standing.acts)
    ]
    st.dataframe(rows, hide_index=True)
    review = next((one.review for one in reversed(standing.acts) if one.review), "")
    if review:
        st.page_link(REVIEW_SCREEN, label=say("vendor.to_review", number=review), icon=":material/gavel:",
                     query_params={"review": review})  # fmt: skip


def _block(someone: Actor, standing: StandingView, today: date) -> None:
    form, key = Form(), f"block.{standing.vendor}"
    st.caption(say("vendor.block_what"))
    reason = st.text_area(say("form.reason"), key=f"{key}.reason")
    form.room("reason", name=say("form.reason"))
    last = st.date_input(say("vendor.block_until"), None, format="YYYY-MM-DD", key=f"{key}.until",
                         help=say("vendor.block_until_help"))  # fmt: skip
    form.room("expires_on", name=say("vendor.block_until"))
    if not st.button(say("vendor.block_button"), type="primary", key=f"{key}.ask"):
        return
    form.take(lambda: require_text(reason, code="standing.no_reason", place="reason"))
    if last is not None:
        form.take(lambda: require_expiry(last, today, BLOCK_EXPIRY))
    if form.refused:
        return
    until = say("vendor.until_released") if last is None else say("vendor.until_day", day=last)
    name = literal(standing.name)
    confirm(
        say("vendor.block_title", vendor=standing.vendor),
        say("vendor.block_consequence", name=name, until=until, reason=literal(reason)),
        say("vendor.block_verb", vendor=standing.vendor),
        lambda: services().standings.block(someone, standing.vendor, reason, last),
    )


def _release(someone: Actor, standing: StandingView) -> None:
    form, key = Form(), f"release.{standing.vendor}"
    reason = st.text_area(say("form.reason"), key=f"{key}.reason")
    form.room("reason", name=say("form.reason"))
    if not st.button(say("vendor.release_button"), type="primary", key=f"{key}.ask"):
        return
    form.take(lambda: require_text(reason, code="standing.no_reason", place="reason"))
    if form.refused:
        return
    confirm(
        say("vendor.release_title", vendor=standing.vendor),
        say("vendor.release_consequence", name=literal(standing.name), reason=literal(reason)),
        say("vendor.release_verb", vendor=standing.vendor),
        lambda: services().standings.release(someone, standing.vendor, reason),
    )
