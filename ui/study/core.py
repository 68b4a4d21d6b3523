"""Step 1: core or not."""

from dataclasses import fields

import streamlit as st

from core.domain.feasibility.core_review import CoreReview
from core.errors import InvalidInput
from ui.house import services
from ui.study.step import Step, gate, scale
from ui.texts import say

ASKED = tuple(one.name for one in fields(CoreReview))[:4]


def draw(step: Step) -> None:
    """Ask for the four answers, and the reason that a core activity needs."""
    there = step.study.core
    if there is not None:
        gate(there.failures(), say(f"study.core_outcome.{there.outcome}"))
    words = [say(f"study.degree.n{one}") for one in range(1, 6)]
    answers: dict[str, int | None] = {}
    for column, name in zip(st.columns(len(ASKED)), ASKED, strict=True):
        with column:
            answers[name] = scale(
                step, name, say(f"place.core.{name}"), words, None if there is None else getattr(there, name)
            )
            step.form.room(f"core.{name}")
    reason = st.text_area(
        say("place.core.reason"), there.reason if there else "", key=step.key("reason"), disabled=not step.may_edit,
        help=say("study.core_reason_help"), height=90,
    )  # fmt: skip
    step.form.room("core.reason")

    def review() -> CoreReview:
        given = {name: value for name, value in answers.items() if value is not None}
        for name in ASKED:
            if name not in given:
                raise InvalidInput("feasibility.not_rated", place=f"core.{name}", value=say(f"place.core.{name}"))
        return CoreReview(**given, reason=reason.strip())

    step.save(lambda: services().feasibility.review(step.someone, step.study.package, step.study.version, review()))
