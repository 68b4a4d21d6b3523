"""The whole world as a newcomer gets it: in a minute, with the volumes and attainments that its packages promise."""

from pathlib import Path

import pytest

from api.cli.demo import story
from tests.demo import world
from tests.demo.world import rows
from tests.tools import unhurried

ATTAINED = """
SELECT k.obligation, 100.0 * sum(k.state = 'met' AND NOT k.breached) / sum(k.state = 'met' OR k.breached)
FROM clocks k JOIN contract_versions v ON v.id = k.contract_version_id JOIN contracts c ON c.id = v.contract_id
WHERE c.number = '{contract}' AND k.owed_by = 'vendor' GROUP BY 1 HAVING count(*) > 50
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder and the seconds that it took."""
    return world.whole(tmp_path_factory)


@pytest.mark.timeout(600)
def test_it_is_loaded_within_a_minute(whole: tuple[Path, float]) -> None:
    assert whole[1] < unhurried(60)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("prefix", "october", "november"),
    # demo-world.md: 760 + 360 + 310 + 120 + 90 a month; repairs in November: 12 a day, on 20 of 30 days 35 % more
    [("HK", 760, 760), ("RP", 360, 444), ("TS", 310, 310), ("QX", 120, 120), ("TH", 90, 90)],
)
def test_a_month_has_the_cases_of_its_package(
    whole: tuple[Path, float], prefix: str, october: int, november: int
) -> None:
    counted = [
        rows(whole[0], f"SELECT count(*) FROM cases WHERE number GLOB '{prefix}-{month}*-[0-9][0-9]'")[0][0]
        for month in (10, 11)
    ]
    assert counted == [october, november]


@pytest.mark.timeout(600)
def test_the_repairer_is_clearly_below_his_targets_and_the_others_near_theirs(whole: tuple[Path, float]) -> None:
    attained = {
        contract: dict(rows(whole[0], ATTAINED.format(contract=contract)))
        for contract in ("C-2026-0001", "C-2026-0002", "C-2026-0003")
    }
    # targets of the contracts: RP-06 95 %, RP-02 98 %; HK-03 97 %, HK-04 96 %, OT-01 99 %; SC-01 97 %, HC-01 97 %
    assert attained["C-2026-0002"]["RP-06"] < 90
    assert attained["C-2026-0002"]["RP-02"] < 96
    near = {"HK-03": 97, "HK-04": 96, "OT-01": 99}
    assert {name: abs(attained["C-2026-0001"][name] - target) < 1.5 for name, target in near.items()} == dict.fromkeys(
        near, True
    )
    near = {"SC-01": 97, "HC-01": 97, "HC-10": 95}
    assert {name: abs(attained["C-2026-0003"][name] - target) < 2 for name, target in near.items()} == dict.fromkeys(
        near, True
    )


@pytest.mark.timeout(600)
def test_nothing_was_withdrawn_but_what_the_story_withdraws(whole: tuple[Path, float]) -> None:
    withdrawn = rows(
        whole[0], "SELECT c.number FROM breaches b JOIN cases c ON c.id = b.case_id WHERE b.cause <> '' ORDER BY 1"
    )
    assert withdrawn == [(story.THEFT,), (story.EVIDENCE,), (story.HEARSAY,)]


@pytest.mark.timeout(600)
def test_two_objections_wait_for_the_manager(whole: tuple[Path, float]) -> None:
    assert rows(whole[0], "SELECT count(*) FROM breaches WHERE state = 'disputed'") == [(2,)]


@pytest.mark.timeout(600)
def test_thin_evidence_stands_beside_thick_with_the_same_mean(whole: tuple[Path, float]) -> None:
    mean = (
        "SELECT round(avg(data ->> 'satisfaction'), 1), count(*) FROM events WHERE type = 'acceptance.owner_signed'"
        " AND data ->> 'satisfaction' IS NOT NULL AND event_id {} LIKE 'HK-____-B%' AND event_id LIKE 'HK-%'"
    )
    [(many, n)], [(few, five)] = (rows(whole[0], mean.format(word)) for word in ("NOT", ""))
    assert (many, few, five) == (4.6, 4.6, 5)
    assert n > 2_000
