"""The renewal of a contract: days of notice, how sure the cards make it, the decision with its reason, what follows."""

from collections.abc import Sequence

import streamlit as st

from core.domain.actor import Actor
from core.domain.bounds import require_text
from core.domain.renewal import CHOICES, SCORE, Sureness
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.performance.renewals import DossierView, NoticeView, RenewalView
from ui.choice import choose
from ui.confirmation import confirm
from ui.fields import Form, still_words
from ui.house import services
from ui.performance_parts import VENDOR_SCREEN, days_left, figure, points, span
from ui.session import required_actor
from ui.texts import say
from ui.widgets import at, literal, tell

FOLLOWS = {
    "renew": ("screens/contracts.py", "draft.read"),
    "renegotiate": ("screens/contracts.py", "draft.read"),
    "retender": ("screens/selection.py", "selection.read"),
    "take_back": ("screens/work_package.py", "package.read"),
}
"""Where the next act after a decision is done, and what one must be allowed to see to go there."""
SHOWN_HASH = 12


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    still_words()
    st.header(say("renewal.title"), anchor=False)
    st.caption(say("renewal.what"))
    known = services().renewals.notices(someone)
    if not known:
        st.info(say("portfolio.empty"))
        return
    contract = _chosen(known)
    try:
        dossier = services().renewals.dossier(someone, contract)
    except OutpactError as error:
        tell(error)
        return
    _head(dossier)
    left, right = st.columns(2, gap="large")
    with left:
        _sure(dossier)
    with right:
        _decision(someone, dossier)
    _history(dossier.decisions, dossier.zone)


def _chosen(known: Sequence[NoticeView]) -> str:
    """Let the person choose a contract, the next to end first; it stands in the address."""
    names = {one.contract: f"{one.contract} · {one.name} · {days_left(one.notice)}" for one in known}
    return choose("contract", names, say("perf.contract"), shows_label=True)


def _head(dossier: DossierView) -> None:
    notice, nothing = dossier.notice, "—"
    agreed = "" if dossier.notice_days is None else say("renewal.notice_days", days=dossier.notice_days)
    with st.container(key="tiles"):
        columns = st.columns(4)
        columns[0].metric(say("renewal.ends"), f"{notice.ends_on}" if notice else nothing,
                          say("renewal.since", day=dossier.begins_on) if dossier.begins_on else nothing,
                          delta_color="off", delta_arrow="off", border=True)  # fmt: skip
        columns[1].metric(say("renewal.tell_by"), f"{notice.last_day}" if notice else nothing, agreed or nothing,
                          delta_color="off", delta_arrow="off", border=True)  # fmt: skip
        columns[2].metric(say("renewal.days_left"), f"{notice.days_left}" if notice else nothing,
                          days_left(notice), delta_color="off", delta_arrow="off", border=True)  # fmt: skip
        columns[3].metric(say("perf.score"), points(dossier.score) if dossier.score else nothing,
                          span(dossier.score) if dossier.score else say("perf.none"), delta_color="off",
                          delta_arrow="off", border=True)  # fmt: skip
    if notice is not None and notice.days_left < 0 and not dossier.decisions:
        st.warning(say("renewal.too_late", day=notice.last_day))
    last = dossier.cards[-1].month if dossier.cards else ""
    query = {"vendor": dossier.vendor, "month": last} if last else {"vendor": dossier.vendor}
    st.page_link(VENDOR_SCREEN, label=say("review.to_card", name=literal(dossier.name)), icon=":material/table_chart:",
                 query_params=query)  # fmt: skip


def _sure(dossier: DossierView) -> None:
    """Each statement with its probability, and the closed cards that all of it rests on."""
    st.subheader(say("perf.sure"), anchor=False)
    if not dossier.cards:
        st.info(say("renewal.no_card"))
        return
    if not dossier.sureness:
        st.caption(say("perf.not_sure"))
    for one in dossier.sureness:
        said = say("perf.sure_line", what=_stated(dossier, one), word=say(f"sure.{one.word}"),
                   pct=f"{100 * one.probability:.0f}")  # fmt: skip
        st.markdown(said)
    st.caption(say("renewal.rests", count=len(dossier.cards), cases=f"{dossier.cases:,}"))
    st.dataframe(
        [{say("perf.month"): one.month, "sha256": one.sha256[:SHOWN_HASH]} for one in dossier.cards],
        hide_index=True,
    )


def _stated(dossier: DossierView, one: Sureness) -> str:
    if one.code == SCORE:
        return say("perf.sure_score", grade=dossier.suggested)
    kpi = next(each for each in dossier.kpis if each.code == one.code)
    return say("perf.sure_kpi", name=say(f"kpi.{one.code}"), due=figure(kpi, one.due))


def _decision(someone: Actor, dossier: DossierView) -> None:
    st.subheader(say("renewal.decision"), anchor=False)
    if dossier.decisions:
        _follows(someone, dossier, dossier.decisions[0])
    if someone.role not in ALLOWED["renewal.decide"]:
        st.caption(say("renewal.manager_decides"))
        return
    if not dossier.cards:
        st.caption(say("renewal.decides_later"))
        return
    if dossier.decisions:
        with st.expander(say("renewal.again")):
            _decide(someone, dossier)
    else:
        _decide(someone, dossier)


def _decide(someone: Actor, dossier: DossierView) -> None:
    form, key = Form(), f"renewal.{dossier.contract}"
    words = {one: say(f"renewal.choice.{one}") for one in CHOICES}
    choice = st.radio(
        say("renewal.choice"), CHOICES, None, format_func=words.__getitem__, key=f"{key}.choice",
        captions=[say(f"renewal.means.{one}") for one in CHOICES],
    )  # fmt: skip
    form.room("choice", name=say("renewal.choice"))
    reason = st.text_area(say("form.reason"), key=f"{key}.reason")
    form.room("reason", name=say("form.reason"))
    verb = say(f"renewal.verb.{choice}" if choice else "renewal.verb")
    if not st.button(verb, type="primary", key=f"{key}.ask"):
        return
    form.take(lambda: require_text(choice or "", code="renewal.no_choice", place="choice"))
    form.take(lambda: require_text(reason, code="renewal.no_reason", place="reason"))
    if choice is not None and not form.refused:
        _confirm(someone, dossier, choice, reason)


def _confirm(someone: Actor, dossier: DossierView, choice: str, reason: str) -> None:
    consequence = say(
        f"renewal.consequence.{choice}", contract=dossier.contract, name=literal(dossier.name),
        ends=dossier.notice.ends_on if dossier.notice else "—", count=len(dossier.cards),
    )  # fmt: skip
    confirm(
        say("renewal.confirm_title", contract=dossier.contract), f"{consequence}\n\n> {literal(reason)}",
        say(f"renewal.verb.{choice}"),
        lambda: services().renewals.decide(someone, dossier.contract, choice, reason),
    )  # fmt: skip


def _follows(someone: Actor, dossier: DossierView, made: RenewalView) -> None:
    """What was decided last, and the next act as a link."""
    st.success(
        say("renewal.decided", choice=say(f"renewal.choice.{made.choice}"), by=literal(made.by),
            at=at(made.at_ms, dossier.zone, "%Y-%m-%d %H:%M"), reason=literal(made.reason))
    )  # fmt: skip
    screen, allowed = FOLLOWS[made.choice]
    label = say(f"renewal.next.{made.choice}", contract=dossier.contract)
    if someone.role in ALLOWED[allowed]:
        query = {"contract": dossier.contract} if allowed == "draft.read" else {}
        st.page_link(screen, label=label, icon=":material/arrow_forward:", query_params=query)
    else:
        st.caption(label)


def _history(decisions: Sequence[RenewalView], zone: str) -> None:
    st.subheader(say("renewal.history"), anchor=False)
    if not decisions:
        st.caption(say("renewal.none_yet"))
        return
    st.dataframe(
        [
            {
                say("perf.at"): at(one.at_ms, zone, "%Y-%m-%d %H:%M"),
                say("renewal.decision"): say(f"renewal.choice.{one.choice}"),
                say("form.reason"): one.reason,
                say("renewal.by"): one.by,
                say("renewal.cards"): ", ".join(f"{each.month} {each.sha256[:SHOWN_HASH]}" for each in one.cards),
            }
            for one in decisions
        ],
        hide_index=True,
    )


main()
