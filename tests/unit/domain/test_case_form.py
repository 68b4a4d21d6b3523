"""Forms as a pack states them: what they ask, when they are open, and every mistake named at its file and key."""

from typing import Any

import pytest

import rules
from core.domain.case_form import CaseForm, read_forms
from core.domain.form_field import PERSONAL, Asked
from core.domain.personal_text import holds_phone
from core.errors import InvalidInput
from core.sla.forms import check_forms
from core.sla.packs import parse
from tests.instants import ms

NOW = Asked(ms("2026-03-29T12:00:00Z"), "Europe/Berlin")  # the day on which summer time begins there
BOTH = {"zh": "甲", "en": "a"}
FIELDS: dict[str, Any] = {
    "text": {"type": "text", "label": BOTH}, "score": {"type": "score", "label": BOTH},
    "at": {"type": "instant", "label": BOTH}, "age": {"type": "age", "label": BOTH},
    "days": {"type": "days", "label": BOTH}, "minutes": {"type": "minutes", "label": BOTH, "least": 1, "most": 600},
    "money": {"type": "money", "label": BOTH}, "flag": {"type": "flag", "label": BOTH},
    "one": {"type": "choice", "label": BOTH, "choices": {"x": BOTH, "y": {**BOTH, "event": "work.other"}}},
    "some": {"type": "choices", "label": BOTH, "choices": {"x": BOTH, "y": BOTH}},
}  # fmt: skip


def form(**keys: Any) -> CaseForm:
    written = {"event": "work.done", "title": BOTH, "by": ["operator"], "fields": dict.fromkeys(FIELDS, "optional"),
               **keys}  # fmt: skip
    [made] = read_forms("desk", {"fields": FIELDS, "forms": {"f": written}}, {})
    return made


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("text", "  a word ", "a word"), ("score", 5, 5), ("minutes", 90, 5400), ("flag", False, False),
        ("at", "2026-03-29T09:00:00+02:00", ms("2026-03-29T07:00:00Z")),
        # elapsed, not wall time: from 01:00 CET (00:00 UTC) to 12:00 UTC are 12 h, though the wall shows 13
        ("age", "2026-03-29T01:00:00+01:00", 43_200),
        ("days", "2026-03-22", 7), ("days", "2026-03-29", 0),
        ("money", "1280.05", 128_005), ("money", "0", 0), ("one", "x", "x"), ("some", ["y", "x", "y"], "y,x"),
    ],
)  # fmt: skip
def test_a_field_stores_what_the_rules_read(field: str, value: object, stored: object) -> None:
    assert form().fill({field: value}, NOW).data[field] == stored


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("text", 5, "form.not_allowed"), ("text", "x" * 501, "text.length"), ("text", "\0", "text.character"),
        ("score", 0, "form.not_allowed"), ("score", 6, "form.not_allowed"), ("score", True, "form.not_allowed"),
        ("score", "5", "form.not_allowed"), ("minutes", 601, "form.not_allowed"), ("flag", "yes", "form.not_allowed"),
        ("at", "2026-03-29T09:00:00", "form.not_allowed"), ("at", "soon", "form.not_allowed"),
        ("age", "2026-03-29T12:00:01Z", "form.from_the_future"), ("days", "2026-03-30", "form.from_the_future"),
        ("days", "29.3.2026", "form.not_allowed"), ("money", "12.345", "form.not_allowed"),
        ("money", "-1", "form.not_allowed"), ("money", 12.5, "form.not_allowed"), ("money", "NaN", "form.not_allowed"),
        ("money", "1e400", "form.not_allowed"), ("one", "z", "form.not_allowed"), ("some", "x", "form.not_allowed"),
        ("other", 1, "form.unknown_field"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_refused_at_its_field(field: str, value: object, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        form().fill({field: value}, NOW)

    assert (refused.value.code, refused.value.place) == (code, field)


def test_a_field_may_be_required_with_the_value_of_another() -> None:
    """HK-07: the owner gives a score; who signs in his place does not."""
    asked = form(fields={"one": "required", "score": {"one": "x"}})

    assert "score" not in asked.fill({"one": "y"}, NOW).data
    with pytest.raises(InvalidInput) as refused:
        asked.fill({"one": "x"}, NOW)
    assert (refused.value.code, refused.value.place) == ("form.missing", "score")


def test_a_choice_may_send_an_event_of_its_own() -> None:
    assert form().fill({"one": "x"}, NOW).event == "work.done"
    assert form().fill({"one": "y"}, NOW).event == "work.other"
    assert form().events == ("work.done", "work.other")


def test_personal_facts_never_come_into_the_data() -> None:
    asked = form(fields=dict.fromkeys(PERSONAL, "required"))
    filled = asked.fill(dict.fromkeys(PERSONAL, "x"), NOW)

    assert filled.data == {"form": "f"}
    assert filled.personal == dict.fromkeys(PERSONAL, "x")
    assert asked.fill({}, NOW, known=PERSONAL).personal == {}, "what is known need not be given again"
    with pytest.raises(InvalidInput):
        asked.fill({}, NOW, known=["customer_name"])


@pytest.mark.parametrize(
    ("keys", "types", "facts", "is_open"),
    [
        ({"after": ["a.b"]}, [], {}, False),
        ({"after": ["a.b", "c.d"]}, ["c.d"], {}, True),
        ({"after": ["a.b"], "before": ["c.d"]}, ["a.b", "c.d"], {}, False),
        ({"after": ["a.b"], "before": ["c.d"]}, ["a.b", "c.d", "a.b"], {}, True),  # since the latest a.b
        ({"before": ["c.d"]}, ["a.b"], {}, True),
        ({"begins": "X"}, [], {}, True),
        ({"begins": "X"}, ["a.b"], {}, False),  # a case is begun once
        ({"begins": "X", "after": ["a.b"]}, ["a.b"], {}, True),
        ({"when": {"kind": ["hard", "mixed"]}}, ["a.b"], {"kind": "mixed"}, True),
        ({"when": {"kind": ["hard", "mixed"]}}, ["a.b"], {}, False),
        ({}, ["a.b", "case.closed"], {}, False),
        ({"when_closed": True}, ["a.b", "case.cancelled"], {}, True),
    ],
)
def test_a_form_is_open_after_and_before_what_it_says(
    keys: dict[str, Any], types: list[str], facts: dict[str, Any], is_open: bool
) -> None:
    assert form(**keys).is_open(types, facts) == is_open


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"by": []}, "forms.f.by"), ({"by": ["worker"]}, "forms.f.by"), ({"event": "done"}, "forms.f.event"),
        ({"title": {"zh": "甲"}}, "forms.f.title.en"), ({"fields": {"nobody": "required"}}, "forms.f.fields.nobody"),
        ({"fields": {"text": "sometimes"}}, "forms.f.fields.text"), ({"colour": "red"}, "forms.f.colour"),
        ({"sets": {"x": [1]}}, "forms.f.sets.x"), ({"after": ["x"]}, "forms.f.after"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_pack_is_named_at_its_file_and_key(keys: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        form(**keys)

    assert refused.value.place == f"desk/forms.yaml: {place}"


def test_a_form_without_a_title_has_the_packs_word() -> None:
    written = {"forms": {"f": {"event": "work.done", "by": ["vendor"]}}}
    [made] = read_forms("desk", written, {"work.done": {"zh": "完成", "en": "done"}})
    assert (made.title.zh, made.title.en, made.shown_to_vendor) == ("完成", "done", True)


def test_a_pack_of_ones_own_brings_forms_without_code_and_they_change_no_hash() -> None:
    obligation = {
        "source": "ours", "kind": "sequence", "owed_by": "vendor", "severity": "minor", "kpi": "k",
        "steps": ["work.begun", "work.done"], "wording": BOTH,
    }  # fmt: skip
    forms = {"forms": {"f": {"event": "work.done", "title": BOTH, "by": ["vendor"]}}}
    plain = parse("own", {"obligations": {"X-01": obligation}})
    pack = parse("own", {"obligations": {"X-01": obligation}, "forms": forms})

    check_forms([pack])
    assert pack.sha256 == plain.sha256
    assert [one.key for one in pack.forms] == ["f"]
    unknown = parse("own", {"forms": {"forms": {"f": {"event": "work.lost", "title": BOTH, "by": ["vendor"]}}}})
    with pytest.raises(InvalidInput) as refused:
        check_forms([pack, unknown])
    assert (refused.value.code, refused.value.values["value"]) == ("pack.no_such_event", "work.lost")


def test_a_form_asks_its_table_for_facts_that_the_table_has() -> None:
    """A choice that the table does not know, or another type, would be refused only when somebody uses the form."""
    fields = {"damaged_by": {"type": "choice", "label": BOTH, "choices": {"nobody": BOTH}}}
    asks = {"event": "case.updated", "title": BOTH, "by": ["operator"], "decides": "conduct",
            "fields": {"damaged_by": "required"}}  # fmt: skip
    written = {"fields": fields, "forms": {"f": asks}}
    with pytest.raises(InvalidInput) as refused:
        check_forms([*rules.load(), parse("own", {"forms": written})])
    assert refused.value.place == "own/forms.yaml: forms.f.fields.damaged_by"


def test_only_the_vendor_assigns_and_only_managers_approve() -> None:
    """HK-03 and operations.md: no false outsourcing; CX-06, RP-03, RT-11: the named role signs."""
    forms = {one.key: one for pack in rules.load() for one in pack.forms}
    assigns = {"crew.assigned", "dispatch.confirmed", "worker.found", "worker.contacted"}
    for one in forms.values():
        if assigns.intersection(one.events):
            assert one.by == ("vendor",), one.key
    assert {one.event: one.sets["role"] for one in forms.values() if one.by == ("manager",) and one.sets} == {
        "cancellation.approved": "general_manager", "repair.diagnosis_confirmed": "store_manager",
        "return.approved": "head_of_own_stores",
    }  # fmt: skip


def test_no_form_of_the_buyers_asks_for_a_worker() -> None:
    asking = [one for pack in rules.load() for one in pack.forms if any(each.type == "worker" for each in one.fields)]
    assert asking
    assert all(one.by == ("vendor",) for one in asking)


@pytest.mark.parametrize(
    "text",
    ["13817260543", "+86 138 1726 0543", "0086-138-1726-0543", "电话１３８１７２６０５４３。",
     "021-64335123", "(0571)8765 4321",
     "138.1726.0543", "400-820-8820"],
)  # fmt: skip
def test_phone_numbers_are_seen(text: str) -> None:
    assert holds_phone(text)


@pytest.mark.parametrize(
    "text",
    ["C-2026-0001", "2026-11-02 09:00-10:00", "policy 2026-118", "1793847600000", "amount 12,800.00 of 20,000.00",
     "0198f1c2-13812345678-7abc-8def-0123456789ab", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "IMG_20260112_080000.jpg", "88 弄 6 号 1203 室"],
)  # fmt: skip
def test_other_figures_are_left_alone(text: str) -> None:
    assert not holds_phone(text)
