"""The sample contract on its way through the desk, as several tests need it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.contract_terms import ContractTerms
from core.services.legal.contract_desk import DraftSheet
from tests.wp1 import wp1_terms

DAILY = {
    "tz": "Asia/Shanghai",
    "weekly_hours": {day: [["08:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}


def sheet(terms: ContractTerms, effective_from: date) -> DraftSheet:
    """What a draft of these terms is begun with."""
    return DraftSheet(terms, "V-9", effective_from, "daily", DAILY)


def with_limit(terms: ContractTerms, obligation: str, limit: str) -> ContractTerms:
    """The terms with one limit agreed otherwise."""
    levels = tuple(replace(one, limit=limit) if one.obligation == obligation else one for one in terms.service_levels)
    return replace(terms, service_levels=levels)


def linted(app: App, legal: Actor, number: str, signed_on: date) -> Any:
    """Lint the open draft and accept every warning."""
    found = app.desk.lint(legal, number, signed_on)
    for one in found.findings:
        if one.severity == "warning":
            found = app.desk.acknowledge(legal, number, one.rule, one.path, "letter of 18 June 2026")
    return found


def activated(app: App, legal: Actor, manager: Actor, number: str, signed_on: date) -> bytes:
    """Lint, approve, sign and activate the open draft; returns the signed document."""
    linted(app, legal, number, signed_on)
    version = app.desk.approve(manager, number).version
    document = app.desk.render(legal, number, "bilingual", version)
    app.desk.sign(legal, number, document, signed_on)
    app.desk.activate(manager, number)
    return document


def today(app: App) -> date:
    """The day by the database's clock."""
    with app.database.reading() as work:
        return datetime.fromtimestamp(work.now_ms / 1000, UTC).date()


def active_since_today(app: App, organisation_id: int, number: str) -> bytes:
    """The sample contract in force from this day on; returns the signed document."""
    legal, manager = Actor(organisation_id, "legal", "legal"), Actor(organisation_id, "manager", "manager")
    app.desk.draft(legal, sheet(replace(wp1_terms(), number=number), today(app)))
    return activated(app, legal, manager, number, today(app))
