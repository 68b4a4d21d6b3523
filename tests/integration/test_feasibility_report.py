"""The feasibility report over HTTP, as a docx and on paper."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

import contract_templates
from contract_templates.build import feasibility_report
from tests.integration.test_work_packages import CORE, client, created, send, studied
from tests.tools import require

__all__ = ["client"]
# ECONOMIC of the neighbouring tests: 36 months, a price of 1,500,000 against 1,900,000 of wages
SAID = {
    "zh": ("可行性分析报告", "三、经济可行性", "人民币1,500,000.00元", "净现值的分布", "外包价格（年，不含税）",
           "尚未决定"),
    "en": ("Feasibility report", "3  Economic feasibility", "CNY 1,500,000.00", "Distribution of the net present value",
           "Vendor's price a year, ex VAT", "not decided yet"),
}  # fmt: skip


def report(client: TestClient, number: str, language: str = "zh") -> Any:
    return client.get(f"/v1/work-packages/{number}/versions/1/feasibility/report", params={"language": language})


def texts(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in document.paragraphs), *(line for cell in cells for line in cell.split("\n"))]


def test_the_template_that_ships_is_the_one_that_is_built() -> None:
    assert (contract_templates.FOLDER / "feasibility_report.docx").read_bytes() == feasibility_report()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_says_the_five_steps_with_their_figures(client: TestClient, language: str) -> None:
    number = studied(client)

    answer = report(client, number, language)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'{number}-v1-{language}.docx"')
    said = texts(answer.content)
    for text in SAID[language]:
        assert text in said, text
    study = client.get(f"/v1/work-packages/{number}/versions/1/feasibility").json()
    npv = float(study["economic"]["figures"]["npv"]["amount"])
    assert any(f"{npv:,.2f}" in one for one in said)
    assert not [one for one in said if "{" in one or "None" in one]
    assert report(client, number, language).content == answer.content


def test_a_report_is_printed_whatever_was_typed_as_the_reason(client: TestClient) -> None:
    number = studied(client)
    body = {**CORE, "reason": "一\r\n二\x0b"}
    assert send(client, "PUT", f"/{number}/versions/1/feasibility/core", body, "again").status_code == 200

    assert "一\n二\ufffd" in "\n".join(texts(report(client, number).content))


def test_every_draw_stands_in_the_histogram(client: TestClient) -> None:
    document = Document(io.BytesIO(report(client, studied(client)).content))

    [bars, _] = [one for one in document.tables if len(one.columns) > 10]

    assert sum(int(row.cells[-1].text.replace(",", "")) for row in bars.rows) == 10_000


def test_a_study_that_is_not_finished_has_no_report_and_says_which_step_is_missing(client: TestClient) -> None:
    number = created(client)
    absent = report(client, number)
    send(client, "PUT", f"/{number}/versions/1/feasibility/core", CORE)
    begun = report(client, number)

    assert absent.status_code == 404
    assert (begun.status_code, begun.json()["place"]) == (409, "technical")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_word_processor_prints_the_report(client: TestClient, language: str, tmp_path: Path) -> None:
    soffice, pdftotext = require("soffice", "LibreOffice"), require("pdftotext", "poppler-utils")
    (tmp_path / "report.docx").write_bytes(report(client, studied(client), language).content)

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    printed = subprocess.run([pdftotext, "-layout", "report.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)

    pages = printed.stdout.decode().split("\f")[:-1]
    assert all(page.split() for page in pages)
    assert any(SAID[language][0] in page for page in pages)
    assert f"{len(pages)}" in pages[-1].split("\n")[-3] + pages[-1].split("\n")[-2]
