"""Whoever says what he has read acts on that and on nothing else: what another changed meanwhile is told, not lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.domain.actor import Actor
from core.domain.canonical import sha256
from core.errors import Conflict
from core.services.procurement.work_packages import WorkPackageService
from tests.contract_walk import linted, sheet, with_limit
from tests.instants import ms
from tests.integration.conftest import House
from tests.selection_world import UNDECIDED, begin, rules_draft
from tests.unit.domain.wp1 import OPENS_MS
from tests.wp1 import wp1_terms

SIGNED_ON = date(2026, 6, 20)
NUMBER = "C-2026-0901"
MANY = 8


def told(call: Callable[[int], Any]) -> Counter[str]:
    """What many at once are answered."""

    def one(turn: int) -> str:
        try:
            call(turn)
        except Conflict as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(one, range(MANY)))


@pytest.fixture
def legal(house: House) -> Actor:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    one = Actor(house.organisation_id, "he.jing", "legal")
    house.app.desk.draft(one, sheet(replace(wp1_terms(), number=NUMBER), date(2026, 7, 1)))
    return one


def test_only_the_terms_that_were_read_are_approved(house: House, legal: Actor) -> None:
    manager = Actor(house.organisation_id, "chen.li", "manager")
    read = linted(house.app, legal, NUMBER, SIGNED_ON)
    house.app.desk.revise(legal, NUMBER, with_limit(replace(wp1_terms(), number=NUMBER), "SC-01", "60 min"))
    now = linted(house.app, legal, NUMBER, SIGNED_ON)

    with pytest.raises(Conflict) as changed:
        house.app.desk.approve(manager, NUMBER, of=read.terms_sha256)

    assert (changed.value.code, changed.value.place) == ("draft.changed", f"{NUMBER} v1")
    assert house.app.desk.get(legal, NUMBER).state == "linted"
    assert house.app.desk.approve(manager, NUMBER, of=now.terms_sha256).state == "approved"


def test_of_many_who_changed_the_same_terms_one_is_taken(house: House, legal: Actor) -> None:
    of = house.app.desk.get(legal, NUMBER).terms_sha256
    limits = [f"{20 + turn} min" for turn in range(MANY)]

    answers = told(
        lambda turn: house.app.desk.revise(
            legal, NUMBER, with_limit(replace(wp1_terms(), number=NUMBER), "SC-01", limits[turn]), of=of
        )
    )

    assert answers == {"done": 1, "draft.changed": MANY - 1}


def test_of_many_versions_made_from_the_same_one_is_taken(house: House) -> None:
    house.clock.at_ms = OPENS_MS
    world = begin(house.app, house.organisation_id)
    packages = WorkPackageService(house.app.database.at(world.clock))
    [package] = packages.list(world.buyer)
    content = packages.get(world.buyer, package.number).content

    def revise(turn: int) -> None:
        scope = replace(content.scope, capacity_a_day=Decimal(40 + turn))
        packages.revise(world.buyer, package.number, replace(content, scope=scope), of=1)

    assert told(revise) == {"done": 1, "work_package.newer": MANY - 1}
    with pytest.raises(Conflict):
        packages.release(world.buyer, package.number, of=1)
    assert packages.release(world.buyer, package.number, of=2).state == "released"


def test_only_the_rules_that_were_read_are_frozen(house: House) -> None:
    house.clock.at_ms = OPENS_MS
    world = begin(house.app, house.organisation_id)
    read = sha256(world.selections.get(world.buyer, world.number).rules)
    changed = world.selections.set_rules(world.buyer, world.number, rules_draft(least_bids=4))

    with pytest.raises(Conflict) as other:
        world.selections.open(world.buyer, world.number, of=read, undecided_because=UNDECIDED)

    assert other.value.code == "selection.other_rules"
    assert world.selections.get(world.buyer, world.number).state == "draft"
    opened = world.selections.open(world.buyer, world.number, of=sha256(changed.rules), undecided_because=UNDECIDED)
    assert opened.rules is not None
    assert opened.rules.least_bids == 4
