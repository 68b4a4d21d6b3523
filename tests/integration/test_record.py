"""The audit chain: whatever is done to its rows is found (reliability T15)."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from core.errors import Malformed
from core.storage.database import entry_hash
from core.storage.tables import audit
from tests.integration.conftest import House, event

COLUMNS = ("at_ms", "actor", "action", "resource", "digest", "previous_hash", "hash")


@pytest.fixture
def record(house: House) -> House:
    for number in range(6):
        house.send(event(f"e{number}", "case.started", "2026-01-12T08:00:00Z", case=f"K-{number}"))
    house.app.record.checkpoint()
    return house


def run(house: House, statement: str) -> None:
    with house.app.database.writer.begin() as connection:
        connection.execute(text(statement))


def test_an_untouched_record_is_whole(record: House) -> None:
    found = record.app.record.verify(record.admin)

    assert (found.broken_at, found.checkpoints) == (0, 1)
    assert found.entries >= 7


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_field_is_found(record: House, column: str) -> None:
    value = "at_ms + 1" if column == "at_ms" else f"'x' || substr({column}, 2)"
    run(record, f"UPDATE audit SET {column} = {value} WHERE organisation_id = {record.organisation_id} AND seq = 4")

    found = record.app.record.verify(record.admin)

    assert found.broken_at in (4, 5)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda org: f"DELETE FROM audit WHERE organisation_id = {org} AND seq = 3", id="a row taken out"),
        pytest.param(lambda org: f"DELETE FROM audit WHERE organisation_id = {org} AND seq > 4", id="the end cut off"),
        pytest.param(lambda org: f"DELETE FROM audit WHERE organisation_id = {org}", id="all of it gone"),
    ],
)
def test_missing_rows_are_found(record: House, damage: Callable[[int], str]) -> None:
    run(record, damage(record.organisation_id))

    assert record.app.record.verify(record.admin).broken_at > 0


def test_without_its_checkpoint_a_cut_record_would_pass(record: House) -> None:
    """The chain alone cannot see a truncation; the checkpoint does (reliability D8)."""
    run(record, f"DELETE FROM audit WHERE organisation_id = {record.organisation_id} AND seq > 4")
    record.app.record.checkpoints.unlink()

    assert record.app.record.verify(record.admin).broken_at == 0


def test_a_rewritten_chain_is_found_by_its_checkpoint(record: House) -> None:
    """Somebody with the database computes all hashes anew after a change."""
    with record.app.database.writer.begin() as connection:
        rows = connection.execute(
            audit.select().where(audit.c.organisation_id == record.organisation_id).order_by(audit.c.seq)
        ).all()
        previous = "0" * 64
        for row in rows:
            entry = {name: value for name, value in row._mapping.items() if name not in ("id", "hash")}
            entry["previous_hash"] = previous
            entry["actor"] = "nobody"
            previous = entry_hash(entry)
            connection.execute(audit.update().where(audit.c.id == row.id).values(**entry, hash=previous))

    assert record.app.record.verify(record.admin).reason == "rewritten"


@pytest.mark.parametrize("torn", [b'{"organisation_id":1,"se', b"\x00\x00"], ids=["cut short", "zeroes"])
def test_a_checkpoint_that_a_crash_cut_short_is_written_anew(record: House, torn: bytes) -> None:
    checkpoints = record.app.record.checkpoints
    whole = checkpoints.read_bytes()
    checkpoints.write_bytes(whole + torn)
    record.send(event("later", "case.started", "2026-01-12T08:00:00Z", case="K-9"))

    moved = record.app.record.checkpoint()

    found = record.app.record.verify(record.admin)
    assert (moved, found.reason, found.checkpoints) == (1, "", 2)
    assert checkpoints.read_bytes().startswith(whole)
    assert len(checkpoints.read_bytes().splitlines()) == 2


def test_a_checkpoint_that_cannot_be_read_is_named_by_its_line(record: House) -> None:
    with record.app.record.checkpoints.open("ab") as file:
        file.write(b"nonsense\n")

    with pytest.raises(Malformed) as refused:
        record.app.record.verify(record.admin)

    assert (refused.value.code, refused.value.place) == ("audit.bad_checkpoint", "audit.checkpoints: 2")


def test_a_process_that_only_wrote_leaves_a_checkpoint_when_it_ends(house: House) -> None:
    """A command-line import never starts the monitor."""
    house.send(event("e1", "case.started", "2026-01-12T08:00:00Z"))

    house.app.stop()

    assert house.app.record.verify(house.admin).checkpoints == 1
