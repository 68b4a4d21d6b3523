"""The legal desk: four contracts from their terms to the day their clocks run, and a draft that is not done."""

from datetime import date

from api.cli.demo import terms
from api.cli.demo.selections import CLEANING_SELECTION
from api.cli.demo.world import Chapter, World, at
from core.domain.contract_terms import ContractTerms
from core.domain.hours import WEEKDAYS
from core.services.legal.drafting import DraftSheet

DAILY = {"tz": "Asia/Shanghai", "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEKDAYS}}
NATIONAL_DAY = [date(2026, 10, day).isoformat() for day in range(1, 8)]
NEW_YEAR = [date(2027, 1, day).isoformat() for day in range(1, 4)]
SEATS = DAILY | {"holidays": NATIONAL_DAY + NEW_YEAR}
"""The seats are closed on public holidays (assumed for 2027): a Monday's table is then due on the next working day."""
CLEANING, REPAIR, ANSWERING, RESERVE, SECOND_SOURCE = (f"C-2026-000{place}" for place in range(1, 6))
REASON = "已与业务部门核对，按现行条款接受"


def chapters(world: World) -> tuple[Chapter, ...]:
    """Each contract is a thread of its own."""
    return (
        _contract(world, terms.cleaning(), "V-01", ("2026-06-01", "2026-06-15", "2026-06-18", "2026-06-24"),
                  date(2026, 7, 1), award=CLEANING_SELECTION),
        _contract(world, terms.amended("wp2"), "V-06", ("2026-09-07", "2026-09-16", "2026-09-21", "2026-09-25"),
                  date(2026, 10, 1)),
        _contract(world, terms.amended("wp3"), "V-07", ("2026-09-08", "2026-09-17", "2026-09-22", "2026-09-25"),
                  date(2026, 10, 1)),
        _contract(world, terms.amended("reserve"), "V-02", ("2026-09-14", "2026-09-18", "2026-09-23", "2026-09-28"),
                  date(2026, 10, 1)),
        _unfinished(world),
    )  # fmt: skip


def _contract(
    world: World,
    agreed: ContractTerms,
    vendor: str,
    days: tuple[str, str, str, str],
    effective_from: date,
    award: str = "",
) -> Chapter:
    """Drafted and linted, approved by another, signed as rendered, activated; `days` are those of the four steps.

    What an award decided comes from it; legal then agrees on the rest.
    """
    desk, number = world.app.desk, agreed.number
    drafted, approved, signed, activated = days
    calendar, hours = ("seats", SEATS) if number == ANSWERING else ("daily", DAILY)
    yield at(f"{drafted} 10:00")
    if award:
        selection = world.numbers[award]
        desk.draft_from_award(world.legal, selection, effective_from=effective_from, calendar=hours, number=number)
        yield at(f"{drafted} 14:30")
        desk.revise(world.legal, number, agreed)
    else:
        desk.draft(world.legal, DraftSheet(agreed, vendor, effective_from, calendar, hours))
    yield at(f"{drafted} 16:00")
    _lint(world, number, date.fromisoformat(signed))
    yield at(f"{approved} 11:00")
    version = desk.approve(world.manager, number).version
    yield at(f"{signed} 15:00")
    document = desk.render(world.legal, number, "bilingual", version)
    desk.sign(world.legal, number, document, date.fromisoformat(signed))
    yield at(f"{activated} 10:00")
    desk.activate(world.manager, number)


def _unfinished(world: World) -> Chapter:
    """A second source for repairs: earnest money above the legal share, a suretyship whose manner nobody wrote."""
    yield at("2026-12-21 14:00")
    sheet = DraftSheet(terms.second_source(), "V-08", date(2027, 2, 1), "daily", DAILY)
    world.app.desk.draft(world.legal, sheet)
    yield at("2026-12-23 10:20")
    world.app.desk.lint(world.legal, SECOND_SOURCE, date(2027, 1, 18))


def _lint(world: World, number: str, signed_on: date) -> None:
    """Lint, and accept each warning for a reason."""
    found = world.app.desk.lint(world.legal, number, signed_on)
    for one in found.findings:
        if one.severity == "warning":
            world.app.desk.acknowledge(world.legal, number, one.rule, one.path, REASON)
