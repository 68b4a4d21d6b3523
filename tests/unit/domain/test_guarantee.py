"""Guarantees compute how long they hold and who has to do what until then."""

from datetime import date
from decimal import Decimal

import pytest

from core.domain.guarantee import FAMILIES, DebtorPerformance, Guarantee
from core.domain.money import Money
from core.domain.security import Asset, Fund
from core.domain.suretyship import Manner, Suretyship, guarantee_period
from core.errors import InvalidInput
from core.messages import sentence

DUE = date(2026, 8, 31)


def surety(until: date | None, manner: Manner = "joint", due: date | None = DUE) -> Guarantee:
    return Guarantee(
        id="G-2", kind="surety", performance=DebtorPerformance(due_on=due), surety=Suretyship(manner, until)
    )


@pytest.mark.parametrize(
    ("until", "basis", "last_day"),
    [
        (date(2026, 8, 30), "deemed_none", date(2027, 2, 28)),  # CC 692: earlier than due counts as none
        (DUE, "deemed_none", date(2027, 2, 28)),  # the same day too
        (date(2026, 9, 1), "agreed", date(2026, 9, 1)),  # one day later is agreed
        (None, "none_agreed", date(2027, 2, 28)),  # six months; 31 August has no corresponding day in February
    ],
    ids=["before due", "on the due day", "a day after", "none"],
)
def test_the_guarantee_period_ends_as_the_code_says(until: date | None, basis: str, last_day: date) -> None:
    period = guarantee_period(DUE, until)

    assert (period.basis, period.last_day) == (basis, last_day)


def test_an_unclear_due_day_begins_with_the_end_of_the_grace() -> None:
    open_ended = Guarantee(kind="surety", surety=Suretyship("joint"))
    with_grace = Guarantee(kind="surety", performance=DebtorPerformance(grace_until=date(2027, 1, 31)))

    assert open_ended.last_day() is None
    assert with_grace.last_day() == date(2027, 7, 31)  # CC 692 para 3


def test_a_statutory_last_day_in_the_holidays_moves_but_reminders_do_not_rely_on_it() -> None:
    guarantee = surety(None, due=date(2026, 4, 3))
    holidays = {date(2026, 10, day) for day in range(1, 8)}

    assert guarantee.last_day(holidays) == date(2026, 10, 8)
    # 90, 30 and 7 days before 3 October
    assert [one.on for one in guarantee.reminders()] == [date(2026, 7, 5), date(2026, 9, 3), date(2026, 9, 26)]


@pytest.mark.parametrize(("manner", "act"), [("general", "sue_debtor"), ("", "sue_debtor"), ("joint", "demand_surety")])
def test_a_reminder_names_the_act_that_keeps_the_right(manner: Manner, act: str) -> None:
    # CC 693; CC 686: not agreed is general
    assert {one.act for one in surety(date(2027, 2, 28), manner).reminders()} == {act}


def test_a_letter_of_guarantee_reminds_of_its_expiry_and_a_mortgage_of_nothing() -> None:
    letter = Guarantee(id="G-1", kind="independent_letter", fund=Fund(expires_on=date(2029, 6, 30)))

    assert [(one.on, one.act) for one in letter.reminders()][-1] == (date(2029, 6, 23), "present_documents")
    assert Guarantee(kind="mortgage", asset=Asset()).reminders() == ()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("act", ["sue_debtor", "demand_surety", "present_documents"])
def test_every_act_has_its_sentence(act: str, language: str) -> None:
    assert "2027-02-28" in sentence(f"guarantee.{act}", language, {"guarantee": "G-2", "last_day": date(2027, 2, 28)})


def test_a_share_is_of_the_stated_base_before_the_total() -> None:
    total = Money(Decimal("2637280.00"), "CNY")
    estimate = Money(Decimal("100000.00"), "CNY")

    assert Guarantee(share=Decimal("0.05")).secured(total) == Money(Decimal("131864.00"), "CNY")
    on_estimate = Guarantee(kind="earnest_money", share=Decimal("0.05"), fund=Fund(base_amount=estimate))
    assert on_estimate.secured(total) == Money(Decimal("5000.00"), "CNY")
    assert Guarantee(kind="mortgage").secured(total) is None


def test_a_surety_never_carries_the_particulars_of_money() -> None:
    with pytest.raises(InvalidInput, match="G-9"):
        Guarantee(id="G-9", kind="surety", fund=Fund())


def test_the_three_families_are_all_there() -> None:
    assert set(FAMILIES.values()) == {"", "things", "persons", "money"}
