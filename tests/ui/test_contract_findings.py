"""What a newcomer meets on the contract desk: every finding leads to a field, and what is typed is kept or told."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.documents.law.record import load_rules
from core.documents.lint import lint_terms
from core.domain.wording import Wording
from tests.contract_walk import active_since_today, linted, sheet, today
from tests.ui.test_contract_screen import LANGUAGES, NUMBER, button, desk, drafted
from tests.wp1 import wp1_terms
from ui.contracts.places import place_of
from ui.texts import catalogue

__all__ = ["desk"]
IN_FULL = ("guarantees", "guarantees[0]")
"""Findings about a whole guarantee, or about there being none: they lead to the part."""


def law_paths() -> list[str]:
    """The paths at which the checks of core/documents/law yield a finding, each as its source writes it."""
    one, line, damages = "guarantees[0]", "prices.lines[0]", "liquidated_damages[0]"
    return [
        *IN_FULL, f"{one}.amount", f"{one}.fund.form", f"{one}.fund.base", f"{one}.fund.pay_by", f"{one}.counter_to",
        f"{one}.claim", f"{one}.performance.due_on", f"{one}.surety.manner", f"{one}.scope",
        f"{one}.surety.agreed_until", f"{one}.wording", f"{one}.call", "additions[0].text",
        f"{damages}.with_earnest_money", f"{damages}.wording", "dispute.institutions", "dispute.institutions[0]",
        "dispute.court", "dispute.mode", "dispute.wording", f"{line}.net", f"{line}.vat", f"{line}.gross",
        f"{line}.vat_rate", f"{line}.exemption", "prices.net_total", "prices.vat_total", "prices.gross_total",
        "prices.rate_change", "vendor.size_class", "payment.days",
    ]  # fmt: skip


def open_part(test: Any, part: str) -> Any:
    return test.radio(key="part").set_value(part).run()


def field(test: Any, kind: str, path: str) -> Any:
    [found] = [one for one in test.get(kind) if str(one.key).endswith(path)]
    return found


@pytest.mark.parametrize("path", law_paths())
def test_every_path_of_the_law_has_its_field(path: str) -> None:
    place = place_of(path)

    assert place.part != "other" or path.startswith("additions")
    assert (place.field is None) == (path in IN_FULL)


def test_the_list_of_paths_is_that_of_the_law() -> None:
    """Every last step of a path that a check writes stands in the list, so that a new check is not forgotten."""
    folder = Path(load_rules.__code__.co_filename).parent
    source = "\n".join(one.read_text("utf-8") for one in folder.glob("*.py"))
    steps = {one.rsplit(".", 1)[-1] for one in law_paths()}

    assert {step for step in ("rate_change", "scope", "pay_by", "with_earnest_money", "size_class", "counter_to")
            if step in source} <= steps  # fmt: skip
    found = lint_terms(replace(wp1_terms(), guarantees=(replace(wp1_terms().guarantees[1], scope=()),)),
                       signed_on=date(2026, 6, 20))  # fmt: skip
    assert {one.path for one in found} <= set(law_paths())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scope_of_a_suretyship_is_filled_in_where_the_finding_leads(desk: Any, language: str) -> None:
    guarantees = wp1_terms().guarantees
    drafted(desk, guarantees=(guarantees[0], replace(guarantees[1], scope=())))
    desk.services.desk.lint(desk.legal, NUMBER, today(desk.services))
    test = desk.screen(language, contract=NUMBER)
    words = catalogue(language)
    [said] = [one.value for one in test.text if words["term.guarantees.scope"] in one.value]
    assert said.startswith(f"{words['part.guarantees']} · {words['contracts.row'].format(number=2)}")
    next(one for one in test.button if words["part.guarantees"] in one.label).click().run()

    assert test.radio(key="part").value == "guarantees"
    field(test, "multiselect", "guarantees[1].scope").set_value(["principal", "damages"])
    button(test, "contracts.save", language).click().run()
    assert desk.services.desk.get(desk.legal, NUMBER).terms["guarantees"][1]["scope"] == ["principal", "damages"]


@pytest.mark.parametrize("act", ["contracts.save", "contracts.save_and_lint"])
def test_saving_or_checking_keeps_the_part_and_what_was_typed(desk: Any, act: str) -> None:
    drafted(desk, title=Wording("保洁", ""))
    desk.services.desk.lint(desk.legal, NUMBER, today(desk.services))
    test = open_part(desk.screen("zh", contract=NUMBER), "guarantees")
    names = test.radio(key="part").options  # a browser forgets its choice when the names change
    for share in ("20", "7"):
        field(test, "text_input", "guarantees[0].share").set_value(share)
        button(test, act, "zh").click().run()

        assert (test.radio(key="part").value, test.radio(key="part").options) == ("guarantees", names)
        assert field(test, "text_input", "guarantees[0].share").value == share
    view = desk.services.desk.get(desk.legal, NUMBER)
    assert (view.terms["guarantees"][0]["share"], bool(view.linted_for)) == ("0.07", act.endswith("lint"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "担保 · 第1项 · 占价款的比例：“abc”不是数字；请用阿拉伯数字，如 20 或 0.5"),
        ("en", 'Guarantees · no. 1 · Share of the price: "abc" is no number; write it in figures, such as 20 or 0.5'),
    ],
)
def test_a_refused_value_is_told_by_field_row_value_and_what_is_allowed(desk: Any, language: str, said: str) -> None:
    drafted(desk)
    test = open_part(desk.screen(language, contract=NUMBER), "guarantees")
    field(test, "text_input", "guarantees[0].share").set_value("abc")
    button(test, "contracts.save", language).click().run()

    assert test.error[0].value.replace("\\", "") == said
    assert field(test, "date_input", "guarantees[0].fund.expires_on").value == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("language", "title", "last_day"),
    [
        ("zh", "标的与范围 · 合同名称：只有中文，缺少英文；补上之前只能生成中文本",
         "期限、地点与方式 · 结束日：尚未填写"),
        ("en", "Subject and scope · Title: only the Chinese is there, the English is missing; only the Chinese edition",
         "Term, place and manner · To: this is not filled in"),
    ],
)  # fmt: skip
def test_what_a_draft_lacks_is_named_by_its_labels(desk: Any, language: str, title: str, last_day: str) -> None:
    schedule = replace(wp1_terms().schedule, ends_on=None)
    drafted(desk, title=Wording("保洁", ""), schedule=schedule)
    desk.services.desk.lint(desk.legal, NUMBER, today(desk.services))
    shown = [one.value for one in desk.screen(language, contract=NUMBER).text]

    for wanted in (title, last_day):
        assert [one for one in shown if one.startswith(wanted)], shown


def test_a_contract_in_chinese_alone_has_its_chinese_edition(desk: Any) -> None:
    drafted(desk, title=Wording("保洁", ""))
    labels = [one.label for one in desk.screen("zh", contract=NUMBER).get("download_button")]

    assert labels == [catalogue("zh")["edition.zh"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_signing_it_is_said_that_the_terms_were_checked_again(desk: Any, language: str) -> None:
    drafted(desk)
    planned = date(2027, 1, 18)
    linted(desk.services, desk.legal, NUMBER, planned)
    desk.services.desk.approve(desk.manager, NUMBER)
    test = desk.screen(language, contract=NUMBER)
    field(test, "date_input", f"sign.{NUMBER}.1").set_value(date(2026, 12, 28)).run()

    [said] = [one.value for one in test.info if "2027-01-18" in one.value]
    assert "2026-12-28" in said
    assert catalogue(language)["contracts.again_clear"] in said
    assert button(test, "contracts.save", language).disabled
    waiting = desk.screen(language, "manager", contract=NUMBER)
    waits = catalogue(language)["contracts.waits"].partition("{")[0]
    assert [one.value for one in waiting.text if one.value.startswith(waits)]


def test_an_early_amendment_names_the_day_and_the_earliest(desk: Any) -> None:
    active_since_today(desk.services, desk.organisation_id, NUMBER)
    test = desk.screen("zh", contract=NUMBER)
    [day] = [one for one in test.date_input if str(one.key).startswith("amend.")]
    day.set_value(date(2020, 1, 1)).run()
    button(test, "contracts.amend", "zh").click().run()

    assert test.error[0].value.startswith("生效日：生效日 2020-01-01 太早")
    assert "最早自" in test.error[0].value


def test_people_are_shown_by_their_names(desk: Any) -> None:
    admin = desk.services.local_admin(desk.organisation_id)
    desk.services.sign_in.add_user(admin, "legal", "林岚", "long-enough-1", "legal")
    desk.services.desk.draft(desk.legal, sheet(replace(wp1_terms(), number=NUMBER), today(desk.services)))

    assert "起草：林岚" in desk.screen("zh", contract=NUMBER).text[0].value
