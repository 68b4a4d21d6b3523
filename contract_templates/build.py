"""Builds the templates that are committed beside it: `python -m contract_templates.build`."""

from collections.abc import Mapping
from pathlib import Path

from contract_templates import award_memo as memo
from contract_templates import feasibility_report as report
from contract_templates.service_contract import document, footer
from contract_templates.styles import report_styles, styles
from contract_templates.word import part
from core.documents.package import Member, write_package

FOLDER = Path(__file__).parent
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_MAIN = (
    ("/word/document.xml", f"{_TYPES}.wordprocessingml.document.main+xml"),
    ("/word/styles.xml", f"{_TYPES}.wordprocessingml.styles+xml"),
    ("/word/settings.xml", f"{_TYPES}.wordprocessingml.settings+xml"),
    ("/word/footer1.xml", f"{_TYPES}.wordprocessingml.footer+xml"),
    ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("/docProps/custom.xml", f"{_TYPES}.custom-properties+xml"),
)
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
PROPERTIES = {"TermsSHA256": "hash", "ContractNumber": "number", "ContractVersion": "version"}
MEMO_PROPERTIES = {"RankingSHA256": "hash", "SelectionNumber": "number"}
ORDER_PROPERTIES = {"CaseNumber": "number"}
REPORT_PROPERTIES = {"StudySHA256": "hash", "PackageNumber": "number", "PackageVersion": "version"}


def service_contract() -> bytes:
    """Return the template of the service contract; the same bytes each time."""
    return _package(document(), styles(), footer(), PROPERTIES)


def award_memo() -> bytes:
    """Return the template of the award memo; the same bytes each time."""
    return _package(memo.document(), styles(), memo.footer(), MEMO_PROPERTIES)


def feasibility_report() -> bytes:
    """Return the template of the feasibility report; the same bytes each time."""
    return _package(report.document(), report_styles(), footer(), REPORT_PROPERTIES)


def dispatch_order() -> bytes:
    """Return the template of the dispatch order; the same bytes each time."""
    return _package(memo.document(), report_styles(), memo.footer(), ORDER_PROPERTIES)


def _package(body: bytes, looks: bytes, foot: bytes, properties: Mapping[str, str]) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": looks,
        "word/settings.xml": part("settings", _SETTINGS),
        "word/footer1.xml": foot,
        "docProps/core.xml": _core(),
        "docProps/custom.xml": _custom(properties),
    }
    return write_package(Member.deflate(name, content) for name, content in parts.items())


def _content_types() -> bytes:
    given = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _MAIN)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{rels}{xml}{given}</Types>'.encode()


def _relations(*some: tuple[str, str]) -> bytes:
    given = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(some, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{given}</Relationships>'.encode()


def _package_relations() -> bytes:
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
    )


def _document_relations() -> bytes:
    names = ("styles", "footer", "settings")
    targets = ("styles.xml", "footer1.xml", "settings.xml")
    return _relations(
        *((f"{_OFFICE}/relationships/{name}", target) for name, target in zip(names, targets, strict=True))
    )


def _core() -> bytes:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>{{ property_title }}</dc:title><dc:creator>{{ property_author }}</dc:creator>"
        "<dc:identifier>{{ number }}</dc:identifier><dc:language>{{ property_language }}</dc:language>"
        "</cp:coreProperties>"
    ).encode()


def _custom(properties: Mapping[str, str]) -> bytes:
    given = "".join(
        f'<property fmtid="{_FMTID}" pid="{number}" name="{name}"><vt:lpwstr>{{{{ {value} }}}}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    names = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{_XML}<Properties {names}>{given}</Properties>".encode()


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"'
    ' w:uri="http://schemas.microsoft.com/office/word"/></w:compat>'
)

if __name__ == "__main__":
    (FOLDER / "service_contract.docx").write_bytes(service_contract())
    (FOLDER / "award_memo.docx").write_bytes(award_memo())
    (FOLDER / "feasibility_report.docx").write_bytes(feasibility_report())
    (FOLDER / "dispatch_order.docx").write_bytes(dispatch_order())
