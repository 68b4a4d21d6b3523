"""The award that a contract comes from, so that an auditor finds the way back to bids, gates and ranking (OS-14)."""

from dataclasses import dataclass
from datetime import date

from core.domain.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class AwardOrigin:
    """Number and mode of the selection, the work package's version, the day of the award, the kept ranking's hash."""

    selection: str = ""
    mode: Wording = NOTHING
    package: str = ""
    package_version: int | None = None
    decided_on: date | None = None
    ranking_sha256: str = ""
