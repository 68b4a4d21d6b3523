"""Which screen shows what the record names, and whom a screen is open to."""

from core.domain.actor import VENDOR, Actor
from core.services.access import ALLOWED
from core.services.home.views import Place

OPENED_BY = {
    "monitor": "clock.read", "breaches": "breach.read", "case": "case.read", "cases": "case.read",
    "workers": "worker.read", "event_import": "event.import",
    "work_package": "package.read", "feasibility": "package.read", "vendors": "vendor.read",
    "selection": "selection.read", "ranking": "selection.read", "evaluation": "sheet.score", "contracts": "draft.read",
    "portfolio": "scorecard.read", "performance": "scorecard.read", "renewal": "renewal.read",
    "reviews": "review.read",
}  # fmt: skip
"""By screen, the action that a role must be allowed to be shown it."""
BUYERS = ("portfolio",)
"""Screens that compare vendors."""
SHOWN_ON = {
    "package": ("work_package", "package"), "feasibility": ("feasibility", "package"),
    "selection": ("selection", "selection"), "bid": ("selection", "selection"),
    "evaluation": ("selection", "selection"), "draft": ("contracts", "contract"),
    "renewal": ("renewal", "contract"), "settlement": ("performance", "contract"),
    "vendor": ("vendors", "vendor"), "standing": ("performance", "vendor"), "scorecard": ("portfolio", ""),
    "review": ("reviews", "review"), "breach": ("breaches", "breach"), "form": ("case", "case"),
    "address": ("case", "case"), "worker": ("workers", ""),
}  # fmt: skip
"""By the first word of an action, the screen and the name by which its query knows the thing."""


def is_open(screen: str, actor: Actor) -> bool:
    """Whether the reader is shown a screen at all."""
    return actor.role in ALLOWED[OPENED_BY[screen]] and not (actor.role == VENDOR and screen in BUYERS)


def shown_on(family: str, number: str, actor: Actor) -> Place | None:
    """Where the reader sees a thing, if anywhere; an evaluator knows a selection by his sheet."""
    screen, name = SHOWN_ON.get(family, ("", ""))
    if screen == "selection" and actor.role == "evaluator":
        screen = "evaluation"
    if not screen or not is_open(screen, actor):
        return None
    return Place(screen, ((name, number),) if name else ())
