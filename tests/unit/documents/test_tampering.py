"""Whatever is changed in a signed document so that its reader sees something else is named with its place."""

import re
from collections.abc import Callable

import pytest

import contract_templates
from core.documents.clause_comparison import ClauseDifference, compare_clauses
from core.documents.composition import compose
from core.documents.contract_text import read_contract
from core.documents.lines import EDITIONS, Edition
from core.documents.package import Member, read_package, write_package
from core.errors import Malformed
from tests.wp1 import wp1_terms

LIBRARY = contract_templates.load()
SIGNED = LIBRARY.template.render(compose(wp1_terms(), LIBRARY, "bilingual").context)
PARTS = read_package(SIGNED)
BODY = PARTS["word/document.xml"].decode()
END = BODY.index("<w:sectPr")
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ADDED = "<w:p><w:r><w:t>第9.2条不适用。</w:t></w:r></w:p>"
SEAL, SIGN = "（盖章） (seal)</w:t></w:r>", '<w:t xml:space="preserve">签字 Signature </w:t></w:r>'
LONG_TERM = "陈立，并约定第9.2条不适用，违约金一律按已付价款的百分之一计算，乙方其他责任全部免除"


def clause(beginning: str) -> str:
    """The paragraph that begins with this number."""
    at = BODY.rindex("<w:p>", 0, BODY.index(f'<w:t xml:space="preserve">{beginning}<'))
    return BODY[at : BODY.index("</w:p>", at) + len("</w:p>")]


def row(beginning: str) -> str:
    """The row of the annex of service levels with this id."""
    (found,) = [one for one in re.findall("<w:tr>.*?</w:tr>", BODY) if f">{beginning}<" in one]
    return str(found)


NINE_3, SC_02 = clause("9.3"), row("SC-02")


def differences(body: str = BODY, **parts: str) -> tuple[ClauseDifference, ...]:
    changed = {**PARTS, "word/document.xml": body.encode()}
    changed |= {f"word/{name}.xml": content.encode() for name, content in parts.items()}
    document = write_package(Member.deflate(name, blob) for name, blob in changed.items())
    return compare_clauses(read_contract(document), read_contract(SIGNED), wp1_terms(), None)


def in_each_run(properties: str) -> str:
    return BODY.replace(NINE_3, NINE_3.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>"))


def behind(addition: str) -> str:
    return BODY.replace(NINE_3, NINE_3.replace("</w:p>", f"{addition}</w:p>"))


def moved() -> str:
    without, later = BODY.replace(NINE_3, ""), clause("9.5")
    return without.replace(later, later + NINE_3)


def moved_by_a_tracked_change() -> str:
    taken = NINE_3.replace("<w:r>", '<w:moveFrom w:id="1"><w:r>').replace("</w:r>", "</w:r></w:moveFrom>")
    return BODY.replace(NINE_3, taken)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (BODY.replace("180分钟", "181分钟"), "service_levels.HC-02"),
        (BODY.replace("180分钟", "１８０分钟"), "service_levels.HC-02"),
        (BODY.replace("180分钟", "1\u200b80分钟"), "service_levels.HC-02"),
        (BODY.replace(SC_02, ""), "service_levels.SC-02"),
        (BODY.replace(NINE_3, ""), "9.3"),
        (moved(), "9.3"),
        (in_each_run("<w:vanish/>"), "9.3"),
        (in_each_run("<w:strike/>"), "9.3"),
        (in_each_run('<w:dstrike w:val="1"/>'), "9.3"),
        (in_each_run('<w:color w:val="ffffff"/>'), "9.3"),
        (in_each_run('<w:sz w:val="2"/>'), "9.3"),
        (moved_by_a_tracked_change(), "9.3"),
        (behind('<w:ins w:id="1"><w:r><w:t>但书</w:t></w:r></w:ins>'), "9.3"),
        (behind("<w:sdt><w:sdtContent><w:r><w:t>但书</w:t></w:r></w:sdtContent></w:sdt>"), "9.3"),
        (behind("<w:r><w:noBreakHyphen/></w:r>"), "9.3"),
        (behind('<w:r><w:sym w:font="Arial" w:char="F030"/></w:r>'), "9.3"),
        (behind("<w:r><w:drawing/></w:r>"), "9.3"),
        (behind(f"<w:r><w:pict><w:txbxContent>{ADDED}</w:txbxContent></w:pict></w:r>"), "9.3"),
        (behind('<w:fldSimple w:instr="= 100 + 80"><w:r><w:t/></w:r></w:fldSimple>'), "9.3"),
        (BODY.replace(NINE_3, f"{NINE_3}<w:sdt><w:sdtContent>{ADDED}</w:sdtContent></w:sdt>"), "9.3"),
        (BODY.replace(NINE_3, f"{NINE_3}<w:customXml>{ADDED}</w:customXml>"), "9.3"),
        (BODY.replace(NINE_3, f"{NINE_3}<w:altChunk/>"), "9.3"),
        (BODY.replace(SIGN, f"{SIGN}<w:r><w:t>{LONG_TERM}</w:t></w:r>"), "signatures[0].0"),
        (BODY.replace("法定代表人：陈立", "法定代表人：陈立（无权）"), "signatures[0].0"),
        (BODY.replace(f"{SEAL}</w:p>", f"{SEAL}</w:p>{ADDED}"), "signatures[0].0"),
    ],
    ids=[
        "a digit", "full-width digits", "an invisible character", "a row removed", "a clause deleted", "a clause moved",
        "hidden", "struck", "struck twice", "white", "one point", "moved away by a tracked change", "tracked insertion",
        "content control in the line", "hyphen", "symbol", "picture", "text box", "field", "content control",
        "custom XML", "embedded file", "a term in the signature line", "a fact of the signature block",
        "a paragraph in the signature block",
    ],
)  # fmt: skip
def test_a_change_of_the_text_is_named_with_its_clause(body: str, place: str) -> None:
    assert place in {one.clause for one in differences(body)}


def test_a_removed_row_is_named_alone() -> None:
    assert {one.clause for one in differences(BODY.replace(SC_02, ""))} == {"service_levels.SC-02"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("header", f"<w:hdr {NAMESPACE}>{ADDED}</w:hdr>"),
        ("footnote", f'<w:footnotes {NAMESPACE}><w:footnote w:id="1">{ADDED}</w:footnote></w:footnotes>'),
        ("endnote", f'<w:endnotes {NAMESPACE}><w:endnote w:id="1">{ADDED}</w:endnote></w:endnotes>'),
        ("footer", f"<w:ftr {NAMESPACE}>{ADDED}</w:ftr>"),
    ],
    ids=["header", "footnote", "endnote", "another footer"],
)
def test_what_is_added_around_the_text_is_named(name: str, content: str) -> None:
    part = {"header": "header1", "footer": "footer2"}.get(name, f"{name}s")

    assert differences(**{part: content}) == (ClauseDifference(name, "第9.2条不适用。", "—"),)


def test_a_number_changed_in_the_footer_is_named() -> None:
    footer = PARTS["word/footer1.xml"].decode()

    (found,) = differences(footer1=footer.replace("C-2026-0001", "C-2026-0009"))
    assert (found.clause, "C-2026-0009" in found.document, "C-2026-0001" in found.record) == ("footer", True, True)


def test_a_style_made_to_hide_its_text_is_seen_through_its_heirs() -> None:
    styles = PARTS["word/styles.xml"].decode()
    base = '<w:style w:type="paragraph" w:styleId="Hider"><w:rPr><w:vanish/></w:rPr></w:style>'
    heir = '<w:style w:type="paragraph" w:styleId="Heir"><w:basedOn w:val="Hider"/></w:style>'
    body = BODY.replace(NINE_3, NINE_3.replace("ClauseOpenZh", "Heir"))

    found = differences(body, moreStyles=styles.replace("</w:styles>", f"{heir}{base}</w:styles>"))
    assert [(one.clause, one.document) for one in found] == [("9.3", "—")]


@pytest.mark.parametrize(
    "change",
    [
        lambda: differences(BODY.replace("180分钟</w:t></w:r>", "1</w:t></w:r><w:r><w:t>80分钟</w:t></w:r>")),
        lambda: differences(BODY.replace(SIGN, f"{SIGN}<w:r><w:t>陈立</w:t></w:r>")),
        lambda: differences(BODY.replace(SEAL, f"{SEAL}<w:r><w:drawing/></w:r>")),
        lambda: differences(in_each_run('<w:strike w:val="0"/>')),
        lambda: differences(footer1=PARTS["word/footer1.xml"].decode().replace(">1</w:t>", ">14</w:t>")),
        lambda: differences(footer2=PARTS["word/footer1.xml"].decode()),
    ],
    ids=["text split over runs", "a signature", "a seal as a picture", "strike switched off", "pages counted by Word",
         "the footer once more"],
)  # fmt: skip
def test_what_signing_and_saving_do_is_no_difference(change: Callable[[], tuple[ClauseDifference, ...]]) -> None:
    assert change() == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_tables_are_known_by_their_heads_where_a_word_processor_drops_their_titles(edition: Edition) -> None:
    whole = LIBRARY.template.render(compose(wp1_terms(), LIBRARY, edition).context)
    parts = read_package(whole)
    untitled = re.sub(b"<w:tblCaption [^>]*/>", b"", parts["word/document.xml"])
    assert untitled != parts["word/document.xml"]
    saved = write_package(Member.deflate(name, blob) for name, blob in {**parts, "word/document.xml": untitled}.items())

    assert read_contract(saved).paragraphs == read_contract(whole).paragraphs


def test_the_part_that_is_opened_is_the_one_that_is_read() -> None:
    shown = BODY.replace("180分钟", "240分钟").encode()
    rels = PARTS["_rels/.rels"].replace(b"word/document.xml", b"word/shown.xml")
    document = write_package(
        Member.deflate(name, blob) for name, blob in {**PARTS, "_rels/.rels": rels, "word/shown.xml": shown}.items()
    )
    found = compare_clauses(read_contract(document), read_contract(SIGNED), wp1_terms(), None)

    assert "service_levels.HC-02" in {one.clause for one in found}


@pytest.mark.parametrize("name", ["word/document.xml", "Word/Document.xml"])
def test_two_parts_with_one_name_are_malformed(name: str) -> None:
    members = [Member.deflate(*one) for one in PARTS.items()]
    with pytest.raises(Malformed, match=r"word/document\.xml"):
        read_contract(write_package([*members, Member.deflate(name, BODY.encode())]))


def test_a_package_that_opens_no_part_is_malformed() -> None:
    rels = PARTS["_rels/.rels"].replace(b"word/document.xml", b"word/none.xml")
    with pytest.raises(Malformed, match=r"word/none\.xml"):
        read_contract(write_package(Member.deflate(*one) for one in {**PARTS, "_rels/.rels": rels}.items()))


def test_a_document_nested_deeper_than_any_is_malformed() -> None:
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    with pytest.raises(Malformed):
        differences(BODY[:END] + deep + BODY[END:])
