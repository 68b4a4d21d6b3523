"""Vendors are known by their unified social credit code, and what they must prove expires."""

from datetime import date

import pytest

from core.domain.qualification import Evidence, Requirement, expiring, shortfall
from core.domain.uscc import checked_uscc
from core.domain.vendor import Vendor, refuse_duplicate
from core.domain.wording import Wording
from core.errors import Conflict, InvalidInput

# Invented companies whose codes carry valid check characters (organisation part "MAY…", not issued).
CODES = (
    "91310101MAY0A0011X", "91310112MAY0A002XK", "91310115MAY0B101XW", "91310110MAY0B1028L", "91310107MAY0B10365",
    "91310114MAY0B10444", "91310117MAY0B1052A", "91310113MAY0B1060B", "91310120MAY0B1079C", "91310104MAY0B10872",
)  # fmt: skip
INSURANCE = Requirement("employers_liability", Wording("雇主责任险", "employer's liability insurance"))


def vendor(number: str, uscc: str | None = None) -> Vendor:
    return Vendor(1, number, number, f"V {number}", 0, uscc)


def insured(first: date, last: date | None) -> Evidence:
    return Evidence("employers_liability", "policy 1", first, last)


@pytest.mark.parametrize("code", CODES)
def test_a_valid_code_is_taken(code: str) -> None:
    assert checked_uscc(f" {code.lower()} ") == code


def test_the_example_of_the_standard_is_refused_with_the_check_character_it_works_out() -> None:
    # GB 32100-2015, example: 91350100M000100Y4Z, sum 1640, 1640 mod 31 = 28, 31 - 28 = 3 (Z is no allowed character)
    assert checked_uscc("91350100M000100Y43") == "91350100M000100Y43"
    with pytest.raises(InvalidInput) as refused:
        checked_uscc("91350100M000100Y44", "vendors[3].uscc")
    assert refused.value.code == "vendor.uscc_check"
    assert refused.value.place == "vendors[3].uscc"
    assert (refused.value.values["position"], refused.value.values["expected"]) == (18, "3")


@pytest.mark.parametrize(
    ("code", "error", "position"),
    [
        ("91310101MAY0A0O11X", "vendor.uscc_character", 15),
        ("913101A1MAY0A0011X", "vendor.uscc_place", 7),
        ("91310101MAY0A0021X", "vendor.uscc_organisation", 17),
        ("91310101MAY0A0011W", "vendor.uscc_check", 18),
        ("91310110MAY0A0011X", "vendor.uscc_check", 18),
    ],
    ids=["letter O", "letter in the place code", "one organisation digit", "check character", "digits of the place"],
)
def test_a_wrong_code_names_the_position(code: str, error: str, position: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_uscc(code)
    assert (refused.value.code, refused.value.values["position"]) == (error, position)


def test_a_code_of_17_characters_is_refused() -> None:
    with pytest.raises(InvalidInput, match="17 characters"):
        checked_uscc(CODES[0][:-1])


def test_every_swap_of_neighbours_is_found() -> None:
    code = CODES[0]
    swaps = [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(17) if code[n] != code[n + 1]]
    for swap in swaps:
        with pytest.raises(InvalidInput):
            checked_uscc(swap)


def test_a_wrong_code_leaves_the_vendor_as_he_was() -> None:
    one = vendor("V-1", CODES[2])
    with pytest.raises(InvalidInput):
        one.identify(CODES[2][:-1] + "Y")
    assert one.uscc == CODES[2]


def test_the_channel_he_was_found_by_is_one_of_the_source() -> None:
    one = vendor("V-1")
    one.note_channel("trade")
    assert one.found_by == "trade"
    with pytest.raises(InvalidInput, match="web, press, trade"):
        one.note_channel("a friend")


def test_a_second_entry_of_the_same_company_is_refused_naming_the_first() -> None:
    first, new = vendor("V-1", CODES[2]), vendor("V-2", CODES[2])
    with pytest.raises(Conflict, match="V-1"):
        refuse_duplicate(new, [first, new])
    refuse_duplicate(vendor("V-3"), [vendor("V-4")])
    refuse_duplicate(new, [new])


def test_evidence_stands_from_its_first_day_through_its_last() -> None:
    policy = insured(date(2026, 1, 1), date(2026, 9, 30))
    assert shortfall(INSURANCE, [policy], date(2026, 9, 30)) is None
    assert shortfall(INSURANCE, [policy], date(2026, 1, 1)) is None
    late = shortfall(INSURANCE, [policy], date(2026, 10, 1))
    assert late is not None
    assert late.words("zh") == "“雇主责任险”的证明已于 2026-09-30 到期（审查日 2026-10-01）"


def test_missing_and_early_evidence_are_told_apart() -> None:
    missing = shortfall(INSURANCE, [], date(2026, 10, 1))
    early = shortfall(INSURANCE, [insured(date(2026, 11, 1), None)], date(2026, 10, 1))
    assert missing is not None
    assert missing.code == "vendor.evidence_missing"
    assert early is not None
    assert early.code == "vendor.evidence_not_yet"


def test_a_renewed_policy_stands_beside_the_expired_one() -> None:
    old, new = insured(date(2025, 1, 1), date(2025, 12, 31)), insured(date(2026, 1, 1), date(2026, 12, 31))
    assert shortfall(INSURANCE, [old, new], date(2026, 6, 1)) is None


def test_what_expires_soon_is_listed_soonest_first() -> None:
    late, soon = insured(date(2026, 1, 1), date(2026, 10, 31)), insured(date(2026, 1, 1), date(2026, 10, 5))
    gone, forever = insured(date(2026, 1, 1), date(2026, 9, 1)), insured(date(2026, 1, 1), None)
    assert expiring([late, gone, forever, soon], date(2026, 10, 1), 30) == (soon, late)


def test_validity_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        insured(date(2026, 2, 1), date(2026, 1, 31))
    assert refused.value.place == "evidence.employers_liability.valid_until"
