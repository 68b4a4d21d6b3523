"""Small docx templates for tests: a body of paragraphs, a footer, properties."""

from collections.abc import Mapping

from contract_templates.build import service_contract
from contract_templates.word import paragraph, part, run
from core.documents.package import Member, read_package, write_package

_SECTION = '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>'


def template(*paragraphs: str, footer: str = "", raw: str = "") -> bytes:
    """A template whose paragraphs hold these marks; `raw` is body XML behind them."""
    body = "".join(paragraph("Normal", run(text)) for text in paragraphs) + raw
    return changed(
        {
            "word/document.xml": part("document", f"<w:body>{body}{_SECTION}</w:body>"),
            "word/footer1.xml": part("ftr", paragraph("Normal", run(footer))),
            "docProps/core.xml": read_package(service_contract())["docProps/core.xml"]
            .replace(b"{{", b"")
            .replace(b"}}", b""),
            "docProps/custom.xml": read_package(service_contract())["docProps/custom.xml"]
            .replace(b"{{", b"")
            .replace(b"}}", b""),
        },
        service_contract(),
    )


def changed(parts: Mapping[str, bytes], document: bytes) -> bytes:
    """A docx with some of its parts replaced."""
    return write_package(Member.deflate(name, parts.get(name, blob)) for name, blob in read_package(document).items())
