"""Legal's walk in the sample world: a contract's document read, its terms amended, approved, signed and in force.

The lifting of one limit goes all the way: typed in the form, worded in the clause, printed in the document, enforced.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.walking import WAIT_MS, Walker

pytestmark = pytest.mark.timeout(600)  # the first of these tests tells the whole world
EFFECTIVE, SIGNED = "2027-01-15", "2026-12-28"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A contract, and the limit of it that is agreed anew: what is typed, how the clause says it before and after."""

    contract: str
    obligation: str
    typed: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    has_surety: bool


AMENDMENTS = {
    "zh": Amendment(
        "C-2026-0001", "HK-03", "90 min", ("接到管理处通知后2小时内安排", "within 2 hours"),
        ("接到管理处通知后90分钟内安排", "within 90 minutes"), has_surety=True,
    ),
    "en": Amendment(
        "C-2026-0002", "RP-06", "48 h", ("收到维修请求起72小时内", "Within 72 hours"),
        ("收到维修请求起48小时内", "Within 48 hours"), has_surety=False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_contract_is_amended_approved_signed_and_in_force(enter: Enter, language: str, tmp_path: Path) -> None:
    agreed = AMENDMENTS[language]
    legal, manager = enter("legal", language), enter("manager", language)
    legal.go("contracts", contract=agreed.contract)
    _says(_document(legal, tmp_path), (*agreed.before, "2028年12月31日", "31 December 2028"))

    _amend(legal, agreed)
    _check(legal, agreed)
    _by_another(manager, agreed.contract, "contracts.approve")
    legal.go("contracts", contract=agreed.contract)
    document = _document(legal, tmp_path)
    _says(document, agreed.after, without=agreed.before)
    legal.upload(document)
    legal.day(legal.said("contracts.signed_on"), SIGNED)
    legal.press("contracts.sign")
    legal.sees(f"▶ {legal.said('draft_state.signed')}")
    legal.shot("legal-signed")

    _by_another(manager, agreed.contract, "contracts.activate")
    manager.sees(f"▶ {legal.said('draft_state.active')}")
    manager.shot("legal-in_force")


def _amend(legal: Walker, agreed: Amendment) -> None:
    legal.day(legal.said("field.effective_from"), EFFECTIVE)
    legal.press("contracts.amend")
    legal.sees(f"▶ {legal.said('draft_state.draft')}")
    legal.part("service_levels")
    place = _levels_before(legal, agreed.obligation)
    legal.type(legal.said("field.limit"), agreed.typed, place)
    legal.press("contracts.save")
    legal.sees(agreed.after[0], agreed.after[1])
    legal.shot("legal-amended")


def _levels_before(legal: Walker, obligation: str) -> int:
    """How many levels with a limit stand before that of `obligation`: their fields have one name."""
    said = legal.main().partition(legal.said("contracts.limit_form"))[2]
    return said.partition(f"{obligation} ·")[0].count(legal.said("field.limit"))


def _check(legal: Walker, agreed: Amendment) -> None:
    """A surety answers for no more than he consented to (Civil Code 695): accepted with his letter as the reason."""
    legal.day(legal.said("contracts.planned"), SIGNED)
    legal.press("contracts.save_and_lint")
    legal.sees(f"▶ {legal.said('draft_state.linted')}")
    if not agreed.has_surety:
        legal.sees(legal.said("contracts.nothing_found"))
        return
    legal.sees("E10", "上海洁舍投资有限公司〔演示〕", "第695条")
    legal.shot("legal-findings")
    legal.type(legal.said("contracts.reason"), "保证人 2026-12-25 同意函")
    legal.press("contracts.accept")
    legal.sees("保证人 2026-12-25 同意函")


def _by_another(manager: Walker, contract: str, act: str) -> None:
    manager.go("contracts", contract=contract)
    manager.press(act)
    expect(manager.page.get_by_role("button", name=manager.said(act), exact=True)).to_have_count(0, timeout=WAIT_MS)


def _document(legal: Walker, folder: Path) -> Path:
    """The bilingual edition, as the browser saves it."""
    return legal.download(legal.said("edition.bilingual"), folder)


def _says(file: Path, texts: tuple[str, ...], without: tuple[str, ...] = ()) -> None:
    """The Word document has the texts, in a paragraph or a cell."""
    document = Document(str(file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    said = "\n".join((*(one.text for one in document.paragraphs), *cells))
    assert [one for one in texts if one not in said] == []
    assert [one for one in without if one in said] == []
