"""A value object of the domain as one JSON column: what is only ever read and written as a whole needs no table."""

from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import JSON, Dialect, inspect
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")


class Packed(TypeDecorator[T], Generic[T]):
    """A column that holds one value of `kind` (a dataclass, or a tuple of them); Decimals stay exact, as text.

    Replace the value to change it: what happens inside it is not seen.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: T | None, dialect: Dialect) -> Any:
        """Turn the value into what JSON knows."""
        return None if value is None else msgspec.to_builtins(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> T | None:
        """Build the value again, through its own checks."""
        return None if value is None else msgspec.convert(value, self.kind)


def open_for_change(entity: object) -> None:
    """Have the packed columns of a loaded entity written at the next flush, for a change inside them is not seen."""
    mapped = inspect(entity).mapper
    for attribute in mapped.column_attrs:
        if isinstance(attribute.columns[0].type, Packed):
            flag_modified(entity, attribute.key)
