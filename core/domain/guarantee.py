"""A guarantee: what it secures, who gives it, for how long, and what keeps the right alive (OS-15, OS-16)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from core.domain.money import Money
from core.domain.party import Party
from core.domain.period import NO_REST
from core.domain.security import Asset, Fund
from core.domain.suretyship import GuaranteePeriod, Suretyship, guarantee_period
from core.domain.wording import NOTHING, Wording
from core.errors import InvalidInput

GuaranteeKind = Literal[
    "",
    "mortgage",
    "pledge_of_movables",
    "pledge_of_rights",
    "lien_exclusion",
    "surety",
    "earnest_money",
    "performance_bond",
    "retention",
    "independent_letter",
    "cash_margin",
]
Scope = Literal["principal", "interest", "liquidated_damages", "damages", "custody_cost", "enforcement_cost"]
Family = Literal["", "things", "persons", "money"]
Act = Literal["sue_debtor", "demand_surety", "present_documents"]

FAMILIES: dict[str, Family] = {
    "": "",
    "mortgage": "things",
    "pledge_of_movables": "things",
    "pledge_of_rights": "things",
    "lien_exclusion": "things",
    "surety": "persons",
    "earnest_money": "money",
    "performance_bond": "money",
    "retention": "money",
    "independent_letter": "money",
    "cash_margin": "money",
}
REMINDER_DAYS = (90, 30, 7)


@dataclass(frozen=True, slots=True)
class DebtorPerformance:
    """The debtor's period of performance; `due_on` is its last day, None where the contract leaves it unclear.

    `grace_until` is the end of the time that the creditor then sets for performance (CC 692 para 3).
    """

    begins_on: date | None = None
    due_on: date | None = None
    grace_until: date | None = None

    @property
    def falls_due(self) -> date | None:
        """The day from which a guarantee period counts: agreed, or the end of the grace that the creditor set."""
        return self.due_on or self.grace_until


@dataclass(frozen=True, slots=True)
class Reminder:
    """On `on`, `days_before` the last day, somebody has to be told to do `act` by `last_day`."""

    guarantee: str
    on: date
    days_before: int
    last_day: date
    act: Act


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A guarantee as a record; empty parts have not been agreed.

    `secures` are obligation ids, none for the whole contract; `amount` or `share` (0.05 is five per cent of the
    fund's base, or of the gross total) is the most it answers for; `counter_to` is the guarantee whose giver this
    one secures in turn (CC 387, 689). Raises `InvalidInput` if it carries the particulars of another family.
    """

    id: str = ""
    kind: GuaranteeKind = ""
    guarantor: Party | None = None
    secures: tuple[str, ...] = ()
    claim: Wording = NOTHING
    amount: Money | None = None
    share: Decimal | None = None
    performance: DebtorPerformance = DebtorPerformance()
    scope: tuple[Scope, ...] = ()
    damages: Wording = NOTHING
    surety: Suretyship | None = None
    asset: Asset | None = None
    fund: Fund | None = None
    counter_to: str = ""
    call: Wording = NOTHING
    release: Wording = NOTHING
    rank: int | None = None
    wording: Wording = NOTHING

    def __post_init__(self) -> None:
        particulars = {"persons": self.surety, "things": self.asset, "money": self.fund}
        for family, given in particulars.items():
            if self.kind and given is not None and family != self.family:
                raise InvalidInput(
                    "guarantee.wrong_family", place=f"guarantee {self.id}", value=self.kind, family=family
                )

    @property
    def family(self) -> Family:
        """By things, by persons or by money (OS-15)."""
        return FAMILIES[self.kind]

    def secured(self, total: Money) -> Money | None:
        """Return the most that it answers for: the amount, or the share of its base or of `total`, if either is set."""
        if self.amount is not None or self.share is None:
            return self.amount
        base = self.fund.base_amount if self.fund is not None and self.fund.base_amount is not None else total
        return base.share(self.share)

    def period(self, rest_days: Container[date] = NO_REST) -> GuaranteePeriod | None:
        """Return the guarantee period of a suretyship; other guarantees have none."""
        if self.kind != "surety":
            return None
        return guarantee_period(
            self.performance.falls_due, self.surety.agreed_until if self.surety else None, rest_days
        )

    def last_day(self, rest_days: Container[date] = NO_REST) -> date | None:
        """Return the last day on which it can be relied on, if it has one: of the guarantee period, or of a letter."""
        period = self.period(rest_days)
        if period is not None:
            return period.last_day
        return self.fund.expires_on if self.fund is not None else None

    def reminders(self) -> tuple[Reminder, ...]:
        """Return when to remind of the act that keeps the right (CC 693), 90, 30 and 7 days before the last day.

        Counted from the day before any roll-over, which nobody should rely on.
        """
        period = self.period()
        last = period.calendar_day if period is not None else self.last_day()
        act = self.keeping_act
        if last is None or act is None:
            return ()
        return tuple(Reminder(self.id, last - timedelta(days=days), days, last, act) for days in REMINDER_DAYS)

    @property
    def keeping_act(self) -> Act | None:
        """What keeps the right: sue or arbitrate against the debtor, demand on the surety, or present the documents."""
        if self.kind == "surety":
            manner = self.surety.effective_manner if self.surety else "general"
            return "sue_debtor" if manner == "general" else "demand_surety"
        return "present_documents" if self.kind == "independent_letter" else None
