"""The feasibility report as a template: cover, the five steps, tables of figures, bars drawn with table cells."""

from contract_templates.service_contract import SECTION
from contract_templates.word import (
    PALE,
    RULE,
    TEXT_WIDTH,
    cell,
    lines,
    mark,
    paragraph,
    part,
    row,
    row_mark,
    run,
    table,
)
from core.documents.report_bars import BAR_COLUMN, BAR_COLUMNS

_TOP = f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{RULE}"/>'
_FACTS = (3200, TEXT_WIDTH - 3200)
_FOUR = (2000, 1500, 2806, 3106)
_BAR_SIDES = (2800, TEXT_WIDTH - 2800 - BAR_COLUMNS * BAR_COLUMN)


def document() -> bytes:
    """Return `word/document.xml`."""
    return part("document", f"<w:body>{_cover()}{_sections()}{SECTION}</w:body>")


def _cover() -> str:
    fact = lines("one.label", "CoverRole") + lines("one.value", "CoverName")
    return (
        lines("kind", "CoverKind")
        + lines("title", "CoverTitle")
        + paragraph("CoverNumber", run("{{ short.number }} {{ number }} · {{ short.version }} {{ version }}"))
        + table("cover", (TEXT_WIDTH,), row_mark("for one in cover"), row(cell(TEXT_WIDTH, fact, border=_TOP)),
                row_mark("endfor"), style="Open")
    )  # fmt: skip


def _sections() -> str:
    """Each section: heading, sentences, and its tables in one of three forms."""
    return (
        mark("for section in sections")
        + mark("if section.opens_page") + lines("section.heading", "Annex")
        + mark("else") + lines("section.heading", "Article") + mark("endif")
        + mark("for said in section.sentences") + lines("said", "Note") + mark("endfor")
        + mark("for one_table in section.tables")
        + lines("one_table.title", "Role") + lines("one_table.note", "Note")
        + mark("if one_table.form == 'facts'") + _facts()
        + mark("elif one_table.form == 'four'") + _four()
        + mark("else") + _bars() + mark("endif")
        + paragraph("Space")
        + mark("endfor") + mark("endfor")
    )  # fmt: skip


def _facts() -> str:
    body = row(cell(_FACTS[0], lines("one.label", "Head"), PALE), cell(_FACTS[1], lines("one.value", "Cell")))
    return table("facts", _FACTS, row_mark("for one in one_table.rows"), body, row_mark("endfor"))


def _four() -> str:
    head = row(
        *(cell(width, lines(f"one_table.head[{index}]", "Head"), PALE) for index, width in enumerate(_FOUR)),
        is_head=True,
    )
    body = row(*(cell(width, lines(f"one.cells[{index}]", "Cell")) for index, width in enumerate(_FOUR)))
    return table("four", _FOUR, head, row_mark("for one in one_table.rows"), body, row_mark("endfor"))


def _bars() -> str:
    """A label, a bar from `lead` over `length` columns of the grid, and its figures."""
    widths = (_BAR_SIDES[0], *(BAR_COLUMN for _ in range(BAR_COLUMNS)), _BAR_SIDES[1])
    body = row(
        cell(_BAR_SIDES[0], lines("one.label", "Cell")),
        _span("lead"), _span("length", "{{ one.shade }}"), _span("rest"),
        cell(_BAR_SIDES[1], lines("one.value", "CellRight")),
    )  # fmt: skip
    return table("bars", widths, row_mark("for one in one_table.rows"), body, row_mark("endfor"))


def _span(name: str, shade: str = "") -> str:
    """A cell over as many columns as the row says."""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    width = f"{{{{ one.{name} * {BAR_COLUMN} }}}}"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{{{{ one.{name} }}}}"/>{ground}</w:tcPr>'
        f"{paragraph('Gap')}</w:tc>"
    )
