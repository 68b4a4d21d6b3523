"""What the things are called that the record knows by number: one question for each kind that is there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, Select, select, type_coerce

from core.services.filters import own
from core.services.home.asked import Asked, both
from core.services.home.views import Words
from core.storage.tables import breaches, cases, contract_drafts, reviews, selections, vendors, work_packages, workers

Named = dict[tuple[str, str], tuple[str, Words]]
"""By the screen and the record's number of a thing, the number that people know and its name."""


def named(asked: Asked, things: Iterable[tuple[str, str]]) -> Named:
    """Ask for the names of things, given by screen and number."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for screen, number in things:
        numbers[screen].append(number)
    found: Named = {}
    for screen, some in numbers.items():
        ask = _ASK.get(screen)
        for row in asked.work.connection.execute(ask(asked, some)) if ask is not None else ():
            found[screen, row[0]] = (row[1], both(row[2] or ""))
    return found


def _packages(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    return _titled(asked, work_packages, work_packages.c.title, numbers)


def _selections(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    return _titled(asked, selections, selections.c.title, numbers)


def _vendors(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    return _titled(asked, vendors, vendors.c.name, numbers)


def _workers(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    return _titled(asked, workers, workers.c.name, numbers)


def _contracts(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    title = type_coerce(contract_drafts.c.terms, JSON)["title"]
    return _titled(asked, contract_drafts, title, numbers).order_by(contract_drafts.c.version)


def _reviews(asked: Asked, numbers: Sequence[str]) -> Select[Any]:
    return _titled(asked, reviews, vendors.c.name, numbers).join(vendors, vendors.c.id == reviews.c.vendor_id)


def _breaches(asked: Asked, uuids: Sequence[str]) -> Select[Any]:
    chosen = select(breaches.c.uuid, cases.c.number, breaches.c.obligation).join(
        cases, cases.c.id == breaches.c.case_id
    )
    return chosen.where(*own(breaches, asked.actor), breaches.c.uuid.in_(uuids))


def _titled(asked: Asked, table: Any, title: Any, numbers: Sequence[str]) -> Select[Any]:
    number = table.c.number
    return select(number, number.label("shown"), title.label("title")).where(
        table.c.organisation_id == asked.actor.organisation_id, number.in_(numbers)
    )


_ASK: dict[str, Callable[[Asked, Sequence[str]], Select[Any]]] = {
    "work_package": _packages, "feasibility": _packages, "selection": _selections, "evaluation": _selections,
    "vendors": _vendors, "performance": _vendors, "workers": _workers, "contracts": _contracts, "renewal": _contracts,
    "reviews": _reviews, "breaches": _breaches,
}  # fmt: skip
