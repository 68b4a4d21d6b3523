"""Step 4: social feasibility, risks by aspect with their mitigation, and signs of false outsourcing."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.domain.feasibility.false_outsourcing import SIGNS, STOPPED_FROM, WARNED_FROM
from core.domain.feasibility.social import ASPECTS, UNMITIGATED, SocialReview, SocialRisk
from core.errors import InvalidInput
from ui.amounts import count
from ui.house import services
from ui.study.step import Step, gate
from ui.tables import Column, Row, chosen, decimal, edited
from ui.texts import language, say
from ui.widgets import literal


def draw(step: Step) -> None:
    """Ask for the risks and the signs."""
    there = step.study.social
    if there is not None:
        gate(there.failures(), say("study.score_said", score=count(there.score)))
        for one in there.warnings():
            st.warning(literal(one.words(language())))
    st.caption(say("study.social_help", most=UNMITIGATED))
    aspects = {name: one.words(language()) for name, one in ASPECTS.items()}
    columns = (
        Column("aspect", "choice", aspects), Column("what"), Column("likelihood", "whole"), Column("impact", "whole"),
        Column("mitigation"), Column("red_flag", "flag"),
    )  # fmt: skip
    shown = [_row(one) for one in there.risks] if there else [{"aspect": one, "red_flag": False} for one in ASPECTS]
    rows = edited(step.key("risks"), "social.risks", columns, shown, may_edit=step.may_edit)
    step.form.room("social.risks", "social")
    _levels(rows, aspects)
    signs = _signs(step, there)

    def review() -> SocialReview:
        risks = read_risks(rows)
        for name in ASPECTS:
            if all(one.aspect != name for one in risks):
                raise InvalidInput("feasibility.not_rated", place="social.risks", value=aspects[name])
        return SocialReview(risks, signs)

    step.save(lambda: services().feasibility.review(step.someone, step.study.package, step.study.version, review()))


def read_risks(rows: Sequence[Row]) -> tuple[SocialRisk, ...]:
    """The risks of these rows; what was not scored is 0, which the review refuses."""
    return tuple(
        SocialRisk(
            chosen(row["aspect"], f"social.risks[{index}].aspect"), row["what"] or "–",
            int(decimal(row["likelihood"])), int(decimal(row["impact"])),
            row["mitigation"] or "", bool(row["red_flag"]),
        )
        for index, row in enumerate(rows)
    )  # fmt: skip


def _row(one: SocialRisk) -> Row:
    return {
        "aspect": one.aspect, "what": one.what, "likelihood": one.likelihood, "impact": one.impact,
        "mitigation": one.mitigation or None, "red_flag": one.red_flag,
    }  # fmt: skip


def _levels(rows: Sequence[Row], aspects: dict[str, str]) -> None:
    scored = [row for row in rows if row["likelihood"] and row["impact"] and row["aspect"]]
    if not scored:
        return
    levels = sorted(
        ((int(row["likelihood"]) * int(row["impact"]), aspects[row["aspect"]]) for row in scored), reverse=True
    )
    meaning = {True: say("study.level_high", most=UNMITIGATED), False: say("study.level_usual")}
    shown = [
        {
            say("place.social.risks.aspect"): aspect,
            say("study.level"): level,
            say("study.level_said"): meaning[level > UNMITIGATED],
        }
        for level, aspect in levels
    ]
    bar = st.column_config.ProgressColumn(min_value=0, max_value=25, format="%d", color="#C4722B")
    with st.expander(say("study.levels")):
        st.dataframe(pd.DataFrame(shown), hide_index=True, column_config={say("study.level"): bar})


def _signs(step: Step, there: SocialReview | None) -> tuple[str, ...]:
    st.subheader(say("place.social.dispatch_signs"), anchor=False)
    st.caption(say("study.signs_help", warned=WARNED_FROM, stopped=STOPPED_FROM))
    found = []
    columns = st.columns(3)
    for index, (name, words) in enumerate(SIGNS.items()):
        ticked = columns[index % 3].checkbox(
            words.words(language()), bool(there and name in there.dispatch_signs), key=step.key(name),
            disabled=not step.may_edit,
        )  # fmt: skip
        if ticked:
            found.append(name)
    step.form.room("social.dispatch_signs")
    return tuple(found)
