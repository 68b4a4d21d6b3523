"""Cancellations and returns at the seats of WP-3: decided by the tables, approved by the house, refunded in order."""

from collections.abc import Iterator
from datetime import timedelta

from api.cli.demo.bills import STORES
from api.cli.demo.complaints import is_open
from api.cli.demo.contracts import ANSWERING
from api.cli.demo.demand import a_month, begin, days, dice
from api.cli.demo.record import HOUR, CaseRecord
from api.cli.demo.world import World, day_of, on

CANCELLATIONS, RETURNS = a_month(120), a_month(90)
GOING = ("allowed", "fee", "refused_by_policy_but_law_obliges", "fee_by_policy_but_law_obliges")
"""Outcomes on which the customer's wish is done: where the law obliges, the shop follows it."""
Facts = dict[str, str | int | bool]


def records(world: World) -> Iterator[CaseRecord]:
    """All cancellations and returns of the quarter."""
    for prefix, volume, tell in (("QX", CANCELLATIONS, cancel), ("TH", RETURNS, give_back)):
        for day, count in days(volume, world.scale, is_open):
            for place in range(count):
                case = f"{prefix}-{day:%m%d}-{place + 1:02}"
                chance = dice(case)
                yield tell(world, CaseRecord(case, ANSWERING, chance.choice(STORES), chance), begin(day, chance))


def cancel(world: World, record: CaseRecord, asked_ms: int, given: Facts | None = None) -> CaseRecord:
    """One cancellation: the table decides, the general manager signs, the service centre is told at once."""
    facts = dict(given or _cancellation(record))
    answer = decided(world, "cancellation", facts)
    record.note("case.updated", asked_ms, **facts, **answer)
    if answer["outcome"] not in GOING:
        record.note("case.closed", asked_ms + record.minutes(10, 90))
        return record
    approved_ms = record.note("cancellation.approved", _working(record, asked_ms), role="general_manager")
    told_ms = approved_ms + (record.minutes(34, 120) if record.happens(0.06) else record.minutes(2, 22))
    record.stop("service_centre.notified", told_ms, approved_ms, approved_ms + 30 * 60_000)
    filed_ms = record.note("cancellation.filed_with_finance", told_ms + record.minutes(20, 120))
    called_ms = record.note("customer.called_for_refund", filed_ms + record.minutes(30, 240))
    record.note("case.closed", called_ms + record.minutes(5, 60))
    return record


def give_back(world: World, record: CaseRecord, asked_ms: int, given: Facts | None = None) -> CaseRecord:
    """One return: inspection offered first where there is a fault, then the table, the signature, the refund."""
    facts = dict(given or _return(record))
    answer = decided(world, "returns", facts)
    begun_ms = asked_ms
    if facts["quality_problem"]:
        record.note("quality_problem.reported", asked_ms, **facts)
        begun_ms = record.note("inspection.offered", asked_ms + record.minutes(10, 60))
    else:
        record.note("case.updated", asked_ms, **facts)
    record.note("return.decided", begun_ms + record.minutes(30, 300), **answer)
    if answer["outcome"] not in GOING:
        record.note("case.closed", record.events[-1].at_ms + record.minutes(10, 90))
        return record
    approved_ms = record.note("return.approved", _working(record, asked_ms), role="head_of_own_stores")
    filed_ms = record.note("return.filed_with_finance", approved_ms + record.minutes(30, 150))
    paid_ms = record.note("refund.handled", filed_ms + record.minutes(60, 300))
    record.note("case.closed", paid_ms + record.minutes(5, 60))
    return record


def decided(world: World, pack: str, facts: Facts) -> dict[str, str]:
    """What the table of a pack says: the outcome, its rule, and the law where the law obliges."""
    answer = world.app.decisions.decide(world.operator, pack, dict(facts))
    found = {"outcome": answer.outcome, "rule": answer.rule}
    return found | ({"law": str(answer.law["rule"])} if answer.law else {})


def _working(record: CaseRecord, asked_ms: int) -> int:
    """A time at which those who sign are there: the next day between 9 and 15."""
    return max(on(day_of(asked_ms) + timedelta(days=1), 9) + record.minutes(0, 360), asked_ms + HOUR)


def _cancellation(record: CaseRecord) -> Facts:
    chance = record.chance
    collected = chance.choices(("not_yet", "delivered", "self"), (80, 14, 6))[0]
    return {
        "product_kind": chance.choices(("regular", "custom", "special_order", "clearance"), (82, 10, 4, 4))[0],
        "age_s": chance.randrange(3_600, 12 * 86_400), "collected": collected,
        "channel": chance.choices(("shop", "online"), (70, 30))[0], "customer": "consumer",
        "days_since": chance.randrange(0, 9), "intact": chance.random() < 0.95,
    }  # fmt: skip


def _return(record: CaseRecord) -> Facts:
    chance = record.chance
    fault = chance.random() < 0.55
    return {
        "quality_problem": fault, "cause": "product" if fault else "none", "insists": chance.random() < 0.85,
        "product_kind": chance.choices(("regular", "custom", "clearance", "special_offer"), (76, 12, 6, 6))[0],
        "collected": chance.choices(("delivered", "self"), (80, 20))[0], "days_since": chance.randrange(0, 11),
        "age_s": chance.randrange(86_400, 14 * 86_400), "original_packaging": chance.random() < 0.8,
        "receipts": chance.random() < 0.93, "intact": chance.random() < 0.9,
        "channel": chance.choices(("shop", "online"), (70, 30))[0], "customer": "consumer",
        "defect_disclosed": chance.random() < 0.3,
    }  # fmt: skip
