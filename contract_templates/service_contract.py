"""The service contract as a template: cover, key terms, articles, signatures, annexes."""

from contract_templates.word import (
    PALE,
    RULE,
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

_TOP = f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{RULE}"/>'
_LEVELS = (1900, 3150, 1080, 760, 820, 1702)
_PRICES = (520, 1750, 1000, 880, 1020, 1330, 560, 1092, 1260)
_PAIR = (TEXT_WIDTH // 2, TEXT_WIDTH // 2)


def document() -> bytes:
    """Return `word/document.xml`."""
    body = _cover() + _key_terms() + _articles() + _signatures() + _levels() + _prices() + _guarantees() + _additions()
    return part("document", f"<w:body>{body}{SECTION}</w:body>")


def footer() -> bytes:
    """Return the footer: number, version, page x of y, and the hash of the terms in 7 pt."""
    first = paragraph(
        "Foot", run("{{ short.number }} {{ number }} · {{ short.version }} {{ version }}"), TAB,
        run("{{ page.before }} "), field("PAGE"), run(" {{ page.between }} "), field("NUMPAGES"),
        run(" {{ page.after }}"),
    )  # fmt: skip
    return part("ftr", first + paragraph("Hash", run("{{ short.hash }} {{ hash }}")))


def _cover() -> str:
    party = (
        lines("party.role", "CoverRole")
        + lines("party.name", "CoverName")
        + paragraph("CoverCode", run("{{ party.uscc }}"))
    )
    return (
        _first_and_next("kind", "CoverKind", "CoverKindNext")
        + lines("title", "CoverTitle")
        + paragraph("CoverNumber", run("{{ short.number }} {{ number }} · {{ short.version }} {{ version }}"))
        + table("parties", (TEXT_WIDTH,), row_mark("for party in parties"), row(cell(TEXT_WIDTH, party, border=_TOP)),
                row_mark("endfor"), style="Open")
    )  # fmt: skip


def _key_terms() -> str:
    widths = (1900, 6012, 1500)
    cells = (
        cell(widths[0], lines("one.label", "Head"), PALE),
        cell(widths[1], lines("one.value", "Cell")),
        cell(widths[2], lines("one.clause", "CellRight")),
    )
    return (
        _first_and_next("labels.key_terms", "Annex", "AnnexNext")
        + lines("labels.key_terms_note", "Note")
        + table("key_terms", widths, row_mark("for one in key_terms"), row(*cells), row_mark("endfor"))
        + paragraph("Gap")
    )


def _articles() -> str:
    def said(style: str) -> str:
        def numbered(name: str) -> str:
            return paragraph(name + style, run("{{ clause.number }}"), TAB, run("{{ line.text }}"))

        return (
            mark("if line.opens") + numbered("ClauseOpen")
            + mark("elif line.begins") + numbered("Clause")
            + mark("else") + paragraph(f"ClauseNext{style}", run("{{ line.text }}"))
            + mark("endif")
        )  # fmt: skip

    return (
        mark("for article in articles")
        + _first_and_next("article.heading", "Article", "ArticleNext")
        + mark("for clause in article.clauses")
        + mark("for line in clause.lines")
        + mark("if line.zh") + said("Zh") + mark("else") + said("En") + mark("endif")
        + mark("endfor") + mark("endfor") + mark("endfor")
    )  # fmt: skip


def _signatures() -> str:
    def block(side: str) -> str:
        return (
            mark(f"if not row.{side}.is_empty")
            + lines(f"row.{side}.role", "Role")
            + lines(f"row.{side}.name", "Name")
            + lines(f"row.{side}.facts", "Fact")
            + paragraph("Seal", run("{{ short.seal }}"))
            + paragraph("Sign", run("{{ short.signature }} "), TAB)
            + lines("labels.signatory", "NoteCell")
            + paragraph("Sign", run("{{ short.date }} "), TAB)
            + mark("endif")
            + paragraph("Gap")
        )  # fmt: skip

    return (
        _first_and_next("labels.signatures", "Annex", "AnnexNext")
        + lines("labels.signatures_note", "Note")
        + table("signatures", _PAIR, row_mark("for row in signatures"),
                row(cell(_PAIR[0], block("left"), border=_TOP), cell(_PAIR[1], block("right"), border=_TOP)),
                row_mark("endfor"), style="Open")
    )  # fmt: skip


def _levels() -> str:
    names = ("level_id", "level_text", "level_limit", "level_target", "level_severity", "level_credit")
    head = row(*(cell(width, _head(name), PALE) for width, name in zip(_LEVELS, names, strict=True)), is_head=True)
    values = (
        paragraph("Cell", run("{{ one.id }}")),
        lines("one.text", "Cell"),
        lines("one.limit", "Cell") + lines("one.basis", "NoteCell"),
        paragraph("Cell", run("{{ one.target }}")),
        lines("one.severity", "Cell"),
        lines("one.credit", "Cell"),
    )
    body = row(*(cell(width, value) for width, value in zip(_LEVELS, values, strict=True)))
    return (
        _first_and_next("annexes.levels", "Annex", "AnnexNext")
        + lines("labels.levels_note", "Note")
        + table("service_levels", _LEVELS, head, row_mark("for one in levels"), body, row_mark("endfor"))
    )


def _prices() -> str:
    names = ("no", "item", "unit", "quantity", "unit_price", "net", "rate", "vat", "gross")
    right = {"quantity", "unit_price", "net", "rate", "vat", "gross"}
    head = row(
        *(
            cell(width, _head(f"price_{name}", "Right" if name in right else ""), PALE)
            for width, name in zip(_PRICES, names, strict=True)
        ),
        is_head=True,
    )
    values = (
        paragraph("Cell", run("{{ one.number }}")),
        lines("one.item", "Cell") + lines("one.note", "NoteCell"),
        lines("one.unit", "Cell"),
        *(paragraph("CellRight", run(f"{{{{ one.{name} }}}}")) for name in names[3:]),
    )
    body = row(*(cell(width, value) for width, value in zip(_PRICES, values, strict=True)))
    totals = ("", "net", "", "vat", "gross")
    label_width = sum(_PRICES[:4])
    total = row(
        cell(label_width, lines("labels.price_total", "Head"), PALE, span=4),
        *(
            cell(width, paragraph("CellRight", run(f"{{{{ price_totals.{name} }}}}" if name else "", "<w:b/>")), PALE)
            for width, name in zip(_PRICES[4:], totals, strict=True)
        ),
    )
    words = row(
        cell(sum(_PRICES[:2]), lines("labels.price_words", "Head"), span=2),
        cell(sum(_PRICES[2:]), lines("price_words", "Cell"), span=7),
    )
    return (
        _first_and_next("annexes.prices", "Annex", "AnnexNext")
        + lines("price_note", "Note")
        + table("prices", _PRICES, head, row_mark("for one in price_lines"), body, row_mark("endfor"), total, words)
    )


def _guarantees() -> str:
    widths = (2100, TEXT_WIDTH - 2100)
    head = row(
        cell(widths[0], paragraph("Head", run("{{ guarantee.id }}")), PALE),
        cell(widths[1], lines("guarantee.kind", "Head"), PALE),
        is_head=True,
    )
    item = row(cell(widths[0], lines("one.label", "Head")), cell(widths[1], lines("one.value", "Cell")))
    return (
        _first_and_next("annexes.guarantees", "Annex", "AnnexNext")
        + mark("if not guarantees")
        + lines("labels.guarantees_none", "Note")
        + mark("endif")
        + mark("for guarantee in guarantees")
        + table("guarantee", widths, head, row_mark("for one in guarantee.entries"), item, row_mark("endfor"))
        + paragraph("Space")
        + mark("endfor")
    )


def _additions() -> str:
    return (
        mark("if additions")
        + _first_and_next("annexes.additions", "Annex", "AnnexNext")
        + mark("for one in additions")
        + _first_and_next("one.title", "Article", "ArticleNext")
        + mark("for line in one.lines")
        + mark("if line.zh")
        + paragraph("ClauseZh", run("{{ one.number }}"), TAB, run("{{ line.text }}"))
        + mark("else")
        + paragraph("ClauseEn", run("{{ one.number }}"), TAB, run("{{ line.text }}"))
        + mark("endif")
        + mark("endfor") + mark("endfor") + mark("endif")
    )  # fmt: skip


def _head(label: str, side: str = "") -> str:
    return lines(f"labels.{label}", f"Head{side}")


def _first_and_next(source: str, first: str, following: str) -> str:
    """A title in both languages: the first line has the space, rule or page break of its style."""
    return (
        mark(f"for line in {source}")
        + mark("if loop.first and line.zh") + paragraph(f"{first}Zh", run("{{ line.text }}"))
        + mark("elif loop.first") + paragraph(f"{first}En", run("{{ line.text }}"))
        + mark("else") + paragraph(f"{following}En", run("{{ line.text }}"))
        + mark("endif") + mark("endfor")
    )  # fmt: skip


SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1247" w:bottom="1304" w:left="1247" w:header="567" w:footer="510"'
    ' w:gutter="0"/></w:sectPr>'
)
"""A4 with the footer, for every document that is made here."""
