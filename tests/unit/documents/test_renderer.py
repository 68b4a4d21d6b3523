"""The renderer loses no text, refuses what cannot be printed, and shares nothing between threads."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from core.documents.package import read_package
from core.documents.renderer import CompiledTemplate
from core.errors import InvalidInput, Malformed, OutpactError
from tests.unit.documents.small_docx import changed, template

TABLE = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    "<w:tr><w:tc><w:p><w:r><w:t>{%tr for row in rows %}</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>{{ row.name }}</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>{{ row.</w:t></w:r><w:r><w:t>sum }}</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>{%tr endfor %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
CONTEXT: dict[str, Any] = {
    "party": "<甲方> & \"公司\" 'x'",
    "many": "第一行\n第二行\t列",
    "rows": [{"name": f"行{n}", "sum": n} for n in range(30)],
}  # fmt: skip


def words(docx: bytes) -> list[str]:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    footers = [one.text for section in document.sections for one in section.footer.paragraphs]
    return [one.text for one in document.paragraphs] + cells + footers


def test_a_name_in_angle_brackets_prints_whole() -> None:
    made = CompiledTemplate.load(template("甲方：{{ party }}。", "后文")).render(CONTEXT)

    assert words(made)[:2] == ["甲方：<甲方> & \"公司\" 'x'。", "后文"]


def test_text_is_what_stock_docxtpl_prints_with_escaping() -> None:
    given = template(
        "甲方：{{ party }}", "{%p for row in rows %}", "{{ row.name }} – {{ row.sum }}", "{%p endfor %}", "{{ many }}",
        "{% if rows %}有{% else %}无{% endif %}", footer="页脚 {{ party }}", raw=TABLE,
    )  # fmt: skip
    stock = DocxTemplate(io.BytesIO(given))
    stock.render(CONTEXT, autoescape=True)
    written = io.BytesIO()
    stock.save(written)

    made = CompiledTemplate.load(given).render(CONTEXT)

    assert words(made) == words(written.getvalue())
    assert "行29 – 29" in words(made)


def test_columns_made_by_the_template_get_their_grid() -> None:
    columns = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr>'
        "<w:tc><w:p><w:r><w:t>{%tc for row in rows %}</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>{{ row.name }}</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>{%tc endfor %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    made = CompiledTemplate.load(template(raw=columns)).render({"rows": CONTEXT["rows"][:4]})

    grid = Document(io.BytesIO(made)).tables[0]._tbl.tblGrid.findall("{*}gridCol")
    assert [one.get(f"{{{one.nsmap['w']}}}w") for one in grid] == ["1000"] * 4


@pytest.mark.parametrize("bad", ["甲\x00", "甲\x0b", "甲\x85", "甲\ud800", "甲\uffff", "甲\r\n"])
def test_what_cannot_be_printed_is_refused_with_its_path(bad: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        CompiledTemplate.load(template("{{ rows[1].name }}")).render({"rows": [{"name": "a"}, {"name": bad}]})
    assert (refused.value.code, refused.value.place) == ("terms.unprintable", "rows[1].name")


@pytest.mark.parametrize(
    ("mark", "context", "code"),
    [
        ("{{ missing }}", {}, "document.unknown_variable"),
        ("{{ party.missing }}", {"party": {}}, "document.unknown_variable"),
        ("{{ nothing }}", {"nothing": None}, "document.no_value"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", {}, "document.not_allowed"),
        ("{{ rows.append(1) }}", {"rows": []}, "document.not_allowed"),
    ],
    ids=["unknown", "unknown in a part", "None", "a way to the shell", "a change of the context"],
)
def test_a_value_that_is_not_there_is_refused_with_its_paragraph(mark: str, context: dict[str, Any], code: str) -> None:
    compiled = CompiledTemplate.load(template("一", f"乙方：{mark}"))
    with pytest.raises(InvalidInput) as refused:
        compiled.render(context)
    assert refused.value.code == code
    assert refused.value.place == "word/document.xml, paragraph 2"
    assert "乙方" in refused.value.message("zh")


def test_a_mark_in_a_value_is_printed_and_not_carried_out() -> None:
    made = CompiledTemplate.load(template("{{ party }}")).render({"party": "{{ 7*7 }}"})

    assert words(made)[0] == "{{ 7*7 }}"


def test_a_template_with_a_broken_mark_is_refused_on_loading() -> None:
    with pytest.raises(InvalidInput) as refused:
        CompiledTemplate.load(template("好", "{% if party %}没有结束"))
    assert refused.value.code == "document.bad_template"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_docx_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed):
        CompiledTemplate.load(content)


def test_a_template_that_makes_broken_xml_is_not_saved() -> None:
    given = changed({"word/document.xml": _document("{{ '<w:p>' | safe }}")}, template("x"))
    with pytest.raises(Malformed) as refused:
        CompiledTemplate.load(given).render({})
    assert refused.value.place == "word/document.xml"


def _document(text: str) -> bytes:
    return read_package(template(text))["word/document.xml"]


def test_a_part_with_a_document_type_is_refused() -> None:
    hostile = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>' + _document("x").split(b"?>", 1)[1]
    with pytest.raises(Malformed):
        CompiledTemplate.load(changed({"word/document.xml": hostile}, template("x")))


def test_the_same_context_gives_the_same_bytes_dated_1980() -> None:
    given = template("{{ party }}")
    one, other = (CompiledTemplate.load(given).render(CONTEXT) for _ in range(2))

    assert one == other
    members = zipfile.ZipFile(io.BytesIO(one)).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert zipfile.ZipFile(io.BytesIO(one)).testzip() is None


def test_four_threads_render_24_documents_without_mixing_them() -> None:
    compiled = CompiledTemplate.load(template("{%p for row in rows %}", "{{ number }} {{ row.sum }}", "{%p endfor %}"))
    contexts = [{"number": f"C-{n:04}", "rows": [{"sum": n * 1000 + one} for one in range(200)]} for n in range(24)]
    alone = [compiled.render(one) for one in contexts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(compiled.render, contexts))

    assert together == alone
    assert words(together[7])[0] == "C-0007 7000"


def test_a_large_document_is_still_a_zip_that_others_read() -> None:
    made = CompiledTemplate.load(template(raw=TABLE)).render({"rows": [{"name": "行", "sum": n} for n in range(1000)]})

    assert len(Document(io.BytesIO(made)).tables[0].rows) == 1000


def test_errors_say_the_same_in_both_languages() -> None:
    with pytest.raises(OutpactError) as refused:
        CompiledTemplate.load(template("{{ missing }}")).render({})
    assert "missing" in refused.value.message("zh")
    assert "missing" in refused.value.message("en")
