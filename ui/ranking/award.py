"""The award: offered to those who may decide, with its consequence; afterwards its memo."""

import streamlit as st

import contract_templates
from core.domain.actor import Actor
from core.domain.wording import Language
from core.services.procurement.ranking import RankingView
from ui.amounts import full
from ui.confirmation import act
from ui.house import services
from ui.texts import language, say
from ui.widgets import literal


def offer_memo(someone: Actor, number: str) -> None:
    """Offer the award memo in the language of the session."""
    chosen_language: Language = "zh" if language() == "zh" else "en"
    content = services().award_memos.render(someone, number, contract_templates.load_memo(), chosen_language)
    st.download_button(say("ranking.memo"), content, f"{number}-award-{chosen_language}.docx")


def award(someone: Actor, view: RankingView) -> None:
    """Offer the award; it cannot be taken back, so the consequence is said before the button."""
    if not st.button(say("ranking.award"), type="primary"):
        return

    @st.dialog(say("ranking.award_title", number=view.record.selection))
    def ask() -> None:
        _ask(someone, view)

    ask()


def _ask(someone: Actor, view: RankingView) -> None:
    record = view.record
    names = {vendor: f"{view.aliases[vendor]} · {view.vendors[vendor]}" for vendor in record.totals}
    vendor = st.selectbox(say("ranking.vendor"), list(names), format_func=names.__getitem__)
    reason = st.text_area(say("ranking.reason"))
    price = next(one.price for one in record.standings if one.vendor == vendor)
    st.markdown(say("ranking.award_consequence", vendor=literal(view.vendors[vendor]), price=full(price)))
    rules = services().selections.get(someone, record.selection).rules
    if rules is not None and rules.undecided_because:
        st.warning(say("selection.opened_undecided", reason=literal(rules.undecided_because)))
    if vendor not in record.winners:
        st.warning(say("ranking.award_against"))
    if st.button(say("ranking.award_to", vendor=names[vendor]), type="primary", width="stretch"):
        act(lambda: services().ranking.award(someone, record.selection, vendor, reason), names)
