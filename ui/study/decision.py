"""Step 5: what the steps recommend, in words, and what a person decides."""

import streamlit as st

from core.domain.bounds import require_text
from core.domain.feasibility.decision import OUTCOMES, Decision, Recommendation
from core.domain.feasibility.triggers import Triggers
from core.domain.zone import HOUSE_ZONE
from core.services.access import ALLOWED
from ui.amounts import count, pct
from ui.fields import Form
from ui.house import services
from ui.study.step import Step
from ui.tables import share
from ui.texts import language, say
from ui.widgets import at, literal

TRIGGERS = (("volume_least", 70.0), ("volume_most", 140.0), ("price_rise", 10.0))
"""Per cent that the form begins with; a person looks at them."""
QUARTERS = 2


def draw(step: Step) -> None:
    """Show the recommendation and the decision, or ask for one."""
    study = step.study
    if study.recommendation is None:
        open_steps = [
            say(f"study.step.{one}") for one in ("core", "technical", "economic", "social") if not getattr(study, one)
        ]
        st.info(say("study.steps_open", steps=" · ".join(open_steps)))
        return
    recommend(study.decision.recommendation if study.decision else study.recommendation)
    if study.decision is not None:
        _decided(study.decision)
    elif step.someone.role in ALLOWED["feasibility.decide"]:
        _ask(step, study.recommendation)


def recommend(one: Recommendation) -> None:
    """The recommendation with its score, the gates that failed and the reasons, in words."""
    columns = st.columns(2)
    columns[0].metric(say("study.recommended"), say(f"study.outcome.{one.outcome}"), border=True)
    columns[1].metric(say("study.score"), count(one.score), border=True, help=say("study.score_help"))
    for failure in one.failures:
        st.error(f"■ {say('study.gate_failed')} · {literal(failure.words(language()))}")
    st.markdown("\n".join(f"- {literal(reason.words(language()))}" for reason in one.reasons))


def _decided(one: Decision) -> None:
    st.success(
        say("study.decided", outcome=say(f"study.outcome.{one.outcome}"), by=literal(one.decided_by),
            at=at(one.decided_ms, HOUSE_ZONE), zone=HOUSE_ZONE)
    )  # fmt: skip
    st.markdown(f"**{say('place.decision.reason')}** · {literal(one.reason)}")
    st.markdown(
        say("study.triggers_said", price=pct(one.triggers.price_rise, 0), quarters=one.triggers.quarters_below,
            least=pct(one.triggers.volume_least, 0), most=pct(one.triggers.volume_most, 0))
    )  # fmt: skip


def _ask(step: Step, recommended: Recommendation) -> None:
    st.subheader(say("study.decide"), anchor=False)
    words = {one: say(f"study.outcome.{one}") for one in OUTCOMES}
    outcome = st.radio(
        say("place.decision.outcome"), OUTCOMES, OUTCOMES.index(recommended.outcome), key=step.key("outcome"),
        format_func=words.__getitem__, horizontal=True,
    )  # fmt: skip
    step.form.room("decision.outcome")
    reason = st.text_area(say("place.decision.reason"), key=step.key("reason"), height=90)
    step.form.room("decision.reason", "decision")
    st.caption(say("study.triggers_help"))
    typed = {}
    columns = st.columns(4)
    for column, (name, usual) in zip(columns, TRIGGERS, strict=False):
        with column:
            typed[name] = st.number_input(say(f"place.triggers.{name}"), value=usual, key=step.key(name), format="%g")
            step.form.room(f"triggers.{name}")
    with columns[3]:
        quarters = st.number_input(
            say("place.triggers.quarters_below"), value=QUARTERS, step=1, key=step.key("quarters")
        )
        step.form.room("triggers.quarters_below")
    if st.button(say("study.decide_button"), type="primary", key=step.key("decide")):
        step.form.take(lambda: require_text(reason, code="feasibility.no_reason", place="decision.reason"))
        triggers = step.form.take(
            lambda: Triggers(quarters_below=int(quarters), **{name: share(value) for name, value in typed.items()})
        )
        if triggers is not None and not step.form.refused:
            _confirm(step, outcome, reason.strip(), triggers)


def _confirm(step: Step, outcome: str, reason: str, triggers: Triggers) -> None:
    """A decision is final: the consequence is said once more before it is taken."""

    @st.dialog(say("study.confirm_title"))
    def ask() -> None:
        study, form = step.study, Form()
        st.write(
            say("study.confirm", package=study.package, version=study.version,
                outcome=say(f"study.outcome.{outcome}"))
        )  # fmt: skip
        if st.button(say("study.confirm_button", outcome=say(f"study.outcome.{outcome}")), type="primary"):
            done = form.take(
                lambda: services().feasibility.decide(
                    step.someone, study.package, study.version, outcome, reason, triggers
                )
            )
            if done is not None:
                st.rerun()

    ask()
