"""Where an obligation lives: its pack, its screen and the examples that fail without it."""

from typing import Any

import pytest
from typer.testing import CliRunner

import rules
from api.cli.commands import main
from core.sla.coverage import cover


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in cover(rules.load())}


@pytest.mark.parametrize(
    ("obligation", "screen"),
    [
        pytest.param("SC-01", "monitor", id="a clock runs on the monitor"),
        pytest.param("SC-08", "monitor", id="a recurring one too"),
        pytest.param("HK-06", "case", id="a refused step stands in its case"),
        pytest.param("OT-04", "case", id="a forbidden act too"),
        pytest.param("CX-03", None, id="a decision has no screen"),
    ],
)
def test_each_kind_of_obligation_is_seen_where_it_says(
    found: dict[str, dict[str, Any]], obligation: str, screen: str | None
) -> None:
    assert found[obligation]["screen"] == screen


def test_coverage_prints_pack_screen_and_the_names_of_the_examples_in_columns() -> None:
    lines = CliRunner().invoke(main, ["obligations", "--coverage"]).stdout.splitlines()

    first = next(line for line in lines if line.startswith("SC-07 "))
    longer = next(line for line in lines if line.startswith("SC-07.reclassification "))
    assert first.split() == ["SC-07", "soft_complaint", "-", "complaint_classified"]
    assert longer.split() == ["SC-07.reclassification", "soft_complaint", "case", "complaint_classified"]
    assert first.index("soft_complaint") == longer.index("soft_complaint")
    assert "    soft_complaint/rude-service-without-evidence-is-soft" in lines
