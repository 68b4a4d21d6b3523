"""The ranking: weights to try with a live rank, why who is ahead, how firm it is, and the award."""

import streamlit as st

from core.domain.actor import Actor
from core.domain.ranking_record import RankingRecord
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.page import MOST
from core.services.procurement.ranking import RANKED, RankingView
from ui.contracts import from_award
from ui.fields import still_words
from ui.house import services
from ui.places import told
from ui.ranking.award import award, offer_memo
from ui.ranking.past import show_past
from ui.ranking.trial import try_weights
from ui.ranking.views import show_views
from ui.selection.parts import QUERY, chosen, day, fixed
from ui.selection.stages import ORDER
from ui.session import required_actor
from ui.texts import language, listed, say
from ui.widgets import literal


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    st.header(say("ranking.title"), anchor=False)
    try:
        ranked = [one for one in services().selections.list(someone, limit=MOST) if one.state in RANKED]
        if not ranked and QUERY not in st.query_params:
            st.info(say("ranking.empty"))
            return
        number = chosen(ranked)
        _ranking(someone, services().ranking.get(someone, number))
    except OutpactError as error:
        st.error(told(error, {one: say(f"stage.{one}") for one in (*ORDER, "failed")}))


def _ranking(someone: Actor, view: RankingView) -> None:
    record = view.record
    state = services().selections.get(someone, record.selection)
    st.caption(
        say("ranking.what", opened=day(state.opened_ms), sha=record.rules_sha256[:12],
            formula=say(f"formula.{record.price_formula}"), digits=record.price_digits)
    )  # fmt: skip
    if state.award is not None:
        st.success(
            say("ranking.awarded", vendor=literal(view.vendors[state.award.vendor]), by=literal(state.award.decided_by),
                at=day(state.award.decided_ms), reason=literal(state.award.reason), sha=view.sha256[:12])
        )  # fmt: skip
        offer_memo(someone, record.selection)
        from_award.offer(someone, record.selection)
    full = {vendor: f"{letter} · {view.vendors[vendor]}" for vendor, letter in view.aliases.items()}
    try_weights(record, view.aliases, full)
    _left_out(record, view.aliases, full)
    show_views(record, view.aliases, full)
    show_past(state.past, full)
    if state.award is None and someone.role in ALLOWED["selection.award"]:
        award(someone, view)


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


main()
