"""The service contract says what its terms say, in three editions made of the same clauses."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

import contract_templates
from contract_templates.build import service_contract
from core.documents.composition import Composition, clause_lines, compose, gaps
from core.documents.contract_text import read_contract
from core.documents.lines import EDITIONS, Edition
from core.documents.lint import lint
from core.documents.output_check import check_contract
from core.documents.parity import disagreements
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.security import Base
from core.domain.terms.award import AwardOrigin
from core.domain.terms.dispute import Dispute, LanguagePrecedence
from core.domain.terms.scope import Subcontracting
from core.domain.wording import Wording
from core.errors import InvalidInput
from tests.wp1 import wp1_terms

LIBRARY = contract_templates.load()


def made(terms: ContractTerms, edition: Edition = "bilingual") -> bytes:
    return LIBRARY.template.render(compose(terms, LIBRARY, edition).context)


def numbers(composition: Composition) -> dict[str, str]:
    return {one.clause: one.number for one in composition.included}


def other_terms() -> ContractTerms:
    """The same contract with every choice made the other way."""
    wp1 = wp1_terms()
    return replace(
        wp1,
        schedule=replace(wp1.schedule, effective_from=date(2027, 1, 1)),
        prices=replace(wp1.prices, rate_change="gross_price_stays"),
        payment=replace(wp1.payment, invoice="ordinary"),
        liability=replace(
            wp1.liability, wording=Wording("双方另有书面约定的除外。", "Unless agreed otherwise in writing.")
        ),
        credits=replace(wp1.credits, nature="liquidated_damages", earn_back=True),
        subcontracting=Subcontracting(),
        dispute=Dispute(
            "litigation", 30, court=Wording("上海市黄浦区人民法院", "the People's Court of Huangpu District")
        ),
        language=LanguagePrecedence("equal"),
        guarantees=(),
        additions=(),
        award=AwardOrigin("S-2026-0001", Wording("比选", "selection"), "WP-2026-0001", 1, date(2026, 6, 10), "5f" * 32),
    )


def test_the_committed_template_is_what_its_source_builds() -> None:
    assert (contract_templates.FOLDER / "service_contract.docx").read_bytes() == service_contract()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("terms", [wp1_terms(), other_terms()], ids=["WP-1", "other choices"])
def test_a_contract_goes_out_without_a_flaw(terms: ContractTerms, edition: Edition) -> None:
    assert check_contract(made(terms, edition), terms, edition) == ()


def test_the_sample_passes_the_law_of_its_signing_day() -> None:
    assert lint(wp1_terms().as_dict(), signed_on=date(2026, 6, 18)) == []


@pytest.mark.parametrize("terms", [wp1_terms(), other_terms()], ids=["WP-1", "other choices"])
def test_the_chinese_and_the_english_edition_agree_clause_by_clause(terms: ContractTerms) -> None:
    chinese, english = (read_contract(made(terms, edition)).paragraphs for edition in ("zh", "en"))

    assert disagreements(chinese, english, (terms.buyer, terms.vendor)) == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_is_what_stock_docxtpl_prints(edition: Edition) -> None:
    stock = DocxTemplate(contract_templates.FOLDER / "service_contract.docx")
    stock.render(dict(compose(wp1_terms(), LIBRARY, edition).context), autoescape=True)
    written = io.BytesIO()
    stock.save(written)

    ours, theirs = read_contract(made(wp1_terms(), edition)), read_contract(written.getvalue())
    assert ours.paragraphs == theirs.paragraphs
    assert ours.footer == theirs.footer


def test_the_same_terms_give_the_same_bytes() -> None:
    assert made(wp1_terms()) == made(read_terms(wp1_terms().as_dict()))


_ELSEWHERE = """
import hashlib, contract_templates
from core.documents.composition import compose
from tests.wp1 import wp1_terms
library = contract_templates.load()
print(hashlib.sha256(library.template.render(compose(wp1_terms(), library, "bilingual").context)).hexdigest())
"""


def test_another_process_another_hash_seed_zone_and_locale_give_the_same_bytes() -> None:
    here = LIBRARY.template.render(compose(wp1_terms(), LIBRARY, "bilingual").context)
    elsewhere = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    root = Path(__file__).parents[3]
    said = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=root, env=elsewhere, capture_output=True, check=True, text=True
    )

    assert said.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_properties_and_footer_carry_the_contract_and_its_hash() -> None:
    content = made(wp1_terms(), "zh")
    document, properties = read_contract(content), Document(io.BytesIO(content)).core_properties

    assert document.terms_hash == document.footer_hash == wp1_terms().terms_hash
    assert document.properties["ContractNumber"] == properties.identifier == "C-2026-0001"
    assert properties.author == "上海澜庭物业管理集团有限公司〔演示〕 / 上海洁舍家庭服务有限公司〔演示〕"


def test_every_clause_of_the_library_is_printed_by_one_of_the_two_contracts() -> None:
    printed = {one.clause for terms in (wp1_terms(), other_terms()) for one in compose(terms, LIBRARY, "zh").included}

    assert printed == {clause.id for article in LIBRARY.articles for clause in article.clauses}


def test_numbers_and_references_follow_the_clauses_that_are_in() -> None:
    arbitration, litigation = compose(wp1_terms(), LIBRARY, "zh"), compose(other_terms(), LIBRARY, "zh")

    assert "dispute.litigation" not in numbers(arbitration)
    assert numbers(arbitration)["dispute.arbitration"] == numbers(litigation)["dispute.litigation"] == "24.3"


def survival(terms: ContractTerms) -> str:
    return next(one.text.zh for one in clause_lines(terms, LIBRARY) if one.clause == "termination.survival")


def test_what_outlives_the_contract_is_named_as_far_as_it_is_in() -> None:
    """Without secrets and personal data the contract can be made: two articles fewer, and none that is not there."""
    wp1 = wp1_terms()
    without = replace(wp1, confidentiality=type(wp1.confidentiality)(), personal_data=type(wp1.personal_data)())

    assert survival(wp1).endswith("见第13条、第14条、第15条、第10条、第18条和第24条。")
    assert survival(without).endswith("见第13条、第10条、第16条和第22条。")
    assert gaps(without, LIBRARY) == ()


def test_each_term_in_want_is_named_by_its_path_and_language() -> None:
    """A begun draft: the last day is missing, the place of signing and one ground are written in Chinese alone."""
    wp1 = wp1_terms()
    grounds = (wp1.termination.grounds[0], Wording("", "theft"))
    begun = replace(
        wp1,
        schedule=replace(wp1.schedule, ends_on=None),
        signing_place=Wording("上海市", ""),
        termination=replace(wp1.termination, grounds=grounds),
        guarantees=(replace(wp1.guarantees[0], call=Wording("违约已确认", "")),),
    )
    found = {one.place: one for one in gaps(begun, LIBRARY)}

    assert {path: one.code for path, one in found.items()} == {
        "schedule.ends_on": "document.field_missing",
        "signing_place": "document.language_missing",
        "termination.grounds[1]": "document.language_missing",
        "guarantees[0].call": "document.language_missing",
    }
    assert "只有中文，缺少英文" in found["signing_place"].message("zh")
    assert "only the English is there, the Chinese is missing" in found["termination.grounds[1]"].message("en")


def test_an_included_clause_tells_why_it_is_in() -> None:
    (cap,) = [one for one in compose(wp1_terms(), LIBRARY, "zh").included if one.clause == "credits.caps"]

    assert (cap.number, cap.version) == ("8.2", 1)
    assert cap.because == Wording("约定了扣减上限", "caps are agreed")
    assert set(cap.facts) == {"credits.monthly_cap", "credits.annual_cap"}


def test_without_additional_terms_there_is_no_fourth_annex() -> None:
    text = read_contract(made(other_terms(), "zh")).text

    assert "附件3" in text
    assert "附件4" not in text


def test_the_guarantee_schedule_prints_the_day_that_the_law_computes() -> None:
    # 30 September 2028 and six months: 30 March 2029 (CC 692, 202)
    surety = next(one for one in wp1_terms().guarantees if one.kind == "surety")
    assert surety.surety is not None
    silent = replace(surety, surety=replace(surety.surety, agreed_until=None))
    text = read_contract(made(replace(wp1_terms(), guarantees=(silent,)), "bilingual")).text

    assert "没有约定，依法为六个月" in text
    assert "2029年3月30日（最后一日为法定休假日的，顺延至休假日结束的次日）" in text
    assert "30 March 2029 (if a statutory rest day, the day after the rest days end)" in text


@pytest.mark.parametrize(
    ("base", "zh", "en"),
    [  # 5 % of 5,933,880.00 for the term, of 2,488,000.00 net and of 2,637,280.00 gross a year
        ("gross_total", "合同含税总价的5%，计人民币296,694.00元", "price with VAT, which is CNY 296,694.00"),
        ("net_total", "合同不含税总价的5%，计人民币124,400.00元", "price without VAT, which is CNY 124,400.00"),
        ("annual_estimate", "年度预估额的5%，计人民币131,864.00元", "estimate of a year, which is CNY 131,864.00"),
    ],
)  # fmt: skip
def test_a_share_is_printed_with_the_amount_of_its_own_base(base: Base, zh: str, en: str) -> None:
    terms = wp1_terms()
    letter = terms.guarantees[0]
    assert letter.fund is not None
    changed = replace(terms, guarantees=(replace(letter, fund=replace(letter.fund, base=base)), *terms.guarantees[1:]))
    text = read_contract(made(changed)).text

    assert zh in text
    assert en in text


@pytest.mark.parametrize(
    ("currency", "zh", "en"),
    [
        ("CNY", "金额均以人民币计", "All amounts are in renminbi."),
        ("USD", "金额均以美元计", "All amounts are in US dollars."),
    ],
)
def test_the_contract_names_the_currency_of_its_price(currency: str, zh: str, en: str) -> None:
    terms = wp1_terms()
    gross = Money(Decimal("2637280.00"), currency)
    text = read_contract(made(replace(terms, prices=replace(terms.prices, gross_total=gross)))).text

    assert zh in text
    assert en in text


@pytest.mark.parametrize("terms", [wp1_terms(), other_terms()], ids=["arbitration", "litigation"])
def test_no_clause_of_ours_offers_court_beside_arbitration(terms: ContractTerms) -> None:
    """Arbitration Interpretation 7: "arbitrate or sue" makes the arbitration agreement void."""
    text = read_contract(made(terms)).text

    assert not (("仲裁" in text) and ("法院" in text))
    assert not ("arbitra" in text and "court" in text.lower())


def test_a_name_in_angle_brackets_goes_out_whole() -> None:
    wp1 = wp1_terms()
    terms = replace(wp1, buyer=replace(wp1.buyer, name=Wording("<甲方> & 公司", "<Party A> & Co.")))

    assert check_contract(made(terms), terms, "bilingual") == ()
    assert "<甲方> & 公司" in read_contract(made(terms)).text


@pytest.mark.parametrize(
    ("change", "place"),
    [({"subject": Wording("保洁", "")}, "clause subject.matter"), ({"governing_law": Wording()}, "clause dispute.law")],
    ids=["not translated", "not stated"],
)
def test_what_is_not_stated_or_not_translated_is_named(change: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        compose(replace(wp1_terms(), **change), LIBRARY, "en")
    assert (refused.value.place, refused.value.code) == (place, "document.clause_incomplete")


def test_a_price_without_its_total_is_named() -> None:
    terms = replace(wp1_terms(), prices=replace(wp1_terms().prices, vat_total=None))
    with pytest.raises(InvalidInput) as refused:
        compose(terms, LIBRARY, "zh")
    assert refused.value.place == "clause prices.total"


def test_an_edition_that_does_not_ship_is_refused() -> None:
    with pytest.raises(InvalidInput, match="fr"):
        compose(wp1_terms(), LIBRARY, "fr")  # type: ignore[arg-type]


def test_a_cap_is_printed_as_it_was_negotiated() -> None:
    terms = replace(wp1_terms(), credits=replace(wp1_terms().credits, annual_cap=Decimal("0.125")))

    assert "不超过该年度服务费的12.5%" in read_contract(made(terms, "zh")).text


def test_a_stated_nought_is_stated() -> None:
    """Zero days to cure and a cap of nought are agreed; no months of trial, the default, are not."""
    wp1 = wp1_terms()
    agreed = replace(
        wp1, termination=replace(wp1.termination, cure_days=0), liability=replace(wp1.liability, cap=Decimal(0)),
        schedule=replace(wp1.schedule, trial_months=0),
    )  # fmt: skip
    within = set(numbers(compose(agreed, LIBRARY, "bilingual")))
    by_term = {path: one.id for article in LIBRARY.articles for one in article.clauses for path in one.when}

    assert {by_term["termination.cure_days"], by_term["liability.cap"]} <= within
    assert by_term["schedule.trial_months"] not in within


def test_a_credit_for_each_miss_without_its_amount_is_named() -> None:
    first, *others = wp1_terms().service_levels
    open_one = replace(first, credit=replace(first.credit, kind="each", amount=None))

    with pytest.raises(InvalidInput) as missing:
        compose(replace(wp1_terms(), service_levels=(open_one, *others)), LIBRARY, "zh")

    assert missing.value.place == f"service_levels.{first.obligation}.credit.amount"
