"""The whole way in one run: work package, feasibility, selection, award, contract, clock, amendment, verification."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from core.documents.contract_text import ContractText, read_contract
from core.documents.terms import read_terms
from core.domain.actor import Actor
from core.domain.contract_terms import ContractTerms
from core.errors import Forbidden, NotFound
from core.services.legal.draft_views import DraftView
from tests.award_world import EFFECTIVE, PACKAGE, USCC_OF_A, completed, decided, released, selected
from tests.contract_walk import with_limit
from tests.instants import ms
from tests.integration.conftest import House
from tests.selection_world import SelectionWorld
from tests.unit.domain.wp1 import OPENS_MS

SIGNED_ON, AMENDED_ON, AMENDED_FROM = date(2026, 11, 10), date(2027, 1, 15), date(2027, 2, 1)


@dataclass(slots=True)
class Way:
    """Who goes the way, and what it has led to so far."""

    house: House
    legal: Actor
    manager: Actor
    number: str = ""
    ranking_sha256: str = ""

    @classmethod
    def begin(cls, house: House) -> "Way":
        legal, manager = (Actor(house.organisation_id, name, name) for name in ("legal", "manager"))
        return cls(house, legal, manager)


def test_from_the_work_package_to_the_amendment(house: House) -> None:
    way = Way.begin(house)
    world = awarded_after_a_study(way)
    terms = drafted_from_the_award(way, world)

    first = signed_by_two(way, terms)
    a_clock_runs_with_the_negotiated_limit(way)
    before = way.house.app.desk.get(way.legal, way.number)
    second = amended(way, before)

    clause_annex_rule_and_hash_moved_together(way, before, read_contract(first), read_contract(second))
    a_case_keeps_the_limit_of_its_day(way)
    the_old_file_differs_in_that_value_alone(way, first, second)
    each_file_is_right_about_its_own_days(way, first, second)
    the_ranking_is_made_again_after_a_restart(way, world)


def awarded_after_a_study(way: Way) -> SelectionWorld:
    """Work package, feasibility in five steps, selection with five bids and four evaluators, gates, award."""
    house = way.house
    house.clock.at_ms = ms("2026-09-07T10:00:00+08:00")
    world, package = released(house.app, house.organisation_id, house.clock)
    decided(world, package)
    house.clock.at_ms = OPENS_MS
    selected(world, package)
    way.ranking_sha256 = world.ranking.get(world.buyer, world.number).sha256
    return world


def drafted_from_the_award(way: Way, world: SelectionWorld) -> ContractTerms:
    """The contract of the award: nothing is typed twice."""
    desk = way.house.app.desk
    begun = desk.draft_from_award(way.legal, world.number, effective_from=EFFECTIVE, limits={"SC-01": "20 min"})
    way.number, terms = begun.number, read_terms(begun.terms)
    assert (terms.award.selection, terms.award.ranking_sha256) == (world.number, way.ranking_sha256)
    assert (terms.award.package, terms.award.package_version) == ("WP-2026-0001", 1)
    assert terms.award.decided_on == date(2026, 10, 26)
    assert (terms.buyer.name.en, terms.vendor.name.zh, terms.vendor.uscc) == (
        "Demo", "上海洁舍家庭服务有限公司", USCC_OF_A,
    )  # fmt: skip
    assert terms.work_packages[0].name.zh == PACKAGE
    # A's prices of 49, 17, 14, 168, 115 and 13.20 on the bill: 1,058,400 + 646,000 + 336,000 + 151,200 + 138,000
    # + 158,400 = 2,488,000; 6 % on each line are 149,280 in all; over 36 months 3 x 2,637,280
    prices = terms.prices
    assert [str(one) for one in (prices.net_total, prices.vat_total, prices.gross_total, prices.contract_total)] == [
        "CNY 2,488,000.00", "CNY 149,280.00", "CNY 2,637,280.00", "CNY 7,911,840.00",
    ]  # fmt: skip
    assert (terms.schedule.begins_on, terms.schedule.ends_on) == (EFFECTIVE, date(2029, 11, 30))
    levels = {one.obligation: one for one in terms.service_levels}
    assert {one.pack for one in terms.service_levels} == {"housekeeping", "order_taking", "soft_complaint"}
    assert str(levels["HK-04"].target) == "0.96"  # what A promised
    assert (levels["SC-01"].limit, levels["SC-02"].limit) == ("20 min", "30 min")  # negotiated, default
    assert terms.performance.service_hours.zh == "每日08:00至22:00"
    return completed(begun.terms)


def signed_by_two(way: Way, terms: ContractTerms) -> bytes:
    """What was never decided is filled in; then the version goes its way, and says which award it comes from."""
    way.house.app.desk.revise(way.legal, way.number, terms)
    way.house.clock.at_ms = ms("2026-11-10T15:00:00+08:00")
    document = signed_and_active(way, SIGNED_ON)
    assert way.ranking_sha256 in read_contract(document).text
    assert terms.award.selection in read_contract(document).text
    return document


def a_clock_runs_with_the_negotiated_limit(way: Way) -> None:
    """Service hours 08:00 to 22:00, 20 minutes: 10 until 22:00, 10 more from 08:00 on."""
    clock = complaint(way, "K-1", "2026-12-02T21:50:00+08:00")
    assert (clock.due_ms, clock.limit["zh"]) == (ms("2026-12-03T08:10:00+08:00"), "20分钟")


def amended(way: Way, before: DraftView) -> bytes:
    """One service level changes, from a day of effect of its own."""
    desk = way.house.app.desk
    way.house.clock.at_ms = ms("2027-01-15T10:00:00+08:00")
    desk.amend(way.legal, way.number, AMENDED_FROM)
    desk.revise(way.legal, way.number, with_limit(read_terms(before.terms), "SC-01", "10 min"))
    changed = desk.changes(way.legal, way.number)
    at = [one.obligation for one in read_terms(before.terms).service_levels].index("SC-01")
    level = f"service_levels[{at}]"
    assert changed == (
        "schedule.effective_from", f"{level}.limit", f"{level}.text.en", f"{level}.text.zh", "version",
    )  # fmt: skip
    return signed_and_active(way, AMENDED_ON)


def clause_annex_rule_and_hash_moved_together(
    way: Way, before: DraftView, old: ContractText, new: ContractText
) -> None:
    after = way.house.app.desk.get(way.legal, way.number)
    assert (old.limits["SC-01"], new.limits["SC-01"]) == (("20分钟", "20 minutes"), ("10分钟", "10 minutes"))
    for text, zh, en in ((old, "20分钟内", "within 20 minutes"), (new, "10分钟内", "within 10 minutes")):
        assert zh in annex_text(text, "SC-01")
        assert en in annex_text(text, "SC-01")
    versions = way.house.app.contracts.get(way.legal, way.number).versions
    assert [one.terms["limits"]["SC-01"] for one in versions] == ["20 min", "10 min"]
    assert [one.effective_from_ms for one in versions] == [
        ms("2026-12-01T00:00:00+08:00"), ms("2027-02-01T00:00:00+08:00"),
    ]  # fmt: skip
    assert (old.terms_hash, new.terms_hash) == (before.terms_sha256, after.terms_sha256)
    assert [one.terms["document_sha256"] for one in versions] == [old.terms_hash, new.terms_hash]
    assert old.terms_hash != new.terms_hash
    assert read_terms(after.terms).award == read_terms(before.terms).award


def a_case_keeps_the_limit_of_its_day(way: Way) -> None:
    """The case of the last day before keeps 20 minutes, the one of the day of effect gets 10."""
    clock = complaint(way, "K-2", "2027-01-31T21:50:00+08:00")
    assert (clock.due_ms, clock.limit["zh"]) == (ms("2027-02-01T08:10:00+08:00"), "20分钟")
    clock = complaint(way, "K-3", "2027-02-01T21:50:00+08:00")
    assert (clock.due_ms, clock.limit["zh"]) == (ms("2027-02-01T22:00:00+08:00"), "10分钟")


def the_old_file_differs_in_that_value_alone(way: Way, first: bytes, second: bytes) -> None:
    verify = way.house.app.verification.verify
    found = verify(way.legal, first)
    assert [(one.clause, one.document, one.record, one.rules) for one in found.differences] == [
        ("service_levels.SC-01", "20分钟 / 20 minutes", "10分钟 / 10 minutes", "10分钟 / 10 minutes")
    ]
    assert (found.file, found.document_version, found.version, found.is_same) == ("signed", 1, 2, False)
    found = verify(way.legal, second)
    assert (found.differences, found.file, found.is_same, found.rules_compared) == ([], "signed", True, True)


def each_file_is_right_about_its_own_days(way: Way, first: bytes, second: bytes) -> None:
    """Held against the day before the amendment took effect it is the other way round."""
    verify, last_day = way.house.app.verification.verify, date(2027, 1, 31)
    assert [verify(way.legal, one, last_day).is_same for one in (first, second)] == [True, False]
    assert [verify(way.legal, one, AMENDED_FROM).is_same for one in (first, second)] == [False, True]
    [other] = verify(way.legal, second, last_day).differences
    assert (other.clause, other.rules) == ("service_levels.SC-01", "20分钟 / 20 minutes")
    with pytest.raises(NotFound) as too_early:
        verify(way.legal, first, date(2026, 11, 30))
    assert (too_early.value.place, too_early.value.values["first"]) == ("on", "2026-12-01")


def the_ranking_is_made_again_after_a_restart(way: Way, world: SelectionWorld) -> None:
    """Byte for byte; and the chain of the record holds from the first entry to the last."""
    way.house.restart()
    again = way.house.app.ranking.reproduce(way.legal, world.number)
    assert (again.is_same, again.stored_sha256, again.sha256) == (True, way.ranking_sha256, way.ranking_sha256)
    assert way.house.app.record.verify(way.house.admin).reason == ""


def signed_and_active(way: Way, on: date) -> bytes:
    """Lint, accept the warnings, approve by another person, render, sign with an upload, activate."""
    desk = way.house.app.desk
    for one in desk.lint(way.legal, way.number, on).findings:
        assert one.severity != "error", one
        if one.severity == "warning":
            desk.acknowledge(way.legal, way.number, one.rule, one.path, "none is asked of a vendor of this size")
    with pytest.raises(Forbidden):
        desk.approve(way.legal, way.number)
    version = desk.approve(way.manager, way.number).version
    document = desk.render(way.legal, way.number, "bilingual", version)
    assert desk.sign(way.legal, way.number, document, on).state == "signed"
    assert desk.activate(way.manager, way.number).state == "active"
    return document


def complaint(way: Way, case: str, at: str) -> Any:
    """A soft complaint opens a case of the contract at `at`; returns the clock of SC-01."""
    way.house.clock.at_ms = ms(at)
    data = {"contract": way.number, "complaint_kind": "soft"}
    [item] = way.house.send(
        {"specversion": "1.0", "id": case, "source": "shop", "type": "complaint.received", "subject": case, "time": at,
         "data": data}
    )  # fmt: skip
    assert item.status == "accepted", item
    [clock] = [one for one in way.house.app.watch.case(way.house.admin, case).clocks if one.obligation == "SC-01"]
    return clock


def annex_text(text: ContractText, obligation: str) -> str:
    """The clause text that stands in the annex beside an obligation."""
    [row] = [one.place for one in text.paragraphs if one.text == obligation]
    return "\n".join(one.text for one in text.paragraphs if one.place == f"{row.removesuffix('.0')}.1")
