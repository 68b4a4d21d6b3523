"""What happens to a draft next: findings with their acknowledgement, and the steps from linting to amendment."""

import base64
from collections.abc import Callable

import streamlit as st

from core.documents import pages
from core.documents.lines import EDITIONS
from core.domain.actor import Actor
from core.domain.contract_draft import STATES
from core.errors import OutpactError
from core.services.legal.draft_views import DraftView, FindingView, Step
from ui.contracts.days import read_day
from ui.contracts.parts import where
from ui.house import services
from ui.texts import colon, language, say
from ui.widgets import literal, said, tell, uploader_words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = {"zh": "edition.zh", "en": "edition.en", "bilingual": "edition.bilingual"}
SHAPES = {"error": ":red[■]", "warning": ":orange[▲]", "info": ":gray[○]"}


def shown(view: DraftView) -> str:
    """What a button about these terms is called by: pressed where others were shown, it does nothing."""
    return f"{view.number}.{view.version}.{view.terms_sha256[:12]}"


def note(view: DraftView) -> None:
    """Keep which terms this person has seen."""
    st.session_state[f"seen.{view.number}.{view.version}"] = view.terms_sha256


def show_changed(view: DraftView) -> None:
    """Say that somebody else has changed the terms since this person saw them; what he typed is not in them."""
    if st.session_state.get(f"seen.{view.number}.{view.version}", view.terms_sha256) != view.terms_sha256:
        st.warning(say("contracts.changed_meanwhile", people=literal(say("contracts.and").join(view.authors))))
    note(view)


def show_state(view: DraftView) -> None:
    """Draw the way from draft to active, the present state marked, and who may do what next."""
    at = STATES.index(view.state)
    marks = ["✓" if number < at else "▶" if number == at else "·" for number in range(len(STATES))]
    st.markdown(
        " → ".join(
            f"**{mark} {say('draft_state.' + one)}**" if one == view.state else f"{mark} {say('draft_state.' + one)}"
            for mark, one in zip(marks, STATES, strict=True)
        )
    )
    st.text(" · ".join(_next(one) for one in view.next))


def _next(step: Step) -> str:
    join = say("contracts.and")
    roles = join.join(say(f"role.{role}") for role in step.roles)
    barred = say("contracts.not_by", people=join.join(step.not_by)) if step.not_by else ""
    return say("contracts.next", act=say(f"act.{step.act}"), roles=roles) + barred


def show_findings(someone: Actor, view: DraftView) -> None:
    """Draw what the law says, errors first; a warning can be accepted with a reason."""
    st.subheader(say("contracts.findings"), anchor=False)
    if not view.linted_for:
        st.info(say("contracts.not_linted"))
        return
    st.caption(say("contracts.linted_for", day=view.linted_for))
    if not view.findings:
        st.success(say("contracts.nothing_found"))
    for number, one in enumerate(view.findings):
        _finding(someone, view, one, number)


def _finding(someone: Actor, view: DraftView, one: FindingView, number: int) -> None:
    with st.container(border=True):
        st.markdown(f"{SHAPES[one.severity]} **{one.rule}** · {say('finding.' + one.severity)}")
        sense = one.zh if language() == "zh" else one.en
        st.text(where(one) + colon() + sense.removeprefix(one.path).lstrip("：: "))
        if one.reason:
            st.text(say("contracts.accepted", by=one.acknowledged_by, reason=one.reason))
        elif one.severity == "warning" and _may(someone, view, "acknowledge"):
            key = f"ack.{shown(view)}.{number}.{one.rule}"
            reason = st.text_input(say("contracts.reason"), key=key)
            if st.button(say("contracts.accept"), key=f"{key}.button", disabled=not reason.strip()):
                desk, of = services().desk, view.terms_sha256
                _do(lambda: desk.acknowledge(someone, view.number, one.rule, one.path, reason, of=of))


def show_steps(someone: Actor, view: DraftView) -> None:
    """Draw the steps that this person can take now, each with its consequence in a sentence."""
    desk = services().desk
    if _may(someone, view, "lint") or _may(someone, view, "acknowledge"):
        planned = _day(say("contracts.planned"), view.linted_for or view.effective_from, "lint", view)
        if st.button(say("contracts.lint"), type="primary" if view.state == "draft" else "secondary"):
            _do(lambda: desk.lint(someone, view.number, read_day(planned)))
    if _may(someone, view, "approve"):
        st.caption(say("contracts.approve_means", number=view.number, version=view.version))
        is_author = someone.name in view.authors
        if st.button(say("contracts.approve"), f"approve.{shown(view)}", type="primary", disabled=is_author):
            _do(lambda: desk.approve(someone, view.number, of=view.terms_sha256))
    if _may(someone, view, "sign"):
        _sign(someone, view)
    if _may(someone, view, "activate"):
        st.caption(say("contracts.activate_means", day=view.effective_from, number=view.number))
        if st.button(say("contracts.activate"), type="primary"):
            _do(lambda: desk.activate(someone, view.number))
    if _may(someone, view, "amend"):
        st.caption(say("contracts.amend_means"))
        day = _day(say("field.effective_from"), "", "amend", view)
        if st.button(say("contracts.amend")):
            _do(lambda: desk.amend(someone, view.number, read_day(day)))


def _sign(someone: Actor, view: DraftView) -> None:
    st.caption(say("contracts.sign_means", sha256=view.terms_sha256[:12]))
    uploader_words()
    signed_on = _day(say("contracts.signed_on"), view.linted_for, "sign", view)
    document = st.file_uploader(say("contracts.signed_file"), type=["docx"])
    if st.button(say("contracts.sign"), type="primary", disabled=document is None) and document is not None:
        _do(lambda: services().desk.sign(someone, view.number, document.getvalue(), read_day(signed_on)))


def show_documents(someone: Actor, view: DraftView) -> None:
    """Offer the three editions and the signed document, and the pages as pictures."""
    st.subheader(say("contracts.documents"), anchor=False)
    try:
        made = {one: services().desk.render(someone, view.number, one, view.version) for one in EDITIONS}
    except OutpactError as error:
        st.info(say("contracts.incomplete_document"))
        st.text(said(error))
        return
    for column, edition in zip(st.columns(len(EDITIONS)), EDITIONS, strict=True):
        name = f"{view.number}-v{view.version}-{edition}.docx"
        column.download_button(say(NAMES[edition]), made[edition], name, DOCX, width="stretch")
    if view.signature is not None:
        signed = services().desk.signed(someone, view.number, view.version)
        st.download_button(say("contracts.signed_copy"), signed, f"{view.number}-v{view.version}-signed.docx", DOCX)
    editions = {one: say(NAMES[one]) for one in EDITIONS}
    chosen = st.segmented_control(
        say("contracts.pages"), list(editions), format_func=editions.__getitem__, key="pages_of"
    )
    if chosen:
        _pages(made[chosen])


def _pages(content: bytes) -> None:
    try:
        with st.spinner(say("contracts.turning")):
            drawn = _drawn(content)
    except OutpactError as error:
        tell(error)
        return
    style = "width: 100%; max-width: 640px; border: 1px solid #DDE3E0; margin-bottom: 1rem; display: block"
    st.html("".join(f'<img style="{style}" alt="" src="data:image/png;base64,{one}">' for one in drawn))


@st.cache_data(max_entries=4, show_spinner=False)
def _drawn(content: bytes) -> list[str]:
    return [base64.b64encode(one).decode() for one in pages.pictures(pages.pdf(content))]


def _may(someone: Actor, view: DraftView, act: str) -> bool:
    return any(one.act == act and someone.role in one.roles for one in view.next)


def _day(label: str, shown: str, step: str, view: DraftView) -> str:
    return st.text_input(label, shown, key=f"{step}.{view.number}.{view.version}", placeholder="2026-12-31")


def _do(act: Callable[[], DraftView]) -> None:
    """Take a step; what is refused is told where the button is."""
    try:
        note(act())
    except OutpactError as error:
        tell(error)
        return
    st.query_params.pop("version", None)  # an amendment is a version of its own
    st.rerun()
