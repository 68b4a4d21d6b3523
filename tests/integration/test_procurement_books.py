"""Work packages, selections and evaluations come back from the database as they were stored."""

from dataclasses import asdict

from core.domain.admission import admit
from core.domain.canonical import sha256
from core.domain.work_package import PackageContent, Scope, WorkPackage
from core.storage.books.selections import Evaluations, Selections
from core.storage.books.work_packages import WorkPackages
from tests.integration.conftest import House
from tests.unit.domain.test_wp1_selection import agreed, explained, selection
from tests.unit.domain.wp1 import EXAMINED, bill, volume


def stored_package(house: House) -> PackageContent:
    content = PackageContent(Scope(("housekeeping",), ("徐汇",), "08-22"), bill(), volume())
    with house.app.database.unit_of_work(house.admin) as work:
        package = WorkPackage(work.organisation_id, "u-1", "WP-1", "保洁", work.now_ms)
        package.revise(content, at_ms=work.now_ms)
        WorkPackages(work).add(package)
    return content


def test_a_work_package_comes_back_with_its_hash(house: House) -> None:
    content = stored_package(house)

    with house.app.database.reading_for(house.admin) as work:
        latest = WorkPackages(work).get("WP-1").latest

    assert latest.content == content
    assert sha256(latest.content) == latest.sha256


def test_a_selection_keeps_what_is_changed_inside_it(house: House) -> None:
    stored_package(house)
    one, scored = selection(), agreed()
    one.organisation_id = scored.organisation_id = house.organisation_id
    with house.app.database.unit_of_work(house.admin) as work:
        Selections(work).add(one)
        work.session.flush()
        Evaluations(work).add(scored)
    with house.app.database.unit_of_work(house.admin) as work:
        changed = Selections(work).change(one.number)
        changed.answer(explained())
        admit(changed, Evaluations(work).get(one.number), EXAMINED)

    with house.app.database.reading_for(house.admin) as work:
        kept = Selections(work).get(one.number)
        joint = Evaluations(work).get(one.number).joint_scores()

    assert (kept.state, len(kept.answers)) == ("evaluated", 1)
    assert [asdict(bid) for bid in kept.bids] == [asdict(bid) for bid in one.bids]
    assert sha256(kept.frozen_rules) == kept.rules_sha256
    assert [gate.vendor for gate in kept.gates if not gate.passed] == ["D"]
    assert joint == scored.joint_scores()


def test_a_score_sheet_keeps_a_score_that_is_added_to_it(house: House) -> None:
    stored_package(house)
    one, scored = selection(), agreed()
    one.organisation_id = scored.organisation_id = house.organisation_id
    scored.closed_ms = None
    scored.appoint("zhao")
    with house.app.database.unit_of_work(house.admin) as work:
        Selections(work).add(one)
        work.session.flush()
        Evaluations(work).add(scored)
    with house.app.database.unit_of_work(house.admin) as work:
        Evaluations(work).change(one.number).score("zhao", {"A": {"quality": scored.bound}})

    with house.app.database.reading_for(house.admin) as work:
        sheet = Evaluations(work).get(one.number).sheet("zhao")

    assert sheet.scores == {"A": {"quality": scored.bound}}
