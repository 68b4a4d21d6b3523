"""Statements of months worked out by hand: order, caps of month and year, shares, reversals (sla.md 3.15, 3.20, 3.21).

The contract deducts 100 for each late answer (HC-01), caps a month at 15 % and a contract year at 10 % of its fee,
and leaves privacy (OT-04, 2,000 each) outside of the caps; its term begins on 1 July 2026.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.month import Month
from core.domain.settlement import Account, CountedBreach, Fee, Statement, contract_year, statement
from core.domain.terms.liability import Credits
from core.domain.terms.scope import Schedule
from core.domain.terms.service_level import LevelCredit, ServiceLevel

JULY, AUGUST, SEPTEMBER = Month(2026, 7), Month(2026, 8), Month(2026, 9)
ZONE = "Asia/Shanghai"


def yuan(amount: str | int) -> Money:
    return Money(Decimal(amount), "CNY")


def agreed(
    *, monthly: str | None = "0.15", annual: str | None = None, free: int = 0, begins_on: date = date(2026, 7, 1)
) -> ContractTerms:
    levels = (
        ServiceLevel(obligation="HC-01", credit=LevelCredit("each", yuan(100), free=free)),
        ServiceLevel(obligation="OT-04", credit=LevelCredit("each", yuan(2000))),
        ServiceLevel(obligation="HK-03", credit=LevelCredit("score")),
    )
    caps = Credits(
        monthly_cap=Decimal(monthly) if monthly else None, annual_cap=Decimal(annual) if annual else None,
        uncapped=("OT-04",),
    )  # fmt: skip
    return ContractTerms(service_levels=levels, credits=caps, schedule=Schedule(begins_on=begins_on))


def breach(name: str, month: Month, day: int, terms: ContractTerms, **other: Any) -> CountedBreach:
    """A late answer at the beginning of a day; its name's digits order those of one day."""
    return CountedBreach(
        id=name, place=int(name[1:]), case=f"K-{name}", obligation=other.get("obligation", "HC-01"), month=month,
        on=date(month.year, month.number, day), at_ms=month.bounds_ms(ZONE)[0] + (day - 1) * 86_400_000,
        state=other.get("state", "accepted"), share=other.get("share"), terms=terms,
    )  # fmt: skip


def settle(
    month: Month, breaches: Sequence[CountedBreach], fees: Mapping[Month, int], settled: Sequence[Statement] = (),
    terms: ContractTerms | None = None,
) -> Statement:  # fmt: skip
    recorded = {each: Fee(yuan(amount), f"FP-{each}", "wang", 0) for each, amount in fees.items()}
    account = Account("V-1", "C-1", ZONE, breaches, recorded, settled)
    return statement(account, month, terms or agreed(), 0)


def taken(found: Statement) -> list[tuple[str, Money]]:
    return [(one.breach, one.amount) for one in found.lines]


def test_the_cap_of_the_month_takes_from_whoever_comes_last() -> None:
    # 15 % of 1,500 are 225: 100, 100, and of the third only 25
    terms = agreed()
    found = settle(JULY, [breach("b3", JULY, 20, terms), breach("b1", JULY, 2, terms), breach("b2", JULY, 9, terms)],
                   {JULY: 1500})  # fmt: skip

    assert taken(found) == [("b1", yuan(100)), ("b2", yuan(100)), ("b3", yuan(25))]
    assert (found.deducted, found.adjusted, found.total, found.payable) == (yuan(225), yuan(0), yuan(225), yuan(1275))
    [cap] = found.caps
    assert (cap.period, cap.most, cap.taken, cap.left) == ("month", yuan(225), yuan(225), yuan(0))
    assert "只扣减 25.00 元" in found.lines[2].steps[-1].zh


def test_what_no_cap_covers_neither_stops_at_it_nor_fills_it() -> None:
    # 15 % of 1,000 are 150: the late answers take 100 and 50, the two disclosures 2,000 each beside
    terms = agreed()
    some = [breach("b1", JULY, 2, terms, obligation="OT-04"), breach("b2", JULY, 3, terms),
            breach("b3", JULY, 4, terms, obligation="OT-04"), breach("b4", JULY, 5, terms)]  # fmt: skip
    found = settle(JULY, some, {JULY: 1000})

    assert [amount for _, amount in taken(found)] == [yuan(2000), yuan(100), yuan(2000), yuan(50)]
    assert (found.total, found.payable) == (yuan(4150), yuan(-3150))
    assert found.caps[0].taken == yuan(150)


def test_half_upheld_is_half_and_fills_the_cap_by_half() -> None:
    # 50, 100 and of the last 100 the 75 that 15 % of 1,500 leave
    terms = agreed()
    some = [breach("b1", JULY, 2, terms, state="upheld", share=Decimal("0.5")), breach("b2", JULY, 3, terms),
            breach("b3", JULY, 4, terms)]  # fmt: skip

    assert [amount for _, amount in taken(settle(JULY, some, {JULY: 1500}))] == [yuan(50), yuan(100), yuan(75)]


def test_the_first_misses_of_each_month_are_free() -> None:
    terms = agreed(free=1)
    some = [breach("b1", JULY, 2, terms), breach("b2", JULY, 3, terms), breach("b3", AUGUST, 1, terms)]
    july = settle(JULY, some, {JULY: 9000}, terms=terms)
    august = settle(AUGUST, some, {JULY: 9000, AUGUST: 9000}, [july], terms)

    assert [amount for _, amount in taken(july)] == [yuan(0), yuan(100)]
    assert [amount for _, amount in taken(august)] == [yuan(0)]


def test_the_cap_of_the_contract_year_gives_way_as_the_fee_of_the_year_grows() -> None:
    # July: 10 % of 1,000 are 100 of the two hundreds. August: the year's fee is 3,000, its cap 300: the 100 that the
    # cap held back in July follow as an adjustment, and of August's 200 there is room for 100
    terms = agreed(monthly=None, annual="0.10")
    some = [breach("b1", JULY, 2, terms), breach("b2", JULY, 3, terms), breach("b3", AUGUST, 4, terms),
            breach("b4", AUGUST, 5, terms)]  # fmt: skip
    july = settle(JULY, some, {JULY: 1000}, terms=terms)
    august = settle(AUGUST, some, {JULY: 1000, AUGUST: 2000}, [july], terms)

    assert taken(july) == [("b1", yuan(100)), ("b2", yuan(0))]
    assert taken(august) == [("b3", yuan(100)), ("b4", yuan(0))]
    assert [(one.breach, one.why, one.settled, one.revised, one.change) for one in august.adjustments] == [
        ("b2", "anew", yuan(0), yuan(100), yuan(100))
    ]
    assert (august.total, august.payable) == (yuan(200), yuan(1800))
    [cap] = august.caps
    assert (cap.period, cap.fee, cap.most, cap.taken, cap.left) == (
        "year", yuan(3000), yuan(300), yuan(300), yuan(0),
    )  # fmt: skip


def test_a_new_contract_year_has_a_cap_of_its_own() -> None:
    # the term begins on 1 August: July belongs to the first year like August, the next August to the second
    terms = agreed(monthly=None, annual="0.10", begins_on=date(2026, 8, 1))
    last, first = Month(2027, 7), Month(2027, 8)
    some = [breach("b1", last, 30, terms), breach("b2", first, 2, terms)]
    before = settle(last, some, {last: 1000}, terms=terms)
    found = settle(first, some, {last: 1000, first: 1000}, [before], terms)

    assert [contract_year(terms, one) for one in (JULY, AUGUST, last, first)] == [0, 0, 0, 1]
    assert (before.total, found.total) == (yuan(100), yuan(100))
    assert found.caps[0].fee == yuan(1000)


def test_a_rescinded_breach_is_given_back_in_the_next_month_and_makes_room() -> None:
    # July took 100, 100 and 25 of 225; without b1 it comes to 100 for b2 and 100 for b3: -100 and +75
    terms = agreed()
    some = [breach("b1", JULY, 2, terms), breach("b2", JULY, 9, terms), breach("b3", JULY, 20, terms)]
    july = settle(JULY, some, {JULY: 1500})
    august = settle(AUGUST, some[1:], {JULY: 1500, AUGUST: 1000}, [july])
    september = settle(SEPTEMBER, some[1:], {JULY: 1500, AUGUST: 1000, SEPTEMBER: 1000}, [july, august])

    assert {(one.breach, one.why, one.change) for one in august.adjustments} == {
        ("b1", "rescinded", yuan(-100)), ("b3", "anew", yuan(75)),
    }  # fmt: skip
    assert (august.total, august.payable) == (yuan(-25), yuan(1025))
    assert (september.adjustments, september.total) == ((), yuan(0))


def test_what_is_decided_after_the_close_enters_the_next_month_under_the_cap_of_its_own() -> None:
    # 15 % of July's 1,000 are 150; the second breach of July is upheld in August: only 50 of it are left
    terms = agreed()
    some = [breach("b1", JULY, 2, terms), breach("b2", JULY, 9, terms)]
    july = settle(JULY, some[:1], {JULY: 1000})
    august = settle(AUGUST, some, {JULY: 1000, AUGUST: 9000}, [july])

    assert [(one.breach, one.why, one.settled, one.change) for one in august.adjustments] == [
        ("b2", "decided", yuan(0), yuan(50))
    ]


def test_all_statements_together_are_what_the_final_truth_brings() -> None:
    """sla.md R6: whatever came late or was withdrawn, credits and adjustments close."""
    terms = agreed(annual="0.10")
    b = [breach(f"b{n}", month, n, terms) for n, month in enumerate((JULY, JULY, JULY, AUGUST, AUGUST, SEPTEMBER), 1)]
    fees = {JULY: 1500, AUGUST: 900, SEPTEMBER: 4000}
    july = settle(JULY, [b[0], b[1]], fees)
    august = settle(AUGUST, [b[1], b[2], b[3], b[4]], fees, [july])
    final = [b[1], b[2], b[4], b[5]]
    september = settle(SEPTEMBER, final, fees, [july, august])

    # by hand: caps 225, 135, 600 a month and 640 for the year: each of the four hundreds has room
    sums = [one.total for one in (july, august, september)]
    assert sum((one.amount for one in sums if one), Decimal(0)) == Decimal(400)


def test_a_month_without_its_fee_waits_and_has_no_sums() -> None:
    terms = agreed()
    some = [breach("b1", JULY, 2, terms), breach("b2", AUGUST, 2, terms)]
    found = settle(AUGUST, some, {})

    assert found.waits_for == ("2026-07", "2026-08")
    assert (found.deducted, found.total, found.payable, found.caps) == (None, None, None, ())
    assert "结算时计算" in found.lines[0].steps[-1].zh


def test_points_and_rework_take_nothing_from_the_fee() -> None:
    terms = agreed()
    found = settle(JULY, [breach("b1", JULY, 2, terms, obligation="HK-03")], {JULY: 1000})

    assert (found.lines, found.without_money, found.total) == ((), 1, yuan(0))


@pytest.mark.parametrize(("amount", "taken_of_it"), [(0, 0), (1, "0.15")], ids=["no fee at all", "one yuan"])
def test_a_small_fee_leaves_little_to_deduct_from(amount: int, taken_of_it: str | int) -> None:
    assert settle(JULY, [breach("b1", JULY, 2, agreed())], {JULY: amount}).total == yuan(taken_of_it)
