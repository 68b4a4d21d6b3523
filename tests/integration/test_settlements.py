"""Settlements through services and API, on both databases: fee, preview, close, what is refused, who sees what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.main import create_app
from core.domain.actor import Actor
from core.domain.breach import UPHELD
from core.domain.dispute import Decision, Objection, SentProof
from core.domain.money import Money
from core.domain.terms.service_level import LevelCredit
from core.errors import Conflict, Forbidden, NotFound, OutpactError
from core.services.once import once
from core.services.performance.settlements import SettlementView
from tests import contract_walk
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.performance_world import cleaning, decide, manager, user_of
from tests.wp1 import wp1_terms

NUMBER, VENDOR = "C-2026-0903", "V-9"
ZONED = "+08:00"


def yuan(amount: str | int) -> Money:
    return Money(Decimal(amount), "CNY")


def signed(house: House) -> None:
    """WP-1 in force since 1 July 2026 without trial: HC-01 costs 100 each, 15 % of a month, 10 % of a year."""
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    legal = Actor(house.organisation_id, "he.jing", "legal")
    hundred = LevelCredit("each", yuan(100))
    levels = tuple(replace(one, credit=hundred) for one in wp1_terms().service_levels if one.obligation == "HC-01")
    schedule = replace(wp1_terms().schedule, trial_months=0)
    terms = replace(wp1_terms(), number=NUMBER, service_levels=levels, schedule=schedule)
    house.app.desk.draft(legal, contract_walk.sheet(terms, date(2026, 7, 1)))
    contract_walk.activated(house.app, legal, manager(house), NUMBER, date(2026, 6, 20))


def late(house: House, case: str, day: str, state: str = "accepted") -> None:
    """A complaint that nobody answers within the hour of HC-01; its breach comes into `state`."""
    at = f"{day}T10:00:00{ZONED}"
    house.clock.at_ms = max(house.clock.at_ms, ms(at))
    [answer] = house.send(
        event(f"{case}.1", "complaint.received", at, case=case, contract=NUMBER, complaint_kind="hard")
    )
    assert answer.status == "accepted", answer
    house.tick(f"{day}T11:05:01{ZONED}")
    if state != "notified":
        decide(house, case, state)


def july(house: House, fee: str = "1500") -> None:
    """Three late answers in July; it is 10 August, and the fee of July is there."""
    signed(house)
    for n, day in enumerate(("2026-07-02", "2026-07-09", "2026-07-20"), 1):
        late(house, f"K-{n}", day)
    house.tick(f"2026-08-10T09:00:00{ZONED}")
    if fee:
        record(house, "2026-07", fee)


def record(house: House, month: str, fee: str, currency: str = "CNY") -> SettlementView:
    return house.app.settlements.record_fee(manager(house), NUMBER, month, Money(Decimal(fee), currency), f"FP-{month}")


def test_the_month_is_previewed_closed_and_then_the_same_for_ever(house: House) -> None:
    july(house)
    preview = house.app.settlements.get(manager(house), NUMBER, "2026-07")
    # the year's cap is the tighter one: 10 % of 1,500 are 150, so 100, 50 and nothing
    assert [one.amount for one in preview.statement.lines] == [yuan(100), yuan(50), yuan(0)]
    assert (preview.is_closed, preview.statement.total, preview.statement.payable) == (False, yuan(150), yuan(1350))
    assert [(one.period, one.most, one.left) for one in preview.statement.caps] == [
        ("month", yuan(225), yuan(75)), ("year", yuan(150), yuan(0)),
    ]  # fmt: skip

    closed = house.app.settlements.close(manager(house), NUMBER, "2026-07")
    assert (closed.is_closed, closed.closed_by, closed.statement) == (True, "chen", preview.statement)
    decide(house, "K-1", "rescinded")
    house.restart()

    assert house.app.settlements.get(manager(house), NUMBER, "2026-07").statement == closed.statement
    [listed] = house.app.settlements.list(manager(house))
    assert listed.sha256 == closed.sha256


def test_what_was_rescinded_since_comes_back_with_the_next_month(house: House) -> None:
    july(house)
    house.app.settlements.close(manager(house), NUMBER, "2026-07")
    decide(house, "K-1", "rescinded")
    late(house, "K-4", "2026-08-11")
    house.tick(f"2026-09-10T09:00:00{ZONED}")
    record(house, "2026-08", "2000")
    found = house.app.settlements.close(manager(house), NUMBER, "2026-08").statement

    # the year's cap is 10 % of 3,500 = 350, July's 225, August's 300: K-2 and K-3 of July and K-4 come to 100 each
    by_case = {one.case: (one.why, one.change) for one in found.adjustments}
    assert by_case == {
        "K-1": ("rescinded", yuan(-100)), "K-2": ("anew", yuan(50)), "K-3": ("anew", yuan(100)),
    }  # fmt: skip
    assert [(one.case, one.amount) for one in found.lines] == [("K-4", yuan(100))]
    assert (found.total, found.payable) == (yuan(150), yuan(1850))  # 150 before: 300 for three


def test_a_part_upheld_counts_by_its_share_and_what_nobody_decided_waits(house: House) -> None:
    signed(house)
    late(house, "K-1", "2026-07-02", "notified")
    [breach] = house.app.watch.breaches(house.admin)
    said = Objection("other", "the line was down", [SentProof("log of the carrier")])
    house.app.objections.dispute(house.admin, breach.id, said)
    house.app.objections.decide(manager(house), breach.id, Decision(UPHELD, "in part", Decimal("0.4")))
    late(house, "K-2", "2026-07-30", "disputed")
    house.tick(f"2026-08-03T09:00:00{ZONED}")
    record(house, "2026-07", "9000")
    found = house.app.settlements.get(manager(house), NUMBER, "2026-07").statement

    assert [(one.case, one.state, one.share, one.amount) for one in found.lines] == [
        ("K-1", "upheld", Decimal("0.4"), yuan(40))
    ]
    assert found.undecided == 1


def test_a_period_to_object_that_is_over_counts_before_the_monitor_has_looked(house: House) -> None:
    signed(house)
    late(house, "K-1", "2026-07-02", "notified")
    record_at = ms(f"2026-07-07T21:59:59{ZONED}")  # five working days of a shop open daily until 22:00
    house.clock.at_ms = record_at
    assert house.app.settlements.get(manager(house), NUMBER, "2026-07").statement.undecided == 1
    house.clock.at_ms = ms(f"2026-07-07T22:00:01{ZONED}")
    found = house.app.settlements.get(manager(house), NUMBER, "2026-07").statement

    assert [(one.state, one.amount) for one in found.lines] == [("deemed_accepted", yuan(100))]


@pytest.mark.parametrize(
    ("month", "fee", "currency", "invoice", "code", "place"),
    [
        ("2026-07", "-1", "CNY", "FP-1", "settlement.negative", "amount"),
        ("2026-07", "100", "USD", "FP-1", "settlement.currency", "currency"),
        ("2026-07", "100", "CNY", " ", "text.length", "invoice"),
        ("2026-08", "100", "CNY", "FP-1", "settlement.month_runs", "month"),
        ("2026-06", "100", "CNY", "FP-1", "settlement.before_contract", "month"),
        ("2026-7", "100", "CNY", "FP-1", "scorecard.bad_month", "month"),
    ],
)
def test_a_fee_that_is_none_is_refused_at_its_field(
    house: House, month: str, fee: str, currency: str, invoice: str, code: str, place: str
) -> None:
    july(house, "")
    with pytest.raises(OutpactError) as refused:
        house.app.settlements.record_fee(manager(house), NUMBER, month, Money(Decimal(fee), currency), invoice)

    assert (refused.value.code, refused.value.place) == (code, place)
    assert house.app.settlements.get(manager(house), NUMBER, "2026-07").statement.fee is None


def test_a_fee_is_recorded_anew_until_its_month_is_settled(house: House) -> None:
    july(house, "1000")
    record(house, "2026-07", "1500")
    house.app.settlements.close(manager(house), NUMBER, "2026-07")
    with pytest.raises(Conflict) as refused:
        record(house, "2026-07", "9000")

    assert refused.value.code == "settlement.fee_settled"
    fee = house.app.settlements.get(manager(house), NUMBER, "2026-07").statement.fee
    assert fee is not None
    assert (fee.amount, fee.invoice, fee.by) == (yuan(1500), "FP-2026-07", "chen")


def test_months_close_once_in_order_and_with_their_fee(house: House) -> None:
    july(house, "")
    codes = []
    for month in ("2026-08", "2026-07"):
        with pytest.raises(Conflict) as refused:
            house.app.settlements.close(manager(house), NUMBER, month)
        codes.append(refused.value.code)
    house.tick(f"2026-09-10T09:00:00{ZONED}")
    record(house, "2026-08", "1000")
    with pytest.raises(Conflict) as early:
        house.app.settlements.close(manager(house), NUMBER, "2026-08")
    record(house, "2026-07", "1000")
    house.app.settlements.close(manager(house), NUMBER, "2026-07")
    with pytest.raises(Conflict) as twice:
        house.app.settlements.close(manager(house), NUMBER, "2026-07")

    assert codes == ["settlement.month_runs", "settlement.no_fee"]
    assert (early.value.code, "2026-07" in early.value.message("zh")) == ("settlement.order", True)
    assert (twice.value.code, "已结算" in twice.value.message("zh")) == ("settlement.closed", True)


def test_the_same_call_again_answers_as_the_first_did(house: House) -> None:
    july(house)
    call = once("k", "POST /v1/contracts/C/settlements/2026-07", b"")
    first = house.app.settlements.close(manager(house), NUMBER, "2026-07", call)

    assert house.app.settlements.close(manager(house), NUMBER, "2026-07", call) == first
    assert len(house.app.settlements.list(manager(house))) == 1


def test_a_statement_that_was_changed_is_not_shown(house: House) -> None:
    july(house)
    house.app.settlements.close(manager(house), NUMBER, "2026-07")
    with house.app.database.writer.begin() as connection:
        connection.execute(text("UPDATE settlements SET content = replace(content, '1350', '1500')"))
    with pytest.raises(Conflict) as refused:
        house.app.settlements.get(manager(house), NUMBER, "2026-07")

    assert refused.value.code == "settlement.changed"


def test_who_may_not_is_refused_and_another_vendor_sees_nothing(house: House) -> None:
    july(house)
    cleaning(house)
    operator = Actor(house.organisation_id, "wang", "operator")
    mine, other = user_of(house, VENDOR), user_of(house, "V-H")
    for actor in (mine, operator, Actor(house.organisation_id, "li", "legal")):
        with pytest.raises(Forbidden):
            house.app.settlements.close(actor, NUMBER, "2026-07")
    with pytest.raises(Forbidden):
        house.app.settlements.record_fee(mine, NUMBER, "2026-07", yuan(1), "FP")
    house.app.settlements.record_fee(operator, NUMBER, "2026-07", yuan(1500), "FP-2")
    with pytest.raises(NotFound):
        house.app.settlements.get(other, NUMBER, "2026-07")
    house.app.settlements.close(manager(house), NUMBER, "2026-07")

    assert house.app.settlements.get(mine, NUMBER, "2026-07").statement.total == yuan(150)
    assert len(house.app.settlements.list(mine)) == 1
    assert house.app.settlements.list(other) == []
    with pytest.raises(NotFound):
        house.app.settlements.list(other, contract=NUMBER)


def test_a_contract_without_a_document_deducts_nothing(house: House) -> None:
    cleaning(house)
    house.clock.at_ms = ms("2026-02-03T08:00:00Z")
    view = house.app.settlements.record_fee(manager(house), "H-1", "2026-01", Money(Decimal(500), "EUR"), "R-1")

    assert (view.currency, view.statement.total, view.statement.caps) == ("", Money(Decimal(0), "EUR"), ())


def test_over_the_api_amounts_and_refusals_are_told_by_name(house: House) -> None:
    july(house, "")
    client = TestClient(create_app(house.app))

    def ask(method: str, path: str, body: Any = None, key: str = "k") -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{method} {path} {key}"}
        return client.request(method, path, headers=headers, json=body)

    token = house.app.sign_in.add_key(house.admin, "boss", "manager")
    fees, month = f"/v1/contracts/{NUMBER}/fees/2026-07", f"/v1/contracts/{NUMBER}/settlements/2026-07"
    bad = ask("PUT", fees, {"amount": "-5.00", "currency": "CNY", "invoice": "FP-7"})
    assert (bad.status_code, bad.json()["title"], bad.json()["place"]) == (422, "settlement.negative", "amount")
    assert ask("GET", month).json()["statement"]["waits_for"] == ["2026-07"]
    assert ask("PUT", fees, {"amount": "1500.00", "currency": "CNY", "invoice": "FP-7"}, "2").status_code == 200
    closed = ask("POST", month).json()
    assert closed["statement"]["total"] == {"amount": "150.00", "currency": "CNY"}
    assert closed["is_closed"]
    assert ask("POST", month, key="2").status_code == 409
    assert [one["sha256"] for one in ask("GET", "/v1/settlements").json()["items"]] == [closed["sha256"]]
    assert ask("GET", "/v1/settlements?vendor=V-0").status_code == 404
