"""replay.*: a case as the fold of its events, in memory."""

import rules
from core.domain.calendar import WorkingCalendar
from core.domain.event import ServiceEvent
from core.sla.engine import RuleSet
from core.sla.packs import Message
from core.sla.replay import replay
from core.sla.terms import Decide, Terms, compile_terms
from tests.bench.figure import cpu_s, median, report
from tests.bench.world import CASE, OFFICE, START_MS, desk
from tests.judge import judge

CASES = 2_000


def run() -> None:
    """Measure the fold with the engine, without it, and at sixteen times the size."""
    common = next(pack for pack in rules.load() if pack.name == "deadlines")
    engine = RuleSet(common.name, common.rules, common.facts).verdict
    rate = median(lambda: _rate(engine, CASES))
    report("replay.rate", rate, median(lambda: _rate(_judge, CASES)))
    large = median(lambda: _rate(engine, 16 * CASES), 3)
    report("replay.growth", rate / large, 1.0)


def _judge(message: Message) -> str:
    return judge(message)


def _rate(decide: Decide, count: int) -> float:
    pack = desk()
    terms = compile_terms(pack.obligations.values(), {}, {}, WorkingCalendar.from_dict(OFFICE), decide)
    histories = [_events(terms, n) for n in range(count)]

    def fold() -> None:
        for history in histories:
            replay(terms, history, START_MS + 7_200_000)

    return count * len(CASE) / cpu_s(fold)


def _events(terms: Terms, number: int) -> list[ServiceEvent]:
    start_ms = START_MS + number * 60_000
    return [
        ServiceEvent(f"{place}", event_type, start_ms + after_s * 1000, terms.precedence(event_type),
                     {"reason": "agreed"} if event_type.startswith("pause") else {})
        for place, (event_type, after_s) in enumerate(CASE)
    ]  # fmt: skip
