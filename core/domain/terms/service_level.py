"""A service level of a contract: an obligation with its negotiated limit, target and credit."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self, cast

from core.domain.duration import Limit
from core.domain.money import Money
from core.domain.obligation import Obligation
from core.domain.wording import NOTHING, Wording
from core.errors import InvalidInput

CreditKind = Literal["none", "score", "each", "rework"]
Severity = Literal["", "minor", "major", "critical"]
Basis = Literal["", "natural", "service_hours", "business_days", "calendar", "on_date", "fixed_date"]
TIMED = ("deadline", "recurring")


@dataclass(frozen=True, slots=True)
class LevelCredit:
    """What a miss costs: nothing, points of the scorecard, an amount `each`, or rework; `note` adds to it.

    The first `free` misses of a calendar month cost nothing. Raises `InvalidInput` for a negative number of them.
    """

    kind: CreditKind = "none"
    amount: Money | None = None
    note: Wording = NOTHING
    free: int = 0

    def __post_init__(self) -> None:
        if self.free < 0:
            raise InvalidInput("terms.free_misses", place="credit.free", value=self.free)


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What the annex prints and the rules enforce: `limit` as `Limit` writes it, "" where an obligation has none.

    `target` is the share of cases to be met in a month, 0 to 1. Raises `InvalidInput` for a limit that cannot be read.
    """

    obligation: str = ""
    pack: str = ""
    kpi: str = ""
    severity: Severity = ""
    basis: Basis = ""
    limit: str = ""
    target: Decimal | None = None
    credit: LevelCredit = LevelCredit()
    text: Wording = NOTHING

    def __post_init__(self) -> None:
        self.agreed_limit()

    @classmethod
    def of(
        cls,
        obligation: Obligation,
        limit: str = "",
        *,
        target: Decimal | None = None,
        credit: LevelCredit = LevelCredit(),
    ) -> Self:
        """Make the level of `obligation` at the agreed `limit`, or its default.

        Raises `InvalidInput` if the limit cannot be read or may not be agreed.
        """
        agreed = _agreed(obligation, limit)
        return cls(
            obligation=obligation.id,
            pack=obligation.pack,
            kpi=obligation.kpi,
            severity=cast("Severity", obligation.severity),
            basis=cast("Basis", obligation.basis) if obligation.kind in TIMED else "",
            limit=str(agreed) if agreed else "",
            target=target,
            credit=credit,
            text=Wording(obligation.clause("zh", agreed), obligation.clause("en", agreed)),
        )

    def agreed_limit(self) -> Limit | None:
        """Return the limit, None where the obligation has none."""
        return Limit.parse(self.limit, f"service_levels.{self.obligation}.limit") if self.limit else None


def _agreed(obligation: Obligation, text: str) -> Limit | None:
    place = f"service_levels.{obligation.id}.limit"
    if obligation.kind not in TIMED:
        if text:
            raise InvalidInput("contract.limit_fixed", place=place, value=text)
        return None
    limit = Limit.parse(text, place) if text else obligation.limit
    if not obligation.allows(limit):
        least, most = obligation.negotiable or (obligation.limit, obligation.limit)
        raise InvalidInput("contract.limit_outside", place=place, value=text, least=str(least), most=str(most))
    return limit
