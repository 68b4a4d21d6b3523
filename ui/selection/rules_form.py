"""The rules of a draft as a form: criteria, gates, price, mode and time; refused values are told at their field."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core.domain.actor import Actor
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.canonical import sha256
from core.domain.selection_rules import MODES, SelectionRules
from core.domain.zone import HOUSE_ZONE
from core.errors import NotFound
from core.services.procurement.selection_drafts import RulesDraft
from core.services.procurement.selection_views import SelectionView
from ui.fields import Form
from ui.house import services
from ui.selection.gates import ask_levels, ask_requirements
from ui.selection.price_rules import ask_price
from ui.selection.weights import OFFERED, ask_weights
from ui.tables import decimal
from ui.texts import language, say

OPEN_DAYS = 12


def rules_form(someone: Actor, view: SelectionView) -> None:
    """Draw the form and save it; the bill of quantities is that of the work package."""
    now, key = view.rules, _key(view)
    own = tuple(line.criterion for line in now.criteria.lines) if now else ()
    form = Form({one.code: one.name.words(language()) for one in (*OFFERED, *own)})
    st.markdown(f"**{say('selection.criteria')}**")
    given = ask_weights(form, now, key)
    st.markdown(f"**{say('rules.gates')}**")
    requirements, levels = ask_requirements(form, now, key), ask_levels(form, now, key)
    st.markdown(f"**{say('rules.price')}**")
    price = ask_price(form, now, _bill(someone, view), key)
    st.markdown(f"**{say('rules.course')}**")
    course = _course(form, view, key)
    if st.button(say("rules.save"), f"{key}.save", type="primary") and not form.refused:
        saved = form.take(
            lambda: services().selections.set_rules(
                someone, view.number,
                RulesDraft(weights=given.weights, minima=given.minima, own=given.own, requirements=requirements,
                           levels=levels, **price, **course),
            )
        )  # fmt: skip
        if saved is not None and saved.rules is not None:
            st.session_state[f"rules.{view.number}.held"]["seen"] = sha256(saved.rules)
            st.rerun()


def _key(view: SelectionView) -> str:
    """The key of the form's widgets: another one where somebody else has saved rules, which then stand in the form."""
    hashed = sha256(view.rules) if view.rules else ""
    held = st.session_state.setdefault(f"rules.{view.number}.held", {"seen": hashed, "round": 0})
    if held["seen"] != hashed:
        st.warning(say("rules.changed_meanwhile"))
        held.update(seen=hashed, round=held["round"] + 1)
    return f"rules.{view.number}.{held['round']}" if held["round"] else f"rules.{view.number}"


def _bill(someone: Actor, view: SelectionView) -> BillOfQuantities:
    bill = services().work_packages.get(someone, view.package, view.package_version).content.bill
    if bill is None:  # a released version has one
        raise NotFound("work_package.missing", place="bill", part="bill")
    return bill


def _course(form: Form, view: SelectionView, key: str) -> dict[str, Any]:
    """Ask how and until when bids are taken, how few are too few, and how far scores may lie apart."""
    now, closing = view.rules, _closing(view.rules, view.now_ms)
    modes = {one: say(f"mode.{one}") for one in MODES}
    columns = st.columns(3)
    mode = columns[0].selectbox(
        say("selection.mode"), list(MODES), list(MODES).index(now.mode if now else "selection"),
        format_func=modes.__getitem__, key=f"{key}.mode",
    )  # fmt: skip
    day = columns[1].date_input(say("rules.closing_day"), closing.date(), format="YYYY-MM-DD", key=f"{key}.day")
    hour = columns[2].time_input(say("rules.hour"), closing.time(), key=f"{key}.hour")
    left, right = st.columns(2)
    with left:
        least = st.number_input(
            say("selection.least"), value=now.least_bids if now else 3, step=1, key=f"{key}.least",
            help=say("rules.least_help"),
        )  # fmt: skip
        form.room("rules.least_bids", name=say("selection.least"))
    with right:
        bound = st.number_input(
            say("rules.divergence"), value=float(now.divergence if now else 20), step=1.0, format="%g",
            key=f"{key}.divergence", help=say("rules.divergence_help"),
        )  # fmt: skip
        form.room("rules.divergence", name=say("rules.divergence"))
    closes_ms = round(datetime.combine(day, hour, ZoneInfo(HOUSE_ZONE)).timestamp()) * 1000
    return {"mode": mode, "closes_ms": closes_ms, "least_bids": int(least), "divergence": decimal(bound)}


def _closing(now: SelectionRules | None, now_ms: int) -> datetime:
    """When it closes by the draft; at first in some days, at five."""
    zone = ZoneInfo(HOUSE_ZONE)
    if now is not None:
        return datetime.fromtimestamp(now.closes_ms / 1000, zone)
    return (datetime.fromtimestamp(now_ms / 1000, zone) + timedelta(days=OPEN_DAYS)).replace(hour=17, minute=0)
