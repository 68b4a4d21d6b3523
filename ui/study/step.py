"""What every step has: its study, whether it may be changed, how its gate stands, and the way to save it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from core.domain.actor import Actor
from core.domain.reason import Reason
from core.domain.work_package import PackageContent
from core.services.procurement.feasibility import StudyView
from ui.fields import Form
from ui.texts import language, say
from ui.widgets import literal


@dataclass(slots=True)
class Step:
    """One step as it is drawn: `content` is the package's version, `may_edit` is False once it is decided."""

    someone: Actor
    study: StudyView
    content: PackageContent
    may_edit: bool
    name: str
    form: Form = field(default_factory=Form)

    def key(self, part: str) -> str:
        """The key of a widget of this step."""
        return f"{self.study.package}-{self.study.version}-{self.name}-{part}"

    def save(self, act: Callable[[], StudyView | None]) -> None:
        """Offer to save; what is refused is told at its field."""
        if self.may_edit and st.button(say("study.save"), key=self.key("save"), type="primary"):
            saved = self.form.take(act)
            if saved is not None:
                st.session_state[saved_step(self.study)] = self.name  # how its gate stands is to be seen
                st.rerun()


def saved_step(study: StudyView) -> str:
    """Where it is kept which step was saved last."""
    return f"{study.package}-{study.version}-saved"


def gate(failures: Sequence[Reason], passed: str) -> None:
    """How the gate of a step stands, with the reason of each failure."""
    for one in failures:
        st.error(f"■ {say('study.gate_failed')} · {literal(one.words(language()))}")
    if not failures:
        st.success(f"● {say('study.gate_passed')} · {passed}")


def scale(step: Step, name: str, label: str, words: Sequence[str], there: int | None) -> int | None:
    """Ask for a score from 1 to 5 with what each means beside it."""
    chosen: int | None = st.radio(
        label, range(1, 6), None if there is None else there - 1, key=step.key(name), disabled=not step.may_edit,
        format_func=lambda one: f"{one} · {words[one - 1]}",
    )  # fmt: skip
    return chosen
