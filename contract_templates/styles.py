"""The styles of a contract: 10.5 pt, Times and Noto Serif CJK SC, hairline tables."""

from contract_templates.word import HAIR, INK, RULE, part

_LATIN = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"'
_HAN = 'w:eastAsia="Noto Serif CJK SC"'
_ZH_RUN = f'<w:rFonts w:hint="eastAsia" {_LATIN} {_HAN}/>'  # quotation marks are then Chinese ones


def styles() -> bytes:
    """Return `word/styles.xml`."""
    return part("styles", _DEFAULTS + "".join(_paragraph_styles()) + _TABLES)


def report_styles() -> bytes:
    """Return the same styles without serifs, as reports have them."""
    sans = styles().replace(b"Times New Roman", b"Noto Sans")
    return sans.replace(b"Noto Serif CJK SC", b"Noto Sans CJK SC")


def _pair(name: str, properties: str, size: int, more: str = "", *, en_size: int = 0) -> str:
    """The same style for each language and for what is the same in both."""
    styles = (("Zh", True, size), ("En", False, en_size or size), ("", True, en_size or size))
    return "".join(_style(f"{name}{end}", properties, one, more, is_zh=is_zh) for end, is_zh, one in styles)


def _style(name: str, properties: str, size: int, more: str = "", *, is_zh: bool = True) -> str:
    font = _ZH_RUN if is_zh else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{font}{more}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _space(before: int, after: int, line: int = 288) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _in_a_row(before: int, after: int, line: int) -> str:
    """A line of one height whatever the font, so that Chinese and figures of a row stand on one base line."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def _paragraph_styles() -> tuple[str, ...]:
    bold, teal = "<w:b/><w:bCs/>", f'<w:color w:val="{RULE}"/>'
    grey = '<w:color w:val="5B6764"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    number = '<w:tabs><w:tab w:val="left" w:pos="680"/></w:tabs>'
    hanging = number + '{space}<w:ind w:left="680" w:hanging="680"/><w:jc w:val="both"/>'
    top = '<w:outlineLvl w:val="0"/>'
    underscore = '<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="4300"/></w:tabs>'
    inside = '{space}<w:ind w:left="680"/><w:jc w:val="both"/>'
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="{RULE}"/></w:pBdr>'
    return (
        _pair("CoverKind", _space(2400, 120) + '<w:jc w:val="center"/>', 52, bold + teal, en_size=40),
        _pair("CoverKindNext", _space(0, 240) + '<w:jc w:val="center"/>', 36, bold + teal),
        _pair("CoverTitle", _space(120, 60) + '<w:jc w:val="center"/>', 28, "", en_size=24),
        _style("CoverNumber", _space(240, 1800) + '<w:jc w:val="center"/>', 21, grey),
        _pair("CoverRole", _space(120, 0), 18, grey),
        _pair("CoverName", _space(0, 0), 26, bold, en_size=22),
        _style("CoverCode", _space(20, 120), 18, grey),
        _pair("Article", keep + _space(280, 40) + top, 24, bold + teal, en_size=23),
        _pair("ArticleNext", keep + _space(0, 40), 22, bold + teal),
        _pair("Annex", keep + "<w:pageBreakBefore/>" + rule + _space(0, 160) + top, 32, bold + teal),
        _pair("AnnexNext", keep + rule + _space(0, 160), 26, bold + teal),
        _pair("ClauseOpen", hanging.format(space=_space(110, 20)), 21),
        _pair("Clause", hanging.format(space=_space(20, 20)), 21),
        _pair("ClauseNext", inside.format(space=_space(20, 20)), 21),
        _pair("Note", _space(0, 120), 18, grey),
        _pair("Cell", _in_a_row(30, 30, 244), 18),
        _pair("NoteCell", _in_a_row(0, 30, 200), 15, grey),
        _pair("CellRight", _in_a_row(30, 30, 244) + '<w:jc w:val="right"/>', 18),
        _pair("Head", keep + _in_a_row(30, 30, 244), 17, bold + teal),
        _pair("HeadRight", keep + _in_a_row(30, 30, 244) + '<w:jc w:val="right"/>', 17, bold + teal),
        _pair("Role", _space(60, 20), 18, bold + teal),
        _pair("Name", _space(0, 40), 21, bold, en_size=17),
        _pair("Fact", _space(0, 10, 252), 17),
        _style("Seal", _space(300, 20), 17, grey),
        _style("Sign", underscore + _space(200, 20), 17),
        _style("Foot", '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="' + HAIR + '"/></w:pBdr>'
               '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>' + _space(0, 0, 240), 16, grey),
        _style("Hash", _space(20, 0, 240), 14, grey),
        _style("Space", _space(0, 0, 288), 18),
        _style("Gap", _space(0, 0, 120), 8),
    )  # fmt: skip


_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {_LATIN} {_HAN}/><w:color w:val="{INK}"/><w:sz w:val="21"/>'
    '<w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:after="0" w:line="288" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/>' for side in ("top", "bottom", "insideH")
)
_TABLES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Hairline"><w:name w:val="Hairline"/>'
    '<w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="Open"><w:name w:val="Open"/>'
    '<w:basedOn w:val="TableNormal"/></w:style>'
)
