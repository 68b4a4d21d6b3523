"""A mapping file with a mistake is refused at its place, in both languages, never with a traceback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.domain.calendar import WorkingCalendar
from core.errors import InvalidInput, Malformed, OutpactError, TooLarge
from core.services.operations.imports import import_pack
from core.sla.linter import lint
from core.workbooks.event_log import read_log
from core.workbooks.mapping import parse_mapping
from tests.instants import ms

EXAMPLE = (Path(__file__).parents[3] / "docs" / "examples" / "incident_desk.yaml").read_bytes()

LOG = (
    b"number,incident_state,sys_updated_at,assignment_group,priority,opened_at,resolved_at\n"
    b"I1,New,29-02-2016 09:00,Group 1,2 - High,29-02-2016 09:00,29-02-2016 17:30\n"
)
NOW_MS = ms("2026-01-12T08:00:00Z")


def changed(place: str, value: Any) -> bytes:
    """The example with another value at a path of keys."""
    content = yaml.safe_load(EXAMPLE)
    *way, last = place.split("/")
    part = content
    for key in way:
        part = part[key]
    part[last] = value
    written: bytes = yaml.safe_dump(content, allow_unicode=True, encoding="utf-8")
    return written


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        ("contract/effective_from", "soon", "contract.effective_from"),
        ("contract/number", "N" * 33, "contract.number"),
        ("delimiter", ";;", "delimiter"),
        ("delimiter", "\n", "delimiter"),
        ("pack/obligations", ["P1"], "pack.obligations"),
        ("pack/facts", ["priority"], "pack.facts"),
        ("pack/facts", {"priority": "text"}, "pack.facts[...]"),
        ("pack/rules", {"a": "b"}, "pack.rules[...]"),
        ("pack/rulez", {}, "pack"),
        ("columns/vendr", "x", "columns"),
        ("sauce", "x", ""),
    ],
)
def test_a_wrong_key_is_named_by_its_place(place: str, value: Any, named: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_mapping(changed(place, value))

    assert (refused.value.code, refused.value.place) == ("mapping.bad_key", named)
    assert refused.value.message("zh")
    assert refused.value.message("en")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(EXAMPLE.decode().encode("gb18030"), "mapping.not_utf8", id="gb18030"),
        pytest.param(b"source: [", "mapping.not_yaml", id="cut short"),
        pytest.param(b"source: 2026-99-99", "mapping.not_yaml", id="no such day"),
        pytest.param(b"[" * 50_000, "mapping.too_deep", id="nested without end"),
        pytest.param(b"source: &a [*a]", "mapping.too_deep", id="a value inside itself"),
        pytest.param(b"source: [" + b"1," * 100_001 + b"]", "mapping.too_many_values", id="too many values"),
        pytest.param(b"? [a]\n: b\n", "mapping.not_yaml", id="a list as key"),
        pytest.param(EXAMPLE + b"\nsource: another\n", "mapping.key_twice", id="a key twice"),
        pytest.param(EXAMPLE.replace(b"  state: incident_state", b"  state: incident_state\n  state: active"),
                     "mapping.key_twice", id="a key twice inside"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_mapping(content)

    assert refused.value.code == code


def test_aliases_that_multiply_are_refused_before_they_are_written_out() -> None:
    """Ten aliases of ten, eight times over: 10^9 values from some 500 bytes."""
    levels = "".join(f"    x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    bomb = EXAMPLE.replace(b"pack:\n", f"pack:\n  facts:\n    x0: &a0 [{'1, ' * 9}1]\n{levels}".encode())

    with pytest.raises(Malformed) as refused:
        parse_mapping(bomb)

    assert refused.value.code == "mapping.too_many_values"


def test_a_mapping_larger_than_a_mapping_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        parse_mapping(EXAMPLE + b"#" * 1_000_000)


def test_the_source_of_the_house_cannot_be_taken() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_mapping(changed("source", "plan"))

    assert refused.value.code == "event.reserved_source"


def test_a_merged_key_may_be_overridden() -> None:
    """The example's P2 takes over P1 and changes its severity: YAML's own way, no key twice."""
    assert parse_mapping(EXAMPLE).pack.obligations["P2"]["severity"] == "major"


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse_mapping(b"\xef\xbb\xbf" + EXAMPLE) == parse_mapping(EXAMPLE)


def _places(content: Any, way: tuple[str, ...] = ()) -> Iterator[str]:
    for key, value in content.items():
        yield "/".join((*way, key))
        if isinstance(value, dict):
            yield from _places(value, (*way, key))


@pytest.mark.parametrize("value", [None, 7, "x", ["x"], [7], {"x": "y"}, {"x": ["y"]}], ids=repr)
def test_whatever_stands_in_a_place_it_is_read_or_refused_in_words(value: Any) -> None:
    for place in _places(yaml.safe_load(EXAMPLE)):
        try:
            mapping = parse_mapping(changed(place, value))
            lint(import_pack(mapping))
            WorkingCalendar.from_dict(mapping.contract.calendar)
            read_log(LOG, mapping, NOW_MS)
        except OutpactError as error:
            assert error.message("zh")  # noqa: PT017 - whether it is refused depends on the place
