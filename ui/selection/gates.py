"""What a bid must bring to be ranked: evidence for each requirement, and the least attainment of obligations."""

import streamlit as st

from core.domain.qualification import Requirement
from core.domain.selection_rules import RequiredLevel, SelectionRules
from ui.fields import Form
from ui.requirements import PROVED, requirement
from ui.selection.obligations import promisable
from ui.tables import decimal
from ui.texts import language, say

USUAL_PCT = 95.0


def ask_requirements(form: Form, now: SelectionRules | None, key: str) -> tuple[Requirement, ...]:
    """Ask what must be proved; a requirement of the house's own is its own word."""
    there = {one.code: one for one in now.requirements} if now else {}
    known = {**{code: requirement(code) for code in PROVED}, **there}
    chosen = st.multiselect(
        say("selection.requirements"), list(known), list(there), key=f"{key}.requirements", accept_new_options=True,
        format_func=lambda code: known[code].name.words(language()) if code in known else code,
        help=say("rules.requirements_help"), placeholder=say("rules.choose_or_type"),
    )  # fmt: skip
    form.room("rules.requirements", "requirement", name=say("selection.requirements"))
    return tuple(known.get(code) or requirement(code) for code in chosen)


def ask_levels(form: Form, now: SelectionRules | None, key: str) -> tuple[RequiredLevel, ...]:
    """Ask which service levels must be promised, and at least how much of each."""
    there = {one.obligation: one.least_pct for one in now.levels} if now else {}
    words = promisable(there)
    chosen = st.multiselect(
        say("selection.levels"), list(words), list(there), key=f"{key}.levels", format_func=words.__getitem__,
        help=say("rules.levels_help"), placeholder=say("form.choose"),
    )  # fmt: skip
    levels = []
    for one in chosen:
        least = st.number_input(
            say("rules.least_pct", obligation=words[one]), value=float(there.get(one, USUAL_PCT)), step=0.5,
            format="%g", key=f"{key}.level.{one}",
        )  # fmt: skip
        form.room(f"rules.levels.{one}", name=words[one])
        levels.append(RequiredLevel(one, decimal(least)))
    form.room("rules.levels", name=say("selection.levels"))
    return tuple(levels)
