"""A work package says what is outsourced, how much of it and at what cost today; errors name the path."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.canonical import differences
from core.domain.cost import CostLine, TodaysCost
from core.domain.money import Money
from core.domain.observation import Observation
from core.domain.price_schedule import PricedLine, PriceSchedule
from core.domain.volume import Peak, Volume
from core.domain.wage_adjustment import WageAdjustment
from core.domain.wording import Wording
from core.domain.work_package import PackageContent, Scope, WorkPackage
from core.errors import Conflict, InvalidInput, NotFound
from tests.unit.domain.wp1 import bill, volume, yuan

SCOPE = Scope(("housekeeping", "order_taking"), ("徐汇一村", "徐汇二村"), hours="08:00-20:00")


def cost(*lines: CostLine) -> TodaysCost:
    return TodaysCost(lines, "CNY")


def labour(**shares: Decimal) -> CostLine:
    return CostLine("labour", Wording("保洁员工资", "cleaners' wages"), yuan("1000000"), **shares)


def content() -> PackageContent:
    return PackageContent(SCOPE, bill(), volume(), cost(labour()))


def package() -> WorkPackage:
    return WorkPackage(1, "u", "WP-1", "住户家政上门保洁", 0)


def test_the_ceiling_of_the_bill_is_the_sum_of_its_lines() -> None:
    # 21,600 x 53 + 38,000 x 18.5 + 24,000 x 15.5 + 900 x 185 + 1,200 x 125 + 12,000 x 14.5
    # = 1,144,800 + 703,000 + 372,000 + 166,500 + 150,000 + 174,000
    assert bill().ceiling.net == yuan("2710300")
    assert bill().ceiling.gross == yuan("2872918")  # 2,710,300 x 1.06


def test_vat_is_rounded_per_line() -> None:
    # 6 % of 0.10 is 0.006, to the cent 0.01 a line; 6 % of the total 0.30 would be 0.02
    lines = tuple(PricedLine(str(n), Decimal(1), yuan("0.10"), Decimal("0.06")) for n in range(3))
    assert PriceSchedule(lines, "CNY").vat == yuan("0.03")
    assert PriceSchedule(lines, "CNY").gross == yuan("0.33")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("quantity", Decimal(0), "work_package.quantity"),
        ("quantity", Decimal("NaN"), "work_package.quantity"),
        ("quantity", Decimal("1E+999999"), "number.no_end"),
        ("quantity", Decimal("1E-999999"), "number.too_fine"),
        ("ceiling", Money(Decimal(0), "CNY"), "work_package.ceiling"),
        ("ceiling", Money(Decimal(5), "USD"), "money.two_currencies"),
        ("vat_rate", Decimal(6), "work_package.vat_rate"),
        ("vat_rate", Decimal("-0.01"), "work_package.vat_rate"),
        ("unit", " ", "work_package.line_without_unit"),
        ("code", "", "work_package.line_without_code"),
    ],
)
def test_a_wrong_line_is_named_by_its_path(field: str, value: object, code: str) -> None:
    lines = list(bill().lines)
    lines[2] = replace(lines[2], **{field: value})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        BillOfQuantities(tuple(lines), "CNY")
    assert (refused.value.code, refused.value.place) == (code, f"bill.lines[2].{field}")


def test_a_code_that_stands_twice_is_refused_at_the_second() -> None:
    with pytest.raises(InvalidInput) as refused:
        BillOfQuantities((*bill().lines, bill().lines[0]), "CNY")
    assert refused.value.place == "bill.lines[6]"


def test_a_bill_without_lines_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least one"):
        BillOfQuantities((), "CNY")


def test_a_line_is_found_by_its_code() -> None:
    assert bill().line("hood").unit_name == Wording("台", "appliance")
    with pytest.raises(NotFound, match="roof"):
        bill().line("roof")


def test_a_units_own_word_is_kept() -> None:
    line = BillLine("x", Wording("甲", "a"), "电梯", Decimal(1), yuan("1"), Decimal(0))
    assert line.unit_name.words("zh") == "电梯"


def test_a_month_without_peak_has_the_months_volume() -> None:
    assert volume().expected_between(date(2026, 11, 1), date(2026, 11, 30)).quantize(Decimal("0.01")) == 760


def test_the_weeks_before_spring_festival_have_60_per_cent_more() -> None:
    # January 2027: 8 usual days, 23 days at 1.6; 760 / 31 x (8 + 23 x 1.6) = 1,098.32
    assert volume().expected_between(date(2027, 1, 1), date(2027, 1, 31)).quantize(Decimal("0.01")) == Decimal(
        "1098.32"
    )
    # February: 5 days at 1.6, 23 usual; 760 / 28 x (5 x 1.6 + 23) = 841.43
    assert volume().expected_between(date(2027, 2, 1), date(2027, 2, 28)).quantize(Decimal("0.01")) == Decimal("841.43")
    # 760 / 31 = 24.5 a day on 8 January, 39.2 on the 9th
    assert volume().days_beyond(Decimal(30), date(2027, 1, 5), date(2027, 1, 10)) == (
        date(2027, 1, 9),
        date(2027, 1, 10),
    )


def test_a_day_at_the_capacity_is_not_beyond_it() -> None:
    ten = Volume(Decimal(310), "visit", date(2026, 1, 1))
    assert ten.days_beyond(Decimal(10), date(2026, 1, 1), date(2026, 1, 31)) == ()


def test_volume_grows_after_each_full_year() -> None:
    growing = Volume(Decimal(310), "visit", date(2026, 10, 1), growth=Decimal("0.10"))
    assert growing.expected_on(date(2027, 9, 30)) == Decimal(310) / 30
    assert growing.expected_on(date(2028, 10, 1)) == 10 * Decimal("1.21")


def test_a_season_scales_its_month() -> None:
    quiet_july = Volume(
        Decimal(310), "visit", date(2026, 1, 1), seasons=(*[Decimal(1)] * 6, Decimal("0.5"), *[Decimal(1)] * 5)
    )
    assert quiet_july.expected_on(date(2026, 7, 15)) == 5


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: replace(volume(), per_month=Decimal(0)), "volume.per_month"),
        (lambda: replace(volume(), growth=Decimal(-1)), "volume.growth"),
        (lambda: replace(volume(), seasons=(Decimal(1),)), "volume.seasons"),
        (lambda: replace(volume(), seasons=(Decimal(-1), *[Decimal(1)] * 11)), "volume.seasons[0]"),
        (lambda: replace(volume(), peaks=(peak(9, 5),)), "volume.peaks[0].last"),
        (lambda: replace(volume(), peaks=(peak(1, 5), peak(5, 9))), "volume.peaks[1]"),
    ],
)
def test_a_wrong_volume_is_named_by_its_path(make: Callable[[], Volume], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.place == place


def peak(first: int, last: int) -> Peak:
    return Peak(Wording("促销", "sale"), date(2026, 11, first), date(2026, 11, last), Decimal("1.35"))


def test_only_the_avoidable_part_of_a_cost_is_saved() -> None:
    quarter, half = Decimal("0.25"), Decimal("0.5")
    rent = CostLine("overhead", Wording("场地", "premises"), yuan("200000"), quarter, half, Decimal("0.09"))
    soap = CostLine(
        "material", Wording("耗材", "consumables"), yuan("100000"), with_volume=Decimal(1), vat_rate=Decimal("0.13")
    )
    today = cost(labour(with_volume=Decimal("0.8")), rent, soap)

    assert today.total == yuan("1300000")
    assert today.saved == yuan("1150000")  # 1,000,000 + 50,000 + 100,000
    assert today.saved_with_volume == yuan("925000")  # 800,000 + 25,000 + 100,000
    assert today.saved_vat == yuan("17500")  # 9 % of 50,000 and 13 % of 100,000


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (labour(avoidable=Decimal("1.1")), "avoidable"),
        (labour(with_volume=Decimal(-1)), "with_volume"),
        (labour(vat_rate=Decimal(13)), "vat_rate"),
        (CostLine("wages", Wording("工资", "wages"), yuan("1")), "kind"),
        (CostLine("labour", Wording("工资", "wages"), yuan("-1")), "a_year"),
    ],
)
def test_a_wrong_cost_is_named_by_its_path(line: CostLine, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cost(labour(), line)
    assert refused.value.place == f"cost.lines[1].{field}"


def test_a_price_follows_the_wage_by_the_share_of_labour() -> None:
    # 49.00 x (1 + 0.7 x (2,740 - 2,500) / 2,500) = 49 x 1.0672 = 52.2928
    rule = WageAdjustment(Decimal("0.7"), Decimal("0.05"))
    assert rule.adjusted(yuan("49"), yuan("2500"), yuan("2740")) == yuan("52.29")
    assert rule.adjusted(yuan("49"), yuan("2500"), yuan("2625")) == yuan("49")  # exactly 5 %: not beyond the threshold


def test_performance_today_is_a_share_of_cases() -> None:
    seen = Observation("HK-04", 171, 180, date(2026, 7, 1), date(2026, 9, 30))
    assert seen.attainment_pct == 95
    assert replace(seen, met=0, cases=0).attainment_pct is None
    with pytest.raises(InvalidInput, match="181"):
        replace(seen, met=181)


def test_what_is_missing_before_a_tender_is_listed_by_path() -> None:
    bare = PackageContent(Scope((), ("徐汇一村",)))
    assert [gap.place for gap in bare.gaps()] == ["scope.procedures", "scope.hours", "bill", "volume", "cost.lines"]
    assert content().gaps() == ()


def test_an_incomplete_package_is_not_released() -> None:
    one = package()
    one.revise(PackageContent(SCOPE), at_ms=1)
    with pytest.raises(Conflict) as refused:
        one.release()
    assert (refused.value.place, one.state) == ("bill", "draft")


def test_a_revision_is_a_version_and_what_was_released_stays() -> None:
    one = package()
    first = one.revise(content(), at_ms=1)
    assert one.release() is first
    assert one.revise(content(), at_ms=2) is first
    assert one.state == "released"

    second = one.revise(replace(content(), scope=replace(SCOPE, hours="07:00-21:00")), at_ms=3)
    assert (second.version, one.state) == (2, "draft")
    assert first.content.scope.hours == "08:00-20:00"


def test_two_versions_are_compared_by_path() -> None:
    lines = bill().lines
    cheaper = replace(lines[2], ceiling=yuan("15"))
    changed = replace(content(), bill=BillOfQuantities((*lines[:2], cheaper, *lines[3:5]), "CNY"))
    assert differences(content(), content()) == ()
    paths = differences(content(), changed)
    assert paths[0] == "bill.lines[2].ceiling.amount"
    assert {path.split(".")[1] for path in paths[1:]} == {"lines[5]"}


def test_a_package_without_content_is_not_released() -> None:
    with pytest.raises(NotFound, match="WP-1"):
        package().release()


def test_a_site_that_stands_twice_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        replace(SCOPE, sites=("A", "B", "A"))
    assert refused.value.place == "scope.sites[2]"


def test_cost_and_bill_have_one_currency() -> None:
    dollars = TodaysCost((), "USD")
    with pytest.raises(InvalidInput, match="USD"):
        replace(content(), cost=dollars)
