"""What a bid promises and proves: the attainment of obligations, and evidence for each requirement."""

from datetime import date

import streamlit as st

from core.domain.bid import Promise
from core.domain.qualification import Evidence, Requirement
from core.domain.selection_rules import SelectionRules
from core.services.procurement.vendors import VendorView
from ui.fields import Form
from ui.selection.obligations import promisable
from ui.tables import decimal
from ui.texts import language, say


def ask_promises(form: Form, rules: SelectionRules, vendor: str, key: str) -> tuple[Promise, ...]:
    """Ask for the share in per cent promised for each level that the rules ask for, and for any other."""
    least = {one.obligation: one.least_pct for one in rules.levels}
    words = promisable(least)
    asked = {one: say("bid.promise_least", obligation=words[one], least=f"{least[one]:f}") for one in least}
    promised = [_promise(form, vendor, one, label, key) for one, label in asked.items()]
    if None in promised:
        st.caption(say("bid.no_promise"))
    others = [one for one in words if one not in least]
    also = st.multiselect(
        say("bid.more_promises"), others, format_func=words.__getitem__, key=f"{key}.more",
        placeholder=say("form.choose"),
    )  # fmt: skip
    promised += [_promise(form, vendor, one, f"{words[one]} (%)", key) for one in also]
    return tuple(one for one in promised if one is not None)


def _promise(form: Form, vendor: str, obligation: str, label: str, key: str) -> Promise | None:
    pct = st.number_input(label, value=None, step=0.5, format="%g", key=f"{key}.promise.{obligation}")
    form.room(f"bids.{vendor}.promises.{obligation}", name=label)
    return None if pct is None else Promise(obligation, decimal(pct))


def ask_evidence(form: Form, rules: SelectionRules, vendor: VendorView, on: date, key: str) -> tuple[Evidence, ...]:
    """Ask for a document to each requirement; it begins with what the register has."""
    if not rules.requirements:
        st.caption(say("bid.nothing_to_prove"))
    found = (_evidence(form, one, vendor, on, f"{key}.proof.{one.code}") for one in rules.requirements)
    return tuple(one for one in found if one is not None)


def _evidence(form: Form, asked: Requirement, vendor: VendorView, on: date, key: str) -> Evidence | None:
    there = [one for one in vendor.evidence if one.requirement == asked.code]
    known = max(there, key=lambda one: one.valid_until or date.max, default=None)
    name, first, last = st.columns([2, 1, 1])
    document = name.text_input(
        say("bid.document", requirement=asked.name.words(language())), known.document if known else "",
        key=f"{key}.document", help=say("bid.document_help"),
    )  # fmt: skip
    valid_from = first.date_input(
        say("vendor.valid_from"), known.valid_from if known else on, format="YYYY-MM-DD", key=f"{key}.from"
    )
    valid_until = last.date_input(
        say("vendor.valid_until"), known.valid_until if known else None, format="YYYY-MM-DD", key=f"{key}.until"
    )
    form.room(f"evidence.{asked.code}", name=asked.name.words(language()))
    if not document.strip():
        st.caption(say("bid.no_document"))
        return None
    return form.take(lambda: Evidence(asked.code, document.strip(), valid_from, valid_until))
