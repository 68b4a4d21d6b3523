"""A vendor: a company that does outsourced work."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.bounds import require_choice
from core.domain.qualification import Evidence
from core.domain.uscc import checked_uscc
from core.errors import Conflict

CHANNELS = ("web", "press", "trade")
"""Where a contractor was found: the web, the press, introduction by the trade (OS-05)."""


@dataclass(eq=False)
class Vendor:
    """A vendor in a buyer's register; `number` is the buyer's own, `uscc` the unified social credit code if known.

    `found_by` is the channel that he was found by, if it is known (OS-05); `evidence` what he has proved, with expiry.
    """

    organisation_id: int
    uuid: str
    number: str
    name: str
    created_ms: int
    uscc: str | None = None
    id: int | None = None
    found_by: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def identify(self, uscc: str) -> None:
        """Set the unified social credit code. Raises `InvalidInput` naming the position of a wrong character."""
        self.uscc = checked_uscc(uscc)

    def prove(self, evidence: Evidence) -> None:
        """Add a document; the same document for the same requirement takes the place of the earlier one."""
        kept = (one for one in self.evidence if (one.requirement, one.document) != _document(evidence))
        self.evidence = (*kept, evidence)

    def note_channel(self, channel: str) -> None:
        """Note where he was found: one of `CHANNELS`."""
        require_choice(channel, CHANNELS, code="vendor.unknown_channel", place="found_by")
        self.found_by = channel


def _document(evidence: Evidence) -> tuple[str, str]:
    return evidence.requirement, evidence.document


def refuse_duplicate(new: Vendor, register: Iterable[Vendor]) -> None:
    """Raise `Conflict` naming the entry that is the same company by its code; without a code none is found."""
    for known in register:
        if new.uscc and known is not new and known.uscc == new.uscc:
            raise Conflict("vendor.duplicate", place="uscc", value=new.uscc, number=known.number, name=known.name)
