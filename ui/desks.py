"""The screens of each desk, in the order of the side bar, and what they are called."""

from core.domain.actor import VENDOR, Actor
from core.services.home.screens import is_open
from ui.texts import say

WATCH = ("monitor", "breaches", "case", "cases", "workers", "event_import")
PORTAL = ("breaches", "monitor", "case", "cases", "workers")
"""A vendor comes to his own breaches first."""
OTHERS = {
    "desk.procurement": ("work_package", "feasibility", "vendors", "selection", "evaluation", "ranking"),
    "desk.contracts": ("contracts",),
    "desk.performance": ("portfolio", "performance", "renewal", "reviews"),
}
TITLES = {
    "monitor": "monitor.title", "breaches": "breaches.title", "case": "case.title", "cases": "cases.title",
    "workers": "workers.title", "event_import": "import.title", "work_package": "package.title",
    "feasibility": "study.title", "vendors": "vendor.title", "selection": "selection.title",
    "evaluation": "evaluation.title", "ranking": "ranking.title", "contracts": "contracts.title",
    "portfolio": "portfolio.title", "performance": "perf.title", "renewal": "renewal.title", "reviews": "review.title",
}  # fmt: skip


ABSENT = "absent"
"""Where an address leads that names no page, or none for the reader's role."""


def is_page(path: str, someone: Actor) -> bool:
    """Whether an address shows this reader a page."""
    name = path.strip("/")
    return name in ("", "home", ABSENT) or (name in TITLES and any(name in some for some in desks(someone).values()))


def desks(someone: Actor) -> dict[str, list[str]]:
    """What a person may see, by desk."""
    first = {"desk.portal": PORTAL} if someone.role == VENDOR else {"desk.watch": WATCH}
    there = {desk: [one for one in screens if is_open(one, someone)] for desk, screens in (first | OTHERS).items()}
    return {desk: screens for desk, screens in there.items() if screens}


def title(screen: str, someone: Actor) -> str:
    """What a screen is called, for a vendor in his own words."""
    is_own = screen == "breaches" and someone.role == VENDOR
    return say("breaches.title_vendor" if is_own else TITLES[screen])
