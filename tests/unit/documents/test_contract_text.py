"""A contract read back shows which clause or limit was changed, against the record and against the rules."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

import contract_templates
from core.documents.comparison import Difference, compare_terms, compare_texts
from core.documents.composition import compose
from core.documents.contract_text import read_contract
from core.documents.output_check import check_contract
from core.documents.package import read_package
from core.domain.duration import Limit
from core.domain.wording import Wording
from core.errors import Malformed
from tests.unit.documents.small_docx import changed
from tests.wp1 import obligations, wp1_terms

LIBRARY = contract_templates.load()
SIGNED = LIBRARY.template.render(compose(wp1_terms(), LIBRARY, "bilingual").context)


def edited(old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The signed contract with a text changed by hand, everywhere it stands in that part."""
    xml = read_package(SIGNED)[part].decode()
    assert old in xml
    return changed({part: xml.replace(old, new).encode()}, SIGNED)


def test_the_annex_prints_the_limit_of_each_obligation() -> None:
    limits = read_contract(SIGNED).limits

    assert list(limits) == [one.obligation for one in wp1_terms().service_levels]
    assert limits["SC-01"] == ("15分钟", "15 minutes")
    assert limits["HK-09"] == ("20%",)
    assert limits["OT-04"] == ("—",)


def test_the_signed_contract_agrees_with_record_and_rules() -> None:
    enforced = {one.obligation: limit for one in wp1_terms().service_levels if (limit := one.agreed_limit())}

    assert compare_terms(read_contract(SIGNED), wp1_terms(), enforced) == ()
    assert compare_texts(read_contract(SIGNED), read_contract(SIGNED)) == ()


def test_a_limit_changed_in_the_document_is_named_with_both_values() -> None:
    document = read_contract(edited('<w:t xml:space="preserve">180分钟</w:t>', "<w:t>240分钟</w:t>"))

    assert compare_terms(document, wp1_terms()) == (
        Difference("service_levels.HC-02", "record", "240分钟 / 180 minutes", "180分钟 / 180 minutes"),
    )


def test_a_limit_that_the_rules_do_not_enforce_is_named() -> None:
    enforced = {name: one.limit for name, one in obligations().items()} | {"SC-02": Limit(45, "min")}

    assert compare_terms(read_contract(SIGNED), wp1_terms(), enforced) == (
        Difference("service_levels.SC-02", "rules", "30分钟 / 30 minutes", "45分钟 / 45 minutes"),
    )


def test_a_level_that_is_missing_on_one_side_is_named() -> None:
    fewer = replace(wp1_terms(), service_levels=wp1_terms().service_levels[1:])
    found = {one.place: (one.document, one.other) for one in compare_terms(read_contract(SIGNED), fewer)}

    assert found["service_levels.HK-03"] == ("2小时 / 2 hours", "—")
    assert {"property TermsSHA256", "footer"} <= set(found)  # other terms, another hash


def test_an_amount_changed_in_a_clause_is_named_with_the_clause() -> None:
    document = read_contract(edited("5,933,880.00", "5,933,888.00"))
    found = compare_texts(document, read_contract(SIGNED))

    assert {one.place for one in found} >= {"9.2"}
    (zh,) = [one for one in found if one.place == "9.2" and "含税总价" in one.document]
    assert "5,933,888.00" in zh.document
    assert "5,933,880.00" in zh.other
    assert compare_terms(document, wp1_terms()) == ()  # hash and levels stand: the text is what gives it away


def test_a_struck_clause_is_named() -> None:
    document = Document(io.BytesIO(SIGNED))
    (struck,) = [one for one in document.paragraphs if one.text.startswith("9.3\t数量")]
    struck._element.getparent().remove(struck._element)
    written = io.BytesIO()
    document.save(written)

    found = compare_texts(read_contract(written.getvalue()), read_contract(SIGNED))

    assert [(one.place, one.document) for one in found] == [("9.3", "—")]


def test_a_word_processor_that_saves_anew_keeps_text_hash_and_limits() -> None:
    written = io.BytesIO()
    Document(io.BytesIO(SIGNED)).save(written)
    again = read_contract(written.getvalue())

    assert written.getvalue() != SIGNED
    assert again.sha256 == read_contract(SIGNED).sha256
    assert (again.terms_hash, again.limits) == (read_contract(SIGNED).terms_hash, read_contract(SIGNED).limits)


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("第24.3条解决", "第24.9条解决", "24.2", "document.dangling_reference"),
        ("see Article\u00a013", "see Article\u00a099", "22.5", "document.dangling_reference"),
        ("by the Contractor at the current price", "by None at the current price", "16.1", "document.left_over"),
        ("tells the Client within 24 hours", "tells the Client within 42 hours", "14.3", "document.languages_differ"),
        ("30 September 2028", "30 October 2028", "4.1", "document.languages_differ"),
        ("上海洁舍家庭服务有限公司", "上海洁舍公司", "vendor.name", "document.not_printed"),
        ("2,637,280.00", "2,637,281.00", "prices.gross_total", "document.not_printed"),
    ],
    ids=["reference", "English reference", "left over", "number in one language", "day in one language",
         "party", "total"],
)  # fmt: skip
def test_a_flaw_of_the_document_is_named_with_its_clause(old: str, new: str, place: str, code: str) -> None:
    flaws = check_contract(edited(old, new), wp1_terms(), "bilingual")

    assert (place, code) in {(one.place, one.code) for one in flaws}
    assert all(one.message("zh") and one.message("en") for one in flaws)


def test_a_value_translated_with_another_name_is_named() -> None:
    wp1 = wp1_terms()
    terms = replace(wp1, background=Wording(f"{wp1.vendor.name.zh}为承包方。", "Another company is the contractor."))
    flaws = check_contract(LIBRARY.template.render(compose(terms, LIBRARY, "bilingual").context), terms, "bilingual")

    assert [(one.place, one.code) for one in flaws] == [("2.1", "document.languages_differ")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", SIGNED[:2000]], ids=["empty", "a beginning", "cut off"])
def test_what_is_no_docx_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed):
        read_contract(content)


def test_a_zip_without_a_document_is_malformed() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("mimetype", "x")
    with pytest.raises(Malformed, match=r"word/document\.xml"):
        read_contract(written.getvalue())
