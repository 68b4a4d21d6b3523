"""A vendor: a company that does outsourced work."""

from dataclasses import dataclass


@dataclass(eq=False)
class Vendor:
    """A vendor in a buyer's register; `number` is the buyer's own, `uscc` the unified social credit code if known."""

    organisation_id: int
    uuid: str
    number: str
    name: str
    created_ms: int
    uscc: str | None = None
    id: int | None = None
