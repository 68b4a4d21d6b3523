"""Terms are read with errors that name their path; the committed schema is made from the types."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from core.documents.terms import read_terms, schema
from core.errors import InvalidInput, Malformed

SCHEMA = Path(__file__).parents[3] / "contract_templates" / "contract_terms.schema.json"


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ({"nummer": "C-1"}, "nummer", "terms.unknown_key"),
        ({"guarantees": [{"kind": "surety"}, {"sort": "surety"}]}, "guarantees[1].sort", "terms.unknown_key"),
        ({"vendor": {"name": {"zh": "甲\x00公司"}}}, "vendor.name.zh", "terms.unprintable"),
        ({"vendor": {"name": {"zh": "甲\ud83d公司"}}}, "vendor.name.zh", "terms.unprintable"),
        ({"vendor": {"name": {"zh": "第一行\r\n第二行"}}}, "vendor.name.zh", "terms.unprintable"),
        ({"vendor": {"name": {"en": "{{ 7*7 }}"}}}, "vendor.name.en", "terms.template_marks"),
        ({"prices": {"gross_total": {"amount": "1.005", "currency": "CNY"}}}, "prices.gross_total.amount",
         "money.finer_than_a_cent"),
        ({"prices": {"gross_total": {"amount": 1.1, "currency": "CNY"}}}, "prices.gross_total.amount",
         "terms.amount_not_text"),
        ({"prices": {"lines": [{"net": {"amount": "1.00", "currency": "RMB"}}]}}, "prices.lines[0].net.currency",
         "money.unknown_currency"),
        ({"service_levels": [{"obligation": "SC-01", "limit": "soon"}]}, "service_levels.SC-01.limit",
         "limit.unreadable"),
        ({"guarantees": [{"kind": "promise"}]}, "guarantees[0].kind", "terms.no_choice"),
        ({"schedule": {"begins_on": "2026-02-30"}}, "schedule.begins_on", "terms.no_day"),
        ({"buyer": {"name": {"zh": "甲\u202e方"}}}, "buyer.name.zh", "terms.direction"),
        ({"prices": {"lines": [{"quantity": "NaN"}]}}, "prices.lines[0].quantity", "number.no_end"),
        ({"guarantees": [{}, {"share": "1E+999999"}]}, "guarantees[1].share", "number.no_end"),
        ({"credits": {"annual_cap": "-0.1"}}, "credits.annual_cap", "terms.outside"),
        ({"credits": {"annual_cap": "1E-999"}}, "credits.annual_cap", "number.too_fine"),
        ({"payment": {"days": -30}}, "payment.days", "terms.outside"),
        ({"guarantees": [{"performance": {"due_on": "9999-12-31"}}]}, "guarantees[0].performance.due_on",
         "terms.outside"),
        ({"guarantees": [{"amount": {"amount": "-1.00", "currency": "CNY"}}]}, "guarantees[0].amount.amount",
         "terms.outside"),
        ({"prices": {"gross_total": {"amount": "1.00", "currency": "CNY"}},
          "guarantees": [{"amount": {"amount": "1.00", "currency": "USD"}}]}, "guarantees[0].amount.currency",
         "money.two_currencies"),
    ],
    ids=["unknown key", "unknown key in a list", "control character", "half a surrogate pair", "carriage return",
         "template mark", "broken cent", "binary fraction", "unknown currency",
         "unreadable limit", "unknown kind", "no such day", "text turned round", "no number", "no end",
         "negative share",
         "endless fraction", "negative days", "no such year", "negative guarantee", "two currencies"],
)  # fmt: skip
def test_what_cannot_be_a_term_is_refused_at_its_path(written: dict[str, Any], place: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_terms(written)
    assert (refused.value.place, refused.value.code) == (place, code)
    assert place in refused.value.message("zh")
    assert place in refused.value.message("en")


def test_what_is_no_mapping_is_malformed() -> None:
    with pytest.raises(Malformed):
        read_terms([])  # type: ignore[arg-type]


def test_an_angle_bracket_in_a_name_is_an_ordinary_character() -> None:
    assert read_terms({"buyer": {"name": {"zh": "<甲方> & 公司"}}}).buyer.name.zh == "<甲方> & 公司"


def test_a_name_written_from_right_to_left_is_an_ordinary_name() -> None:
    assert read_terms({"vendor": {"name": {"en": "שירותי ניקיון"}}}).vendor.name.en == "שירותי ניקיון"


def test_a_discount_is_a_line_below_zero() -> None:
    discount = {"amount": "-100.00", "currency": "CNY"}

    assert read_terms({"prices": {"lines": [{"net": discount}]}}).prices.lines[0].net is not None


def test_terms_read_back_from_their_plain_form_are_the_same() -> None:
    written = {"guarantees": [{"id": "G-1", "kind": "earnest_money", "amount": {"amount": "1.00", "currency": "CNY"},
                               "fund": {"pay_by": "2026-10-01"}}]}  # fmt: skip
    terms = read_terms(written)

    assert terms.as_dict() == written
    assert read_terms(terms.as_dict()) == terms


def test_the_committed_schema_is_up_to_date() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize(
    "written", [{"nummer": "C-1"}, {"guarantees": [{"kind": "promise"}]},
                {"prices": {"gross_total": {"amount": 1.1, "currency": "CNY"}}}],
    ids=["unknown key", "unknown kind", "binary fraction"],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(written: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())
    with pytest.raises(InvalidInput):
        read_terms(written)
