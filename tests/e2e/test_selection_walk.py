"""A whole selection in a browser: a bid through the form, close, scores, gates, the ranking explained, the award."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

import rules
from api.cli.shell import ORGANISATION
from core.bootstrap import App, build
from core.domain.qualification import Evidence
from core.settings import Settings
from tests.e2e.conftest import Begin
from tests.e2e.walking import WAIT_MS, Walker
from tests.screens_server import serving
from tests.selection_world import (
    DAY_MS,
    SHIFTS,
    UNDECIDED,
    SelectionWorld,
    another,
    bid_draft,
    rules_draft,
    sheet,
)
from tests.selection_world import (
    begin as begun,
)
from tests.tools import require
from tests.unit.domain.wp1 import INSURANCE, PRICES

PASSWORD = "selection-1"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SelectionWorld, str]]:
    """A draft with its rules, seven people, and the screens on it."""
    require("chromium", "apt install chromium")
    folder = tmp_path_factory.mktemp("selection")
    app = build(Settings(data=folder), rules.load())
    organisation = app.sign_in.add_organisation(*ORGANISATION)
    _people(app, organisation)
    with serving(folder) as address:
        yield begun(app, organisation), address
    app.stop()


def _people(app: App, organisation: int) -> None:
    admin = app.local_admin(organisation)
    for name, role in (("lin", "procurement"), ("zhou", "manager"), *((one, "evaluator") for one in (*SHIFTS, "sun"))):
        app.sign_in.add_user(admin, name, name, PASSWORD, role)


def test_bids_are_taken_on_the_screen_alone(installation: tuple[SelectionWorld, str], begin: Begin) -> None:
    world, address = installation
    one = another(world)
    now = _now(world.app)
    one.clock.at_ms = now
    one.selections.set_rules(one.buyer, one.number, rules_draft(closes_ms=now + 10 * DAY_MS))
    buyer = begin(address, "zh").sign_in("lin", PASSWORD).go("selection", selection=one.number)

    buyer.press("selection.open")
    dialog = buyer.page.get_by_role("dialog")
    dialog.get_by_label(buyer.words["selection.undecided_because"]).fill(UNDECIDED)
    dialog.get_by_role("button", name=buyer.words["selection.open_button"]).click()
    expect(dialog).to_be_hidden(timeout=WAIT_MS)
    _enter_bid_of_a(buyer)
    buyer.press("selection.abandon")
    end = dialog.get_by_role("button", name=buyer.words["selection.abandon_button"].format(number=one.number))
    end.click()
    buyer.sees("没有写明理由")
    dialog.get_by_label(buyer.words["form.reason"]).fill("预算取消")
    end.click()

    buyer.sees("lin 终止了本次采购：预算取消")
    buyer.shot("procurement-ended")


def test_a_selection_from_its_close_to_the_award(installation: tuple[SelectionWorld, str], begin: Begin) -> None:
    world, address = installation
    _bids(world, _now(world.app))
    buyer = begin(address, "en").sign_in("lin", PASSWORD).go("selection", selection=world.number)

    _close(buyer)
    _hear(buyer)
    _evaluate(world, buyer)
    buyer.press("selection.to_ranking")
    buyer.sees("A leads B by 0.62: price/cost -1.39, quality +0.75")
    buyer.shot("procurement-ranking")
    _award(begin(address, "en").sign_in("zhou", PASSWORD).go("ranking", selection=world.number))


def _bids(world: SelectionWorld, now: int) -> None:
    """All five bids came in twenty days ago, the closing time was ten days ago; D's insurance ended yesterday."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    world.clock.at_ms = now - 20 * DAY_MS
    world.selections.set_rules(world.buyer, world.number, rules_draft(closes_ms=now - 10 * DAY_MS))
    world.selections.open(world.buyer, world.number, undecided_because=UNDECIDED)
    for vendor in PRICES:
        until = today + timedelta(days=-1 if vendor == "D" else 300)
        policy = Evidence(INSURANCE.code, f"policy of {vendor}", today - timedelta(days=300), until)
        world.selections.receive(world.buyer, world.number, replace(bid_draft(vendor), evidence=(policy,)))


def _now(app: App) -> int:
    with app.database.reading() as work:
        return work.now_ms


def _enter_bid_of_a(buyer: Walker) -> None:
    """A's bid through the form, its total worked out while it is typed."""
    page = buyer.page
    page.get_by_role("combobox", name=buyer.words["bid.vendor"]).click()
    page.get_by_role("option", name="A · ").click()
    price = buyer.words["bid.unit_price"].partition("{")[0]
    expect(page.get_by_label(price)).to_have_count(6, timeout=WAIT_MS)
    for place, typed in enumerate(PRICES["A"]):
        buyer.type(price, typed, place)
    buyer.sees("2,488,000.00 元")
    buyer.type("HK-04", "96")
    buyer.type(INSURANCE.name.zh, "A 的保单")
    buyer.shot("procurement-bid")
    buyer.press("bid.take")
    buyer.sees("回执 sha256")
    buyer.sees(buyer.words["selection.sealed"].format(count=1))


def _close(buyer: Walker) -> None:
    buyer.sees(buyer.words["selection.sealed"].format(count=5))
    expect(buyer.page.get_by_text("2,488,000")).to_have_count(0)
    buyer.confirm("selection.close", "selection.close")
    buyer.in_a_table("2,488,000.00")


def _hear(buyer: Walker) -> None:
    """D, below the labour floor and 45 % of the ceiling, is heard before the gates."""
    page = buyer.page
    buyer.type(buyer.words["selection.explanation"], "family members work along")
    page.get_by_text(buyer.words["selection.yes"], exact=True).click()
    buyer.type(buyer.words["selection.because"], "wage sheets seen")
    buyer.press("selection.record")
    expect(page.get_by_label(buyer.words["selection.explanation"])).to_have_count(0, timeout=WAIT_MS)


def _evaluate(world: SelectionWorld, buyer: Walker) -> None:
    buyer.press("selection.evaluate")
    buyer.sees(buyer.words["selection.nobody_yet"])
    world.clock.at_ms = _now(world.app)
    for name in SHIFTS:
        world.evaluations.appoint(world.buyer, world.number, name)
        world.evaluations.score(world.evaluator(name), world.number, sheet(name))
        world.evaluations.lock(world.evaluator(name), world.number)
    buyer.go("selection", selection=world.number)
    buyer.sees("lie 25 apart")
    buyer.type(buyer.words["selection.consensus"], "the site visit counts; the scores stay")
    buyer.press("selection.record")
    expect(buyer.page.get_by_text("lie 25 apart")).to_have_count(0, timeout=WAIT_MS)
    buyer.confirm("selection.end_evaluation", "selection.end_button")
    buyer.confirm("selection.admit", "selection.admit")
    buyer.sees('"technical standard" scored 64, below the minimum of 70')
    buyer.sees('the evidence for "employer\'s liability insurance" expired')
    buyer.shot("procurement-gates")


def _award(chief: Walker) -> None:
    """The totals of the acceptance figures, D's with it counted in, and the decision with its reason."""
    for total in ("87.97", "87.35", "86.18", "85.98"):
        chief.in_a_table(total)
    chief.sees("Counted in, the winner would have been D (79.24, against 76.57 for A)")
    chief.press("ranking.award")
    dialog = chief.page.get_by_role("dialog")
    dialog.get_by_label(chief.words["ranking.reason"]).fill("the highest total, the best quality")
    dialog.get_by_role("button", name="Award to A").click()
    chief.sees("the highest total, the best quality")
    chief.sees(chief.words["ranking.memo"])
    chief.shot("procurement-awarded")
