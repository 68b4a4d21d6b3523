"""The contract desk: a version of a contract from its terms to the day its clocks run."""

from dataclasses import dataclass

from core.services.legal.draft_beginnings import DraftBeginnings
from core.services.legal.draft_readings import DraftReadings
from core.services.legal.draft_steps import DraftSteps
from core.services.legal.drafting import DraftSheet


@dataclass(frozen=True, slots=True)
class ContractDeskService(DraftBeginnings, DraftSteps, DraftReadings):
    """Begins drafted versions, moves them on and shows them."""


__all__ = ["ContractDeskService", "DraftSheet"]
