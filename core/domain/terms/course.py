"""How a contract changes and ends: change, termination, force majeure, notices."""

from dataclasses import dataclass

from core.domain.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class Change:
    """How a change is asked for and answered."""

    procedure: Wording = NOTHING
    answer_days: int | None = None


@dataclass(frozen=True, slots=True)
class Termination:
    """Days to cure a breach, days of notice, grounds, and the exit."""

    cure_days: int | None = None
    notice_days: int | None = None
    grounds: tuple[Wording, ...] = ()
    exit_days: int | None = None
    exit_plan: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class ForceMajeure:
    """What counts, hours to notify it, days to prove it, days after which either side may end the contract."""

    definition: Wording = NOTHING
    notice_hours: int | None = None
    proof_days: int | None = None
    end_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Notices:
    """How notices are given and when they count as received."""

    manner: Wording = NOTHING
    deemed_days: int | None = None
