"""The award memo of WP-1 as a docx in both languages, printed from what was kept."""

import io

import pytest
from docx import Document

import contract_templates
from contract_templates.build import award_memo
from core.domain.wording import LANGUAGES, Language
from core.errors import Conflict
from tests.integration.conftest import House
from tests.selection_world import awarded, complete


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_committed_template_is_what_its_source_builds() -> None:
    assert (contract_templates.FOLDER / "award_memo.docx").read_bytes() == award_memo()


def test_the_memo_holds_ranking_gates_consensus_and_decision(house: House) -> None:
    world = awarded(complete(house.app, house.organisation_id))
    template = contract_templates.load_memo()
    said: dict[Language, str] = {}
    for language in LANGUAGES:
        content = house.app.award_memos.render(world.buyer, world.number, template, language)
        assert content == house.app.award_memos.render(world.buyer, world.number, template, language)
        said[language] = text_of(content)

    for text in said.values():
        for total in ("87.97", "87.35", "86.18", "85.98", "79.24"):
            assert total in text
        assert "综合得分第一，质量突出" in text
        assert "{{" not in text
    assert "“技术标准”得 64 分，低于最低分 70 分" in said["zh"]
    assert "回避：sun（E 法定代表人的兄弟）" in said["zh"]
    assert "gao 72" in said["en"]
    assert "The decision follows the ranking." in said["en"]


def test_a_memo_is_printed_whatever_was_typed_as_the_reason(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    world.ranking.award(world.chief, world.number, "A", "第一\r\n<甲方> & {x}\x07\u202e末")
    text = text_of(house.app.award_memos.render(world.buyer, world.number, contract_templates.load_memo(), "zh"))

    assert "第一\n<甲方> & {x}\ufffd\ufffd末" in text


def test_there_is_no_memo_before_the_award(house: House) -> None:
    world = complete(house.app, house.organisation_id)
    with pytest.raises(Conflict, match="not awarded"):
        house.app.award_memos.render(world.buyer, world.number, contract_templates.load_memo(), "zh")
