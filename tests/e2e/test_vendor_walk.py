"""A vendor's walk in the sample world: his own breach, an objection with evidence, the buyer's decision, the money."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import Enter
from tests.e2e.walking import DESK, PHONE, Walker

pytestmark = pytest.mark.timeout(600)  # the first of these tests tells the whole world
STATEMENT = "The customer asked to be called after five; the call is on the record."
REASON = "The wish is on the record, the hour of the call is not."


@dataclass(frozen=True, slots=True)
class Objection:
    """Whose breach is disputed, what it costs before and after the decision, and until when it could be disputed."""

    vendor: str
    case: str
    obligation: str
    until: str
    price: str
    percent: str
    part: str


OBJECTIONS = {
    # HC-10 takes 100.00; of the five days that are agreed 1 to 3 January are holidays: 28, 29, 30, 31, 4 January
    "zh": Objection("yunying", "TS-1227-04", "HC-01", "2027-01-04 22:00:00", "100.00 元", "30", "30.00 元"),
    # RP-02 takes 20.00 and is told on the 23rd at midnight: 24, 25, 26, 27, 28 December; 35 per cent of it are 7.00
    "en": Objection("jiangxiu", "RP-1221-06", "RP-02", "2026-12-28 22:00:00", "CNY 20.00", "35", "CNY 7.00"),
}


@pytest.mark.parametrize(("language", "size"), [("zh", PHONE), ("en", DESK)], ids=["zh on a phone", "en"])
def test_an_objection_with_evidence_is_upheld_in_part(
    enter: Enter, language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    one = OBJECTIONS[language]
    vendor, manager = enter(one.vendor, language, size), enter("manager", language)
    vendor.go("breaches").shot("vendor-breaches")
    _open(vendor, one)
    vendor.sees(one.until, one.price)
    _object(vendor, one, tmp_path)

    _decide(manager.go("breaches"), one, tmp_path)
    vendor.page.reload()
    vendor.rest()
    vendor.sees(vendor.said("breaches.in_part", share=_share(one, language)), REASON)
    vendor.sees(vendor.said("cost.counts", amount=one.part))
    vendor.fits()
    vendor.shot("vendor-outcome")


def _open(someone: Walker, one: Objection) -> None:
    someone.sees(one.case)
    someone.fits()
    card = someone.page.locator(".st-key-breach_cards > *").filter(has_text=one.case).filter(has_text=one.obligation)
    card.get_by_role("button").first.click()
    someone.sees(someone.said("breaches.why"))


def _object(vendor: Walker, one: Objection, folder: Path) -> None:
    proof = folder / "record.txt"
    proof.write_text("2026-12-27 17:05 客户要求改时间", "utf-8")
    vendor.page.get_by_text(vendor.said("breaches.object"), exact=True).first.click()
    vendor.choose(vendor.said("breaches.ground"), vendor.said("ground.third_party"))
    vendor.type(vendor.said("breaches.statement"), STATEMENT)
    vendor.upload(proof)
    vendor.fits()
    vendor.shot("vendor-objection")
    vendor.press("breaches.object_it")
    vendor.sees(vendor.said("breach.disputed"), STATEMENT, "record.txt")
    vendor.shot("vendor-disputed")


def _decide(manager: Walker, one: Objection, folder: Path) -> None:
    """Another person of the buyer looks at the evidence, and lets a part of the deduction stand."""
    _open(manager, one)
    file = manager.download("record.txt", folder / "taken")
    assert file.read_text("utf-8") == "2026-12-27 17:05 客户要求改时间"
    manager.page.get_by_role("radio", name=manager.said("outcome.part"), exact=True).click()
    manager.type(manager.said("breaches.share"), one.percent)
    manager.type(manager.said("breaches.reason"), REASON)
    manager.sees(manager.said("breaches.means_part", cost=manager.said("cost.counts", amount=one.part)))
    manager.shot("manager-dispute")
    manager.press("breaches.decide_part")
    manager.sees(manager.said("breaches.in_part", share=_share(one, manager.language)))


def _share(one: Objection, language: str) -> str:
    return f"{one.percent}%" if language == "zh" else f"{one.percent} %"
