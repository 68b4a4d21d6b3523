"""Feasibility: whether a work package is outsourced, in five steps, each with its gate."""

from collections.abc import Callable
from functools import partial

import streamlit as st

import contract_templates
from core.domain.actor import Actor
from core.domain.wording import Language
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.page import MOST
from core.services.procurement.feasibility import StudyView
from core.services.procurement.work_packages import PackageView
from ui.fields import still_words
from ui.house import services
from ui.session import required_actor
from ui.study import core, decision, economic, social, technical
from ui.study.step import Step, saved_step
from ui.texts import language, say
from ui.widgets import asked_number, literal, tell

STEPS: dict[str, Callable[[Step], None]] = {
    "core": core.draw, "technical": technical.draw, "economic": economic.draw, "social": social.draw,
    "decision": decision.draw,
}  # fmt: skip


def main() -> None:
    """Draw the study of the package and version that the address names, or let a person choose."""
    someone = required_actor()
    still_words()
    st.header(say("study.title"), anchor=False)
    number = _chosen(someone)
    if not number:
        return
    try:
        view = services().work_packages.get(someone, number, asked_number("version"))
        study = services().feasibility.get(someone, number, view.version)
    except OutpactError as error:
        tell(error)
        return
    _study(someone, view, study)


def _chosen(someone: Actor) -> str:
    listed = services().work_packages.list(someone, limit=MOST)
    if not listed:
        st.info(say("study.empty"))
        return ""
    titles = {one.number: f"{one.number} · {one.title}" for one in listed}
    asked = st.query_params.get("package", "")
    if asked and asked not in titles:
        return asked
    numbers = list(titles)
    chosen = st.selectbox(
        say("study.package"), numbers, numbers.index(asked) if asked else None, format_func=titles.__getitem__,
        placeholder=say("study.choose"), label_visibility="collapsed",
    )  # fmt: skip
    if chosen is None:
        st.info(say("study.choose"))
        return ""
    if chosen != asked:
        st.query_params.clear()
        st.query_params["package"] = chosen
    return chosen


def _study(someone: Actor, view: PackageView, study: StudyView) -> None:
    st.caption(say("study.what", title=literal(view.title), version=view.version, of=view.versions))
    may_edit = someone.role in ALLOWED["package.edit"] and study.decision is None
    labels = {
        name: f"{number} {say('study.step.' + name)} {_mark(study, name)}" for number, name in enumerate(STEPS, 1)
    }
    open_step = next((name for name in STEPS if getattr(study, name) is None), "decision")
    first = st.session_state.get(saved_step(study), open_step)
    tabs = st.tabs(list(labels.values()), default=labels[first], key=f"{view.number}-{view.version}-steps-{language()}")
    for tab, (name, draw) in zip(tabs, STEPS.items(), strict=True):
        with tab:
            draw(Step(someone, study, view.content, may_edit, name))
    if study.recommendation is not None:
        _report(someone, view)


def _report(someone: Actor, view: PackageView) -> None:
    """The report in the language of the session, made when it is asked for."""
    said: Language = "en" if language() == "en" else "zh"
    form = contract_templates.load_report()
    st.download_button(
        say("study.report"), partial(services().feasibility.report, someone, view.number, view.version, said, form),
        f"{view.number}-v{view.version}-{said}.docx",
    )  # fmt: skip


def _mark(study: StudyView, name: str) -> str:
    """A step is open, passed or stopped at its gate."""
    step = getattr(study, name)
    if step is None:
        return "○"
    return "■" if name != "decision" and step.failures() else "●"


main()
