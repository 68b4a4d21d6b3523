"""The award memo as a template: title, facts, and sections of notes and tables, in one language."""

from contract_templates.word import (
    PALE,
    TAB,
    TEXT_WIDTH,
    cell,
    field,
    lines,
    mark,
    paragraph,
    part,
    row,
    row_mark,
    run,
    table,
)

MOST_COLUMNS = 9
_FIRST_SHARE = 1.9
_FIRST_OF_SIX = 2.6
"""How much wider the first column is than the others, and where figures leave room; of two the second says more."""
_FIRST_OF_TWO = 0.5


def document() -> bytes:
    """Return `word/document.xml`."""
    body = (
        lines("title", "CoverKindNext")
        + lines("subtitle", "Note")
        + mark("for section in sections")
        + lines("section.heading", "Article")
        + mark("for note in section.notes") + lines("note", "Fact") + mark("endfor")
        + mark("for table in section.tables")
        + mark("if section.notes") + paragraph("Gap") + mark("endif")
        + "".join(_table(columns) for columns in range(2, MOST_COLUMNS + 1))
        + paragraph("Gap") + mark("endfor") + mark("endfor")
    )  # fmt: skip
    return part("document", f"<w:body>{body}{_SECTION}</w:body>")


def footer() -> bytes:
    """Return the footer: number, page x of y, and the hashes of rules and ranking in 7 pt."""
    first = paragraph(
        "Foot", run("{{ number }}"), TAB, run("{{ page.before }} "), field("PAGE"), run(" {{ page.between }} "),
        field("NUMPAGES"), run(" {{ page.after }}"),
    )  # fmt: skip
    return part(
        "ftr", first + paragraph("Hash", run("{{ hashes.rules }}")) + paragraph("Hash", run("{{ hashes.ranking }}"))
    )


def _table(columns: int) -> str:
    widths = _widths(columns)
    head = row(*(_cell(width, f"table.head[{place}]", place, "Head", PALE) for place, width in enumerate(widths)),
               is_head=True)  # fmt: skip
    body = row(*(_cell(width, f"line[{place}]", place, "Cell") for place, width in enumerate(widths)))
    made = table(f"memo_{columns}", widths, head, row_mark("for line in table.rows"), body, row_mark("endfor"))
    return mark(f"if table.columns == {columns}") + made + mark("endif")


def _cell(width: int, source: str, place: int, style: str, shade: str = "") -> str:
    text = (
        mark(f"if table.right[{place}]") + _said(source, f"{style}Right")
        + mark("else") + _said(source, style) + mark("endif")
    )  # fmt: skip
    return cell(width, text, shade)


def _said(source: str, style: str) -> str:
    return mark("if zh") + paragraph(f"{style}Zh", run(f"{{{{ {source} }}}}")) + mark("else") + paragraph(
        f"{style}En", run(f"{{{{ {source} }}}}")
    ) + mark("endif")  # fmt: skip


def _widths(columns: int) -> tuple[int, ...]:
    first = {2: _FIRST_OF_TWO, 6: _FIRST_OF_SIX}.get(columns, _FIRST_SHARE)
    other = int(TEXT_WIDTH / (columns - 1 + first))
    return (TEXT_WIDTH - other * (columns - 1), *(other,) * (columns - 1))


_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1247" w:bottom="1474" w:left="1247" w:header="567" w:footer="510"'
    ' w:gutter="0"/></w:sectPr>'
)
