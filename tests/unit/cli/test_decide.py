"""`outpact decide` with a file that is no facts says so and ends with status 1."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import main


@pytest.mark.parametrize("content", [b"{", b"[1]", b'{"age_s": 1.5}', b'{"age_s": null}', b"\xff", b"[" * 200_000])
def test_a_file_that_is_no_facts_is_refused(tmp_path: Path, content: bytes) -> None:
    facts = tmp_path / "facts.json"
    facts.write_bytes(content)

    ended = CliRunner().invoke(main, ["decide", "cancellation", str(facts)])

    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    assert "JSON" in ended.stderr
