"""Which obligations the packs hold, and which of their examples would fail without them."""

from collections.abc import Iterable
from typing import Any

from core.sla.packs import Pack


def cover(packs: Iterable[Pack]) -> list[dict[str, Any]]:
    """Return each obligation with its pack, its KPI and the examples that rest on it, by id."""
    found = []
    for pack in packs:
        for obligation in pack.obligations.values():
            tests = [f"{pack.name}/{one['id']}" for one in pack.examples if one["obligation"] == obligation.id]
            found.append(
                {
                    "id": obligation.id,
                    "pack": pack.name,
                    "screen": "monitor",
                    "clause": None,
                    "kpi": obligation.kpi,
                    "tests": tests,
                }
            )
    return sorted(found, key=lambda one: str(one["id"]))
