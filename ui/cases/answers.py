"""What a decision table answers and what the rules said to a form, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from core.services.cases.case_views import DecisionView, Sent
from ui.texts import language, say, say_if_known
from ui.widgets import at, literal

COLOURS = {"allowed": "green", "free": "green", "exact": "green", "refused": "red"}


def decision(view: DecisionView) -> None:
    """The outcome, the rule and article cited, the fee and who bears it; the law where it obliges all the same."""
    colour = COLOURS.get(view.outcome, "orange")
    parts = [f":{colour}[**{literal(outcome(view.outcome))}**]"]
    if view.fee_cents:
        parts.append(say("forms.fee", amount=amount(view.fee_cents)))
    elif view.answer.get("fee_pct"):
        parts.append(say("forms.fee_pct", pct=view.answer["fee_pct"]))
    if view.difference_cents:
        parts.append(say("forms.difference", amount=amount(view.difference_cents)))
    if "borne_by" in view.answer:
        bearer = str(view.answer["borne_by"])
        parts.append(say("forms.borne_by", who=say_if_known(f"bearer.{bearer}", bearer)))
    if "by" in view.answer:
        parts.append(say("forms.by_price_list"))
    with st.container(border=True):
        st.markdown("　".join(parts))
        st.caption(literal(f"{view.obligation} · {view.cites[language()]}"))
        if view.law:
            st.warning(literal(_law(view.law)))


def outcome(name: str) -> str:
    """An outcome in words."""
    return say_if_known(f"outcome.{name}", name)


def amount(cents: int) -> str:
    """Cents as an amount in yuan."""
    return f"{Decimal(cents) / 100:,.2f}"


def done(sent: Sent, zone: str) -> None:
    """That the form was sent, and what followed: limits that began or ended, steps that were refused."""
    st.success(say("forms.done", at=at(sent.at_ms, zone)))
    for verdict in sent.verdicts:
        text = say(f"forms.verdict_{verdict['verdict']}", obligation=literal(str(verdict["obligation"])),
                   due=at(verdict.get("due_ms"), zone))  # fmt: skip
        (st.warning if verdict["verdict"] in ("refused", "violated", "missed", "early") else st.caption)(text)
    if sent.decision is not None:
        decision(sent.decision)


def _law(law: Mapping[str, Any]) -> str:
    cited: Mapping[str, str] = law["cites"]
    return cited[language()]
