"""The selection room, the evaluator's desk and the ranking, in both languages and by role."""

from decimal import Decimal

import pytest

from core.bootstrap import App
from core.services.procurement.evaluations import EvaluationService
from tests.selection_world import SelectionWorld, another, awarded, begin, closed, complete, opened, sheet
from tests.ui.conftest import AtScreen
from tests.ui.test_screens import LANGUAGES, screen
from ui.texts import catalogue


@pytest.fixture
def ranked(world: App, organisation: int, at_screen: AtScreen) -> SelectionWorld:
    made = complete(world, organisation)
    at_screen(made.buyer)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ranking_says_who_leads_and_why(ranked: SelectionWorld, language: str) -> None:
    test = screen("ranking", language, selection=ranked.number)

    assert not test.exception
    rows = test.dataframe[0].value
    words = catalogue(language)
    assert [str(one)[:1] for one in rows[words["ranking.vendor"]]] == ["A", "B", "E", "C"]
    assert list(rows[words["ranking.score"]]) == [87.97, 87.35, 86.18, 85.98]
    said = " ".join(one.value for one in test.markdown)
    assert ("A 领先 B 0.62" if language == "zh" else "A leads B by 0.62") in said
    assert "79.24" in test.info[0].value


def test_a_slider_moves_the_rank_and_changes_nothing(ranked: SelectionWorld) -> None:
    before = ranked.ranking.get(ranked.buyer, ranked.number).sha256
    test = screen("ranking", "en", selection=ranked.number)

    test.slider(key=f"weight.{ranked.number}.price").set_value(60.0).run()

    assert str(test.dataframe[0].value["Vendor"][0])[:1] == "E"
    assert "E would be first" in test.warning[0].value
    assert ranked.ranking.get(ranked.buyer, ranked.number).sha256 == before


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "所有权重均为零"), ("en", "all weights are zero")], ids=["zh", "en"]
)
def test_all_weights_at_zero_are_refused_in_words(ranked: SelectionWorld, language: str, said: str) -> None:
    test = screen("ranking", language, selection=ranked.number)
    for slider in test.slider:
        slider.set_value(0.0)
    test.run()
    assert said in test.error[0].value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "shown", ["contributions", "acceptability", "intervals", "withdrawals", "formulas", "evaluators"]
)
def test_every_view_of_the_ranking_is_drawn(ranked: SelectionWorld, language: str, shown: str) -> None:
    test = screen("ranking", language, selection=ranked.number)

    test.segmented_control[0].set_value(shown).run()

    assert not test.exception
    about = catalogue(language)[f"ranking.about_{shown}"].split("{")[0]
    assert any(one.value.startswith(about) for one in test.caption)


def test_only_a_manager_is_offered_the_award(ranked: SelectionWorld, at_screen: AtScreen) -> None:
    words = catalogue("zh")
    assert words["ranking.award"] not in [one.label for one in screen("ranking", "zh").button]

    at_screen(ranked.chief)

    assert words["ranking.award"] in [one.label for one in screen("ranking", "zh").button]
    awarded(ranked)
    assert "上海洁舍" in screen("ranking", "zh").success[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_room_shows_gates_bids_and_divergence(ranked: SelectionWorld, language: str) -> None:
    test = screen("selection", language, selection=ranked.number)

    assert not test.exception
    words = catalogue(language)
    matrix = next(one.value for one in test.dataframe if words["matrix.row"] in one.value)
    assert list(matrix.iloc[0])[1:] == [
        words["matrix.failed"] if one == "D" else words["matrix.passed"] for one in "ABCDE"
    ]
    assert "2026-09-30" in test.error[0].value
    sha = str(ranked.selections.get(ranked.buyer, ranked.number).rules_sha256)
    assert sha in " ".join(one.value for one in test.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_close_the_room_only_counts_bids(
    world: App, organisation: int, at_screen: AtScreen, language: str
) -> None:
    made = opened(begin(world, organisation))
    at_screen(made.chief)

    test = screen("selection", language)

    assert not test.exception
    assert test.info[0].value == catalogue(language)["selection.sealed"].format(count=5)
    assert "1,188,800" not in " ".join(str(one.value) for one in test.dataframe)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_ruled_on_screen_and_keeps_what_a_program_set(
    world: App, organisation: int, at_screen: AtScreen, language: str
) -> None:
    made = begin(world, organisation)
    at_screen(made.buyer)
    test = screen("selection", language)

    save = next(one for one in test.button if one.label == catalogue(language)["rules.save"])
    test.number_input(key=f"rules.{made.number}.least").set_value(4)
    save.click().run()

    assert not test.exception
    rules = made.selections.get(made.buyer, made.number).rules
    assert rules is not None
    assert (rules.least_bids, len(rules.requirements), len(rules.levels)) == (4, 1, 1)
    assert [line.minimum for line in rules.criteria.lines if line.criterion.code == "technical_standard"] == [
        Decimal(70)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_takes_a_score_with_its_comment(
    world: App, organisation: int, at_screen: AtScreen, language: str
) -> None:
    made = closed(opened(begin(world, organisation)))
    at_screen(made.evaluator("chen"))
    test = screen("evaluation", language, selection=made.number)
    assert not test.exception
    assert len(test.dataframe[0].value) == 5  # anchors

    test.number_input[0].set_value(92.0)
    test.text_area[0].set_value("有记录")
    next(one for one in test.button if one.label == catalogue(language)["evaluation.save"]).click().run()

    own = made.evaluations.mine(made.evaluator("chen"), made.number)
    assert (own.scores, own.comments) == ({"A": {"quality": Decimal(92)}}, {"A": {"quality": "有记录"}})
    lock = next(one for one in test.button if one.label == catalogue(language)["evaluation.lock"])
    assert lock.disabled


def test_the_desk_says_when_it_is_locked_and_when_somebody_is_recused(
    world: App, organisation: int, at_screen: AtScreen
) -> None:
    made = closed(opened(another(begin(world, organisation))))
    made.evaluations.score(made.evaluator("chen"), made.number, sheet("chen"))
    made.evaluations.lock(made.evaluator("chen"), made.number)

    at_screen(made.evaluator("chen"))
    assert "不能更改" in screen("evaluation", "zh").success[0].value
    at_screen(made.evaluator("sun"))
    assert "已回避" in screen("evaluation", "zh").warning[0].value
    at_screen(made.evaluator("nobody"))
    assert screen("evaluation", "zh").info[0].value == catalogue("zh")["evaluation.empty"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "评委 chen 的评分已锁定，不能更改"), ("en", "the scores of chen are locked and cannot be changed")],
)
def test_a_score_saved_from_a_page_older_than_the_lock_is_refused(
    world: App, organisation: int, at_screen: AtScreen, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    made = closed(opened(begin(world, organisation)))
    chen = made.evaluator("chen")
    at_screen(chen)
    before = made.evaluations.mine(chen, made.number)
    test = screen("evaluation", language, selection=made.number)
    made.evaluations.score(chen, made.number, sheet("chen"))
    made.evaluations.lock(chen, made.number)

    monkeypatch.setattr(EvaluationService, "mine", lambda *_: before)  # the page as it was drawn before the lock
    test.number_input[0].set_value(1.0)
    next(one for one in test.button if one.label == catalogue(language)["evaluation.save"]).click().run()

    assert said in test.error[0].value
    monkeypatch.undo()
    assert made.evaluations.mine(chen, made.number).scores["A"]["quality"] == sheet("chen")["A"]["quality"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slider_shows_what_its_weight_is_of_100(ranked: SelectionWorld, language: str) -> None:
    test = screen("ranking", language, selection=ranked.number)

    test.slider(key=f"weight.{ranked.number}.price").set_value(39.0).run()

    # 39 / (100 + 9) = 35.78 of 100; the quality of 15 counts 13.76
    said = " ".join(one.value for one in test.caption)
    shares = (
        ("39 → 100 中的 35.8", "15 → 100 中的 13.8") if language == "zh" else ("39 → 35.8 of 100", "15 → 13.8 of 100")
    )
    for share in shares:
        assert share in said
    assert ("其余权重之间的比例不变" if language == "zh" else "the others keep their proportions") in said
    assert str(test.dataframe[0].value.iloc[0, 1])[:1] == "A"  # 37.8 is not reached


def test_the_weight_at_which_another_wins_is_the_one_of_100(ranked: SelectionWorld) -> None:
    test = screen("ranking", "en", selection=ranked.number)

    # 42.5 / 112.5 = 37.78 is below the edge of 37.8 that is shown, 43 / 113 = 38.05 above it
    test.slider(key=f"weight.{ranked.number}.price").set_value(43.0).run()

    assert str(test.dataframe[0].value["Vendor"][0])[:1] == "E"
