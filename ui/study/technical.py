"""Step 2: technical feasibility, each factor with its anchors and its evidence."""

import streamlit as st

from core.domain.feasibility.technical import FACTORS, LEAST, Rating, TechnicalReview
from core.errors import InvalidInput
from ui.amounts import count
from ui.house import services
from ui.study.step import Step, gate, scale
from ui.texts import language, say


def draw(step: Step) -> None:
    """Ask for a score and its evidence, factor by factor."""
    there = step.study.technical
    if there is not None:
        gate(there.failures(), say("study.score_said", score=count(there.score)))
    known = {one.factor: one for one in there.ratings} if there else {}
    ratings: list[Rating] = []
    columns = st.columns(2)
    for index, name in enumerate(FACTORS):
        with columns[index % 2], st.container(border=True):
            _factor(step, name, known.get(name), ratings)
    st.caption(say("study.technical_gate", least=there.least if there else LEAST))

    def review() -> TechnicalReview:
        for name, factor in FACTORS.items():
            if all(one.factor != name for one in ratings):
                raise InvalidInput(
                    "feasibility.not_rated", place=f"technical.{name}", value=factor.name.words(language())
                )
        return TechnicalReview(tuple(ratings))

    step.save(lambda: services().feasibility.review(step.someone, step.study.package, step.study.version, review()))


def _factor(step: Step, name: str, there: Rating | None, ratings: list[Rating]) -> None:
    factor = FACTORS[name]
    anchors = [one.words(language()) for one in factor.anchors]
    score = scale(step, name, f"**{factor.name.words(language())}**", anchors, there.score if there else None)
    evidence = st.text_input(
        say("place.technical.ratings.evidence"), there.evidence if there else "", key=step.key(f"{name}-evidence"),
        disabled=not step.may_edit, placeholder=say("study.evidence_example"),
    )  # fmt: skip
    if score is None:
        step.form.room(f"technical.{name}")
        return
    step.form.room(f"technical.{name}", f"technical.ratings[{len(ratings)}]")
    ratings.append(Rating(name, score, evidence.strip()))
