"""The contract opens in a word processor and shows on paper what it has to."""

import subprocess
from pathlib import Path

import pytest

import contract_templates
from core.documents.composition import compose
from core.documents.lines import EDITIONS, Edition
from tests.tools import require
from tests.wp1 import wp1_terms

SEEN = {
    "zh": ("服务外包合同", "上海澜庭物业管理集团有限公司", "2,637,280.00", "担保清单"),
    "en": ("Service Outsourcing Contract", "Shanghai Jieshe Household Services", "CNY 2,637,280.00", "Annex 3"),
    "bilingual": ("服务外包合同", "Service Outsourcing Contract", "2,637,280.00", "30 March 2029"),
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_word_processor_prints_title_parties_total_and_page_numbers(edition: Edition, tmp_path: Path) -> None:
    soffice, pdftotext = require("soffice", "LibreOffice"), require("pdftotext", "poppler-utils")
    library = contract_templates.load()
    (tmp_path / "contract.docx").write_bytes(library.template.render(compose(wp1_terms(), library, edition).context))

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "contract.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    printed = subprocess.run([pdftotext, "-layout", "contract.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)

    pages = printed.stdout.decode().replace("\u00a0", " ").split("\f")[:-1]
    assert len(pages) >= 10
    for text in SEEN[edition]:
        assert any(text in page for page in pages), text
    assert all(wp1_terms().terms_hash in page for page in pages)  # the footer
    assert all(page.split() for page in pages)
