"""The form of the service levels: what may be negotiated, target and credit of each; the text comes from the packs."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.domain.obligation import Obligation
from ui.contracts.fields import Field, ask, fill, keep, word
from ui.contracts.parts import LEVELS, Part
from ui.house import services
from ui.texts import language, say

Change = Callable[[dict[str, Any]], None]


def draw(terms: dict[str, Any], part: Part, key: str) -> Change:
    """Draw a row for each level, and what can be added to them."""
    known = {one.id: one for pack in services().packs.values() for one in pack.obligations.values()}
    levels = terms.get("service_levels", [])
    st.caption(say("contracts.limit_form"))
    answers: dict[Field, Any] = {}
    dropped: list[int] = []
    for number, level in enumerate(levels):
        st.markdown(f"**{level['obligation']}** · {word('severity', level.get('severity', ''))}")
        st.caption(_range(known.get(level["obligation"])))
        limit, target, *credit = (one.of(LEVELS.path, number) for one in LEVELS.fields)
        first, second, third = st.columns(3)
        with first:
            if level.get("limit"):
                answers |= ask(terms, [limit], key)
        with second:
            answers |= ask(terms, [target], key)
        with third:
            answers |= ask(terms, credit, key)
        if st.checkbox(say("contracts.drop"), key=f"{key}.service_levels[{number}].drop"):
            dropped.append(number)
    have = {one["obligation"] for one in levels}
    more = {name: _named(known, name) for name in ("", *sorted(name for name in known if name not in have))}
    added = st.selectbox(say("contracts.add_level"), list(more), key=f"{key}.add", format_func=more.__getitem__)

    def change(written: dict[str, Any]) -> None:
        fill(written, answers)
        for one in written.get("service_levels", ()):
            _name_credit(one)
        keep(written, "service_levels", dropped, [{"obligation": added}] if added else [])

    return change


def _name_credit(level: dict[str, Any]) -> None:
    """An amount is for each miss; without one that is no credit any more."""
    credit = level.get("credit", {})
    if credit.get("amount"):
        credit["kind"] = "each"
    elif credit.get("kind") == "each":
        del credit["kind"]


def _range(obligation: Obligation | None) -> str:
    if obligation is None or obligation.kind not in ("deadline", "recurring"):
        return say("contracts.no_limit")
    default = obligation.limit.words(language())
    if obligation.negotiable is None:
        return say("contracts.fixed_limit", limit=default)
    least, most = obligation.negotiable
    return say("contracts.range", least=least.words(language()), most=most.words(language()), limit=default)


def _named(known: dict[str, Obligation], name: str) -> str:
    return f"{name} {known[name].clause(language())[:40]}" if name else say("contracts.nothing_added")
