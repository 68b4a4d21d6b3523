"""Which obligations the packs hold, and which of their examples would fail without them."""

from collections.abc import Iterable
from typing import Any

from core.sla.packs import Pack

SCREENS = {"deadline": "monitor", "recurring": "monitor", "sequence": "case", "approval": "case", "prohibition": "case"}
"""Where it is seen what became of an obligation; a decision is asked over the API or the command line."""


def cover(packs: Iterable[Pack]) -> list[dict[str, Any]]:
    """Return each obligation with its pack, its KPI, its screen and the examples that rest on it, by id.

    `clause` is None: there is wording, but no annex line yet that has an id.
    """
    found = []
    for pack in packs:
        for obligation in pack.obligations.values():
            tests = [f"{pack.name}/{one['id']}" for one in pack.examples if one["obligation"] == obligation.id]
            found.append(
                {
                    "id": obligation.id,
                    "pack": pack.name,
                    "screen": SCREENS.get(obligation.kind),
                    "clause": None,
                    "kpi": obligation.kpi,
                    "tests": tests,
                }
            )
    return sorted(found, key=lambda one: str(one["id"]))
