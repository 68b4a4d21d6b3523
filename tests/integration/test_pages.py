"""A contract as pages, and a plain word where the tools are not installed."""

import subprocess
from pathlib import Path

import pytest

import contract_templates
from core.documents import pages
from core.documents.clause_comparison import compare_clauses
from core.documents.composition import compose
from core.documents.contract_text import read_contract
from core.errors import Unavailable
from tests.tools import require
from tests.wp1 import wp1_terms


def test_a_contract_becomes_pictures_of_its_pages() -> None:
    require("soffice", "LibreOffice")
    require("pdftoppm", "poppler-utils")
    library = contract_templates.load()
    drawn = pages.pictures(pages.pdf(library.template.render(compose(wp1_terms(), library, "zh").context)), dpi=30)

    assert len(drawn) >= 10
    assert all(one.startswith(b"\x89PNG") for one in drawn)


def test_a_contract_saved_by_libreoffice_says_what_it_said(tmp_path: Path) -> None:
    office = require("soffice", "LibreOffice")
    library = contract_templates.load()
    made = library.template.render(compose(wp1_terms(), library, "bilingual").context)
    (tmp_path / "contract.docx").write_bytes(made)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", tmp_path / "saved", tmp_path / "contract.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = (tmp_path / "saved" / "contract.docx").read_bytes()

    assert saved != made
    assert compare_clauses(read_contract(saved), read_contract(made), wp1_terms(), None) == ()


@pytest.mark.parametrize(("make", "package"), [(pages.pdf, "libreoffice-writer"), (pages.pictures, "poppler-utils")])
def test_without_the_tool_the_package_is_named(
    make: object, package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert callable(make)
    with pytest.raises(Unavailable) as absent:
        make(b"")

    assert package in absent.value.message("zh")
    assert package in absent.value.message("en")


def test_what_is_no_document_is_told_in_time() -> None:
    require("pdftoppm", "poppler-utils")
    with pytest.raises(Unavailable) as failed:
        pages.pictures(b"no pdf")

    assert failed.value.code == "pages.failed"
