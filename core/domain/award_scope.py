"""What a work package says of scope, place, hours and personal data, in the words of a contract (OS-14)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.domain.bill_of_quantities import UNITS, BillLine
from core.domain.service_hours import hours_in_words
from core.domain.terms.protection import PersonalData
from core.domain.terms.scope import Performance, WorkPackageTerms
from core.domain.volume import Volume
from core.domain.wording import NOTHING, Wording
from core.domain.work_package import PackageContent, Scope


def packages(number: str, name: Wording, content: PackageContent) -> tuple[WorkPackageTerms, ...]:
    """Return the package with the lines of its bill and its volume as content, skills and materials as requirements."""
    lines = content.bill.lines if content.bill is not None else ()
    return (WorkPackageTerms(number, name, _content(lines, content.volume), _requirements(content.scope)),)


def performance(content: PackageContent, calendar: Mapping[str, Any]) -> Performance:
    """Return the sites, the hours of the calendar that limits run on, and the capacity committed for a day."""
    scope, volume = content.scope, content.volume
    return Performance(
        place=_listed(scope.sites), service_hours=hours_in_words(calendar),
        capacity=_capacity(scope.capacity_a_day, volume),
    )  # fmt: skip


def personal_data(scope: Scope) -> PersonalData:
    """Return the kinds of personal data that are handed over; purpose, manner and protection are still to be agreed."""
    return PersonalData(processed=bool(scope.personal_data), kinds=_listed(scope.personal_data))


def _content(lines: Sequence[BillLine], volume: Volume | None) -> Wording:
    names = [one.name for one in lines]
    zh = "、".join(one.zh for one in names) if all(one.zh for one in names) else ""
    en = ", ".join(one.en for one in names) if all(one.en for one in names) else ""
    if volume is None:
        return Wording(zh and f"{zh}。", en and f"{en}.")
    unit, much = UNITS.get(volume.unit, Wording(volume.unit, volume.unit)), _number(volume.per_month)
    return Wording(zh and f"{zh}；每月约{much}{unit.zh}。", en and f"{en}; about {much} {_many(unit.en)} a month.")


def _requirements(scope: Scope) -> Wording:
    """Skills and materials, each list in the language in which it was written."""
    skills, materials = _listed(scope.skills), _listed(scope.materials)
    zh = [f"{label}：{said}。" for label, said in (("技能与证书", skills.zh), ("物料与设备", materials.zh)) if said]
    en = [f"{label}: {said}." for label, said in (("Skills", skills.en), ("Materials", materials.en)) if said]
    return Wording("".join(zh), " ".join(en))


def _capacity(a_day: Decimal | None, volume: Volume | None) -> Wording:
    if a_day is None:
        return NOTHING
    unit = UNITS.get(volume.unit, Wording(volume.unit, volume.unit)) if volume is not None else NOTHING
    much = _number(a_day)
    return Wording(f"每日{much}{unit.zh}", f"{much} {_many(unit.en)} a day" if unit.en else f"{much} a day")


def _listed(some: Sequence[str]) -> Wording:
    """A list in its language: a name that was written in Chinese alone is still to be translated."""
    said = [Wording.in_its_language(one) for one in some]
    return Wording(
        "、".join(one.zh for one in said) if all(one.zh for one in said) else "",
        ", ".join(one.en for one in said) if all(one.en for one in said) else "",
    )


def _many(unit: str) -> str:
    return unit if unit.endswith("²") else f"{unit}s"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
