"""Which clocks and breaches a person may see, and which of them the monitor's filters leave."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table

from core.domain.actor import Actor
from core.domain.contract import IMPORTED
from core.storage.tables import cases, contracts, vendors


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show, by the vendor's name and the ids of obligation and case; `""` and None leave everything.

    `breached` asks for clocks whose due time has passed; `imported` for those of past logs, or of live contracts.
    """

    vendor: str = ""
    obligation: str = ""
    case: str = ""
    breached: bool | None = None
    imported: bool | None = None

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions on rows of clocks or breaches joined with their case, contract and vendor."""
        asked = ((vendors.c.name, self.vendor), (table.c.obligation, self.obligation), (cases.c.number, self.case))
        conditions = [column == value for column, value in asked if value]
        conditions += [] if self.breached is None else [table.c.breached.is_(self.breached)]
        return conditions if self.imported is None else [*conditions, is_past(self.imported)]


LIVE = Filters(imported=False)


def is_past(imported: bool) -> ColumnElement[bool]:
    """Contracts of past logs, or the others."""
    return contracts.c.state == IMPORTED if imported else contracts.c.state != IMPORTED


def own(table: Any, actor: Actor) -> list[Any]:
    """Rows of the actor's organisation; for a vendor's user only those of that vendor, and nothing the buyer owes."""
    own = [table.c.organisation_id == actor.organisation_id]
    if actor.vendor_id is not None:
        own.append(table.c.vendor_id == actor.vendor_id)
        if "owed_by" in table.c:  # the buyer's own limits, and what he breaks, are no business of the vendor
            own.append(table.c.owed_by == "vendor")
    return own
