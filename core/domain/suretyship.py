"""Suretyship: its manner, and the guarantee period with its last day (Civil Code 681-702)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.domain.period import NO_REST, months_after, rolled
from core.domain.wording import NOTHING, Wording

Manner = Literal["", "general", "joint"]
Basis = Literal["agreed", "deemed_none", "none_agreed", "due_unclear"]
STATUTORY_MONTHS = 6


@dataclass(frozen=True, slots=True)
class GuaranteePeriod:
    """How long a surety can be held; `last_day` is None while the day on which the debt falls due is unknown.

    `calendar_day` is the last day before any move past statutory rest days: the day that a careful creditor keeps.
    """

    basis: Basis
    calendar_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Suretyship:
    """What a surety promises beside what it secures: manner and agreed end.

    `resolution` names the decision of the surety's board or shareholders (Company Law 15).
    """

    manner: Manner = ""
    agreed_until: date | None = None
    resolution: Wording = NOTHING

    @property
    def effective_manner(self) -> Literal["general", "joint"]:
        """The manner that holds: what is not clearly agreed is a general suretyship (CC 686)."""
        return self.manner or "general"


def guarantee_period(
    due_on: date | None, agreed_until: date | None, rest_days: Container[date] = NO_REST
) -> GuaranteePeriod:
    """Compute the guarantee period (CC 692) of a debt that falls due on `due_on`.

    An agreed end that is not later than the due day counts as none agreed; none agreed is six months from the due
    day. `due_on` is the end of the grace that the creditor set where the contract names no due day; None while it
    has set none. A period of six months whose last day is a statutory rest day ends on the day after (CC 203); an
    agreed calendar date stays as it is (CC 204).
    """
    if agreed_until is not None and (due_on is None or agreed_until > due_on):
        return GuaranteePeriod("agreed", agreed_until, agreed_until)
    if due_on is None:
        return GuaranteePeriod("due_unclear", None, None)
    day = months_after(due_on, STATUTORY_MONTHS)
    basis: Basis = "none_agreed" if agreed_until is None else "deemed_none"
    return GuaranteePeriod(basis, day, rolled(day, rest_days))
