"""How a breach is marked: its state in colour, word and shape, what it costs, and how long it can be disputed."""

from decimal import Decimal

from core.domain.money import Money
from core.services.breach_views import BreachView
from ui.amounts import full, pct
from ui.texts import language, say
from ui.widgets import at, duration, literal, word

SHAPES = {"disputed": "⚑", "rescinded": "–", "provisional": "○", "recorded": "○"}
COLOURS = {"disputed": "blue", "rescinded": "gray", "provisional": "gray", "recorded": "gray"}
MINUTES_FORM = "%Y-%m-%d %H:%M"


def standing(view: BreachView) -> str:
    """The state in words; one that was upheld in part says for which part."""
    if view.decision is not None and view.decision.share is not None and view.state == "upheld":
        return say("breaches.in_part", share=pct(Decimal(view.decision.share)))
    return say(f"breach.{view.state}")


def mark(view: BreachView) -> str:
    """The state as shape and word."""
    return f"{SHAPES.get(view.state, '■')} {standing(view)}"


def coloured(view: BreachView) -> str:
    """The same in its colour, for Markdown."""
    return f":{COLOURS.get(view.state, 'red')}[**{literal(mark(view))}**]"


def named(view: BreachView) -> str:
    """The obligation by its id and what it awaits, or how it was broken."""
    return f"{view.obligation} {word(view.title, '') or say('kind.' + view.kind)}"


def amount(view: BreachView) -> str:
    """What it costs in figures, with what that depends on; nothing for what the buyer owes."""
    if view.cost is None:
        return ""
    if view.cost.amount is None or view.cost.currency is None:
        return say("cost.none")
    money = full(Money(Decimal(view.cost.amount), view.cost.currency))
    return say(f"cost.{view.cost.standing}", amount=money)


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
        say("breaches.case"): view.case,
        say("breaches.vendor"): view.vendor,
        say("breaches.at"): at(view.breach_ms, view.zone, MINUTES_FORM),
        say("breaches.ends"): at(view.objection_ends_ms, view.zone, MINUTES_FORM),
        say("breaches.left"): duration(view.objection_left_s) if view.is_open else "",
        say("breaches.cost"): amount(view),
        say("breaches.zone"): view.zone,
        say("breaches.wording"): view.wording.get(language(), ""),
    }
