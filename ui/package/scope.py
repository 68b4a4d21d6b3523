"""Scope and sites: what is done, where, and what the work needs and touches."""

from collections.abc import Sequence

import streamlit as st

from core.domain.work_package import Scope
from ui.fields import Form
from ui.house import services
from ui.tables import decimal
from ui.texts import catalogue, language, say

LISTS = ("skills", "materials", "interfaces", "personal_data")
COMMON = ("deadlines", "escalation")
"""Packs that every contract has; they are no procedures."""


def scope(form: Form, there: Scope, key: str, *, may_edit: bool) -> Scope | None:
    """Draw the form and return the scope; None if it is refused."""
    known = [name for name in services().packs if name not in COMMON]
    names = {name: procedure(name) for name in dict.fromkeys((*known, *there.procedures))}
    procedures = st.multiselect(
        say("place.scope.procedures"), list(names),
        there.procedures, format_func=names.__getitem__, key=f"{key}-procedures", disabled=not may_edit,
        placeholder=say("form.choose"),
    )  # fmt: skip
    form.room("scope.procedures")
    columns = st.columns(2)
    with columns[0]:
        sites = _lines("sites", there.sites, key, may_edit=may_edit)
        form.room("scope.sites")
    with columns[1]:
        hours = st.text_input(
            say("place.scope.hours"), there.hours, key=f"{key}-hours", disabled=not may_edit,
            placeholder=say("package.hours_example"),
        )  # fmt: skip
        capacity = st.number_input(
            say("place.scope.capacity_a_day"), value=_shown(there), key=f"{key}-capacity", disabled=not may_edit,
            help=say("package.capacity_help"), format="%g",
        )  # fmt: skip
        form.room("scope.capacity_a_day")
    columns = st.columns(2)
    others: dict[str, tuple[str, ...]] = {}
    for index, name in enumerate(LISTS):
        with columns[index % 2]:
            others[name] = _lines(name, getattr(there, name), key, may_edit=may_edit)
    return form.take(
        lambda: Scope(
            tuple(procedures), sites, hours.strip(), capacity_a_day=None if capacity is None else decimal(capacity),
            **others,
        )
    )  # fmt: skip


def procedure(name: str) -> str:
    """The words for a procedure; a pack of the house's own is called by its name."""
    return catalogue(language()).get(f"package.procedure.{name}", name)


def _shown(there: Scope) -> float | None:
    return None if there.capacity_a_day is None else float(there.capacity_a_day)


def _lines(name: str, there: Sequence[str], key: str, *, may_edit: bool) -> tuple[str, ...]:
    typed = st.text_area(
        say("package.one_a_line", name=say(f"place.scope.{name}")), "\n".join(there), key=f"{key}-{name}",
        height=110, disabled=not may_edit,
    )  # fmt: skip
    return tuple(one.strip() for one in typed.splitlines() if one.strip())
