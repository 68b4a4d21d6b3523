"""What storage keeps for everyone: packed values and files by their content."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import OperationalError

from core.domain.money import Money
from core.errors import InvalidInput, NotFound, Unavailable
from core.storage.files import Files
from core.storage.packed import Packed
from core.storage.retry import once_more


@dataclass(frozen=True, slots=True)
class Line:
    """A price line with all that JSON does not know."""

    price: Money
    rate: Decimal
    since: date


TABLE = Table("lines", MetaData(), Column("id", Integer, primary_key=True), Column("lines", Packed(tuple[Line, ...])))


def test_a_packed_value_comes_back_exactly() -> None:
    lines = (Line(Money(Decimal("0.10"), "CNY"), Decimal("0.0600"), date(2026, 2, 28)),)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE).values(lines=lines))
        [kept] = connection.execute(select(TABLE.c.lines)).scalars()
    engine.dispose()

    assert kept == lines
    assert str(kept[0].rate) == "0.0600"


def test_a_stored_value_is_checked_when_it_is_read() -> None:
    with pytest.raises(InvalidInput):
        Packed(Money).process_result_value({"amount": "1", "currency": "XXX"}, None)  # type: ignore[arg-type]


def test_the_same_content_is_one_file(tmp_path: Path) -> None:
    files = Files(tmp_path / "files")

    name = files.put(b"signed")

    assert files.put(b"signed") == name
    assert files.get(name) == b"signed"
    assert [path.name for path in (tmp_path / "files").iterdir()] == [name]


def test_a_file_that_is_not_what_was_kept_is_not_handed_out(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = files.put(b"signed")
    (tmp_path / name).write_bytes(b"forged")

    with pytest.raises(Unavailable):
        files.get(name)
    with pytest.raises(NotFound):
        files.get("0" * 64)


class _Ended(Exception):
    """As a driver says that the server ended a transaction."""

    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def _failing(times: int, error: Exception) -> Callable[[], int]:
    calls = iter(range(times + 1))

    def transaction() -> int:
        if (call := next(calls)) < times:
            raise error
        return call

    return transaction


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OperationalError("", {}, _Ended("40P01")), id="deadlock"),
        pytest.param(OperationalError("", {}, _Ended("40001")), id="serialisation"),
        pytest.param(Unavailable("event.busy"), id="the same case opened twice"),
    ],
)
def test_a_transaction_that_another_one_ended_is_done_once_more(error: Exception) -> None:
    assert once_more(_failing(1, error)) == 1
    with pytest.raises(type(error)):
        once_more(_failing(2, error))


def test_what_would_fail_again_is_not_repeated() -> None:
    with pytest.raises(OperationalError):
        once_more(_failing(1, OperationalError("", {}, _Ended("53100"))))
