"""Care after the sale at the seats of WP-3: survey, letter, the call on the 7th day, the consultant's question."""

from collections.abc import Iterator
from datetime import timedelta

from api.cli.demo.bills import STORES
from api.cli.demo.complaints import is_open
from api.cli.demo.contracts import ANSWERING
from api.cli.demo.demand import a_month, begin, days, dice
from api.cli.demo.record import DAY, HOUR, SATISFIED, CaseRecord
from api.cli.demo.world import day_of, on

SALES = a_month(40)
"""Of 2,400 calls a month the world tells those of forty sales."""


def records(scale: float) -> Iterator[CaseRecord]:
    """The sales of the quarter that are followed up."""
    for day, count in days(SALES, scale, is_open):
        for place in range(count):
            case = f"HF-{day:%m%d}-{place + 1:02}"
            chance = dice(case)
            yield care(CaseRecord(case, ANSWERING, chance.choice(STORES), chance), begin(day, chance))


def care(record: CaseRecord, sold_ms: int) -> CaseRecord:
    """One sale as it usually goes on."""
    record.note("product.sold", sold_ms)
    record.note("order.signed", sold_ms + record.minutes(2, 15))
    taken_ms = DAY + record.minutes(20, 500) if record.happens(0.05) else record.minutes(180, 1_380)
    record.stop("survey.completed", sold_ms + taken_ms, sold_ms, sold_ms + DAY, satisfaction=record.rating(SATISFIED))
    sent_day = day_of(sold_ms) + timedelta(days=9 if record.happens(0.04) else record.chance.randrange(1, 6))
    sent_ms = record.note("thank_you_letter.sent", on(sent_day, 15) + record.minutes(0, 120))
    back_ms = record.note("crew.returned", sent_ms + record.minutes(30, 90))
    told_ms = back_ms + (record.minutes(125, 240) if record.happens(0.05) else record.minutes(10, 95))
    record.stop("consultant.notified", told_ms, back_ms, back_ms + 2 * HOUR)
    asked_ms = told_ms + (DAY + record.minutes(30, 300) if record.happens(0.06) else record.minutes(60, 1_200))
    record.stop("delivery.feedback_recorded", asked_ms, told_ms, told_ms + DAY)
    seventh = sent_day + timedelta(days=8 if record.happens(0.05) else 7)
    called_ms = on(seventh, 10) + record.minutes(0, 480)
    record.stop("customer.contacted_again", called_ms, sent_ms, on(sent_day + timedelta(days=7), 20))
    record.note("case.closed", max(called_ms, asked_ms) + record.minutes(5, 60))
    return record
