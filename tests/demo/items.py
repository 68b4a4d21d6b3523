"""Who looks around on which screen, and what it is opened for: one thing of each kind and state, by its address."""

from collections.abc import Callable
from typing import Any

Rows = Callable[[str], list[tuple[Any, ...]]]
NOWHERE = "X-0"
BY_PAGE = {
    "breaches": ("breach", "SELECT max(uuid) FROM breaches GROUP BY state, kind, cause, owed_by"),
    "case": (
        "case",
        "SELECT number FROM (SELECT c.number, count(*) AS n, substr(c.number, 1, instr(c.number, '-')) AS kind,"
        " max(e.type = 'case.closed') AS over FROM cases c JOIN events e ON e.case_id = c.id GROUP BY c.id)"
        " GROUP BY kind, over HAVING n = max(n)",
    ),
    "contracts": ("contract", "SELECT number FROM contract_drafts GROUP BY number"),
    "work_package": ("package", "SELECT number FROM work_packages"),
    "feasibility": ("package", "SELECT number FROM work_packages"),
    "performance": ("vendor", "SELECT number FROM vendors"),
    "vendors": ("vendor", "SELECT number FROM vendors"),
    "selection": ("selection", "SELECT number FROM selections"),
    "ranking": ("selection", "SELECT number FROM selections"),
    "evaluation": ("selection", "SELECT number FROM selections"),
    "reviews": ("review", "SELECT number FROM reviews"),
}
"""For each screen the name in its address and what is put there."""

DESKS = {
    "monitor": ("operator", "jieshe"), "breaches": ("manager", "jieshe", "jiangxiu"),
    "case": ("operator", "jieshe", "yunying"), "cases": ("operator", "jieshe"), "workers": ("jieshe",),
    "event_import": ("operator",), "work_package": ("procurement",), "feasibility": ("procurement",),
    "vendors": ("procurement",), "selection": ("procurement", "auditor"), "ranking": ("manager",),
    "contracts": ("legal", "manager"), "portfolio": ("manager",), "performance": ("manager",),
    "renewal": ("manager", "legal"),
    "reviews": ("manager", "yunying"), "evaluation": ("evaluator1", "evaluator4", "evaluator5"),
}  # fmt: skip
"""Who looks around on a screen; the others see it as it is entered. A screen that is not here all look around on."""


def at_home(name: str, page: str) -> bool:
    """Whether a person looks around on a screen."""
    return name in DESKS.get(page, (name,))


def items(page: str, rows: Rows) -> list[dict[str, str]]:
    """The addresses of a screen: as it is entered, for each item, and for one that does not exist."""
    if page not in BY_PAGE:
        return [{}]
    name, statement = BY_PAGE[page]
    found = [{name: str(number)} for (number,) in rows(statement)]
    return [{}, *found, {name: NOWHERE}]
