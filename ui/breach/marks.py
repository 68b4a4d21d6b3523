"""How a breach is marked: its state in colour, word and shape, what it costs, and how long it can be disputed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from core.domain.money import Money
from core.services.operations.breach_views import BreachView, CostView
from ui.amounts import full, pct
from ui.texts import language, say
from ui.widgets import at, colours, duration, literal, word

SHAPES = {"disputed": "⚑", "rescinded": "–", "provisional": "○", "recorded": "○"}
COLOURS = {"disputed": "blue", "rescinded": "gray", "provisional": "gray", "recorded": "gray"}
BLUE, BLUE_ON_DARK = "#1F5FA8", "#7FB0E8"
MINUTES_FORM = "%Y-%m-%d %H:%M"


def words_of(view: BreachView) -> str:
    """The state in words; one that was upheld in part says for which part."""
    if view.decision is not None and view.decision.share is not None and view.state == "upheld":
        return say("breaches.in_part", share=pct(Decimal(view.decision.share), 0))
    return say(f"breach.{view.state}")


def mark(view: BreachView) -> str:
    """The state as shape and word."""
    return f"{SHAPES.get(view.state, '■')} {words_of(view)}"


def coloured(view: BreachView) -> str:
    """The same in its colour, for Markdown."""
    return f":{COLOURS.get(view.state, 'red')}[**{literal(mark(view))}**]"


def styled(rows: Sequence[Mapping[str, object]], status: str) -> Styler:
    """A table whose column `status` shows each state in its colour."""
    known = colours()
    by_shape = {"■": known["missed"], "⚑": BLUE_ON_DARK if st.context.theme.type == "dark" else BLUE}

    def colour(shown: object) -> str:
        return f"color: {by_shape.get(str(shown)[:1], known['paused'])}; font-weight: 600"

    return pd.DataFrame(rows).style.map(colour, subset=[status])


def named(view: BreachView) -> str:
    """The obligation by its id and what it awaits, or how it was broken."""
    return f"{view.obligation} {word(view.title, '') or say('kind.' + view.kind)}"


def amount(view: BreachView) -> str:
    """What it costs in figures, with what that depends on; nothing for what the buyer owes."""
    return "" if view.cost is None else _priced(view.cost, view.cost.effect)


def price(view: BreachView, share: Decimal | None = None) -> str:
    """What it costs once it counts, or the share of it."""
    return "" if view.cost is None else _priced(view.cost, "counts", share)


def _priced(cost: CostView, effect: str, share: Decimal | None = None) -> str:
    if cost.amount is None or cost.currency is None:
        return say("cost.none")
    money = Money(Decimal(cost.amount), cost.currency)
    return say(f"cost.{effect}", amount=full(money if share is None else money.share(share)))


def left(view: BreachView) -> str:
    """Until when it can be disputed, with the zone and the working time left; nothing where it cannot."""
    if not view.is_open:
        return ""
    ends = at(view.objection_ends_ms, view.zone)
    return say("breaches.until", ends=ends, zone=view.zone, left=duration(view.objection_left_s))


def row(view: BreachView) -> dict[str, object]:
    """A breach as a line of a table."""
    return {
        say("breaches.state"): mark(view),
        say("breaches.obligation"): named(view),
        say("breaches.cost"): amount(view),
        say("breaches.case"): view.case,
        say("breaches.vendor"): view.vendor,
        say("breaches.at"): at(view.breach_ms, view.zone, MINUTES_FORM),
        say("breaches.ends"): at(view.objection_ends_ms, view.zone, MINUTES_FORM),
        say("breaches.left"): duration(view.objection_left_s) if view.is_open else "",
        say("breaches.zone"): view.zone,
        say("breaches.wording"): view.wording.get(language(), ""),
    }
