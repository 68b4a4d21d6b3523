"""WordprocessingML in small pieces, for the templates that are built here."""

from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT_WIDTH = 9412
"""A4 less 2.2 cm left and right, in twentieths of a point."""
TAB = "<w:r><w:tab/></w:r>"
INK, RULE, HAIR, PALE = "1F2A28", "0F5C5C", "B9C4C0", "EDF4F2"


def run(text: str, properties: str = "") -> str:
    """A run of text or marks."""
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def mark(statement: str) -> str:
    """A statement of the template that takes a paragraph of its own."""
    return f"<w:p><w:r><w:t>{{%p {statement} %}}</w:t></w:r></w:p>"


def lines(source: str, style: str) -> str:
    """One paragraph for each line of `source`, in the style of its language; what is the same in both is in `style`."""
    text = run("{{ line.text }}")
    return (
        mark(f"for line in {source}")
        + mark("if line.zh") + paragraph(f"{style}Zh", text)
        + mark("elif line.en") + paragraph(f"{style}En", text)
        + mark("else") + paragraph(style, text)
        + mark("endif") + mark("endfor")
    )  # fmt: skip


def cell(width: int, content: str, shade: str = "", span: int = 1, border: str = "") -> str:
    """A cell; `content` are paragraphs."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edges = f"<w:tcBorders>{border}</w:tcBorders>" if border else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{edges}{ground}</w:tcPr>{content}</w:tc>'


def row(*cells: str, is_head: bool = False) -> str:
    """A row that does not split over pages; a head is repeated on each."""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def row_mark(statement: str) -> str:
    """A statement of the template that takes a row of its own."""
    return f"<w:tr><w:tc><w:p><w:r><w:t>{{%tr {statement} %}}</w:t></w:r></w:p></w:tc></w:tr>"


def table(name: str, widths: Sequence[int], *rows: str, style: str = "Hairline") -> str:
    """A table of fixed columns; `name` is its title, by which it is found again when the document is read."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCaption w:val="{name}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def field(code: str) -> str:
    """A field that Word computes, such as PAGE."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def part(root: str, content: str) -> bytes:
    """A part of the package with its namespaces."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{declaration}\n<w:{root} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{root}>'.encode()
