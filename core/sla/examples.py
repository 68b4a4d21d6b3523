"""The examples of a pack, run through the production replay and engine: its tests."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.calendar import WorkingCalendar
from core.domain.event import Scalar, ServiceEvent
from core.domain.hours import WEEKDAYS
from core.domain.obligation import Obligation
from core.errors import InvalidInput, OutpactError
from core.sla.decision import decide
from core.sla.engine import RuleSet
from core.sla.outcome import Outcome
from core.sla.packs import Message, Pack
from core.sla.replay import replay
from core.sla.terms import Terms, compile_terms

CALENDARS = {
    "always": {"tz": "Asia/Shanghai", "weekly_hours": {day: [["00:00", "24:00"]] for day in WEEKDAYS}},
    "office": {"tz": "Asia/Shanghai", "weekly_hours": {day: [["09:00", "18:00"]] for day in WEEKDAYS[:5]}},
    "holiday_monday": {
        "tz": "Asia/Shanghai",
        "weekly_hours": {day: [["09:00", "18:00"]] for day in WEEKDAYS[:5]},
        "holidays": ["2026-11-02"],
    },
    "shop": {"tz": "Asia/Shanghai", "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEKDAYS}},
}
"""The calendars that an example may name."""

_KEYS = {"id", "obligation", "facts", "expect", "calendar", "events", "as_of"}


def run(pack: Pack, common: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield each example's id with what differs from what it expects, `""` where nothing does."""
    rules = RuleSet(pack.name, pack.rules, pack.facts)
    for example in pack.examples:
        try:
            yield example["id"], _difference(pack, rules, common, example)
        except OutpactError as error:
            yield example["id"], error.message("en")


def _difference(pack: Pack, rules: RuleSet, common: RuleSet, example: Mapping[str, Any]) -> str:
    if unknown := set(example) - _KEYS:
        raise InvalidInput("pack.unknown_key", value=", ".join(sorted(unknown)), allowed=", ".join(sorted(_KEYS)))
    obligation = pack.obligations.get(example["obligation"])
    if obligation is None:
        return f"there is no obligation {example['obligation']}"
    seen = _decided(pack, rules, example["facts"]) if "facts" in example else _happened(obligation, common, example)
    expected = {name: _text(value) for name, value in example["expect"].items()}
    differing = [
        f"{name} is {seen.get(name, '')}, not {value}" for name, value in expected.items() if seen.get(name) != value
    ]
    return "; ".join(differing)


def _decided(pack: Pack, rules: RuleSet, facts: Message) -> dict[str, str]:
    try:
        decision = decide(pack, rules, facts)
    except InvalidInput as error:
        if error.code != "fact.missing":
            raise
        return {"missing": error.place}
    seen = {"outcome": decision.outcome, "rule": decision.rule, **decision.answer}
    if decision.law is not None:
        seen["law"] = decision.law["rule"]
    return {name: _text(value) for name, value in seen.items()}


def _happened(obligation: Obligation, common: RuleSet, example: Mapping[str, Any]) -> dict[str, str]:
    calendar = WorkingCalendar.from_dict(CALENDARS[example.get("calendar", "always")])
    terms = compile_terms([obligation], {}, {}, calendar, common.verdict)
    events = [_event(terms, number, *one) for number, one in enumerate(example["events"], 1)]
    state, outcome = replay(terms, events, _ms(example["as_of"]))
    clocks = list(state.clocks.values())
    if obligation.kind not in ("deadline", "recurring"):
        return {"verdict": _judged(obligation, outcome, events[-1])}
    if not clocks:
        return {"verdict": "none"}
    last = clocks[-1]
    verdict = "missed" if last.breached else "early" if last.early_event and last.is_open else last.state
    due = "" if last.due_ms is None else datetime.fromtimestamp(last.due_ms / 1000, ZoneInfo(calendar.tz)).isoformat()
    return {"verdict": verdict, "due": due, "clocks": str(len(clocks)), "owed_by": last.owed_by}


def _judged(obligation: Obligation, outcome: Outcome, last: ServiceEvent) -> str:
    """What the rules said to the last event: in order or out of it, forbidden or not."""
    found = any(finding.event == last.key for finding in outcome.findings)
    if obligation.kind == "prohibition":
        return "violated" if found else "excused"
    return "refused" if found else "accepted"


def _event(
    terms: Terms, number: int, event_type: str, at: object, data: Mapping[str, Scalar] | None = None
) -> ServiceEvent:
    if not terms.knows(event_type):
        raise InvalidInput(
            "event.unknown_type", place="events", value=event_type, contract="", allowed=", ".join(terms.types())
        )
    terms.check(event_type, _ms(at), data or {})
    return ServiceEvent(f"e{number:02}", event_type, _ms(at), terms.precedence(event_type), data or {})


def _ms(at: object) -> int:
    """An instant as YAML gives it: a date-time (in UTC if it has no zone) or its ISO text."""
    instant = datetime.fromisoformat(str(at))
    if instant.tzinfo is None:
        raise InvalidInput("calendar.naive_time", place="events", value=str(at))
    return int(instant.timestamp()) * 1000


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
