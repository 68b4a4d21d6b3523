"""A contract from its terms to running clocks and an amendment: nothing done by halves, nobody approves his own."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document

from core.documents.contract_text import read_contract
from core.domain.actor import Actor
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.wording import Wording
from core.errors import Conflict, Forbidden, InvalidInput, Malformed, NotFound
from core.services.legal.contract_desk import DraftSheet
from tests import contract_walk
from tests.contract_walk import with_limit
from tests.instants import ms
from tests.integration.conftest import House
from tests.wp1 import wp1_terms

SIGNED_ON = date(2026, 6, 20)
NUMBER = "C-2026-0901"


def terms(**changed: Any) -> ContractTerms:
    return replace(wp1_terms(), **({"number": NUMBER} | changed))


def sheet(written: ContractTerms | None = None, effective_from: date = date(2026, 7, 1)) -> DraftSheet:
    return contract_walk.sheet(written or terms(), effective_from)


@pytest.fixture
def legal(house: House) -> Actor:
    return Actor(house.organisation_id, "he.jing", "legal")


@pytest.fixture
def manager(house: House) -> Actor:
    return Actor(house.organisation_id, "chen.li", "manager")


def linted(house: House, legal: Actor) -> None:
    contract_walk.linted(house.app, legal, NUMBER, SIGNED_ON)


def activated(house: House, legal: Actor, manager: Actor) -> bytes:
    return contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)


def complain(house: House, case: str, at: str) -> dict[str, Any]:
    """A soft complaint opens a case of the contract; returns the clock of SC-01."""
    house.clock.at_ms = ms(at)
    [item] = house.send(
        {
            "specversion": "1.0", "id": case, "source": "test", "type": "complaint.received", "subject": case,
            "time": at, "data": {"contract": NUMBER, "complaint_kind": "soft"},
        }
    )  # fmt: skip
    assert item.status == "accepted", item
    shown = house.app.watch.case(house.admin, case)
    [clock] = [one for one in shown.clocks if one.obligation == "SC-01"]
    return {"due_ms": clock.due_ms, "limit": clock.limit["en"], "obligations": {one.obligation for one in shown.clocks}}


def test_from_terms_to_a_running_clock_and_an_amendment(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    desk, verify = house.app.desk, house.app.verification.verify
    begun = desk.draft(legal, sheet(with_limit(terms(), "SC-01", "20 min")))
    assert (begun.version, begun.state) == (1, "draft")
    first = activated(house, legal, manager)

    # an event after signing starts a clock with the negotiated limit: received 10:00 in Shanghai, due 10:20
    clock = complain(house, "K-1001", "2026-07-02T10:00:00+08:00")
    assert (clock["limit"], clock["due_ms"]) == ("20 minutes", ms("2026-07-02T10:20:00+08:00"))
    assert verify(legal, first).is_same

    before = desk.get(legal, NUMBER)
    desk.amend(legal, NUMBER, date(2026, 8, 1))
    desk.revise(legal, NUMBER, with_limit(terms(), "SC-01", "10 min"))
    assert desk.changes(legal, NUMBER) == (
        "schedule.effective_from", "service_levels[9].limit", "service_levels[9].text.en",
        "service_levels[9].text.zh", "version",
    )  # fmt: skip
    second = activated(house, legal, manager)

    # clause, annex, rule and hash moved together
    text = read_contract(second)
    assert text.limits["SC-01"] == ("10分钟", "10 minutes")
    [row] = [one.place for one in text.paragraphs if one.text == "SC-01"]
    shown = [one.text for one in text.paragraphs if one.place == row.replace(".0", ".1")]
    assert any("10分钟" in one for one in shown)
    assert any("10 minutes" in one for one in shown)
    assert "This version takes effect on 1 August 2026" in text.text
    assert text.terms_hash == desk.get(legal, NUMBER).terms_sha256 != before.terms_sha256
    assert complain(house, "K-1002", "2026-08-02T10:00:00+08:00")["due_ms"] == ms("2026-08-02T10:10:00+08:00")

    # verify of the old file names exactly that clause, with all three values
    old = verify(legal, first)
    assert [(one.clause, one.document, one.record, one.rules) for one in old.differences] == [
        ("service_levels.SC-01", "20分钟 / 20 minutes", "10分钟 / 10 minutes", "10分钟 / 10 minutes")
    ]
    assert (old.document_version, old.version, old.is_same, old.file) == (1, 2, False, "signed")
    new = verify(legal, second)
    assert (new.is_same, new.differences, new.rules_compared) == (True, [], True)
    for edition in ("zh", "en"):
        assert verify(legal, desk.render(legal, NUMBER, edition)).is_same
        [one] = verify(legal, desk.render(legal, NUMBER, edition, 1)).differences
        assert one.clause == "service_levels.SC-01"

    # a case opened before the day of effect goes on under the version of its day
    assert [one.effective_from_ms for one in house.app.contracts.get(legal, NUMBER).versions] == [
        ms("2026-07-01T00:00:00+08:00"), ms("2026-08-01T00:00:00+08:00"),
    ]  # fmt: skip
    assert house.app.record.verify(house.admin).reason == ""


def test_only_what_the_annex_names_is_watched(house: House, legal: Actor, manager: Actor) -> None:
    """The pack of soft complaints has more obligations than SC-01, SC-02 and SC-08."""
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    house.app.desk.draft(legal, sheet())
    activated(house, legal, manager)

    assert complain(house, "K-1003", "2026-07-02T10:00:00+08:00")["obligations"] <= {"SC-01", "SC-02", "SC-08"}


def test_an_author_never_approves_his_own_contract(house: House, legal: Actor) -> None:
    author = Actor(house.organisation_id, "one.admin", "admin")
    house.app.desk.draft(author, sheet())
    linted(house, author)

    with pytest.raises(Forbidden) as own:
        house.app.desk.approve(author, NUMBER)
    with pytest.raises(Forbidden):
        house.app.desk.approve(legal, NUMBER)

    assert own.value.code == "draft.own_draft"
    assert "one.admin" in own.value.message("zh")
    assert house.app.desk.get(legal, NUMBER).state == "linted"


def test_whoever_revised_a_draft_cannot_approve_it_either(house: House, legal: Actor) -> None:
    editor = Actor(house.organisation_id, "two.admin", "admin")
    house.app.desk.draft(legal, sheet())
    house.app.desk.revise(editor, NUMBER, terms())
    linted(house, legal)

    with pytest.raises(Forbidden):
        house.app.desk.approve(editor, NUMBER)


def test_an_error_blocks_and_a_warning_waits_for_its_reason(house: House, legal: Actor, manager: Actor) -> None:
    desk = house.app.desk
    surety = wp1_terms().guarantees[1]
    ends_too_early = replace(surety, surety=replace(surety.surety, agreed_until=date(2028, 9, 30)))  # type: ignore[type-var]
    two = (Wording("上海仲裁委员会", "SAC"), Wording("上海国际经济贸易仲裁委员会", "SHIAC"))
    wrong = terms(
        guarantees=(wp1_terms().guarantees[0], ends_too_early),
        dispute=replace(wp1_terms().dispute, institutions=two),
        prices=replace(wp1_terms().prices, vat_total=Money(Decimal("149280.01"), "CNY")),
    )
    desk.draft(legal, sheet(wrong))
    found = {
        (one.rule, one.path): one for one in desk.lint(legal, NUMBER, SIGNED_ON).findings if one.severity == "error"
    }

    assert {("E07", "guarantees[1].surety.agreed_until"), ("J02", "dispute.institutions"),
            ("G01", "prices.vat_total")} <= set(found)  # fmt: skip
    for one in found.values():
        assert one.path in one.zh
        assert one.path in one.en
        assert "建议" in one.zh or "请" in one.zh
    with pytest.raises(Conflict) as stands:
        desk.approve(manager, NUMBER)
    with pytest.raises(Conflict):
        desk.acknowledge(legal, NUMBER, "J02", "dispute.institutions", "we like both")

    desk.revise(legal, NUMBER, terms(guarantees=()))
    [warning] = [one for one in desk.lint(legal, NUMBER, SIGNED_ON).findings if one.rule == "OS-19"]
    with pytest.raises(Conflict) as waits:
        desk.approve(manager, NUMBER)
    with pytest.raises(InvalidInput):
        desk.acknowledge(legal, NUMBER, "OS-19", warning.path, " ")

    assert (stands.value.code, waits.value.code) == ("draft.error_stands", "draft.warning_stands")
    for one in desk.get(legal, NUMBER).findings:
        if one.severity == "warning":
            desk.acknowledge(legal, NUMBER, one.rule, one.path, "a pilot of three months")
    assert desk.approve(manager, NUMBER).state == "approved"


def test_missing_values_are_all_named_by_path(house: House, legal: Actor) -> None:
    blank = terms(
        governing_law=Wording(), subject=Wording("", "cleaning"), payment=replace(wp1_terms().payment, days=None)
    )
    house.app.desk.draft(legal, sheet(blank))
    found = house.app.desk.lint(legal, NUMBER, SIGNED_ON).findings

    missing = {one.path: one.rule for one in found if one.severity == "error"}
    assert missing == {"governing_law": "document.field_missing", "subject": "document.language_missing"}


@pytest.mark.parametrize(
    ("level", "error", "place"),
    [
        ({"obligation": "SC-01", "limit": "3 h"}, InvalidInput, "service_levels.SC-01.limit"),
        ({"obligation": "SC-99"}, NotFound, "service_levels.SC-99"),
        ({"obligation": "SC-01", "basis": "calendar"}, InvalidInput, "service_levels.SC-01.basis"),
    ],
)
def test_a_level_that_no_pack_allows_leaves_nothing_behind(
    house: House, legal: Actor, level: dict[str, Any], error: type[InvalidInput], place: str
) -> None:
    changed = replace(wp1_terms().service_levels[9], **level)
    with pytest.raises(error) as refused:
        house.app.desk.draft(legal, sheet(terms(service_levels=(changed,))))

    assert refused.value.place == place
    assert house.app.desk.list(legal) == []


def test_a_name_in_angle_brackets_is_printed_and_read_back(house: House, legal: Actor, manager: Actor) -> None:
    name = Wording("<甲方> & 上海澜庭", "<Party A> & Lanting")
    house.app.desk.draft(legal, sheet(terms(buyer=replace(wp1_terms().buyer, name=name))))
    linted(house, legal)
    house.app.desk.approve(manager, NUMBER)

    text = read_contract(house.app.desk.render(legal, NUMBER, "bilingual")).text
    assert "<甲方> & 上海澜庭" in text
    assert "<Party A> & Lanting" in text


def test_a_signed_document_that_is_not_the_approved_one_is_refused(house: House, legal: Actor, manager: Actor) -> None:
    desk = house.app.desk
    desk.draft(legal, sheet())
    linted(house, legal)
    desk.approve(manager, NUMBER)
    document = desk.render(legal, NUMBER, "zh")
    house.clock.at_ms = ms("2026-06-21T10:00:00Z")

    with pytest.raises(Conflict) as altered:
        desk.sign(legal, NUMBER, edited(document, "5,933,880.00", "5,933,888.00"), SIGNED_ON)
    with pytest.raises(Malformed):
        desk.sign(legal, NUMBER, b"scan", SIGNED_ON)
    with pytest.raises(InvalidInput):
        desk.sign(legal, NUMBER, document, date(2026, 7, 21))
    with pytest.raises(Conflict):
        desk.activate(manager, NUMBER)

    assert altered.value.place == "9.2"
    by_hand = edited(document, "签字 ", "签字 陈立 ")
    assert desk.sign(legal, NUMBER, by_hand, SIGNED_ON).signature is not None
    assert desk.signed(legal, NUMBER) == by_hand
    assert house.app.verification.verify(legal, by_hand).file == "signed"


def edited(content: bytes, old: str, new: str) -> bytes:
    """The document with a text changed in a word processor."""
    document = Document(io.BytesIO(content))
    cells = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    for paragraph in (*document.paragraphs, *cells):
        for run in paragraph.runs:
            run.text = run.text.replace(old, new) if old in run.text else run.text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_verify_names_a_limit_that_was_changed_in_the_document(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    house.app.desk.draft(legal, sheet())
    document = activated(house, legal, manager)
    found = house.app.verification.verify(legal, edited(document, "180分钟", "240分钟"))

    assert {(one.clause, one.record, one.rules) for one in found.differences} == {
        ("service_levels.HC-02", "180分钟 / 180 minutes", "180分钟 / 180 minutes")
    }
    assert "240分钟" in found.differences[0].document
    assert (found.document_version, found.file, found.is_same) == (1, "other", False)


def test_a_document_of_nobody_is_not_found(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    house.app.desk.draft(legal, sheet())
    document = activated(house, legal, manager)
    elsewhere = Actor(house.app.sign_in.add_organisation("other", "Other"), "x", "legal")

    with pytest.raises(NotFound):
        house.app.verification.verify(elsewhere, document)
    with pytest.raises(NotFound):
        house.app.desk.get(elsewhere, NUMBER)


def test_a_vendor_is_known_by_his_name_in_either_language(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    house.app.vendors.register(house.admin, "V-9", wp1_terms().vendor.name.en)
    house.app.desk.draft(legal, sheet())
    activated(house, legal, manager)

    assert house.app.contracts.get(legal, NUMBER).vendor == wp1_terms().vendor.name.en


def test_a_page_of_drafts_is_never_cut_within_a_contract(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    desk = house.app.desk
    desk.draft(legal, sheet())
    activated(house, legal, manager)
    desk.amend(legal, NUMBER, date(2026, 8, 1))
    desk.draft(legal, sheet(terms(number="C-2026-0902")))

    pages = [desk.list(legal, after=after, limit=1) for after in ("", NUMBER, "C-2026-0902")]

    assert [[(one.number, one.version) for one in page] for page in pages] == [
        [(NUMBER, 1), (NUMBER, 2)], [("C-2026-0902", 1)], [],
    ]  # fmt: skip


def test_an_amendment_asks_for_the_suretys_consent_and_a_later_day(house: House, legal: Actor, manager: Actor) -> None:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    desk = house.app.desk
    desk.draft(legal, sheet())
    activated(house, legal, manager)

    with pytest.raises(Conflict) as too_early:
        desk.amend(legal, NUMBER, date(2026, 7, 1))
    desk.amend(legal, NUMBER, date(2026, 8, 1))
    [consent] = [one for one in desk.lint(legal, NUMBER, SIGNED_ON).findings if one.rule == "E10"]
    with pytest.raises(Conflict):
        desk.amend(legal, NUMBER, date(2026, 9, 1))

    assert too_early.value.place == "effective_from"
    said = too_early.value.values
    assert (said["value"], said["present"], said["earliest"]) == ("2026-07-01", "2026-07-01", "2026-07-02")
    assert (consent.severity, consent.path) == ("warning", "guarantees[1]")
    assert "上海洁舍投资有限公司" in consent.zh


def test_the_law_of_another_day_of_signing_is_shown_before_signing(house: House, legal: Actor) -> None:
    """A total that does not add up is a warning before the VAT Law of 1 January 2026 and an error from then on."""
    prices = wp1_terms().prices
    wrong = replace(prices, net_total=Money(Decimal("2488000.01"), "CNY"))
    house.app.desk.draft(legal, sheet(terms(prices=wrong)))
    house.app.desk.lint(legal, NUMBER, date(2025, 12, 31))
    checked = house.app.desk.acknowledge(legal, NUMBER, "G01", "prices.net_total", "rounded")
    again = house.app.desk.findings_on(legal, NUMBER, date(2026, 1, 1))

    assert {one.severity for one in checked.findings if one.path == "prices.net_total"} == {"warning"}
    assert {one.severity for one in again if one.path == "prices.net_total"} == {"error"}
    assert house.app.desk.get(legal, NUMBER).linted_for == "2025-12-31"


def test_people_are_called_by_their_names(house: House, legal: Actor) -> None:
    house.app.sign_in.add_user(house.admin, "fawu", "林岚", "long-enough-1", "legal")

    assert house.app.desk.people(legal, ["fawu", "gone"]) == {"fawu": "林岚", "gone": "gone"}
